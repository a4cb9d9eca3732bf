"""Box plots: the middle, the spread and the outliers of columns of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from analysis.results.charts import Box, BoxFacts, BoxPlotResult, PositiveRows
from analysis.statistics.box_summary import box_summary
from analysis.statistics.grouped_numbers import check_column_count, grouped_numbers
from analysis.words.chart import capitalised, extremes, shown_words
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.log_scale import LOG_PHRASE, LogAxes, log_note, log_words, scale

MAX_BOXES = 24
MAX_OUTLIERS_SHOWN = 200

operation = Operation(
    __name__,
    kind="chart",
    title="Box plot",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bbox(?:[- ]?and[- ]?whiskers?)?[- ]?(?:plot|chart|graph|diagram)s?\b",
                   4.5),
            Phrase(r"\bboxes\b", 2),
            Phrase(r"\bwhiskers?\b", 2.5),
            LOG_PHRASE,
        ),
        options={"log_axes": log_words("x")},
        anti=(Phrase(r"\b(?:violin|histogram|remove|exclude)\b", 2),),
        examples=(
            Example("box plot of age", {"columns": ["age"]}),
            Example("boxplot of fare by class", {"columns": ["fare"], "group_by": "class"}),
            Example(
                "show a box plot of age for each sex",
                {"columns": ["age"], "group_by": "sex"},
            ),
            Example("box plots of age and fare", {"columns": ["age", "fare"]}),
            Example(
                "make a box and whisker plot of fare per embark_town",
                {"columns": ["fare"], "group_by": "embark_town"},
            ),
            Example(
                "box plot of fare by class on a log scale",
                {"columns": ["fare"], "group_by": "class", "log_axes": "x"},
            ),
        ),
    ),
    references=(
        Reference(
            CARS,
            {"columns": ["dist"]},
            {
                "boxes": [
                    {
                        "column": "dist", "group": "dist", "n": 50, "low": 2.0,
                        "q1": 26.0, "median": 36.0, "q3": 56.0, "high": 93.0,
                        "n_outliers": 1, "outliers": [120.0],
                    }
                ]
            },
            "R: boxplot.stats(cars$dist)",
        ),
    ),
)  # fmt: skip


@operation.compute
def box_plot(
    data: pd.DataFrame,
    columns: NumericColumns,
    group_by: GroupColumn | None = None,
    log_axes: LogAxes = "none",
) -> BoxPlotResult:
    """Tukey's box plots of columns of numbers, also by group.

    Whiskers end at the outermost values within 1.5 interquartile ranges of the box;
    what lies beyond is an outlier. Missing and infinite values are left out, on a
    logarithmic axis also values of 0 or less; the summary is of the values themselves.

    Returns ``boxes``: the summary of each column and group, and ``facts`` per column.
    """
    check_column_count(columns, MAX_BOXES)
    boxes: list[Box] = []
    facts: list[BoxFacts] = []
    for column in columns:
        parts, used = grouped_numbers(data, column, group_by, 12)
        left_out: PositiveRows = {**used}
        if log_axes != "none":
            parts, left_out = positive_parts(parts, left_out, column)
        most = max(MAX_OUTLIERS_SHOWN // (len(parts) * len(columns)), 4)
        facts.append({"column": column, **left_out})
        boxes += [
            {"column": column, "group": group, **box_summary(numbers, most)}
            for group, numbers in parts
        ]
    result: BoxPlotResult = {
        "boxes": boxes,
        "facts": facts,
        "group_by": group_by,
        "log_axes": log_axes,
        "n_not_positive": sum(each.get("n_not_positive", 0) for each in facts),
        "n_obs": sum(each["n_obs"] for each in facts),
        "n_missing": sum(each["n_missing"] for each in facts),
    }
    as_json: BoxPlotResult = plain(result)
    return as_json


def positive_parts(
    parts: list[tuple[str, np.ndarray]], left_out: PositiveRows, column: str
) -> tuple[list[tuple[str, np.ndarray]], PositiveRows]:
    """The groups with only what a logarithmic axis can show, and how much it cannot."""
    kept = [(group, numbers[numbers > 0]) for group, numbers in parts]
    gone = sum(len(numbers) for _, numbers in parts) - sum(len(n) for _, n in kept)
    kept = [(group, numbers) for group, numbers in kept if len(numbers)]
    if not kept:
        raise DataError(
            f"“{column}” has no positive value to draw on a logarithmic axis.",
            "Use a linear scale.",
            column,
        )
    return kept, {
        **left_out,
        "n_obs": left_out["n_obs"] - gone,
        "n_not_positive": gone,
    }


@operation.restate
def restate(columns: list[str], group_by: str | None = None, **_: Any) -> str:
    by = f" by {name_of(group_by)}" if group_by else ""
    return f"Box plot{of_words(columns)}{by}"


@operation.present
def present(result: BoxPlotResult) -> Answer:
    blocks: list[Block] = []
    sentences = []
    for facts in result["facts"]:
        boxes = [box for box in result["boxes"] if box["column"] == facts["column"]]
        sentences.append(_sentence(facts["column"], boxes))
        blocks.append(_picture(boxes, facts, result, sentences[-1]))
    note = muted(
        "Box: quartiles and median; whiskers end at the outermost values within 1.5 "
        "interquartile ranges of the box (Tukey). " + log_note(result)
    )
    return Answer(" ".join(sentences), (*blocks, note))


def _sentence(column: str, boxes: list[Box]) -> str:
    if len(boxes) > 1:
        labels, medians = zip(*((b["group"], b["median"]) for b in boxes), strict=True)
        return extremes(labels, medians, f"median of {name_of(column)}")
    box = boxes[0]
    beyond = counted(box["n_outliers"], "value lies", "values lie")
    return (
        f"Half of the values of {name_of(column)} lie between {figure(box['q1'])} and "
        f"{figure(box['q3'])}, with a median of {figure(box['median'])}; "
        f"{beyond} beyond the whiskers."
    )


def _picture(
    boxes: list[Box],
    facts: BoxFacts,
    result: BoxPlotResult,
    sentence: str,
) -> Block:
    group_by = result["group_by"]
    column, by = facts["column"], f" by {name_of(group_by)}" if group_by else ""
    n_shown = sum(len(box["outliers"]) for box in boxes)
    n_outliers = sum(box["n_outliers"] for box in boxes)
    cut = (
        f"{n_shown:,} of {n_outliers:,} outliers drawn" if n_shown < n_outliers else ""
    )
    return chart(
        f"{capitalised(name_of(column))}{by}",
        _spec(boxes, column, group_by, scale(result["log_axes"] != "none")),
        f"Box plot of {name_of(column)}{by}. {sentence}",
        shown_words(facts, cut),
    )


def _spec(
    boxes: list[Box],
    column: str,
    group_by: str | None,
    numbers_scale: dict[str, str | bool],
) -> dict[str, Any]:
    rows: Sequence[Mapping[str, Any]] = boxes
    shown = ("group", "low", "q1", "median", "q3", "high", "n")
    values = [{key: row[key] for key in shown} for row in rows]
    points = [
        {"group": box["group"], "value": value}
        for box in boxes
        for value in box["outliers"]
    ]
    order = [box["group"] for box in boxes]
    row = axis("group", "nominal", group_by or "", sort=order)
    if group_by is None:
        row["axis"] = None
    title = name_of(column)

    def along(field: str) -> dict[str, Any]:
        return axis(field, "quantitative", title, scale=numbers_scale)

    numbers = tooltip(
        *([row] if group_by else []),
        *(axis(key, "quantitative", label) for key, label in _LABELS),
    )
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "rule"},
            "encoding": {"y": row, "x": along("low"), "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "bar", "style": "accent", "fillOpacity": 0.25},
            "encoding": {"y": row, "x": along("q1"), "x2": {"field": "q3"},
                         "tooltip": numbers},
        },
        {
            "mark": {"type": "tick", "style": "accent", "thickness": 2},
            "encoding": {"y": row, "x": along("median"), "tooltip": numbers},
        },
    ]  # fmt: skip
    if points:
        value = along("value")
        layers.append(
            {
                "data": {"values": points},
                "mark": {"type": "point"},
                "encoding": {"y": row, "x": value, "tooltip": tooltip(value)},
            }
        )
    return spec(values, layer=layers)


_LABELS = (
    ("high", "upper whisker"),
    ("q3", "third quartile"),
    ("median", "median"),
    ("q1", "first quartile"),
    ("low", "lower whisker"),
    ("n", "values"),
)
