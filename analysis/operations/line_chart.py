"""Lines: how a value goes along dates, numbers or ordered words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import ColumnRole, GroupColumn, NumericColumn
from analysis.base.plain import plain
from analysis.base.task import Step
from analysis.base.wording import figure, muted, name_of
from analysis.results.charts import LineChartResult, LinePoint, LineRows, UsedRows
from analysis.statistics.chart_groups import group_labels, label_of
from analysis.statistics.line_points import MAX_POINTS, line_places, line_values
from analysis.statistics.values import count_infinite, numbers_of, require_rows
from analysis.words.chart import (
    GRAIN_WORDS,
    capitalised,
    extremes,
    measure,
    shown_words,
)
from analysis.words.charts import axis, chart, colour, spec, tooltip
from analysis.words.log_scale import LOG_PHRASE, LogAxes, log_note, log_words, scale

ALONG_MARKERS = (
    "over", "along", "against", "versus", "vs", "vs.", "as a function of", "by", "per",
    "across", "on",
)  # fmt: skip
AlongColumn = Annotated[str, ColumnRole("any", markers=ALONG_MARKERS)]
LineStatistic = Literal["count", "mean", "sum", "median", "max", "min"]
Grain = Literal["day", "week", "month", "quarter", "year"]

operation = Operation(
    __name__,
    kind="chart",
    title="Line chart",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bline ?(?:chart|plot|graph|diagram)s?\b", 4.5),
            Phrase(r"\b(?:as|with|draw|plot) (?:a |the )?lines?\b", 3.5),
            Phrase(
                r"\b(?:plot|chart|graph|draw|show|visuali[sz]e) (?:\S+ )*?"
                r"(?:over|along|through) (?:time|the \w+|\{date\})",
                3.5,
            ),
            Phrase(r"\b(?:trend|development|evolution) (?:of|over|in)\b", 2.5),
            Phrase(r"\bover time\b", 2.5),
            Phrase(r"\btime ?series (?:plot|chart|graph)\b", 4),
            LOG_PHRASE,
        ),
        anti=(
            Phrase(
                r"\b(?:regression|trend ?line|forecast|scatter|histogram|bar)\b", 2.5
            ),
        ),
        options={
            "statistic": {
                "count": r"\b(?:counts?|number of|how many)\b",
                "mean": r"\b(?:means?|averages?|avg)\b",
                "sum": r"\b(?:sums?|totals?)\b",
                "median": r"\bmedians?\b",
                "max": r"\b(?:max(?:imum)?|highest)\b",
                "min": r"\b(?:min(?:imum)?|lowest)\b",
            },
            "grain": {
                "day": r"\b(?:daily|(?:by|per|each|every) day)\b",
                "week": r"\b(?:weekly|(?:by|per|each|every) week)\b",
                "month": r"\b(?:monthly|(?:by|per|each|every) month)\b",
                "quarter": r"\b(?:quarterly|(?:by|per|each|every) quarter)\b",
                "year": r"\b(?:yearly|annual(?:ly)?|(?:by|per|each|every) year)\b",
            },
            "log_axes": log_words("y"),
        },
        examples=(
            Example("line chart of fare over age", {"y": "fare", "x": "age"}),
            Example(
                "line chart of mean fare by age",
                {"y": "fare", "x": "age", "statistic": "mean"},
            ),
            Example(
                "line plot of survived against pclass", {"y": "survived", "x": "pclass"}
            ),
            Example(
                "draw a line graph of the median fare along age",
                {"y": "fare", "x": "age", "statistic": "median"},
            ),
            Example(
                "line chart of total fare versus parch",
                {"y": "fare", "x": "parch", "statistic": "sum"},
            ),
            Example(
                "line chart of mean fare by age on a log scale",
                {"y": "fare", "x": "age", "statistic": "mean", "log_axes": "y"},
            ),
        ),
    ),
    references=(
        Reference(
            {"year": [1, 1, 2, 3], "sales": [10.0, 20.0, 5.0, 7.0]},
            {"y": "sales", "x": "year"},
            {
                "points": [
                    {"x": 1.0, "value": 15.0, "n": 2},
                    {"x": 2.0, "value": 5.0, "n": 1},
                    {"x": 3.0, "value": 7.0, "n": 1},
                ]
            },
            "arithmetic: (10 + 20) / 2",
        ),
    ),
)


@operation.compute
def line_chart(
    data: pd.DataFrame,
    y: NumericColumn | None = None,
    x: AlongColumn | None = None,
    statistic: LineStatistic | None = None,
    group_by: GroupColumn | None = None,
    grain: Grain | None = None,
    log_axes: LogAxes = "none",
) -> LineChartResult:
    """A line of one value for each date, number or word on the horizontal axis.

    Args:
        y: the value; without, rows are counted.
        x: what it goes along; without, the order of the rows.
        statistic: of ``y`` where several rows share a place: the mean, if not named.
        group_by: one line per value of it, at most 12.
        grain: over what time dates are summarised; without, it follows from their span,
            and dates that occur once each stay as they are.
        log_axes: "y" for a logarithmic scale of the value (others than y do not apply
            to a line's places); points of 0 or less are left out of the picture.
    """
    require_rows(data)
    if y is None and x is None:
        raise DataError("No column is named to draw a line of.", "Name a column.")
    if y is None and statistic not in (None, "count"):
        raise DataError(f"Of which column is the {statistic} to be drawn?", "Name one.")
    used = statistic or ("count" if y is None else "mean")
    table, groups, facts = line_table(
        data.reset_index(drop=True), y, x, group_by, grain
    )
    points = line_values(table, used, facts)
    if facts["kind"] == "date":
        stamps = points["x"].dt.strftime("%Y-%m-%dT%H:%M:%S")
        points = points.assign(x=stamps)
    n_not_positive = 0
    if log_axes in ("y", "both"):
        n_not_positive = int((points["value"] <= 0).sum())
        points = points[points["value"] > 0]
        if points.empty:
            raise DataError(
                f"“{y or x}” has no positive value to draw on a logarithmic axis.",
                "Use a linear scale.",
                y or x or "",
            )
    result: LineChartResult = {
        "points": points.to_dict("records")[:MAX_POINTS],
        "log_axes": "y" if log_axes in ("y", "both") else "none",
        "n_not_positive": n_not_positive,
        "n_points": len(points),
        **facts,
        "groups": groups,
        "x": x,
        "y": y,
        "group_by": group_by,
        "statistic": used,
        "several": bool((points["n"] > 1).any()),
    }
    as_json: LineChartResult = plain(result)
    return as_json


def line_table(
    data: pd.DataFrame,
    y: str | None,
    x: str | None,
    group_by: str | None,
    grain: str | None,
) -> tuple[pd.DataFrame, list[str], LineRows]:
    """The rows that have a place, a value and a group, and what was left out."""
    group, groups, n_lumped = group_labels(data, group_by)
    n_lines = max(len(groups), 1)
    places, facts = line_places(data, x, grain, n_lines, group, counting=y is None)
    table = pd.DataFrame({"x": places})
    n_infinite = count_infinite(data, x) if x else 0
    if y is not None:
        table["value"] = numbers_of(data, y)
        n_infinite += count_infinite(data, y)
    complete = table.notna().all(axis=1)
    if group is not None:
        table["group"] = group
    table = table[complete]
    n_no_group = int(table["group"].isna().sum()) if group is not None else 0
    table = table.dropna()
    if len(table) == 0:
        raise DataError(
            f"No row has values of “{y or x}” to draw a line of.",
            "Choose other columns, or check the filters.",
            y or x or "",
        )
    left_out: UsedRows = {
        "n_obs": len(table),
        "n_missing": max(int((~complete).sum()) - n_infinite, 0),
        "n_infinite": n_infinite,
        "n_no_group": n_no_group,
        "n_lumped": n_lumped,
        "other": groups[-1] if n_lumped else None,
    }
    return table, groups, {**facts, **left_out}


@operation.restate
def restate(
    y: str | None = None,
    x: str | None = None,
    statistic: str | None = None,
    group_by: str | None = None,
    grain: str | None = None,
    **_: Any,
) -> str:
    what = measure(y, statistic) if statistic or not y else name_of(y)
    along = f" over {name_of(x)}" if x else " in the order of the rows"
    when = f" {GRAIN_WORDS[grain]}" if grain else ""
    by = f" by {name_of(group_by)}" if group_by else ""
    return f"Line chart of {what}{along}{when}{by}"


@operation.present
def present(result: LineChartResult) -> Answer:
    what = measure(result["y"], result["statistic"])
    if not result["several"] and result["y"]:
        what = name_of(result["y"])
    along = f" over {name_of(result['x'])}" if result["x"] else ""
    if result["x"] and f"by {name_of(result['x']).lower()}" == GRAIN_WORDS.get(
        result["grain"] or ""
    ):
        along = ""  # a column called week, by week
    by = f" by {name_of(result['group_by'])}" if result["group_by"] else ""
    grain = f" {GRAIN_WORDS[result['grain']]}" if result["grain"] else ""
    sentence = _sentence(result, what)
    bins = "mean of each of 100 equal bins" if result["n_bins"] else ""
    if bins and result["statistic"] != "mean":
        bins = f"{result['statistic']} of each of 100 equal bins"
    if result["n_points"] > len(result["points"]):
        bins = f"the first {len(result['points']):,} of {result['n_points']:,} points"
    picture = chart(
        capitalised(what) + along + grain + by,
        _spec(result, what),
        f"Line chart of {what}{along}{grain}{by}. {sentence}",
        shown_words(result, bins),
    )
    note = log_note(result)
    return Answer(sentence, (picture, *([muted(note)] if note else [])))


def _place_words(point: LinePoint, result: LineChartResult) -> str:
    place = label_of(point["x"])
    if result["kind"] == "date":
        length = {"year": 4, "quarter": 7, "month": 7}.get(result["grain"] or "", 10)
        place = place.replace("T00:00:00", "")[:length] if result["grain"] else place
    return f"{place}, {point['group']}" if "group" in point else place


def _sentence(result: LineChartResult, what: str) -> str:
    points = result["points"]
    if what == "rows":
        what = "number of rows"
    if len(points) > 1 and not result["group_by"] and result["kind"] != "word":
        first, last = points[0], points[-1]
        path = (
            f" It goes from {figure(first['value'])} ({_place_words(first, result)}) "
            f"to {figure(last['value'])} ({_place_words(last, result)})."
        )
    else:
        path = ""
    places = [_place_words(point, result) for point in points]
    return extremes(places, [point["value"] for point in points], what, "at") + path


def _spec(result: LineChartResult, what: str) -> dict[str, Any]:
    title = result["x"] or "row"
    if result["kind"] == "date":
        x = axis("x", "temporal", title)
    elif result["kind"] == "number":
        x = axis("x", "quantitative", title, scale={"zero": False, "nice": False})
        if all(float(point["x"]).is_integer() for point in result["points"]):
            x["axis"] = {"tickMinStep": 1}
    else:
        x = axis("x", "ordinal", title, sort=result["order"])
    if result["log_axes"] == "y":
        heights = scale(logged=True)
    else:
        heights = {"zero": result["statistic"] == "count"}
    y = axis("value", "quantitative", what, scale=heights)
    shown = [x, y, axis("n", "quantitative", "rows")]
    encoding: dict[str, Any] = {"x": x, "y": y}
    if result["group_by"]:
        encoding["color"] = colour("group", result["group_by"], result["groups"])
        shown.insert(0, encoding["color"])
    encoding["tooltip"] = tooltip(*shown)
    few = len(result["points"]) <= 60
    mark = {"type": "line", "point": True} if few else {"type": "line"}
    return spec(result["points"], mark=mark, encoding=encoding)


@operation.further("grain")
def by_other_period(asked: Asked) -> tuple[Step, ...] | None:
    """The same line by another unit of time."""
    if asked.result.get("kind") != "date":
        return None
    params = {**asked.params, "grain": asked.setting}
    return (Step(operation="line_chart", params=params),)


@operation.further("test")
def tested(asked: Asked) -> tuple[Step, ...] | None:
    """Whether there is a trend in time."""
    x, y = asked.params.get("x"), asked.params.get("y")
    if asked.result.get("kind") != "date" or not y or asked.params.get("group_by"):
        return None
    params: dict[str, str] = {"column": y, **({"time": x} if x else {})}
    for key in ("grain", "statistic"):
        if asked.params.get(key):
            params[key] = asked.params[key]
    return (Step(operation="trend_test", params=params),)
