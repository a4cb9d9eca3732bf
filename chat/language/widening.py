"""Reads which column names the new columns of a wide table, fills them, and tells rows."""

from __future__ import annotations

import re
from typing import Any

from chat.language.clause import PLACEHOLDER, Clause, pattern

_THE = r"(?:the |a |an |each |every |new |separate )*"
_MORE = r"(?:(?: ?, ?(?:and )?| and | & ){col})*"
# The first pattern that finds columns decides; the columns are those in its match.
_ROLES = {
    "names_from": (
        rf"{{col}} (?:as|into|in|for|to|are|become) {_THE}(?:columns?|headers?|names)\b",
        rf"\b(?:columns?|names?|headers?)(?: names?)? (?:from|of|by|=|are|for|per|is|:)"
        rf" {_THE}(?:values? (?:of|in) )?{{col}}",
        r"\b(?:names_from|columns?|names?) ?[=:] ?{col}",
        rf"\bspread (?:out )?{_THE}{{col}}",
        rf"\b(?:across|over|per|for each|for every) {_THE}{{col}}",
    ),
    "id_columns": (
        rf"{{col}}{_MORE} (?:as|in|for|to|are) {_THE}(?:rows?|index|ids?|keys?)\b",
        rf"\b(?:rows?|index|ids?|keys?) (?:from|of|by|=|are|for|per|is|:) {_THE}{{col}}"
        rf"{_MORE}",
        rf"\b(?:by|keeping|for|per|for each|for every) {_THE}{{col}}{_MORE}",
        rf"\b(?:id_cols|id_columns|index|rows?) ?[=:] ?{{col}}{_MORE}",
    ),
    "values_from": (
        rf"{{col}}{_MORE} (?:as|in|for|to|are) {_THE}(?:values?|cells?)\b",
        rf"\bvalues? (?:from|of|in|=|are|is|:) {_THE}(?:\w+ of )?{{col}}{_MORE}",
        rf"\b(?:values_from|values?) ?[=:] ?{{col}}{_MORE}",
        rf"\b(?:filled|fill|filling) (?:with|by|from) {_THE}(?:\w+ of )?{{col}}{_MORE}",
    ),
}
_NAMES = re.compile(r"(?:variable|names?|keys?|measures?|metrics?)(?:_\d+)?", re.I)
_VALUES = re.compile(r"(?:values?|measurements?|amounts?)(?:_\d+)?", re.I)


def read_wide(clause: Clause) -> dict[str, Any]:
    """The roles that the words around the columns give, as parameters of the step.

    What is still open afterwards goes to the columns that are left in the order of
    their names: first the one that gives names, then what fills. A table that was made
    long has usual names for both.
    """
    found: dict[str, list[str]] = {}
    for role, sources in _ROLES.items():
        for source in sources:
            numbers = _columns_in(clause, source)
            if numbers:
                found[role] = [clause.mentions[number].column for number in numbers]
                clause.used.update(numbers)
                break
    open_numbers = [number for number, _ in clause.free("column")]
    for role in ("names_from", "values_from"):
        if role not in found and open_numbers:
            taken = open_numbers[:1] if role == "names_from" else open_numbers
            found[role] = [clause.mentions[number].column for number in taken]
            clause.used.update(taken)
            open_numbers = [n for n in open_numbers if n not in taken]
    _usual(clause, found)
    params: dict[str, Any] = {k: list(dict.fromkeys(v)) for k, v in found.items()}
    if "names_from" in params:
        params["names_from"] = params["names_from"][0]
    return params


def _columns_in(clause: Clause, source: str) -> list[int]:
    """The free columns in the first stretch that the pattern matches."""
    for match in pattern(source).finditer(clause.text):
        numbers = [int(one[2]) for one in PLACEHOLDER.finditer(match[0])]
        free = [n for n in numbers if n not in clause.used]
        if free:
            return free
    return []


def _usual(clause: Clause, found: dict[str, list[str]]) -> None:
    """ "pivot wider" alone: a column called variable names, one called value fills."""
    for role, usual in (("names_from", _NAMES), ("values_from", _VALUES)):
        if role not in found:
            fitting = [name for name in clause.columns if usual.fullmatch(name)]
            if len(fitting) == 1:
                found[role] = fitting
