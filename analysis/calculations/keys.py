"""Keys of a calculation as pandas code: the groups of rows, their order, their labels."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.base.literals import column_code
from analysis.base.templating import literal
from analysis.calculations.naming import key_name
from analysis.formulas.conditions import MISSING_TESTS, where_code, where_leaves
from analysis.signatures.calculation import Key

_ENDS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_FREQUENCIES = {"month": "M", "week": "W-SUN", "day": "D", "hour": "h"}


@dataclass(frozen=True)
class KeyCode:
    """A key in a script.

    Attributes:
        name: its column in the script's tables, and its heading.
        code: the expression of its values over ``data``.
        every: the expression of all its levels, those without rows too, where ``{0}``
            is the column with its values; empty where only what occurs counts.
        written: the expression of its labels, where ``{0}`` is its column; empty where
            the values are what people write.
    """

    name: str
    code: str
    every: str = ""
    written: str = ""


def key_code(key: Key, name: str) -> KeyCode:
    """The code of a key whose column in the script is called so."""
    if key.split:
        return _split_code(key, name)
    if key.bins is not None:
        return _bins_code(key, name)
    if key.periods:
        stretches = [(each.label, each.start, each.end) for each in key.periods]
        code = f"period_of({_dates(key)}, {literal(stretches)})"
        return KeyCode(name, code, "{0}.cat.categories")
    if key.is_running:
        return _running_code(key, name)
    if key.grain:
        return _cycle_code(key, name)
    return KeyCode(name, column_code(key.column or ""))


def heading(key: Key, taken: set[str]) -> str:
    """A name for the key that no other key has."""
    name = wanted = key_name(key)
    number = 2
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    taken.add(name)
    return name


def known_code(where: dict[str, object]) -> str:
    """Code that is true for rows whose values of a condition's columns are known."""
    names = dict.fromkeys(
        leaf["column"]
        for leaf in where_leaves(where)
        if leaf["op"] not in MISSING_TESTS
    )
    return " & ".join(f"{column_code(name)}.notna()" for name in names)


def _split_code(key: Key, name: str) -> KeyCode:
    assert key.split is not None
    yes, no = literal(key.split.yes), literal(key.split.no)
    sides = f"({where_code(key.split.where)}).map({{True: {yes}, False: {no}}})"
    known = known_code(key.split.where)
    return KeyCode(name, f"{sides}.where({known})" if known else sides)


def _bins_code(key: Key, name: str) -> KeyCode:
    column = key.column or ""
    bins = key.bins if isinstance(key.bins, int) else list(key.bins or ())
    code = f"binned(amounts({column_code(column)}, {literal(column)}), {literal(bins)})"
    return KeyCode(name, code, "{0}.cat.categories", '{0}.astype("str")')


def _dates(key: Key, of_years: bool = False) -> str:
    if key.column is not None:
        function = "years" if of_years else "moments"
        return f"{function}({column_code(key.column)}, {literal(key.column)})"
    parts = [part for part in (key.year, key.month, key.day) if part is not None]
    if key.day is not None and key.month is None:
        parts = parts[:1]
    return f"date_of_parts({', '.join(column_code(part) for part in parts)})"


def _running_code(key: Key, name: str) -> KeyCode:
    end = _ENDS[key.fiscal_start - 2]
    frequency = _FREQUENCIES.get(
        key.grain or "", f"{(key.grain or '')[:1].upper()}-{end}"
    )
    code = f'{_dates(key, key.grain == "year")}.dt.to_period("{frequency}")'
    every = f'pd.period_range({{0}}.min(), {{0}}.max(), freq="{frequency}")'
    fiscal = "FY%F" if key.fiscal_start > 1 else "%Y"
    written = {
        "quarter": f'{{0}}.dt.strftime("{fiscal}-Q%q")',
        "year": f'{{0}}.dt.strftime("{fiscal}")',
        "week": '{0}.dt.start_time.dt.strftime("%Y-%m-%d")',
    }
    return KeyCode(name, code, every, written.get(key.grain or "", '{0}.astype("str")'))


def _cycle_code(key: Key, name: str) -> KeyCode:
    part = {
        "weekday": "dt.day_of_week",
        "month_of_year": "dt.month",
        "quarter_of_year": "dt.quarter",
        "hour_of_day": "dt.hour",
        "day_of_month": "dt.day",
        "season": "dt.month % 12 // 3",
        "weekend": "dt.day_of_week // 5",
    }[key.grain or ""]
    if key.grain == "quarter_of_year" and key.fiscal_start > 1:
        part = f'dt.to_period("Q-{_ENDS[key.fiscal_start - 2]}").dt.quarter'
    written = {
        "weekday": "weekday_names({0})",
        "month_of_year": "month_names({0})",
        "quarter_of_year": '"Q" + {0}.astype("int64").astype("str")',
        "hour_of_day": '{0}.astype("int64").astype("str").str.zfill(2) + ":00"',
        "day_of_month": '{0}.astype("int64")',
        "season": "season_names({0})",
        "weekend": "week_part_names({0})",
    }[key.grain or ""]
    every = "pd.RangeIndex(int({0}.min()), int({0}.max()) + 1)"
    return KeyCode(name, f"{_dates(key)}.{part}", every, written)
