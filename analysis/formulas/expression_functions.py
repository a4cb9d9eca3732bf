"""The functions of formulas: what each takes and gives, and its pandas code.

In ``code``, ``{0}`` is the first argument, a value per row, ready for a dot behind it;
``{1}`` and ``{2}`` are further arguments. Values outside a function's domain are set
missing there, so that no script stops or warns because of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Sort = Literal["number", "text", "date", "boolean", "duration"]


@dataclass(frozen=True)
class Function:
    """One function of formulas.

    Attributes:
        code: the pattern of its pandas code. meaning: one line for people.
        takes: the sorts of its first argument; empty for any. gives: of its value.
        defaults: code of the arguments that may be left out, from the second on.
        most: how many arguments it takes. scalar: one value for the whole column.
    """

    code: str
    meaning: str
    takes: tuple[Sort, ...] = ("number", "boolean")
    gives: Sort = "number"
    defaults: tuple[str, ...] = ()
    most: int = 1
    scalar: bool = False

    @property
    def least(self) -> int:
        return self.most - len(self.defaults)


_FIRST_NUMBER = r'r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"'
_AS_TEXT = '{0}.astype("str").str'


def _over(code: str, domain: str, meaning: str) -> Function:
    return Function(f"{code}({{0}}.where(lambda x: {domain}))", meaning)


def _date_part(part: str, meaning: str, gives: Sort = "number") -> Function:
    return Function(f"{{0}}.dt.{part}", meaning, takes=("date",), gives=gives)


def _text(code: str, meaning: str, gives: Sort = "text") -> Function:
    return Function(_AS_TEXT + code, meaning, takes=(), gives=gives)


def _of_column(code: str, meaning: str) -> Function:
    return Function(code, f"{meaning} of the whole column", scalar=True)


FUNCTIONS: Mapping[str, Function] = {
    "log": _over("np.log", "x > 0", "natural logarithm"),
    "log10": _over("np.log10", "x > 0", "logarithm to base 10"),
    "log2": _over("np.log2", "x > 0", "logarithm to base 2"),
    "log1p": _over("np.log1p", "x > -1", "log(1 + x)"),
    "exp": _over("np.exp", "x < 709.78", "e to the power of x"),
    "sqrt": _over("np.sqrt", "x >= 0", "square root"),
    "abs": Function("{0}.abs()", "without its sign"),
    "round": Function(
        "{0}.round({1})", "rounded to so many decimals", defaults=("0",), most=2
    ),
    "floor": Function("np.floor({0})", "rounded down"),
    "ceil": Function("np.ceil({0})", "rounded up"),
    "year": _date_part("year", "the year of a date"),
    "quarter": _date_part("quarter", "the quarter of a date, 1 to 4"),
    "month": _date_part("month", "the month of a date, 1 to 12"),
    "day": _date_part("day", "the day of the month"),
    "weekday": _date_part("day_name()", "the name of the day", "text"),
    "monthname": _date_part("month_name()", "the name of the month", "text"),
    "week": Function(
        '{0}.dt.isocalendar().week.astype("float64")',
        "the week of the year, 1 to 53 (ISO 8601)",
        takes=("date",),
    ),
    "dayofyear": _date_part("dayofyear", "the day of the year, 1 to 366"),
    "date": _date_part("normalize()", "the day without the time", "date"),
    "minute": _date_part("minute", "the minute of a time, 0 to 59"),
    "second": _date_part("second", "the second of a time, 0 to 59"),
    "hour": _date_part("hour", "the hour of a time, 0 to 23"),
    "days": Function(
        "({0}.dt.total_seconds() / 86400)",
        "the length of a difference of dates in days",
        takes=("duration",),
    ),
    "zscore": Function(
        "(({0} - {0}.mean()) / {0}.std(ddof=0))",
        "distance from the mean in population standard deviations",
    ),
    "minmax": Function(
        "(({0} - {0}.min()) / ({0}.max() - {0}.min()))", "scaled to 0 to 1"
    ),
    "rank": Function("{0}.rank()", "rank from 1, ties get their average"),
    "cumsum": Function("{0}.cumsum()", "running total"),
    "diff": Function(
        "{0}.diff({1})", "change from the row before", defaults=("1",), most=2
    ),
    "pct_change": Function(
        "{0}.pct_change({1})",
        "relative change from the row before",
        defaults=("1",),
        most=2,
    ),
    "lag": Function(
        "{0}.shift({1})",
        "the value so many rows before",
        takes=(),
        defaults=("1",),
        most=2,
    ),
    "lower": _text(".lower()", "in lower case"),
    "upper": _text(".upper()", "in upper case"),
    "length": _text(".len()", "number of characters", "number"),
    "number": Function(
        f'pd.to_numeric({_AS_TEXT}.replace(",", "")'
        f".str.extract({_FIRST_NUMBER}, expand=False))".replace("{", "{{")
        .replace("}", "}}")
        .replace("{{0}}", "{0}"),
        "the first number in a text",
        takes=(),
    ),
    "missing": Function("{0}.isna()", "whether it is missing", (), "boolean"),
    "where": Function(
        "{1}.where({0}, {2})",
        "where(condition, value, otherwise)",
        takes=("boolean",),
        most=3,
    ),
    "mean": _of_column("{0}.mean()", "mean"),
    "sum": _of_column("{0}.sum()", "sum"),
    "median": _of_column("{0}.median()", "median"),
    "min": _of_column("{0}.min()", "smallest value"),
    "max": _of_column("{0}.max()", "largest value"),
    "std": _of_column("{0}.std()", "sample standard deviation"),
}

# With several arguments these go along the row: mean(math, reading, writing).
ALONG_ROWS = frozenset(name for name, each in FUNCTIONS.items() if each.scalar)

# What these give a row depends on other rows too.
BEYOND_ROW = frozenset(
    ("zscore", "minmax", "rank", "cumsum", "diff", "pct_change", "lag")
)

# The further arguments of these are plain numbers.
COUNTED = frozenset(
    name for name, each in FUNCTIONS.items() if each.defaults and each.most == 2
)
