"""New values for old ones: "male = 0, female = 1", "replace male with m"."""

from __future__ import annotations

import re
from typing import Any

from chat.language.clause import Clause
from chat.language.tokens import MARK
from chat.language.words import fold

_SIDE = rf"({MARK}[a-z]\d+{MARK}|[^\W\d{MARK}]\w*)"
_PAIR = re.compile(
    rf"{_SIDE} ?(?:=>|->|→|(?<=[ \w])=|\bas|\bto|\bwith|\bby|\binto|\bbecomes?) ?{_SIDE}"
)


_VERBS = ("recode", "relabel", "encode", "map", "replace", "change", "values")


def read_mapping(clause: Clause) -> dict[str, Any]:
    """Old value → new value, as far as the clause pairs them."""
    mapping: dict[str, Any] = {}
    columns = [m.column for m in clause.mentions if m.kind == "column"]
    column = columns[0] if columns else None
    known = clause.columns.get(column) if column else None
    stored = {fold(str(level)): level for level, _ in known.levels} if known else {}
    for match in _PAIR.finditer(clause.text):
        old = _value(clause, match[1], column)
        new = _value(clause, match[2], None)
        if old in _VERBS or (stored and fold(str(old)) not in stored):
            continue
        mapping[str(stored.get(fold(str(old)), old))] = new
        for side in match.groups():
            if side.startswith(MARK):
                clause.used.add(clause.number(side))
    return mapping


def _value(clause: Clause, side: str, column: str | None) -> Any:
    if not side.startswith(MARK):
        return side
    mention = clause.mention(side)
    if mention.kind == "number":
        value = float(mention.value)
        return int(value) if value.is_integer() else value
    if mention.kind == "value" and column in mention.columns:
        return mention.value
    return mention.text
