"""All row conditions of a clause, joined as "and" and "or" say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.columns import Column
from chat.language.clause import Clause
from chat.language.comparisons import Loose, comparisons
from chat.language.conditions import Condition, all_of, any_of
from chat.language.formulas import column_term
from chat.language.found import Filters, Found
from chat.language.index import SchemaIndex
from chat.language.memberships import (
    flag_tests,
    missing_pair,
    missing_tests,
    text_tests,
    value_tests,
)
from chat.language.periods import periods

_OR = re.compile(r"^[\s,]*(?:or|or (?:who|that|with|in|is|are))\b[^.;]{0,24}$")


def read_filters(
    clause: Clause, index: SchemaIndex, keep_missing: bool = False
) -> Filters:
    """Takes the conditions out of a clause; what they rest on becomes used.

    With ``keep_missing`` "where age is missing" is no condition but what the operation
    is about.
    """
    filters = Filters()
    found: list[Found] = []
    pair = missing_pair(clause)
    if pair is not None:
        _group_by_missing(clause, filters, *pair)
    elif not keep_missing:
        _take(clause, found, missing_tests(clause))
    for source in (text_tests, periods):
        _take(clause, found, source(clause))
    numbers: list[Found] = []
    for item in comparisons(clause, index):
        if isinstance(item, Loose):
            filters.loose.append((item.words, item.op, item.value))
        else:
            numbers.append(item)
    _take(clause, found, numbers)
    _take(clause, found, value_tests(clause))
    _take(clause, found, flag_tests(clause))
    found.sort(key=lambda item: item.start)
    _join(clause, found, filters)
    return filters


def _group_by_missing(
    clause: Clause, filters: Filters, column: str, found: list[Found]
) -> None:
    """Rows with and without a value are the two groups of a column that says so."""
    name = f"{column} missing"
    filters.made[name] = f"missing({column_term(column)})"
    filters.groups.append(name)
    filters.spans = [(item.start, item.end) for item in found]
    clause.used.update(number for item in found for number in item.mentions)


def flag_columns(made: dict[str, str]) -> dict[str, Column]:
    """The columns of yes and no that filters need, as they will be."""
    return {
        name: Column(
            name=name, kind="boolean", n_unique=2, levels=((False, 1), (True, 1))
        )
        for name in made
    }


def _take(clause: Clause, found: list[Found], more: Iterable[Found]) -> None:
    for item in more:
        hard = set(item.mentions) - set(item.soft)
        if hard & clause.used or any(
            item.start < other.end and other.start < item.end for other in found
        ):
            continue
        found.append(item)
        clause.used.update(item.mentions)


def _join(clause: Clause, found: list[Found], filters: Filters) -> None:
    filters.spans += [(item.start, item.end) for item in found]
    joined: list[list[Found]] = []
    for item in found:
        filters.soft.update(item.soft)
        filters.notes.extend(item.notes)
        if item.compared and _groups(clause, item, filters):
            continue
        if _holds_for_all(clause, item):
            filters.groups.append(str(item.condition["column"]))
        if joined and _is_or(clause, joined[-1][-1], item):
            joined[-1].append(item)
        else:
            joined.append([item])
    parts = [any_of([item.condition for item in run]) for run in joined]
    filters.parts = [
        (run[0].start, part) for run, part in zip(joined, parts, strict=True)
    ]
    parts = _without_all_levels(clause, _same_column(parts), filters)
    filters.condition = all_of(parts) if parts else None


def _groups(clause: Clause, item: Found, filters: Filters) -> bool:
    """Levels set against each other group the rows; all of them need no filter."""
    column = str(item.condition.get("column"))
    if item.condition.get("op") != "in":
        return False
    filters.groups.append(column)
    filters.levels[column] = list(item.condition["value"])
    known = clause.columns.get(column)
    return known is not None and len(item.condition["value"]) == known.n_unique


def _holds_for_all(clause: Clause, item: Found) -> bool:
    """Whether every value of a column is listed: nothing is left out, they group."""
    if item.condition.get("op") != "in":
        return False
    known = clause.columns.get(str(item.condition.get("column")))
    return known is not None and len(item.condition["value"]) == known.n_unique > 2


def _is_or(clause: Clause, left: Found, right: Found) -> bool:
    return bool(_OR.match(clause.text[left.end : right.start]))


_APART = re.compile(
    r"\b(?:separate\w*|respectively|each|both|compar\w+|between|versus)\b"
)


def _without_all_levels(
    clause: Clause, parts: list[Condition], filters: Filters
) -> list[Condition]:
    """All levels of a column, each named and taken apart, are groups and no filter."""
    kept = []
    for part in parts:
        known = clause.columns.get(str(part.get("column")))
        whole = (
            part.get("op") == "in"
            and known is not None
            and len(part["value"]) == known.n_unique
        )
        if whole and _APART.search(clause.text):
            column = str(part["column"])
            filters.groups.extend([column] if column not in filters.groups else [])
        else:
            kept.append(part)
    return kept


def _same_column(parts: list[Condition]) -> list[Condition]:
    """Two values wanted of one column cannot both hold: either will do."""
    kept: list[Condition] = []
    for part in parts:
        twin = next(
            (
                k
                for k in kept
                if part.get("op") in ("==", "in")
                and k.get("op") in ("==", "in")
                and k.get("column") == part.get("column")
            ),
            None,
        )
        if twin is None:
            kept.append(part)
        elif twin != part:
            kept[kept.index(twin)] = any_of([twin, part])
    return kept
