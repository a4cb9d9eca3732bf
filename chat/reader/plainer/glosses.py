"""Glosses: "kittens (cats under 6 months)", "still with us, i.e. have no outcome".

They say which rows, which column or which value is meant by the words before them, and
take their place; the answer must hold all that they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.message import link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.methods.names import data_of
from chat.reader.plainer.units import contradicts
from chat.reader.plainer.variant import Variant

_MOST_EXPLAINED = 4
_MOST_CUT = 8
_FEWEST_KEPT = 2
_WHOLE = 1.0  # the score of a column whose whole name was said
_NAMED = 0.15  # a link that costs less is to a whole name


def without_glosses(text: str, schema: Schema) -> list[Variant]:
    """The message with its gloss in place of what that explains, or without it."""
    data = data_of("glosses")
    bracket = re.search(data["bracket"], text)
    if bracket is not None:
        return list(_of_bracket(text, bracket, schema))
    behind = re.search(data["behind"], text, re.IGNORECASE)
    return [] if behind is None else list(_of_explanation(text, behind, schema))


def limits_by_gloss(text: str, schema: Schema) -> bool:
    """Whether a gloss holds a number or a value, and belongs to no name of the table."""
    data = data_of("glosses")
    match = re.search(data["bracket"], text) or re.search(
        data["behind"], text, re.IGNORECASE
    )
    if match is None or any(match[0].strip() in name for name in schema.names):
        return False
    found = link_message(match["gloss"], schema_index(schema)).mentions
    return any(mention.kind in ("number", "value") for mention in found)


def counted_once(text: str, schema: Schema) -> list[Variant]:
    """ "How many are on free lunches? Count every child once.": different children."""
    data = data_of("glosses")
    match = re.search(data["once"], text, re.IGNORECASE)
    if match is None:
        return []
    rest = text[: match.start()]
    made = re.sub(data["counted"], data["different"], rest, count=1, flags=re.I)
    said = match[0].strip(" .,;?()")
    if made == rest:
        return []
    return [
        Variant(made, meant=(f"“{said}”: different ones are counted",), check=_counts)
    ]


def _counts(task: Task) -> bool:
    measures = task.steps[-1].params.get("measures") or ()
    return any(measure.get("statistic") == "unique" for measure in measures)


def _of_bracket(text: str, match: re.Match[str], schema: Schema) -> Iterator[Variant]:
    data = data_of("glosses")
    gloss = re.sub(data["opens"], "", match["gloss"].strip(), flags=re.IGNORECASE)
    before, behind = text[: match.start()], text[match.end() :]

    def holds(task: Task) -> bool:
        return is_held(gloss, task, schema)

    whole = _is_value(gloss, schema)
    for kept, left in sorted(
        _explained(before, schema), key=lambda e: -len(e[1]) * whole
    ):
        told = () if not left else (left,)

        def both(task: Task, left: str = left) -> bool:
            return holds(task) and is_held(left, task, schema, strictly=False)

        for join in data["joins"][: 1 if whole else None]:
            made = " ".join(f"{kept} {join} {gloss}{behind}".split())
            meant = tuple(f"“{one}” was taken to mean “{gloss}”" for one in told)
            yield Variant(made, meant=meant, check=both)
    yield Variant(before + behind, told=(f"({match['gloss']})",), check=holds)


def _is_value(gloss: str, schema: Schema) -> bool:
    """Whether a gloss is a value of the table and nothing else."""
    message = link_message(gloss, schema_index(schema))
    return any(
        one.kind == "value" and one.last - one.first == len(message.tokens)
        for one in message.mentions
    )


def _explained(before: str, schema: Schema) -> Iterator[tuple[str, str]]:
    """A text without words that a gloss behind it explains, and these words.

    First those that only describe, then the whole phrase before the bracket.
    """
    tokens = tokenise(before, 200)
    phrase = _phrase(tokens)
    if not phrase:
        yield before, ""
        return
    lattice = build_lattice(before, tokens, schema_index(schema))
    first = tokens[phrase[0]].start
    known = [at for at in phrase if _is_known(lattice, at)]
    if known and len(known) < len(phrase):
        kept = " ".join(tokens[at].text for at in known)
        left = " ".join(tokens[at].text for at in phrase if at not in known)
        yield before[:first] + kept, left
    for start in phrase:
        yield before[: tokens[start].start].rstrip(), before[tokens[start].start :]
    if len(known) == len(phrase):
        yield before, ""


def _is_known(lattice: Lattice, at: int) -> bool:
    """Whether a word is a value, a whole name or a noun for the rows, no description."""
    named = any(
        sense.cost < _NAMED
        for kind in ("value", "column")
        for sense in lattice.at(kind, at)
    )
    return named or any(lattice.at(kind, at) for kind in ("rownoun", "rowword"))


def _phrase(tokens: tuple[Token, ...]) -> list[int]:
    bounds = data_of("glosses")["bounds"].split()
    found: list[int] = []
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].text == "-" and found:
            continue
        if tokens[at].kind != "word" or tokens[at].folded in bounds:
            break
        found.insert(0, at)
        if len(found) == _MOST_EXPLAINED:
            break
    return found


def _of_explanation(
    text: str, match: re.Match[str], schema: Schema
) -> Iterator[Variant]:
    gloss = match["gloss"].strip()
    words = text[: match.start()].split()
    for left in range(1, min(_MOST_CUT, len(words) - _FEWEST_KEPT) + 1):
        kept, gone = " ".join(words[:-left]), " ".join(words[-left:])
        if _names_rows(gone, schema):
            break
        meant = (f"“{gone.strip(' ,?')}” was taken to mean “{gloss}”",)

        def both(task: Task, gone: str = gone) -> bool:
            return is_held(gloss, task, schema) and is_held(
                gone, task, schema, strictly=False
            )

        yield Variant(f"{kept} {gloss}{match['end']}", meant=meant, check=both)


def _names_rows(words: str, schema: Schema) -> bool:
    """Whether some words say what is counted, or name a column."""
    tokens = tokenise(words, 60)
    lattice = build_lattice(words, tokens, schema_index(schema))
    named = any(sense.cost < _NAMED for sense in lattice.all("column"))
    return named or any(
        lattice.at(kind, at)
        for at, token in enumerate(tokens)
        for kind in ("rownoun", "rowword")
    )


def _limits_by(number: float | None, task: Task) -> bool:
    """Whether a number limits rows, and is no hypothesis of a test."""
    steps = [
        {k: v for k, v in step.params.items() if k not in ("mu", "median", "p")}
        for step in task.steps
    ]
    return number is not None and f"{number:g}" in repr(steps)


def is_held(words: str, task: Task, schema: Schema, strictly: bool = True) -> bool:
    """Whether an answer uses every name and value in some words, and their numbers.

    Not ``strictly``: only values and names that stand there as they are stored.
    """
    if contradicts(words, schema, task):
        return False
    steps = repr([step.params for step in task.steps])
    used = set(task_columns(task, schema))
    for mention in link_message(words, schema_index(schema)).mentions:
        exact = mention.how == "exact"
        named = exact and mention.score >= _WHOLE
        if mention.kind == "column" and (strictly or named):
            if not set(mention.columns) & used:
                return False
        elif mention.kind == "value" and (exact or strictly):
            shown = repr(mention.value) in steps
            if not shown and not set(mention.columns) & used:
                return False
        elif (mention.kind == "number" and not _limits_by(mention.value, task)) or (
            mention.kind == "date" and "filter_rows" not in repr(task.steps)
        ):
            return False
    return True
