"""Heat maps: a value for each pair of two groupings, or correlations of columns."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.plain import plain
from analysis.base.wording import counted, figure, muted, name_of, names_of
from analysis.results.charts import HeatCell, HeatMapResult
from analysis.statistics.chart_groups import labels_of, lumped, statistic_by
from analysis.statistics.values import (
    count_infinite,
    number_columns,
    numbers_of,
    require_rows,
)
from analysis.words.chart import capitalised, extremes, measure, shown_words
from analysis.words.charts import axis, chart, spec, tooltip

SideColumn = Annotated[
    str, ColumnRole("grouping", markers=("per", "for each", "against"))
]
ValueColumn = Annotated[
    str,
    ColumnRole(
        "numeric",
        markers=(
            "mean", "average", "avg", "median", "sum", "total", "maximum", "minimum",
            "mean of", "average of", "median of", "sum of", "total of", "max", "min",
        ),
    ),
]  # fmt: skip
CorrelatedColumns = Annotated[
    list[str], ColumnRole("numeric", many=True, if_empty="all", unless=("x", "y"))
]
HeatStatistic = Literal["count", "mean", "sum", "median", "max", "min", "correlation"]
MAX_SIDE = 30
MOST_LABELLED = 12

operation = Operation(
    __name__,
    kind="chart",
    title="Heat map",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bheat ?maps?\b", 4.5),
            Phrase(r"\bcorrelation (?:plot|chart|graph|map)\b", 4),
            Phrase(r"\bcorrelogram\b", 4),
        ),
        options={
            "statistic": {
                "correlation": r"\bcorrelat\w*\b|\bcorrelogram\b",
                "count": r"\b(?:counts?|number of|how many)\b",
                "mean": r"\b(?:means?|averages?|avg)\b",
                "sum": r"\b(?:sums?|totals?)\b",
                "median": r"\bmedians?\b",
                "max": r"\b(?:max(?:imum)?|highest)\b",
                "min": r"\b(?:min(?:imum)?|lowest)\b",
            }
        },
        examples=(
            Example("heat map of class and embark_town",
                    {"x": "class", "y": "embark_town"}),
            Example(
                "heatmap of mean fare by class and sex",
                {"x": "class", "y": "sex", "value": "fare", "statistic": "mean"},
            ),
            Example("correlation heatmap", {"statistic": "correlation"}),
            Example(
                "heat map of the correlations of age and fare",
                {"columns": ["age", "fare"], "statistic": "correlation"},
            ),
            Example("heatmap of deck and who", {"x": "deck", "y": "who"}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"a": ["u", "u", "v"], "b": ["s", "t", "s"]},
            {"x": "a", "y": "b"},
            {
                "cells": [
                    {"x": "u", "y": "s", "value": 1, "n": 1},
                    {"x": "u", "y": "t", "value": 1, "n": 1},
                    {"x": "v", "y": "s", "value": 1, "n": 1},
                ]
            },
            "counting",
        ),
        Reference(
            {"x": [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
             "y": [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]},
            {"columns": ["x", "y"]},
            {
                "cells": [
                    {"x": "x", "y": "x", "value": 1.0, "n": 11},
                    {"x": "x", "y": "y", "value": 0.8164205, "n": 11},
                    {"x": "y", "y": "x", "value": 0.8164205, "n": 11},
                    {"x": "y", "y": "y", "value": 1.0, "n": 11},
                ]
            },
            "R: cor(anscombe$x1, anscombe$y1)",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def heat_map(
    data: pd.DataFrame,
    x: SideColumn | None = None,
    y: SideColumn | None = None,
    columns: CorrelatedColumns | None = None,
    value: ValueColumn | None = None,
    statistic: HeatStatistic | None = None,
) -> HeatMapResult:
    """A table of coloured cells: rows counted by two groupings, a value, or correlations.

    Args:
        x, y: the groupings, at most 30 values of each (the rest is taken together).
            Without both, the cells are Pearson correlations of pairs of columns.
        columns: for correlations; without, all columns of numbers.
        value: the numbers of the cells; without, rows are counted.
        statistic: of ``value``: the mean unless another is named.
    """
    require_rows(data)
    if statistic == "correlation" or x is None or y is None:
        named = [*(columns or []), *(name for name in (x, y, value) if name)]
        return correlation_cells(data, list(dict.fromkeys(named)))
    if value is None and columns and len(columns) == 1:
        value = columns[0]
    used = statistic or ("count" if value is None else "mean")
    if value is None and used != "count":
        raise DataError(f"Of which column is the {used} to be shown?", "Name one.")
    if x == y:
        raise DataError("A heat map needs two different columns.", "Name another.", x)
    result: HeatMapResult = plain(two_way_cells(data, x, y, value, used))
    return result


def two_way_cells(
    data: pd.DataFrame, x: str, y: str, value: str | None, statistic: str
) -> HeatMapResult:
    """One cell for each pair of values of two columns that occurs."""
    table, orders, n_lumped = pd.DataFrame(index=range(len(data))), {}, 0
    for side, name in (("x", x), ("y", y)):
        labels, order, n_more = lumped(*labels_of(data, name)[:2], MAX_SIDE)
        table[side] = labels.to_numpy()
        orders[side] = order
        n_lumped += n_more
    n_infinite = 0
    if value is not None:
        table["value"] = numbers_of(data, value).to_numpy()
        n_infinite = count_infinite(data, value)
    observed = table.dropna()
    if len(observed) == 0:
        raise DataError(
            f"No row has values of “{x}” and “{y}” to show.",
            "Choose other columns, or check the filters.",
            x,
        )
    places = {
        side: {label: place for place, label in enumerate(o)}
        for side, o in orders.items()
    }
    cells = statistic_by(observed, ["x", "y"], statistic)
    by_place = cells["x"].map(places["x"]) * MAX_SIDE + cells["y"].map(places["y"])
    cells = cells.loc[by_place.sort_values().index]
    return {
        "cells": cells.to_dict("records"),
        "x_order": orders["x"],
        "y_order": orders["y"],
        "x": x,
        "y": y,
        "value": value,
        "statistic": statistic,
        "n_obs": len(observed),
        "n_missing": max(len(table) - len(observed) - n_infinite, 0),
        "n_infinite": n_infinite,
        "n_lumped": n_lumped,
        "other": "other" if n_lumped else None,
    }


def correlation_cells(data: pd.DataFrame, columns: list[str]) -> HeatMapResult:
    """Pearson correlations of all pairs of columns, on the rows complete for each pair."""
    names = columns if len(columns) > 1 else number_columns(data)
    if not 2 <= len(names) <= MAX_SIDE:
        raise DataError(
            f"Correlations need 2 to {MAX_SIDE} columns of numbers; here are {len(names)}.",
            "Name the columns.",
            columns[0] if columns else "",
        )
    table = pd.DataFrame({name: numbers_of(data, name).to_numpy() for name in names})
    scale = table.abs().max().replace(0, 1).fillna(1)
    with np.errstate(all="ignore"):
        matrix = (table / scale).corr(min_periods=2).clip(-1, 1)
    constant = table.nunique() < 2
    known = table.notna().astype("int64")
    together = known.T @ known
    cells: list[HeatCell] = [
        {
            "x": first,
            "y": second,
            "value": None if constant[first] or constant[second]
            else matrix.loc[first, second],
            "n": together.loc[first, second],
        }
        for first in names
        for second in names
    ]  # fmt: skip
    result: HeatMapResult = {
        "cells": cells,
        "x_order": names,
        "y_order": names,
        "x": None,
        "y": None,
        "value": None,
        "statistic": "correlation",
        "n_obs": int(table.notna().all(axis=1).sum()),
        "n_missing": int(table.isna().any(axis=1).sum()),
        "n_infinite": sum(count_infinite(data, name) for name in names),
        "n_lumped": 0,
        "other": None,
    }
    as_json: HeatMapResult = plain(result)
    return as_json


@operation.restate
def restate(
    x: str | None = None,
    y: str | None = None,
    columns: list[str] | None = None,
    value: str | None = None,
    statistic: str | None = None,
) -> str:
    if statistic == "correlation" or x is None or y is None:
        named = [*(columns or []), *(name for name in (x, y, value) if name)]
        return "Heat map of correlations" + (f" of {names_of(named)}" if named else "")
    if value is None and columns and len(columns) == 1:
        value = columns[0]
    return f"Heat map of {measure(value, statistic)} by {name_of(x)} and {name_of(y)}"


@operation.present
def present(result: HeatMapResult) -> Answer:
    if result["statistic"] == "correlation":
        return _correlations(result)
    what = measure(result["value"], result["statistic"])
    by = f" by {name_of(result['x'])} and {name_of(result['y'])}"
    cells = result["cells"]
    labels = [f"{cell['x']}, {cell['y']}" for cell in cells]
    sentence = extremes(labels, [cell["value"] for cell in cells], what)
    picture = chart(
        capitalised(what) + by,
        _spec(result, what),
        f"Heat map of {what}{by}. {sentence}",
        shown_words(result),
    )
    return Answer(sentence, (picture,))


def _correlations(result: HeatMapResult) -> Answer:
    order = result["x_order"]
    pairs = [
        (cell["value"], cell["x"], cell["y"])
        for cell in result["cells"]
        if order.index(cell["x"]) < order.index(cell["y"]) and cell["value"] is not None
    ]
    sentence = "No pair of columns has a correlation."
    if pairs:
        r, first, second = max(pairs, key=lambda pair: abs(pair[0]))
        sentence = (
            f"The strongest correlation is between {name_of(first)} and "
            f"{name_of(second)}: r = {figure(r)}."
        )
    columns = counted(len(order), "column")
    picture = chart(
        f"Correlations of {columns}",
        _spec(result, "r"),
        f"Heat map of the Pearson correlations of {columns}. {sentence}",
        "Pearson's r; each pair on the rows where both are known",
    )
    note = muted("A constant column has no correlation; its cells stay empty.")
    undefined = any(cell["value"] is None for cell in result["cells"])
    return Answer(sentence, (picture, note) if undefined else (picture,))


def _spec(result: HeatMapResult, what: str) -> dict[str, Any]:
    x = axis("x", "nominal", result["x"] or "", sort=result["x_order"])
    y = axis("y", "nominal", result["y"] or "", sort=result["y_order"])
    shade = axis("value", "quantitative", what)
    if result["statistic"] == "correlation":
        x["title"] = y["title"] = None
        shade["scale"] = {"domain": [-1, 1], "domainMid": 0}
    named = tooltip(
        {**x, "title": x["title"] or "column"},
        {**y, "title": y["title"] or "with"},
        shade,
        axis("n", "quantitative", "rows"),
    )
    shown = [cell for cell in result["cells"] if cell["value"] is not None]
    cells = {
        "mark": {"type": "rect"},
        "encoding": {"x": x, "y": y, "color": shade, "tooltip": named},
    }
    if result["statistic"] != "correlation" or len(result["x_order"]) > MOST_LABELLED:
        return spec(shown, **cells)
    return spec(shown, layer=[cells, *_figures(x, y)])


def _figures(x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """The correlations as text, legible on pale cells and on strong ones."""
    text = {"field": "value", "type": "quantitative", "format": ".2f"}
    return [
        {
            "transform": [{"filter": f"abs(datum.value) {side} 0.6"}],
            "mark": {"type": "text", "style": style},
            "encoding": {"x": x, "y": y, "text": text},
        }
        for side, style in (("<=", "label"), (">", "on-accent"))
    ]
