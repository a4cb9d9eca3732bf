"""New columns from arithmetic, spoken or written: "BMI = weight / height ** 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.formulas.expression_functions import FUNCTIONS
from analysis.formulas.expressions import check_expression, expression_columns
from chat.linking.words import STOPWORDS
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.terms import column_term, spelled_out
from chat.reader.briefs.words import MARK, NOUN, data, pattern

_QUOTED = r"[\"“'‘`](?P<q>[^\"”'’`\n]{1,60})[\"”'’`]"
_WORD = r"(?P<w>[^\W\d]\w*)"


@cache
def _name_forms() -> tuple[re.Pattern[str], ...]:
    name = f"(?:{_QUOTED}|{_WORD})"
    return tuple(
        re.compile(form.replace("<name>", name), re.IGNORECASE)
        for form in data()["deriving"]["names"]
    )


def created_name(text: str) -> tuple[str, tuple[int, int]] | None:
    """The name that a clause gives to a new column, and where it stands."""
    unnamed = frozenset(data()["deriving"]["not_names"])
    for form in _name_forms():
        for match in form.finditer(text):
            group = "q" if match["q"] else "w"
            name = match[group].strip()
            if not name or name.lower() in unnamed or name.lower() in STOPWORDS:
                continue
            return name, match.span(group)
    return None


def makes_column(clause: Marked) -> bool:
    """Whether a clause speaks of a column to be made."""
    words = data()["deriving"]
    new = re.search(
        rf"{words['opens']}(?: \w+){{0,6}}? (?:new|additional|derived|another)\b"
        rf"|{words['opens']}(?: (?:a|an|the|another|new))* (?:{words['thing']})\b",
        clause.text,
    )
    return bool(new) or created_name(clause.linked.text) is not None


def derived(clause: Marked, schema: Schema, name: str | None = None) -> Step | None:
    """The step that computes a new column; None where no formula is said."""
    expression = expression_of(clause)
    if expression is None or not expression_columns(expression):
        return None  # "(13-19)" is a range, not a formula
    try:
        check_expression(expression, schema)
    except TaskError:
        return None
    said = created_name(clause.linked.text)
    chosen = name or (said[0] if said else None) or spelled_out(expression)
    params = {"name": chosen, "expression": expression}
    return Step(operation="add_column", params=params)


def expression_of(clause: Marked) -> str | None:
    """The formula of a clause as :mod:`analysis.formulas.expressions` reads it."""
    written = _written(clause)
    if written is not None:
        return written
    words = data()["deriving"]
    for form, sign in words["binary"]:
        match = pattern(form).search(clause.text)
        if match:
            return f"{_term(clause, match['a'])} {sign} {_term(clause, match['b'])}"
    for form, sign in words["many"]:
        match = pattern(form).search(clause.text)
        terms = _terms(clause, match["list"]) if match else []
        if len(terms) > 1:
            joined = f" {'+' if sign == 'mean' else sign} ".join(terms)
            return f"({joined}) / {len(terms)}" if sign == "mean" else joined
    for form, function in words["single"]:
        match = pattern(form).search(clause.literal)
        if match:
            term = _term(clause, match["a"])
            return f"{term} ** 2" if function == "square" else f"{function}({term})"
    return None


def _terms(clause: Marked, stretch: str) -> list[str]:
    return [_term(clause, match[0]) for match in MARK.finditer(stretch)]


def _term(clause: Marked, stretch: str) -> str:
    part = clause.parts_in(stretch)[0]
    if part.kind == "number":
        return f"{part.value:g}"
    return column_term(part.column)


_PIECE = re.compile(
    r"\ue010c\d+\ue011"
    + NOUN
    + r"|\ue010[a-z]\d+\ue011|\*\*2|\*\*|[-+*/()]|(?:"
    + "|".join(sorted(FUNCTIONS, key=len, reverse=True))
    + r")(?= ?\()|\s+"
)
_SIGNS = frozenset("+ - * / ** **2".split())


def _written(clause: Marked) -> str | None:
    """The longest stretch of the clause that is arithmetic with at least one sign."""
    text = clause.text
    for said, sign in data()["deriving"]["signs"]:
        text = re.sub(rf" ?(?:{said})(?![a-z])", f" {sign}", text)
    found = [_from(clause, text, start) for start in _starts(text)]
    return max((one for one in found if one), key=len, default=None)


def _starts(text: str) -> Iterator[int]:
    for match in re.finditer(r"\(|\ue010[cn]\d+\ue011|\b[a-z]\w*(?=\()", text):
        yield match.start()


def _from(clause: Marked, text: str, at: int) -> str | None:
    parts: list[str] = []
    complete = None
    while match := _PIECE.match(text, at):
        piece = match[0].strip()
        at = match.end()
        if not piece:
            continue
        if piece.startswith("\ue010"):
            if piece[1] not in "cn" or (parts and not _opens(parts[-1])):
                break
            parts.append(_term(clause, piece))
        elif (
            (piece == ")" and parts.count("(") <= parts.count(")"))
            or (piece in _SIGNS and (not parts or _opens(parts[-1])))
            or (piece == "(" and parts and not _opens(parts[-1]))
            or (piece in FUNCTIONS and parts and not _opens(parts[-1]))
        ):
            break
        else:
            parts.append(piece)
        if _is_whole(parts):
            complete = list(parts)
    if complete is None:
        return None
    return (
        " ".join(complete).replace("( ", "(").replace(" )", ")").replace("**2", "** 2")
    )


def _opens(part: str) -> bool:
    """Whether an operand may follow."""
    return part in ("+", "-", "*", "/", "**", "(") or part in FUNCTIONS


def _is_whole(parts: list[str]) -> bool:
    calls = any(part in FUNCTIONS for part in parts)
    signs = any(part in _SIGNS for part in parts)
    closed = parts.count("(") == parts.count(")")
    return closed and (signs or calls) and not _opens(parts[-1])
