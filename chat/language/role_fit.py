"""What a column is to a request, seen from the words around it and its kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from analysis.columns import Column
from analysis.parameters import ColumnRole
from chat.language.clause import Clause
from chat.language.tokens import MARK

_TOLD = re.compile(r"\b(?:who|that|which)(?: (?:have|has|had|were|was|are|is))? $")
_PLACE = re.compile(r"^ (?:in|at|from|on|to)\b")


def is_told(clause: Clause, number: int) -> bool:
    """ "passengers that embarked from …": a verb that only looks like a column."""
    letter = clause.text[clause.place(number)[0] + 1]
    return (
        letter in "ctd"
        and bool(_TOLD.search(clause.before(number)))
        and bool(_PLACE.match(clause.after(number)))
    )


_ALL_OF_THEM = re.compile(
    rf"\b(?:across|over|among) all (?:of )?(?:the )?(?:{MARK}[a-z]\d+{MARK}(?:, | and ))?$"
)


def is_whole(clause: Clause, number: int) -> bool:
    """ "across all countries and years": all rows together, no groups."""
    return bool(_ALL_OF_THEM.search(clause.before(number)))


def is_measure(
    clause: Clause, number: int, main: Mapping[str, ColumnRole], taken: Collection[str]
) -> bool:
    """Whether a column is a plain number that another role has a place for."""
    if clause.text[clause.place(number)[0] + 1] != "n":
        return False
    return any(
        role.sort == "numeric" and (role.many or name not in taken)
        for name, role in main.items()
    )


def wants_time(main: Mapping[str, ColumnRole]) -> bool:
    """Whether a date beside numbers has a place of its own."""
    return any(
        role.sort in ("datetime", "time") or (role.sort == "any" and not role.many)
        for role in main.values()
    )


def prefers_numbers(main: Mapping[str, ColumnRole], column: Column) -> bool:
    """A word column beside a number groups it, unless a role wants it."""
    return column.kind in ("category", "boolean") and not any(
        role.sort in ("grouping", "datetime") and role.accepts(column)
        for role in main.values()
    )
