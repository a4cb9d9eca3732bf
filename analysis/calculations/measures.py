"""Measures of a calculation as pandas code: columns of the rows, numbers of the groups."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from analysis.base.literals import column_code
from analysis.base.reply import Format
from analysis.base.templating import literal
from analysis.calculations.code import assigned
from analysis.calculations.keys import known_code
from analysis.calculations.naming import condition_words, formula_words
from analysis.formulas.conditions import where_code
from analysis.formulas.expression_parsing import parse_expression
from analysis.formulas.expressions import expression_code
from analysis.signatures.calculation import Measure

ANY_VALUES = ("count", "unique", "mode", "first", "last", "missing")
COUNTS = ("count", "unique", "missing")
ZERO_WHEN_EMPTY = (*COUNTS, "sum")
AVERAGES = (
    "mean", "median", "std", "var", "range", "iqr", "percentile", "min", "max",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A column of the answer's table.

    ``role``: the answer itself, a part of it, or what a window or comparison makes.
    """

    name: str
    measure: int
    role: str = "value"
    format: Format = "number"
    scale: int = 1


@dataclass
class Columns:
    """The columns of the rows' table, each made once, and the names that are taken."""

    lines: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def named(self, code: str, wanted: str) -> str:
        """The name of the column that this code makes."""
        if code not in self.names:
            self.names[code] = unused(wanted, self.taken)
            self.lines += assigned(self.names[code], code, "rows")
        return self.names[code]


def unused(wanted: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    taken.add(name)
    return name


def plain_column(of: str) -> str | None:
    """The column that a formula is the name of; None for a formula."""
    parsed = parse_expression(of)
    names = list(parsed.columns.values())
    return names[0] if isinstance(parsed.tree, ast.Name) else None


def source(measure: Measure, columns: Columns) -> str:
    """The name of the rows' column that a measure is computed from."""
    where = where_code(measure.where) if measure.where else ""
    which = f" with {condition_words(measure.where)}" if measure.where else ""
    if measure.statistic == "rate":
        code = f'({where}).astype("float64")'
        known = known_code(measure.where or {})
        return columns.named(f"{code}.where({known})" if known else code, which[6:])
    if measure.of is None:
        return condition(measure, columns)
    column = plain_column(measure.of)
    code = column_code(column) if column else expression_code(measure.of)
    if measure.statistic == "missing":
        code = f"{code}.isna()" if column else f"({code}).isna()"
        code = f"{code} & ({where})" if where else code
        return columns.named(code, f"missing {formula_words(measure.of)}{which}")
    if measure.statistic not in ANY_VALUES:
        dates = ", dates=True" if measure.statistic in ("min", "max") else ""
        code = f"amounts({code}, {literal(column or measure.of)}{dates})"
    elif not column:
        code = f"({code})"
    code = f"{code}.where({where})" if where else code
    return columns.named(code, f"{formula_words(measure.of)}{which}")


def condition(measure: Measure, columns: Columns) -> str:
    """The name of the rows' column that is true where a measure's condition holds."""
    assert measure.where is not None
    return columns.named(where_code(measure.where), condition_words(measure.where))


def aggregated(measure: Measure, columns: Columns, keys: list[str]) -> str:
    """The measure of each group; without keys, of all rows."""
    base = "groups" if keys else "rows"
    statistic = measure.statistic
    if statistic == "count" and measure.of is None and measure.where is None:
        return "groups.size()" if keys else "len(rows)"
    name = source(measure, columns)
    values = f"{base}[{literal(name)}]"
    if statistic in ("count", "missing") and (
        measure.of is None or statistic == "missing"
    ):
        return f"{values}.sum()"
    spread = "" if measure.ddof == 1 else f"ddof={measure.ddof}"
    match statistic:
        case "sum":
            return f"{values}.sum(min_count=1)"
        case "std" | "var":
            return f"{values}.{statistic}({spread})"
        case "range":
            return f"{values}.max() - {values}.min()"
        case "iqr":
            return f"{values}.quantile(0.75) - {values}.quantile(0.25)"
        case "percentile":
            return f"{values}.quantile({round((measure.q or 0) / 100, 12)!r})"
        case "unique":
            return f"{values}.nunique()"
        case "rate":
            return f"{values}.mean()"
        case "first" | "last" | "mode":
            return _chosen(measure, columns, name, keys)
    return f"{values}.{statistic}()"


def _chosen(measure: Measure, columns: Columns, name: str, keys: list[str]) -> str:
    """A value that occurs: the first, the last, the most frequent one."""
    value = literal(name)
    if measure.statistic == "mode":
        if keys:
            return f"most_frequent(kept, {literal(keys)}, {value})"
        return f"rows[{value}].mode().get(0)"
    table = "kept" if keys else "rows"
    if measure.along:
        order = columns.named(column_code(measure.along), f"order by {measure.along}")
        table += f'.sort_values({literal(order)}, kind="stable")'
    if keys:
        by = ", ".join(literal(key) for key in keys)
        return f"{table}.groupby([{by}], observed=True)[{value}].{measure.statistic}()"
    end = ":1" if measure.statistic == "first" else "-1:"
    return f"next(iter({table}[{value}].dropna().iloc[{end}]), None)"


def how_often(name: str, keys: list[str]) -> str:
    """How often the most frequent value of a column occurs."""
    if not keys:
        return f"rows[{literal(name)}].value_counts().max()"
    sizes = f"kept.groupby({literal([*keys, name])}, observed=True).size()"
    return f"{sizes}.groupby(level={literal(list(range(len(keys))))}).max()"


def format_of_measure(measure: Measure) -> Format:
    """How the measure's numbers are shown."""
    shared = measure.statistic == "rate" or measure.share is not None
    if (
        measure.unit == "%"
        or (shared and measure.times != 1000)
        or measure.times == 100
    ):
        return "percent"
    if measure.statistic in COUNTS and not measure.over and measure.times == 1:
        return "integer"
    return "text" if measure.statistic in ("mode", "first", "last") else "number"


def scale_of_measure(measure: Measure) -> int:
    """What its numbers are divided by to be fractions, where they are percentages."""
    made = measure.statistic == "rate" or measure.share is not None or measure.over
    percentages = measure.times == 100 or (measure.unit == "%" and not made)
    return 100 if percentages else 1
