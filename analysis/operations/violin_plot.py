"""Violin plots: the densities of groups side by side, with their quartiles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GroupColumn, NumericColumns
from analysis.base.plain import plain
from analysis.base.reply import Block
from analysis.base.wording import counted, figure, muted, name_of, of_words
from analysis.references.small import CARS
from analysis.results.charts import CurveFacts, Violin, ViolinPlotResult
from analysis.statistics.box_summary import box_summary
from analysis.statistics.density_curve import density_curve
from analysis.statistics.grouped_numbers import check_column_count, grouped_numbers
from analysis.words.chart import capitalised, extremes, shown_words
from analysis.words.charts import axis, chart, spec, tooltip

MAX_VIOLIN_COLUMNS = 6

operation = Operation(
    __name__,
    kind="chart",
    title="Violin plot",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bviolin(?: ?(?:plot|chart|graph)s?)?\b", 4.5),
            Phrase(r"\bviolins\b", 4),
        ),
        examples=(
            Example("violin plot of age", {"columns": ["age"]}),
            Example(
                "violin plot of fare by class",
                {"columns": ["fare"], "group_by": "class"},
            ),
            Example(
                "violin chart of age per sex", {"columns": ["age"], "group_by": "sex"}
            ),
            Example("draw violins of age and fare", {"columns": ["age", "fare"]}),
            Example(
                "violinplot of age for each embark_town",
                {"columns": ["age"], "group_by": "embark_town"},
            ),
        ),
    ),
    references=(
        Reference(
            dict(CARS),
            {"columns": ["dist"]},
            {"violins": [{"column": "dist", "q1": 26.0, "median": 36.0, "q3": 56.0}]},
            "R: summary(cars$dist)",
        ),
    ),
)


@operation.compute
def violin_plot(
    data: pd.DataFrame, columns: NumericColumns, group_by: GroupColumn | None = None
) -> ViolinPlotResult:
    """Violins of columns of numbers: each group's density over its own range.

    Gaussian kernel, bandwidth by Scott (1992); within a violin are the quartiles. Groups
    with fewer than two different values have no violin and are counted.
    """
    check_column_count(columns, MAX_VIOLIN_COLUMNS)
    violins: list[Violin] = []
    facts: list[CurveFacts] = []
    for column in columns:
        parts, left_out = grouped_numbers(data, column, group_by, 12)
        drawn = [(g, numbers) for g, numbers in parts if len(np.unique(numbers)) > 1]
        if not drawn:
            raise DataError(
                f"“{column}” has fewer than two different values, so it has no violin.",
                "Choose another column.",
                column,
            )
        n_without = len(parts) - len(drawn)
        facts.append({"column": column, "n_without_curve": n_without, **left_out})
        for group, numbers in drawn:
            low, high = float(numbers.min()), float(numbers.max())
            x, y, bandwidth = density_curve(numbers, low, high, column)
            summary = box_summary(numbers, 2)
            violins.append(
                {"column": column, "group": group, "q1": summary["q1"],
                 "median": summary["median"], "q3": summary["q3"], "n": summary["n"],
                 "x": x.tolist(), "y": y.tolist(), "bandwidth": bandwidth}
            )  # fmt: skip
    result: ViolinPlotResult = {
        "violins": violins,
        "facts": facts,
        "group_by": group_by,
        "n_obs": sum(each["n_obs"] for each in facts),
        "n_missing": sum(each["n_missing"] for each in facts),
    }
    as_json: ViolinPlotResult = plain(result)
    return as_json


@operation.restate
def restate(columns: list[str], group_by: str | None = None) -> str:
    by = f" by {name_of(group_by)}" if group_by else ""
    return f"Violin plot{of_words(columns)}{by}"


@operation.present
def present(result: ViolinPlotResult) -> Answer:
    blocks: list[Block] = []
    sentences = []
    for facts in result["facts"]:
        column = facts["column"]
        violins = [each for each in result["violins"] if each["column"] == column]
        sentences.append(_sentence(column, violins))
        blocks.append(_picture(violins, facts, result["group_by"], sentences[-1]))
    note = muted(
        "Gaussian kernel density, bandwidth by Scott's rule, all violins equally wide; "
        "inside: quartiles and median."
    )
    return Answer(" ".join(sentences), (*blocks, note))


def _sentence(column: str, violins: list[Violin]) -> str:
    if len(violins) > 1:
        labels, medians = zip(
            *((each["group"], each["median"]) for each in violins), strict=True
        )
        return extremes(labels, medians, f"median of {name_of(column)}")
    only = violins[0]
    return (
        f"Half of the values of {name_of(column)} lie between {figure(only['q1'])} and "
        f"{figure(only['q3'])}, with a median of {figure(only['median'])}."
    )


def _picture(
    violins: list[Violin],
    facts: CurveFacts,
    group_by: str | None,
    sentence: str,
) -> Block:
    column, by = facts["column"], f" by {name_of(group_by)}" if group_by else ""
    without = facts["n_without_curve"]
    return chart(
        f"{capitalised(name_of(column))}{by}",
        _spec(violins, column, group_by),
        f"Violin plot of {name_of(column)}{by}. {sentence}",
        shown_words(facts, f"{counted(without, 'group')} too small" if without else ""),
    )


def _spec(violins: list[Violin], column: str, group_by: str | None) -> dict[str, Any]:
    """Violins stand on whole numbers of the vertical axis, which names the groups."""
    outlines, boxes = _shapes(violins)
    last = len(violins) - 1
    names = json.dumps([violin["group"] for violin in violins], ensure_ascii=True)
    vertical: dict[str, Any] = {
        "type": "quantitative",
        "title": name_of(group_by) if group_by else None,
        "scale": {"domain": [last + 0.5, -0.5], "nice": False, "zero": False},
        "axis": {"values": list(range(last + 1)), "labelExpr": f"{names}[datum.value]",
                 "grid": False} if group_by else None,
    }  # fmt: skip
    x = axis("x", "quantitative", column, scale={"zero": False, "nice": False})
    group = axis("group", "nominal", group_by or "group")
    quartiles = tooltip(
        *([group] if group_by else []),
        *(axis(key, "quantitative", label) for key, label in _LABELS),
    )
    return spec(
        outlines,
        layer=[
            {
                "mark": {"type": "area", "line": False},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", **vertical},
                    "y2": {"field": "high"},
                    "detail": {"field": "group", "type": "nominal"},
                },
            },
            {
                "data": {"values": boxes},
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {
                    "x": {**x, "field": "q1"},
                    "x2": {"field": "q3"},
                    "y": {"field": "place", **vertical},
                    "tooltip": quartiles,
                },
            },
            {
                "data": {"values": boxes},
                "mark": {"type": "point", "opacity": 1},
                "encoding": {
                    "x": {**x, "field": "median"},
                    "y": {"field": "place", **vertical},
                    "tooltip": quartiles,
                },
            },
        ],
    )


def _shapes(
    violins: list[Violin],
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The outlines, all equally wide, and the quartiles, each at its violin's place."""
    outlines: list[dict[str, object]] = []
    boxes: list[dict[str, object]] = []
    for place, violin in enumerate(violins):
        widest = max(violin["y"])
        for x, y in zip(violin["x"], violin["y"], strict=True):
            half = 0.42 * y / widest
            outlines.append({"x": x, "low": place - half, "high": place + half,
                             "group": violin["group"]})  # fmt: skip
        row: Mapping[str, object] = violin
        keys = ("group", "q1", "median", "q3", "n")
        boxes.append({"place": place, **{key: row[key] for key in keys}})
    return outlines, boxes


_LABELS = (
    ("q3", "third quartile"),
    ("median", "median"),
    ("q1", "first quartile"),
    ("n", "values"),
)
