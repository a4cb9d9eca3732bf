"""Resampling: values summarised by day, week, month, quarter or year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.plain import plain
from analysis.base.task import Step
from analysis.base.wording import muted
from analysis.results.series import ResampleSeriesResult
from analysis.signatures.series import (
    GRAIN_OPTIONS,
    STATISTIC_OPTIONS,
    Grain,
    SeriesColumn,
    SeriesStatistic,
    TimeColumn,
)
from analysis.statistics.line_points import usual_grain
from analysis.statistics.time_order import ordered_series, time_points
from analysis.words.chart import capitalised, extremes
from analysis.words.inference import table_of
from analysis.words.series import (
    layers_chart,
    series_name,
    series_notes,
    series_title,
    thinned,
)

operation = Operation(
    __name__,
    kind="analyse",
    title="Values by time unit",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\b(?:re|down)-?sampl\w+\b", 4.5),
            Phrase(r"\b(?:daily|weekly|monthly|quarterly|yearly|annual) (?:\S+ )?"
                   r"(?:totals?|sums?|means?|averages?|medians?|counts?|series)\b", 3),
            Phrase(r"\b(?:aggregate|summari[sz]e|convert) (?:\S+ ){0,4}?"
                   r"(?:to|into) (?:daily|weekly|monthly|quarterly|yearly|annual)\b", 4.5),
        ),
        anti=(Phrase(r"\b(?:growth|forecast|moving|rolling|trend|chart|plot|compare)\b", 3),),
        options={"grain": GRAIN_OPTIONS, "statistic": STATISTIC_OPTIONS},
        examples=(
            Example("resample fare", {"column": "fare"}),
            Example("resample fare with the sum", {"column": "fare", "statistic": "sum"}),
            Example("resample the total of fare over pclass",
                    {"column": "fare", "statistic": "sum", "time": "pclass"}),
            Example("resample age with the median along sibsp",
                    {"column": "age", "statistic": "median", "time": "sibsp"}),
            Example("downsample fare over parch", {"column": "fare", "time": "parch"}),
        ),
    ),
    references=(
        Reference(
            {"day": pd.to_datetime(["2024-01-31", "2024-02-01", "2024-02-29"]),
             "x": [1.0, 2.0, 4.0]},
            {"column": "x", "time": "day", "grain": "month", "statistic": "sum"},
            {"points": [{"label": "2024-01", "value": 1.0},
                        {"label": "2024-02", "value": 6.0}], "n_gaps": 0},
            "arithmetic: 2 + 4 in February",
        ),
    ),
)  # fmt: skip


@operation.compute
def resample_series(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
) -> ResampleSeriesResult:
    """One value for each day, week, month, quarter or year.

    Args:
        column: the values. time: dates; years and other numbers stay as they are.
        grain: the unit; without, it follows from how long the dates span.
        statistic: of the values of a unit: the mean, if not named.

    Units without any value are counted (``n_gaps``) and have no row.
    """
    series, facts = ordered_series(data, column, time, grain, statistic)
    if facts["time_kind"] == "date" and grain is None:
        used = usual_grain(pd.Series(series.index), shared=True)
        series, facts = ordered_series(data, column, time, used, statistic)
    if facts["time_kind"] == "row" and len(series) > 1 and time is None and grain:
        raise DataError("There is no column of dates.", "Name one.", column)
    result: ResampleSeriesResult = plain(
        {**facts, "points": time_points(series, facts)}
    )
    return result


@operation.restate
def restate(column: str, **more: Any) -> str:
    return series_title("Values", column, **more)


@operation.present
def present(result: ResampleSeriesResult, column: str) -> Answer:
    points, what = result["points"], series_name(column, result)
    labels, values = [p["label"] for p in points], [p["value"] for p in points]
    sentence = extremes(labels, values, what, "in")
    picture = layers_chart(
        capitalised(what), result, {what: thinned(points)}, what, capitalised(sentence)
    )
    heads = {"label": (result["time"] or "row", "text"), "value": (what, "number")}
    return Answer(
        sentence, (picture, table_of(points, heads), muted(series_notes(result)))
    )


@operation.further("grain")
def by_other_period(asked: Asked) -> tuple[Step, ...]:
    """The same series by another unit of time."""
    params = {**asked.params, "grain": asked.setting}
    return (Step(operation="resample_series", params=params),)
