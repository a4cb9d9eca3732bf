"""The questions of a scale, named together: "each of the five questions", "items q1 to q5".

The columns stand in the place of the words, each by its name; a number before them says
how many they are and no value of any.
"""

from __future__ import annotations

import re
from collections import Counter

from analysis.base.columns import Column, Schema
from chat.linking.mentions import is_flag
from chat.linking.message import link_message
from chat.linking.naming import quoted
from chat.linking.tables import schema_index
from chat.linking.words import stem
from chat.reader.base.roles import parts
from chat.reader.methods.names import data_of

_FEWEST, _MOST_VALUES = 3, 11
_TWO = 2


def with_items(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with the columns that are meant, and what was taken for them."""
    data = data_of("items")
    for match in re.finditer(data["each"], text, re.IGNORECASE):
        before = text[: match.start("each")]
        if re.search(data["of_some"], before, re.IGNORECASE):
            continue
        count = _count(match)
        if match["count"] and count is None:
            continue
        names, end = _listed(text, match.end(), schema)
        told: tuple[str, ...] = ()
        if match["family"]:
            names, end = _family(schema, match["family"]), match.end("noun")
        elif not names and _means_a_scale(match["noun"], schema):
            names, end = _scale(schema, count), match.end("noun")
            said = text[match.start("each") : match.end("noun")]
            told = (data["told"].format(noun=f"“{said}”", names=", ".join(names)),)
        if len(names) < _TWO or (count is not None and count != len(names)):
            continue
        closing = text[end:].removeprefix(")") if "(" in match["joint"] else text[end:]
        return f"{before}{_each_of(text)}{_joined(names)}{closing}", told
    return _of_figures(text, schema), ()


def _of_figures(text: str, schema: Schema) -> str:
    """ "the mean of each of q1 and q2": of both, and by none of them."""
    data = data_of("items")
    for match in re.finditer(data["bare"], text, re.IGNORECASE):
        names, end = _listed(text, match.end(), schema)
        if len(names) >= _TWO and not _each_of(text):
            return f"{text[: match.start()]}{_joined(names)}{text[end:]}"
    return text


def _each_of(text: str) -> str:
    figures = re.search(data_of("items")["figures"], text, re.IGNORECASE)
    return "" if figures else "each of "


def _joined(names: list[str]) -> str:
    return ", ".join(map(quoted, names[:-1])) + f" and {quoted(names[-1])}"


def _count(match: re.Match[str]) -> int | None:
    said = (match["count"] or "").casefold()
    return int(said) if said.isdigit() else data_of("items")["numbers"].get(said)


def _listed(text: str, start: int, schema: Schema) -> tuple[list[str], int]:
    """The columns of numbers that stand, joined, from a place on; runs are filled up."""
    data = data_of("items")
    order = [c.name for c in schema.columns if c.is_numeric]
    names: list[str] = []
    end = at = start
    is_run = False
    for first, last, name in _named(text, schema):
        if first < at:
            continue
        if first != at or name not in order:
            break
        if is_run:
            one, other = sorted((order.index(names[-1]), order.index(name)))
            names += order[one + 1 : other]
        names.append(name)
        end = last
        run = re.match(data["run"], text[last:], re.IGNORECASE)
        joined = re.match(data["joins"], text[last:], re.IGNORECASE)
        is_run = run is not None
        step = run or joined
        if step is None:
            break
        at = last + step.end()
    return list(dict.fromkeys(names)), end


def _named(text: str, schema: Schema) -> list[tuple[int, int, str]]:
    """Where columns are named, codes that begin one name ("q1") among them."""
    message = link_message(text, schema_index(schema))
    found = [
        (
            message.tokens[mention.first].start,
            message.tokens[mention.last - 1].end,
            mention.columns[0],
        )
        for mention in message.mentions
        if mention.kind == "column" and mention.last > mention.first
    ]
    for token in message.tokens:
        begun = [c.name for c in schema.columns if _begins(c.name, token.text)]
        taken = any(
            first < token.end and token.start < last for first, last, _ in found
        )
        if len(begun) == 1 and not taken:
            found.append((token.start, token.end, begun[0]))
    return sorted(found)


def _begins(name: str, code: str) -> bool:
    """Whether a code with a figure is the first part of a name."""
    if not any(c.isdigit() for c in code) or code.isdigit():
        return False
    return re.match(rf"{re.escape(code)}(?=[\W_])", name, re.IGNORECASE) is not None


def _means_a_scale(noun: str, schema: Schema) -> bool:
    """Whether a noun means the questions of a scale, and no column of the table."""
    said = stem(noun.casefold())
    named = any(said in parts(column) for column in schema.columns)
    return noun.casefold() in data_of("items")["scales"] and not named


def _family(schema: Schema, begin: str) -> list[str]:
    """ "the five q items": the columns of numbers whose names begin so."""
    form = rf"{re.escape(begin)}(?=[\W\d_])"
    found = [
        c.name
        for c in schema.columns
        if c.is_numeric and re.match(form, c.name, re.IGNORECASE)
    ]
    return found if len(found) >= _FEWEST else []


def _scale(schema: Schema, count: int | None) -> list[str]:
    """The questions of the table: the most columns with the same few whole numbers."""
    answers = [c for c in schema.columns if _is_answer(c)]
    scales = Counter((c.minimum, c.maximum) for c in answers)
    fit = [s for s, n in scales.items() if n >= _FEWEST and n == (count or n)]
    if len(fit) != 1:
        return []
    return [c.name for c in answers if (c.minimum, c.maximum) == fit[0]]


def _is_answer(column: Column) -> bool:
    few = _TWO < column.n_unique <= _MOST_VALUES
    return column.kind == "integer" and few and not is_flag(column)
