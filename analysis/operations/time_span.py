"""Which period a table covers."""

from __future__ import annotations

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns
from analysis.base.reply import Table, TableColumn
from analysis.base.wording import counted, muted, name_of, of_words
from analysis.results.series import ColumnSpan, TimeSpanResult
from analysis.statistics.values import is_number_column, one_column, require_rows

YEARS = (1500, 2200)  # whole numbers between these are years where a name says so
_YEAR_NAMES = ("year", "jahr", "yr")
_GRAINS = ((1.5, "day"), (8.5, "week"), (32, "month"), (93, "quarter"), (367, "year"))

operation = Operation(
    __name__,
    kind="analyse",
    title="Period covered",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:what|which) (?:time )?(?:period|time ?span|time ?frame|dates?|years?)"
                   r"(?: \S+){0,3} cover", 8),
            Phrase(r"\b(?:date|time) range\b|\bperiod covered\b|\btime ?span\b", 7),
        ),
        examples=(
            Example("what period does this cover?", {}),
            Example("which time period does the table cover?", {}),
            Example("what is the date range?", {}),
            Example("time span of the data", {}),
            Example("what dates are covered?", {}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"day": [f"{year}-01-01" for year in range(1871, 1971)], "flow": [1.0] * 100},
            {},
            {"columns": [{"first": "1871-01-01", "last": "1970-01-01", "n_unique": 100,
                          "grain": "year"}]},
            "R: tsp(Nile): 1871 to 1970, frequency 1",
        ),
    ),
)  # fmt: skip


@operation.compute
def time_span(data: pd.DataFrame, columns: AllColumns | None = None) -> TimeSpanResult:
    """The first and last moment of every column of dates or years.

    Returns per column first, last, how many different moments, the usual step between
    them and how many steps of that size are missing.
    """
    require_rows(data)
    names = list(columns or [str(name) for name in data.columns])
    found = [span for name in names if (span := span_of(data, name)) is not None]
    return {"columns": found, "n_obs": len(data)}


def span_of(data: pd.DataFrame, name: str) -> ColumnSpan | None:
    """The span of one column; None if it holds no dates."""
    values = one_column(data, name).dropna()
    if len(values) == 0:
        return None
    if is_number_column(values):
        called_year = any(word in name.lower() for word in _YEAR_NAMES)
        if not called_year or not values.between(*YEARS).all():
            return None
        first, last = int(values.min()), int(values.max())
        gaps = last - first + 1 - int(values.nunique())
        return {"column": name, "first": str(first), "last": str(last), "grain": "year",
                "n_unique": int(values.nunique()), "n_gaps": gaps,
                "n_obs": len(values)}  # fmt: skip
    moments = values
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        if not name_like_date(values):
            return None
        moments = pd.to_datetime(values, errors="coerce", format="ISO8601").dropna()
        if len(moments) < len(values):
            return None
    moments = moments.sort_values().drop_duplicates()
    steps = moments.diff().dropna().dt.total_seconds() / 86400
    grain = grain_of(steps)
    return {
        "column": name,
        "first": date_text(moments.iloc[0]),
        "last": date_text(moments.iloc[-1]),
        "days": float((moments.iloc[-1] - moments.iloc[0]).total_seconds() / 86400),
        "grain": grain,
        "n_unique": len(moments),
        "n_gaps": gaps_of(moments, grain),
        "n_obs": len(values),
    }


def name_like_date(values: pd.Series) -> bool:
    """Whether words look like ISO dates."""
    return bool(values.astype(str).str.fullmatch(r"\d{4}-\d{2}-\d{2}").all())


def date_text(moment: pd.Timestamp) -> str:
    """The day, with the time of day where there is one."""
    has_time = moment != moment.normalize()
    return str(moment.strftime("%Y-%m-%d %H:%M" if has_time else "%Y-%m-%d"))


def grain_of(steps: pd.Series) -> str | None:
    """The usual step between moments, by its median."""
    if len(steps) == 0:
        return None
    usual = float(steps.median())
    if usual < 0.9:
        return None
    return next((name for most, name in _GRAINS if usual <= most), None)


def gaps_of(moments: pd.Series, grain: str | None) -> int:
    """How many units of the grain between first and last have no row."""
    if grain is None:
        return 0
    unit = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}[grain]
    periods = moments.dt.tz_localize(None).dt.to_period(unit)
    covered = (periods.iloc[-1] - periods.iloc[0]).n + 1
    return int(covered - periods.nunique())


@operation.restate
def restate(columns: list[str] | None = None) -> str:
    return f"Period covered{of_words(columns, 'the table')}"


@operation.present
def present(result: TimeSpanResult) -> Answer:
    found = result["columns"]
    if not found:
        return Answer(
            "No column holds dates or years, so no period can be told.",
            (muted("Say “treat COLUMN as a date” if one does."),),
        )
    said = "; ".join(
        f"{name_of(one['column'])} from {one['first']} to {one['last']}{_how(one)}"
        for one in found[:4]
    )
    heads = (
        TableColumn(label="column", format="code"),
        TableColumn(label="first", format="text"),
        TableColumn(label="last", format="text"),
        TableColumn(label="usual step", format="text"),
        TableColumn(label="different", format="integer"),
        TableColumn(label="steps without a row", format="integer"),
    )
    rows = tuple(
        (one["column"], one["first"], one["last"], one["grain"], one["n_unique"],
         one["n_gaps"])
        for one in found
    )  # fmt: skip
    return Answer(
        f"The data cover {said}.",
        (Table(columns=heads, rows=rows), muted(f"n = {result['n_obs']:,} rows.")),
    )


def _how(one: ColumnSpan) -> str:
    grain, gaps = one["grain"], one["n_gaps"]
    if grain is None:
        return ""
    words = f" ({counted(one['n_unique'], grain)}"
    if grain == "day":
        words = f" ({counted(one['n_unique'], 'different day')}"
    return words + (f", {counted(gaps, grain)} without a row)" if gaps else ")")
