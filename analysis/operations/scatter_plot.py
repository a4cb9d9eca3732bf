"""Two columns of numbers against each other, point by point."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GroupColumn, NumericColumn
from analysis.base.plain import plain
from analysis.base.wording import figure, muted, name_of, strength
from analysis.references.small import CARS
from analysis.results.charts import ScatterPlotResult, Trend
from analysis.statistics.association import product_moment
from analysis.statistics.values import numbers_of, one_column
from analysis.words.charts import axis, chart, colour, spec, tooltip
from analysis.words.log_scale import LOG_PHRASE, LogAxes, log_note, log_words, scale

LIMIT = 2_000
SEED = 7
MAX_COLOURS = 12

operation = Operation(
    __name__,
    kind="chart",
    title="Scatter plot",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bscatter(?:[- ]?(?:plot|chart|graph|diagram)s?)?\b", 5),
            Phrase(r"\b(?:plot|chart|graph|draw) (?:the )?\{num\} "
                   r"(?:against|vs\.?|versus|over|on) \{num\}", 4),
            Phrase(r"\{num\} (?:vs\.?|versus|against) \{num\}", 2.5),
            Phrase(r"\bbubble (?:chart|plot)\b", 4),
            LOG_PHRASE,
        ),
        anti=(Phrase(r"\b(?:correlat\w+|heat ?map|line (?:chart|plot))\b", 2),),
        options={"trend": {"true": r"\b(?:trend|fit|regression|best fit) ?(?:line)?\b|"
                                   r"\bwith (?:a )?line\b"},
                 "log_axes": log_words("y")},
        examples=(
            Example("scatter plot of age and fare", {"x": "age", "y": "fare"}),
            Example("plot fare against age", {"x": "age", "y": "fare"}),
            Example("scatter age vs fare by sex",
                    {"x": "age", "y": "fare", "group_by": "sex"}),
            Example("scatter plot of age and fare with a trend line",
                    {"x": "age", "y": "fare", "trend": True}),
            Example("draw a scatter chart of fare and sibsp", {"x": "fare", "y": "sibsp"}),
            Example("scatter plot of age and fare coloured by class",
                    {"x": "age", "y": "fare", "group_by": "class"}),
            Example("scatter plot of age and fare with log scale",
                    {"x": "age", "y": "fare", "log_axes": "y"}),
            Example("scatter plot of age and fare, log-log",
                    {"x": "age", "y": "fare", "log_axes": "both"}),
        ),
    ),
    references=(
        Reference(
            dict(CARS),
            {"x": "speed", "y": "dist", "trend": True},
            {"r": 0.8068949, "trend": {"slope": 3.932409, "intercept": -17.579095}},
            "R: lm(dist ~ speed, data = cars); cor(cars$speed, cars$dist)",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def scatter_plot(
    data: pd.DataFrame,
    x: NumericColumn,
    y: NumericColumn,
    group_by: GroupColumn | None = None,
    size: NumericColumn | None = None,
    trend: bool = False,
    log_axes: LogAxes = "none",
) -> ScatterPlotResult:
    """Points of two columns, with their correlation and the least-squares line.

    Rows that miss a value are left out. Of more than 2,000 points a random sample is
    drawn (seed 7); correlation and line use all of them. On logarithmic axes both are
    of the (decimal) logarithms, and rows without a positive value are left out.
    """
    table = pd.DataFrame({"x": numbers_of(data, x), "y": numbers_of(data, y)})
    if size:
        table["size"] = numbers_of(data, size)
    if group_by:
        table["group"] = one_column(data, group_by).astype("str")
    table = table.dropna()
    if len(table) == 0:
        raise DataError(
            f"No row has a value of both “{x}” and “{y}”.", "Choose other columns.", x
        )
    logged = {"both": ["x", "y"], "none": []}.get(log_axes, [log_axes])
    positive = (table[logged] > 0).all(axis=1)
    n_not_positive = int((~positive).sum())
    table = table[positive]
    if len(table) == 0:
        raise DataError(
            f"No row has positive values to show “{x}” and “{y}” on a logarithmic axis.",
            "Use a linear scale.",
            x,
        )
    placed = table.assign(**{name: np.log10(table[name]) for name in logged})
    first, second = placed["x"].to_numpy(), placed["y"].to_numpy()
    r = product_moment(first, second) if len(table) > 2 else None
    line = None
    if trend and len(table) > 2 and first.min() < first.max():
        line = least_squares_line(first, second)
        for point in line["points"]:
            if "x" in logged:
                point["x"] = 10 ** point["x"]
            if "y" in logged:
                point["y"] = 10 ** point["y"]
    shown = table if len(table) <= LIMIT else table.sample(LIMIT, random_state=SEED)
    return {
        "x": x,
        "y": y,
        "r": r,
        "trend": line,
        "group_by": group_by,
        "size": size,
        "log_axes": log_axes,
        "n_obs": len(table),
        "n_missing": len(data) - len(table) - n_not_positive,
        "n_not_positive": n_not_positive,
        "n_shown": len(shown),
        "points": plain(shown.to_dict("records")),
    }


def least_squares_line(x: np.ndarray, y: np.ndarray) -> Trend:
    """Slope and intercept, and the two ends of the line over the values of x."""
    mean_x, mean_y = x.mean(), y.mean()
    slope = float(((x - mean_x) * (y - mean_y)).sum() / ((x - mean_x) ** 2).sum())
    intercept = float(mean_y - slope * mean_x)
    ends = (float(x.min()), float(x.max()))
    return {
        "slope": slope,
        "intercept": intercept,
        "points": [{"x": end, "y": intercept + slope * end} for end in ends],
    }


@operation.restate
def restate(x: str, y: str, group_by: str | None = None, **_: Any) -> str:
    by = f" by {name_of(group_by)}" if group_by else ""
    return f"Scatter plot of {name_of(y)} against {name_of(x)}{by}"


@operation.present
def present(result: ScatterPlotResult) -> Answer:
    x, y = (_placed(result, key) for key in ("x", "y"))
    r = result["r"]
    if r is None:
        words = f"{y} against {x}: no correlation can be computed"
    else:
        slope = "rises" if r > 0 else "falls" if r < 0 else "does not change"
        words = f"{y} {slope} with {x}, a {strength(r)} relationship: r = {figure(r)}"
    line = result["trend"]
    if line:
        sign = "+" if line["slope"] >= 0 else "−"
        words += (
            f"; line {y} = {figure(line['intercept'])} {sign} "
            f"{figure(abs(line['slope']))} · {x}"
        )
    title = restate(result["x"], result["y"], result["group_by"])
    sampled = result["n_shown"] < result["n_obs"]
    subtitle = (
        f"{result['n_shown']:,} of {result['n_obs']:,} rows, seed {SEED}"
        if sampled
        else ""
    )
    picture = chart(title, _specification(result), f"{title}. {words}.", subtitle)
    missing = f"; {result['n_missing']:,} with a missing value left out"
    return Answer(
        f"{words} (n = {result['n_obs']:,}).",
        (
            picture,
            muted(
                f"n = {result['n_obs']:,} rows{missing if result['n_missing'] else ''}."
                f" {log_note(result)}".rstrip()
            ),
        ),
    )


def _is_logged(result: ScatterPlotResult, key: str) -> bool:
    return result["log_axes"] in (key, "both")


def _placed(result: ScatterPlotResult, key: Literal["x", "y"]) -> str:
    """What lies along an axis: the column or its logarithm."""
    name = name_of(result["x"] if key == "x" else result["y"])
    return f"log {name}" if _is_logged(result, key) else name


def _specification(result: ScatterPlotResult) -> dict[str, Any]:
    levels = {point.get("group") for point in result["points"]}
    grouped = result["group_by"] and len(levels) <= MAX_COLOURS
    x, y = (
        axis(key, "quantitative", column, scale=scale(_is_logged(result, key)))
        for key, column in (("x", result["x"]), ("y", result["y"]))
    )
    encoding: dict[str, Any] = {"x": x, "y": y}
    shown = [x, y]
    if grouped:
        encoding["color"] = colour("group", result["group_by"] or "")
        shown.append(encoding["color"])
    if result["size"]:
        encoding["size"] = axis("size", "quantitative", result["size"])
        shown.append(encoding["size"])
    encoding["tooltip"] = tooltip(*shown)
    points = {"mark": {"type": "point"}, "encoding": encoding}
    if not result["trend"]:
        return spec(result["points"], **points)
    line = {
        "data": {"values": result["trend"]["points"]},
        "mark": {"type": "line"},
        "encoding": {"x": x, "y": y},
    }
    return spec(result["points"], layer=[points, line])
