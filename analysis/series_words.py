"""Answers about series in time: how the series was made, its verdicts and charts."""

from __future__ import annotations

from typing import Any

from analysis.charts import BAND, axis, chart, spec, tooltip
from analysis.reply import Chart
from analysis.wording import counted, name_of

STATISTIC_NOUNS = {
    "sum": "total", "mean": "mean", "median": "median", "count": "number",
    "min": "minimum", "max": "maximum", "first": "first value", "last": "last value",
}  # fmt: skip


def series_name(column: str | None, facts: dict[str, Any]) -> str:
    """``passengers``, or ``total of sales by month`` where values were summarised."""
    grain, statistic = facts.get("grain"), facts.get("statistic")
    if column is None:
        what = "number of rows"
    elif grain:
        what = f"{STATISTIC_NOUNS[statistic or 'mean']} of {name_of(column)}"
    else:
        what = name_of(column)
    return f"{what} by {grain}" if grain else what


def series_title(title: str, column: str | None, **more: Any) -> str:
    """A step restated: ``Trend of the total of sales by month, along date``."""
    facts = {"grain": more.get("grain"), "statistic": more.get("statistic")}
    words = f"{title} of {series_name(column, facts)}"
    return f"{words}, along {name_of(more['time'])}" if more.get("time") else words


def span_words(facts: dict[str, Any]) -> str:
    """``144 times from 1949-01 to 1960-12``."""
    count = counted(facts["n_times"], "value")
    if facts["time_kind"] == "row":
        return count
    return f"{count} from {facts['first']} to {facts['last']}"


def series_notes(facts: dict[str, Any]) -> str:
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
        noun = STATISTIC_NOUNS[facts["statistic"]]
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
    for key, word in (
        ("n_missing", "missing value"), ("n_infinite", "infinite value"),
        ("n_no_time", "row"),
    ):  # fmt: skip
        if facts[key]:
            without = " without a time" if key == "n_no_time" else ""
            parts.append(f"{counted(facts[key], word)}{without} left out")
    points = facts.get("points") or [{}]
    n_times = facts["n_times"] + facts.get("n_filled", 0)
    if "label" in points[0] and len(points) < n_times:
        shown = f"{len(points):,} of {n_times:,} times"
        parts.append(f"charts and tables show {shown}, evenly chosen")
    return "; ".join(parts) + "."


def time_axis(facts: dict[str, Any]) -> dict[str, Any]:
    """The horizontal axis of a series."""
    title = name_of(facts["time"]) if facts["time"] else "row"
    if facts["time_kind"] == "date":
        return axis("x", "temporal", title)
    return axis("x", "quantitative", title, scale={"zero": False, "nice": False})


def layers_chart(
    title: str,
    facts: dict[str, Any],
    lines: dict[str, list[dict[str, Any]]],
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


def thinned(points: list[dict[str, Any]], most: int = 1_000) -> list[dict[str, Any]]:
    """At most ``most`` points for a chart, evenly chosen; the last one always stays."""
    if len(points) <= most:
        return points
    step = -(-len(points) // most)
    return points[:-1:step] + points[-1:]
