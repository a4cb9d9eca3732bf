"""Conditions on the rows. No word of any language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chat.linking.words import fold
from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import (
    Columns,
    Mark,
    Rows,
    Values,
)
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.keys import can_part
from chat.reader.grammar.measures import count_values
from chat.reader.grammar.shared import column_of, is_no_year


def _values_rows(lattice: Lattice, values: Values) -> Rows:
    single = len(values.values) == 1
    return Rows(
        values.column,
        "==" if single else "in",
        values.values[0] if single else list(values.values),
        joined=values.joined,
    )


def _negated(lattice: Lattice, no: Sense, rows: Rows) -> Any:
    if rows.negated or rows.role == "time":
        return None
    return _with(rows, negated=True)


def _neither(lattice: Lattice, neither: Sense, one: Rows, nor: Sense, two: Rows) -> Any:
    return Mark(
        "both", data={"rows": (_with(one, negated=True), _with(two, negated=True))}
    )


def _with(rows: Rows, **changes: Any) -> Rows:
    return replace(rows, **changes)


def _only(lattice: Lattice, only: Sense, rows: Rows) -> Any:
    return _with(rows, only=True)


def _only_behind(lattice: Lattice, rows: Rows, only: Sense) -> Any:
    return _with(rows, only=True)


def flag_rows(lattice: Lattice, columns: Columns) -> Any:
    if len(columns.names) != 1:
        return None
    yes = roles.yes_of(column_of(lattice, columns.names[0]))
    if yes is None:
        return None
    others = [v for v, _ in column_of(lattice, columns.names[0]).levels if v != yes]
    other = others[0] if len(others) == 1 else None
    return Rows(columns.names[0], "==", yes, role="flag", other=other)


_ANOTHER = 0.3  # a link that costs less is to the name of another column
TURNED = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "==", "ne": "!="}


def _compared(lattice: Lattice, column: Any, compare: Sense, number: Sense) -> Any:
    name = column.concept if column is not None else None
    if name is not None and not comparable(lattice, name):
        return None
    if name is not None and is_no_year(lattice, name, number):
        return None
    if name is None and any(
        lattice.at(kind, number.last) for kind in ("rownoun", "rowword")
    ):
        return None  # "at least 20 answers" counts rows
    return Rows(
        name,
        TURNED[compare.concept],
        plain_number(lattice, name, number),
        role="number",
    )


_ABOVE = {"gt": (1, None), "ge": (0, None), "lt": (None, 0), "le": (None, 1)}


def _compared_word(
    lattice: Lattice, column: Any, compare: Sense, values: Values
) -> Any:
    """ "satisfaction at least good": the answers that stand so in their order."""
    order = _order_of(lattice, column, values)
    if compare.concept not in _ABOVE or not order or len(values.values) != 1:
        return None
    first, last = _ABOVE[compare.concept]
    at = order.index(str(values.values[0]))
    found = order[
        None if first is None else at + first : None if last is None else at + last
    ]
    return _among(values.column, found)


def _range_of_words(
    lattice: Lattice, column: Any, between: Any, low: Values, to: Sense, high: Values
) -> Any:
    """ "between fair and good" in the order of the answers."""
    order = _order_of(lattice, column, low)
    one_column = low.column == high.column
    if not order or not one_column or len(low.values) != 1 or len(high.values) != 1:
        return None
    ends = sorted(order.index(str(end.values[0])) for end in (low, high))
    return _among(low.column, order[ends[0] : ends[1] + 1])


def _order_of(lattice: Lattice, column: Any, values: Values) -> tuple[str, ...]:
    found = column_of(lattice, values.column)
    said = column is None or column.concept == values.column
    return found.order if said and found.is_ranked else ()


def _among(column: str, found: tuple[str, ...]) -> Any:
    if not found:
        return None
    single = len(found) == 1
    return Rows(column, "==" if single else "in", found[0] if single else list(found))


def comparable(lattice: Lattice, name: str) -> bool:
    column = column_of(lattice, name)
    if not (column.is_numeric or column.holds_numbers):
        return bool(roles.bands(column))  # "aged 50 or over" where ages are in bands
    counted = roles.is_numbering(column, lattice.index.n_rows)
    return roles.yes_of(column) is None and not counted


def plain_number(lattice: Lattice, name: str | None, number: Sense) -> Any:
    value = number.concept
    if number.percent and name is not None:
        top = column_of(lattice, name).maximum
        if isinstance(top, (int, float)) and top <= 1:
            value = value / 100
    return int(value) if float(value).is_integer() else value


def _skipped(lattice: Lattice, skips: Sense, column: Sense) -> Any:
    return Rows(column.concept, skips.concept, role="missing")


def _compared_behind(
    lattice: Lattice, column: Any, number: Sense, compare: Sense
) -> Any:
    counts = any(lattice.at(kind, compare.last) for kind in ("rownoun", "rowword"))
    if column is None and counts:
        return None  # "two or more bookings" counts rows
    return _compared(lattice, column, compare, number)


def _compared_before(
    lattice: Lattice, compare: Sense, number: Sense, column: Sense
) -> Any:
    return _compared(lattice, column, compare, number)


def _range(
    lattice: Lattice, column: Any, between: Any, low: Sense, to: Sense, high: Sense
) -> Any:
    name = column.concept if column is not None else None
    if name is not None and not comparable(lattice, name):
        return None
    ends = sorted((plain_number(lattice, name, low), plain_number(lattice, name, high)))
    return Rows(name, "between", ends, role="number")


def _equals(lattice: Lattice, column: Sense, is_: Any, number: Sense) -> Any:
    stored = _stored(lattice, column.concept, number)
    if stored is None or lattice.at("top", number.last):  # "is from the 3 biggest"
        return None
    return Rows(column.concept, "==", stored, role="number")


def _stored(lattice: Lattice, name: str, number: Sense) -> Any:
    """A number as the column holds it: codes keep their leading zeros."""
    column = column_of(lattice, name)
    if column.is_numeric or column.holds_numbers or column.kind == "boolean":
        return plain_number(lattice, name, number)
    text = lattice.words(number.first, number.last)
    levels = [level for level, _ in column.levels]
    if text in levels or not levels:
        return text
    if column.kind in ("identifier", "text", "category"):
        return text
    return None


def _level_number(lattice: Lattice, column: Sense, number: Sense) -> Any:
    """ "grade 10", "class 3", "patient_id 104": a value that a column holds."""
    is_key = column_of(lattice, column.concept).kind == "identifier"
    if not (is_key or can_part(lattice, column.concept)):
        return None
    stored = _stored(lattice, column.concept, number)
    levels = [level for level, _ in column_of(lattice, column.concept).levels]
    if stored not in levels and str(stored) not in levels:
        return None
    found = stored if stored in levels else str(stored)
    return Rows(column.concept, "==", found, role="number")


def _level_numbers(
    lattice: Lattice, column: Sense, one: Sense, joined: Sense, two: Sense
) -> Any:
    found = [_level_number(lattice, column, one), _level_number(lattice, column, two)]
    if None in found or found[0] == found[1]:
        return None
    return Rows(
        column.concept, "in", [rows.value for rows in found], joined=joined.concept
    )


def _antonym(lattice: Lattice, word: Sense) -> Any:
    """ "failed" where a column says who passed."""
    for column in lattice.columns.values():
        yes = roles.yes_of(column)
        if yes is not None and word.concept in roles.parts(column):
            others = [level for level, _ in column.levels if level != yes]
            if len(others) == 1:
                return Rows(column.name, "==", others[0], role="flag")
    return None


def _without_value(lattice: Lattice, no: Sense, column: Sense) -> Any:
    """ "no rating", "without a discount": the value is not there."""
    found = column_of(lattice, column.concept)
    counts = found.kind == "integer" and found.minimum == 0
    if counts or (found.is_numeric and roles.adds_up(found) and found.minimum == 0):
        return Rows(column.concept, "==", 0, role="number")
    if roles.yes_of(found) is not None or not found.n_missing:
        return None
    return Rows(column.concept, "is_missing", role="missing")


def _level(lattice: Lattice, text: Sense, column: Sense) -> Any:
    """ "answered None for the network": a word that the column holds as it stands."""
    wanted = fold(str(text.concept))
    for level, _ in column_of(lattice, column.concept).levels:
        if isinstance(level, str) and fold(level) == wanted:
            return Rows(column.concept, "==", level)
    return None


def _options(lattice: Lattice, one: Sense, joined: Sense, two: Sense) -> Any:
    if one.column != two.column or one.concept == two.concept:
        return None
    found = [Rows(s.column, "contains", s.concept, role="text") for s in (one, two)]
    return Rows(
        one.column,
        "any" if joined.concept == "or" else "all",
        tuple(found),
        role="several",
    )


def _either(lattice: Lattice, one: Rows, joined: Sense, two: Rows) -> Any:
    """ "over 60 or under 25": one condition or the other."""
    found = (one, two)
    if any(r.column is None or r.role in ("time", "several") for r in found):
        return None
    if one.column == two.column and all(r.op in ("==", "in") for r in found):
        return None  # values of a column are joined elsewhere
    return Rows(one.column, "any", found, role="several")


def _either_number(
    lattice: Lattice, column: Sense, is_: Any, one: Sense, joined: Sense, two: Sense
) -> Any:
    """ "class is 1 or 2": stored numbers of a column."""
    stored = [_stored(lattice, column.concept, number) for number in (one, two)]
    if joined.concept != "or" or None in stored:
        return None
    return Rows(column.concept, "in", stored, joined="or")


def _either_compared(
    lattice: Lattice, column: Sense, one: Rows, joined: Sense, two: Rows
) -> Any:
    """ "age below 18 or above 65": the column is named once."""
    if one.column is not None or two.column is not None:
        return None
    if not comparable(lattice, column.concept):
        return None
    return _either(
        lattice, _with(one, column=column.concept), joined,
        _with(two, column=column.concept),
    )  # fmt: skip


def _quoted_value(lattice: Lattice, column: Sense, is_: Any, quoted: Sense) -> Any:
    return Rows(column.concept, "==", quoted.concept, role="value")


def _missing(lattice: Lattice, column: Sense, is_: Any, missing: Sense) -> Any:
    return Rows(column.concept, missing.concept, role="missing")


def _missing_before(lattice: Lattice, missing: Sense, column: Sense) -> Any:
    return Rows(column.concept, missing.concept, role="missing")


def _contains(
    lattice: Lattice, column: Sense, name: Any, contains: Sense, text: Any
) -> Any:
    if column_of(lattice, column.concept).is_numeric:
        return None
    if isinstance(text, Sense) and lattice.at("glue", text.first):
        return None
    if isinstance(text, Sense) and any(
        s.cost < _ANOTHER and s.concept != column.concept
        for s in lattice.at("column", text.first)
    ):
        return None  # "sessions ended with an injury", where a column tells injuries
    if isinstance(text, Sense) and text.category == "quoted":
        return Rows(column.concept, contains.concept, text.concept, role="text")
    return Rows(column.concept, contains.concept, text.concept, role="text")


# The months and days of the week that parts of the calendar are made of.
_DATE_PARTS: dict[str, tuple[str, tuple[int, ...]]] = {
    "winter": ("month", (12, 1, 2)),
    "spring": ("month", (3, 4, 5)),
    "summer": ("month", (6, 7, 8)),
    "autumn": ("month", (9, 10, 11)),
    "weekend": ("day_of_week", (5, 6)),
    "weekday": ("day_of_week", (0, 1, 2, 3, 4)),
    "workday": ("day_of_week", (0, 1, 2, 3, 4)),
}


def _date_part(lattice: Lattice, part: Sense) -> Any:
    return Rows(None, part.concept, _DATE_PARTS[part.concept], role="part")


def _word(lattice: Lattice, sense: Sense) -> Any:
    return sense.concept


ROWS = (
    rule("rows_", "valued", _values_rows),
    rule("rows_", "flag", lambda x, f: f, 0.1),
    rule("rows_", "column? compare number", _compared),
    rule("rows_", "column? number orless", _compared_behind),
    rule("rows_", "compare number column", _compared_before, 0.1),
    rule("rows_", "column? compare valued", _compared_word),
    rule("rows_", "column? valued orless", lambda x, c, v, o: _compared_word(x, c, o, v)),
    rule("rows_", "column? between valued to valued", _range_of_words),
    rule("rows_", "column? between number to number", _range),
    rule("rows_", "column number mark:-|–|to number", lambda x, c, a, m, b: _range(x, c, None, a, m, b)),
    rule("rows_", "number column orless", lambda x, n, c, o: _compared(x, c, o, n)),
    rule("rows_", "skips column", _skipped, 0.1),
    rule("rows_", "leaves column missing", lambda x, v, c, m: _missing(x, c, None, m)),
    rule("rows_", "column is number", _equals),
    rule("rows_", "column number", _level_number, 0.15),
    rule("rows_", "number to number column", lambda x, a, m, b, c: _range(x, c, None, a, m, b), -0.1),
    rule("rows_", "column number and number", _level_numbers, 0.1),
    rule("rows_", "column is number and number", _either_number),
    rule("rows_", "column number to number", lambda x, c, a, m, b: None if x.at("and", m.first) else _range(x, c, None, a, m, b)),
    rule("rows_", "datepart:winter|spring|summer|autumn|weekend|workday", _date_part),
    rule("rows_", "datepart:weekday", _date_part, 0.3),
    rule("rows_", "antonym", _antonym, 0.1),
    rule("rows", "not column", _without_value, 0.25),
    rule("rows_", "column is quoted", _quoted_value),
    rule("rows_", "column is text", lambda x, c, i, v: _level(x, v, c)),
    rule("rows_", "is text column", lambda x, i, v, c: _level(x, v, c), 0.1),
    rule("rows_", "option", lambda x, o: Rows(o.column, "contains", o.concept, role="text")),
    rule("rows_", "option and option", _options),
    rule("rows_", "column is? missing", _missing),
    rule("rows_", "missing column", _missing_before),
    rule("rows_", "leaves column missing", lambda x, v, c, m: _missing(x, c, None, m), -0.2),
    rule("rows_", "column name? contains text", _contains),
    rule("rows__", "column rows_ and:or rows_", _either_compared),
    rule("rows__", "rows_ and:or rows_", _either),
    rule("rows", "rows__", lambda x, r: r),
    rule("rows", "only rows__", _only),
    rule("rows", "rows_", lambda x, r: r),
    rule("rows", "by valued", lambda x, b, v: _values_rows(x, v), 0.1),
    rule("rows", "not by? rows_", lambda x, n, b, r: _negated(x, n, r)),
    rule("rows", "not verb rows_", lambda x, n, v, r: _negated(x, n, r), 0.05),
    rule("rows", "not noun rows_", lambda x, n, o, r: _negated(x, n, r), 0.05),
    rule("rows", "not mark:- rows_", lambda x, n, m, r: _negated(x, n, r)),
    rule("rows", "allbut rows_", _negated),
    rule("rows", "column not rows_", lambda x, c, n, r: _negated(x, n, r) if r.column == c.concept else None),
    rule("rows", "column allbut rows_", lambda x, c, n, r: _negated(x, n, r) if r.column == c.concept else None),
    rule("rows", "only rows_", _only),
    rule("rows", "rows_ only", _only_behind),
    rule("sign", "neither by? rows_ nor by? rows_", lambda x, n, b, r, o, c, s: _neither(x, n, r, o, s)),
    rule("sign", "count values", count_values, 0.1),
)  # fmt: skip
