"""Answers about series in time: how the series was made, its verdicts and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from analysis.base.reply import Chart
from analysis.base.wording import counted, name_of
from analysis.results.series import SeriesFacts, Times
from analysis.words.charts import BAND, axis, chart, spec, tooltip

Point = TypeVar("Point")
STATISTIC_NOUNS = {
    "sum": "total", "mean": "mean", "median": "median", "count": "number",
    "min": "minimum", "max": "maximum", "first": "first value", "last": "last value",
}  # fmt: skip


def series_name(column: str | None, facts: SeriesFacts) -> str:
    """``passengers``, or ``total of sales by month`` where values were summarised."""
    return measured_name(column, facts["grain"], facts["statistic"])


def measured_name(column: str | None, grain: str | None, statistic: str | None) -> str:
    """The same, of how the series is made."""
    if column is None:
        what = "number of rows"
    elif grain:
        what = f"{STATISTIC_NOUNS[statistic or 'mean']} of {name_of(column)}"
    else:
        what = name_of(column)
    return f"{what} by {grain}" if grain else what


def series_title(title: str, column: str | None, **more: Any) -> str:
    """A step restated: ``Trend of the total of sales by month, along date``."""
    name = measured_name(column, more.get("grain"), more.get("statistic"))
    words = f"{title} of {name}"
    return f"{words}, along {name_of(more['time'])}" if more.get("time") else words


def span_words(facts: Times) -> str:
    """``144 times from 1949-01 to 1960-12``."""
    count = counted(facts["n_times"], "value")
    if facts["time_kind"] == "row":
        return count
    return f"{count} from {facts['first']} to {facts['last']}"


def series_notes(facts: SeriesFacts) -> str:
    """How the order in time came about and what was done to make a series of it."""
    time = facts["time"]
    order = (
        f"In the order of {name_of(time)}"
        if time
        else ("In the order of the rows, as no column of times was named")
    )
    parts = [f"{order}: {span_words(facts)}"]
    if facts["spacing"] and not facts["grain"]:
        parts.append(f"one per {facts['spacing']}")
    if facts["n_shared"] and not facts["grain"]:
        noun = STATISTIC_NOUNS[facts["statistic"] or "mean"]
        rows = counted(facts["n_shared"], "row")
        parts.append(f"{rows} shared a time with another; their {noun} was taken")
    if facts.get("n_filled"):
        gaps = counted(facts["n_filled"], "missing time")
        parts.append(f"{gaps} filled by linear interpolation")
    elif facts["n_gaps"]:
        gaps = counted(facts["n_gaps"], "time")
        parts.append(f"{gaps} between first and last without a value, not filled")
    if not facts["regular"]:
        parts.append("the times are unevenly spaced and taken as if even")
    for number, word, without in (
        (facts["n_missing"], "missing value", ""),
        (facts["n_infinite"], "infinite value", ""),
        (facts["n_no_time"], "row", " without a time"),
    ):
        if number:
            parts.append(f"{counted(number, word)}{without} left out")
    points: Any = facts.get("points") or [{}]
    n_times = facts["n_times"] + facts.get("n_filled", 0)
    if "label" in points[0] and len(points) < n_times:
        shown = f"{len(points):,} of {n_times:,} times"
        parts.append(f"charts and tables show {shown}, evenly chosen")
    return "; ".join(parts) + "."


def time_axis(facts: Times) -> dict[str, Any]:
    """The horizontal axis of a series."""
    title = name_of(facts["time"]) if facts["time"] else "row"
    if facts["time_kind"] == "date":
        return axis("x", "temporal", title)
    return axis("x", "quantitative", title, scale={"zero": False, "nice": False})


def layers_chart(
    title: str,
    facts: Times,
    lines: Mapping[str, Sequence[Mapping[str, Any]]],
    value_title: str,
    alt: str,
    band: str = "",
) -> Chart:
    """Lines over time, told apart by colour, and a band (``low`` to ``high``) behind."""
    values = [
        {"x": point["x"], "value": point.get("value"), "group": name,
         "low": point.get("low"), "high": point.get("high")}
        for name, points in lines.items()
        for point in points
    ]  # fmt: skip
    x = time_axis(facts)
    y = axis("value", "quantitative", value_title, scale={"zero": False})
    colour = axis("group", "nominal", "", sort=list(lines))
    colour["title"] = None
    line = {"mark": {"type": "line"}, "encoding": {"x": x, "y": y, "color": colour,
            "tooltip": tooltip(x, y)}}  # fmt: skip
    layers: list[dict[str, Any]] = [line]
    if band:
        low = axis("low", "quantitative", value_title)
        layers.insert(0, {
            "transform": [{"filter": "datum.low != null"}],
            "mark": BAND,
            "encoding": {"x": x, "y": low, "y2": {"field": "high"}, "color": colour},
        })  # fmt: skip
    return chart(title, spec(values, layer=layers), alt, band)


def thinned(points: Sequence[Point], most: int = 1_000) -> Sequence[Point]:
    """At most ``most`` points for a chart, evenly chosen; the last one always stays."""
    if len(points) <= most:
        return points
    step = -(-len(points) // most)
    return [*points[:-1:step], points[-1]]
