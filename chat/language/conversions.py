"""Columns of text that the message wants read as numbers: "convert cases to int64"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.columns import Column
from analysis.task import Step
from chat.language.clause import Clause
from chat.language.formulas import column_term
from chat.language.tokens import MARK

_TEXT = f"{MARK}[ctv]\\d+{MARK}"
_JOINT = r"(?:,? and |, ?| & |'|\")"
_CONVERTS = re.compile(
    rf"\b(?:convert|cast|coerc|pars|chang|turn|transform|treat|read|interpret)\w*"
    rf"[^.;{MARK}]{{0,40}}(?P<columns>{_TEXT}(?:{_JOINT}{_TEXT})*)"
    rf"[^;{MARK}]{{0,60}}?\b(?:to|into|as)\b[^.;{MARK}]{{0,24}}"
    r"\b(?:int\d*|integers?|floats?\d*|numeric\w*|numbers?|decimals?|doubles?)\b"
)
_PLAIN = re.compile(r"\s*[-+]?[\d.,]*\d(?:e[-+]?\d+)?\s*", re.IGNORECASE)
_LEADING = re.compile(r"[^\d\w]*[-+]?[\d.,]*\d")


def read_as_numbers(clause: Clause) -> list[str]:
    """The columns of text that a message says are to be numbers."""
    found: list[str] = []
    for match in _CONVERTS.finditer(clause.text):
        for place in re.findall(_TEXT, match["columns"]):
            mention = clause.mention(place)
            if mention.kind == "column" and mention.column not in found:
                found.append(mention.column)
    return [n for n in found if _holds_numbers(clause.columns[n])]


def _holds_numbers(column: Column) -> bool:
    """Whether its values begin with numbers, as in "12.5 kg" or "630308[495000-801000]"."""
    values = [str(level) for level, _ in column.levels]
    return bool(values) and all(_LEADING.match(value) for value in values)


def as_numbers(names: list[str], columns: Mapping[str, Column]) -> dict[str, Column]:
    """The columns as they will be once they are read as numbers."""
    return {
        name: Column(
            name=name,
            kind="number",
            n_missing=columns[name].n_missing,
            n_unique=columns[name].n_unique,
        )
        for name in names
    }


def conversion_steps(names: list[str], columns: Mapping[str, Column]) -> list[Step]:
    """Steps that read them: whole values, or the first number of each."""
    steps = []
    for name in names:
        plain = all(_PLAIN.fullmatch(str(level)) for level, _ in columns[name].levels)
        if plain:
            params = {"column": name, "to": "number"}
            steps.append(Step(operation="convert_column", params=params))
            continue
        formula = f"number({column_term(name)})"
        params = {"name": name, "expression": formula}
        steps.append(Step(operation="add_column", params=params))
    return steps
