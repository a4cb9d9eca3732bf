"""Classes that a sentence lists: ranges of a column, parts of the day, seasons of months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.base.columns import Column, Schema
from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.ranges import Range, edges_of, labelled_ranges
from chat.reader.briefs.terms import column_term
from chat.reader.briefs.words import data

_FEWEST = 2


@dataclass(frozen=True)
class Classes:
    """The steps that make the classes, the column they are in and that they are of."""

    steps: tuple[Step, ...]
    name: str
    column: str


def classes_of(
    clause: Marked, candidates: list[str], name: str | None
) -> Classes | None:
    """The classes that a clause lists; None where it lists none, or they do not fit.

    ``candidates`` are columns that other clauses put into classes, ``name`` is what the
    new column is to be called.
    """
    text = clause.linked.text
    if re.search(data()["ranges"]["figures"], clause.linked.low):
        return None
    months = _months(text)
    if months:
        return _of_months(clause, months, candidates, name)
    ranges = labelled_ranges(text)
    if not ranges:
        return None
    if any(one.time for one in ranges):
        return _of_times(clause, ranges, candidates, name)
    column = _numeric(clause, candidates)
    return classes_of_numbers(clause.schema[column], ranges, name) if column else None


def _numeric(clause: Marked, candidates: list[str]) -> str | None:
    schema = clause.schema
    for names in (clause.strong, candidates, clause.columns):
        numbers = [name for name in names if schema[name].is_numeric]
        if numbers:
            return numbers[0]
    return None


def classes_of_numbers(
    column: Column, ranges: list[Range], name: str | None
) -> Classes | None:
    """The classes of a column of numbers that ranges name; None where they do not fit."""
    found = edges_of(ranges)
    if found is None:
        return None
    ordered, edges = found
    made = name or f"{column.name} class"
    labels = [one.label for one in ordered]
    if column.kind != "integer" and any(_steps_over(one) for one in ordered):
        return _by_conditions(column.name, column_term(column.name), ordered, made)
    params = {
        "column": column.name,
        "name": made,
        "edges": [_tidy(edge) for edge in edges],
        "labels": labels,
    }
    return Classes((Step(operation="bin_column", params=params),), made, column.name)


def _steps_over(one: Range) -> bool:
    """Whether a bound is that of whole numbers: "over 40" begins at 41 only there."""
    return not one.takes_low


def _tidy(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number


def _of_times(
    clause: Marked, ranges: list[Range], candidates: list[str], name: str | None
) -> Classes | None:
    """Parts of the day, where they begin with full hours."""
    column = _timed(clause, candidates)
    if column is None:
        return None
    whole = []
    for one in ranges:
        low, high = _hour(one.low, False), _hour(one.high, one.takes_high)
        if low == _ODD or high == _ODD:
            return None
        whole.append(Range(low, high, one.label))
    term = column_term(column.name)
    hours = f"hour({term})" if column.kind == "datetime" else f"number({term})"
    made = name or data()["classing"]["day"]
    return _by_conditions(column.name, hours, whole, made)


_ODD = -1.0


def _hour(time: float | None, closes: bool) -> float | None:
    """A bound in full hours; what ends at 11:59 ends before 12. Else ``_ODD``."""
    if time is None:
        return None
    minutes = round(time * 60)
    if closes and minutes % 60:
        minutes += 1
    return minutes / 60 if minutes % 60 == 0 else _ODD


def _timed(clause: Marked, candidates: list[str]) -> Column | None:
    """The column of times: one that is named, else one that holds times of the day."""
    named = [clause.schema[name] for name in (*clause.strong, *candidates)]
    others = list(clause.schema.columns)
    for columns in (named, others):
        for holds in (_is_clock, roles.has_times):
            found = [column for column in columns if holds(column)]
            if found:
                return found[0]
    return None


def _is_clock(column: Column) -> bool:
    levels = [str(level) for level, _ in column.levels]
    return bool(levels) and all(roles.CLOCK.fullmatch(one) for one in levels)


def _by_conditions(
    column: str, term: str, ranges: list[Range], name: str
) -> Classes | None:
    """The classes as a formula of conditions, one in the other."""
    formula = "''"
    for one in reversed(ranges):
        formula = f"where({_condition(term, one)}, {one.label!r}, {formula})"
    if any("'" in one.label for one in ranges):
        return None
    params = {"name": name, "expression": formula}
    return Classes((Step(operation="add_column", params=params),), name, column)


def _condition(term: str, one: Range) -> str:
    parts = []
    if one.low is not None:
        parts.append(f"{term} {'>=' if one.takes_low else '>'} {one.low:g}")
    if one.high is not None:
        parts.append(f"{term} {'<=' if one.takes_high else '<'} {one.high:g}")
    wraps = one.low is not None and one.high is not None and one.low > one.high
    return (" or " if wraps else " and ").join(parts)


@cache
def _month_names() -> tuple[str, ...]:
    return tuple(data()["classing"]["months"])


def _months(text: str) -> list[tuple[str, list[int]]]:
    """Labels with the months (from 1) that are theirs."""
    low = text.lower()
    names = "|".join(_month_names())
    words = data()["classing"]
    form = words["month_list"].replace("<month>", f"(?:{names})")
    found = []
    for match in re.finditer(form, low):
        said = re.findall(rf"\b(?:{names})\b", match["months"])
        numbers = [_month_names().index(one) + 1 for one in said]
        if re.search(words["month_range"], match["months"]) and len(numbers) == _FEWEST:
            numbers = _between(*numbers)
        label = text[match.start("label") : match.end("label")]
        found.append((label, numbers))
    all_months = [number for _, numbers in found for number in numbers]
    unique = len(set(all_months)) == len(all_months)
    return found if len(found) >= _FEWEST and unique else []


def _between(first: int, last: int) -> list[int]:
    length = (last - first) % 12 + 1
    return [(first - 1 + n) % 12 + 1 for n in range(length)]


def _of_months(
    clause: Marked,
    months: list[tuple[str, list[int]]],
    candidates: list[str],
    name: str | None,
) -> Classes | None:
    column = _monthly(clause.schema, [*clause.columns, *candidates])
    if column is None:
        return None
    term = column_term(column.name)
    formula = "''"
    for label, numbers in reversed(months):
        if column.kind == "datetime":
            each = [f"month({term}) == {number}" for number in numbers]
        elif column.is_numeric:
            each = [f"{term} == {number}" for number in numbers]
        else:
            each = [f"{term} == {_spelled(column, number)!r}" for number in numbers]
        formula = f"where({' or '.join(each)}, {label!r}, {formula})"
    made = name or data()["classing"]["season"]
    params = {"name": made, "expression": formula}
    return Classes((Step(operation="add_column", params=params),), made, column.name)


def _monthly(schema: Schema, candidates: list[str]) -> Column | None:
    columns = [schema[name] for name in candidates]
    columns += list(schema.columns)
    for column in columns:
        if column.kind == "datetime" or _holds_months(column):
            return column
    return None


def _holds_months(column: Column) -> bool:
    if column.is_numeric:
        named = bool(re.search(data()["classing"]["month_column"], column.name.lower()))
        return named and column.minimum == 1 and column.maximum == len(_month_names())
    levels = [str(level).lower() for level, _ in column.levels]
    return bool(levels) and all(level in _month_names() for level in levels)


def _spelled(column: Column, number: int) -> str:
    """A month as a column writes it."""
    name = _month_names()[number - 1]
    levels = [str(level) for level, _ in column.levels]
    return next((one for one in levels if one.lower() == name), name.capitalize())


def opens_classes(clause: Marked) -> bool:
    """Whether a clause says that something is put into classes."""
    return bool(re.search(data()["classing"]["opens"], clause.linked.low))
