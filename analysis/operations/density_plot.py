"""Density plots: smooth curves of how columns of numbers are distributed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GroupColumn, NumericColumns
from analysis.base.plain import plain
from analysis.base.reply import Block
from analysis.base.wording import counted, figure, muted, name_of, names_of, of_words
from analysis.results.charts import CurveFacts, DensityCurve, DensityPlotResult
from analysis.statistics.density_curve import density_curve
from analysis.statistics.grouped_numbers import check_column_count, grouped_numbers
from analysis.words.chart import capitalised, shown_words
from analysis.words.charts import axis, chart, colour, spec, tooltip

MAX_DENSITY_COLUMNS = 6

operation = Operation(
    __name__,
    kind="chart",
    title="Density plot",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(
                r"\b(?:kernel )?density (?:plot|curve|chart|graph|estimate)s?\b", 4.5
            ),
            Phrase(r"\bkde(?: ?plot)?\b", 4.5),
            Phrase(r"\bdensit(?:y|ies)\b", 3),
            Phrase(r"\bsmooth(?:ed)? (?:distribution|histogram)\b", 3.5),
        ),
        anti=(Phrase(r"\bviolin\b", 3),),
        examples=(
            Example("density plot of age", {"columns": ["age"]}),
            Example("kde of fare", {"columns": ["fare"]}),
            Example(
                "density curves of age by sex", {"columns": ["age"], "group_by": "sex"}
            ),
            Example(
                "show the density of fare for each class",
                {"columns": ["fare"], "group_by": "class"},
            ),
            Example("kernel density estimate of age", {"columns": ["age"]}),
        ),
    ),
    references=(
        Reference(
            {"x": [-1.0, 1.0]},
            {"columns": ["x"]},
            {"curves": [{"column": "x", "n": 2, "bandwidth": 1.231144413}]},
            "Scott (1992), R: sd(c(-1, 1)) * 2^(-1/5)",
        ),
    ),
)


@operation.compute
def density_plot(
    data: pd.DataFrame, columns: NumericColumns, group_by: GroupColumn | None = None
) -> DensityPlotResult:
    """Gaussian kernel densities over the range of the data (bandwidth: Scott 1992).

    Groups with fewer than two different values have no curve and are counted.

    Returns ``curves``: per column and group the points ``x`` and densities ``y``.
    """
    check_column_count(columns, MAX_DENSITY_COLUMNS)
    curves: list[DensityCurve] = []
    facts: list[CurveFacts] = []
    for column in columns:
        parts, left_out = grouped_numbers(data, column, group_by, 12)
        drawn = [(g, numbers) for g, numbers in parts if len(np.unique(numbers)) > 1]
        if not drawn:
            raise DataError(
                f"“{column}” has fewer than two different values, so it has no density.",
                "Choose another column.",
                column,
            )
        low = min(float(numbers.min()) for _, numbers in drawn)
        high = max(float(numbers.max()) for _, numbers in drawn)
        n_without = len(parts) - len(drawn)
        facts.append({"column": column, "n_without_curve": n_without, **left_out})
        for group, numbers in drawn:
            x, y, bandwidth = density_curve(numbers, low, high, column)
            curves.append(
                {"column": column, "group": group, "n": len(numbers), "x": x.tolist(), "y": y.tolist(),
                 "bandwidth": bandwidth}
            )  # fmt: skip
    result: DensityPlotResult = {
        "curves": curves,
        "facts": facts,
        "group_by": group_by,
        "n_obs": sum(each["n_obs"] for each in facts),
        "n_missing": sum(each["n_missing"] for each in facts),
    }
    as_json: DensityPlotResult = plain(result)
    return as_json


@operation.restate
def restate(columns: list[str], group_by: str | None = None) -> str:
    by = f" by {name_of(group_by)}" if group_by else ""
    return f"Density plot{of_words(columns)}{by}"


@operation.present
def present(result: DensityPlotResult) -> Answer:
    blocks: list[Block] = []
    sentences = []
    for facts in result["facts"]:
        column = facts["column"]
        curves = [curve for curve in result["curves"] if curve["column"] == column]
        sentences.append(_sentence(column, curves))
        blocks.append(_picture(curves, facts, result["group_by"], sentences[-1]))
    widths = names_of(dict.fromkeys(figure(c["bandwidth"]) for c in result["curves"]))
    note = muted(f"Gaussian kernel, bandwidth by Scott's rule ({widths}).")
    return Answer(" ".join(sentences), (*blocks, note))


def _sentence(column: str, curves: list[DensityCurve]) -> str:
    peaks = [
        figure(curve["x"][curve["y"].index(max(curve["y"]))])
        + (f" for {curve['group']}" if len(curves) > 1 else "")
        for curve in curves
    ]
    return f"Values of {name_of(column)} are densest near {names_of(peaks)}."


def _picture(
    curves: list[DensityCurve],
    facts: CurveFacts,
    group_by: str | None,
    sentence: str,
) -> Block:
    column, by = facts["column"], f" by {name_of(group_by)}" if group_by else ""
    values = [
        {"x": x, "y": y, "group": curve["group"]}
        for curve in curves
        for x, y in zip(curve["x"], curve["y"], strict=True)
    ]
    x = axis("x", "quantitative", column, scale={"zero": False, "nice": False})
    y = axis("y", "quantitative", "density", stack=None)
    encoding: dict[str, Any] = {"x": x, "y": y, "tooltip": tooltip(x, y)}
    if group_by:
        group = colour("group", group_by, [curve["group"] for curve in curves])
        encoding |= {"color": group, "tooltip": tooltip(group, x, y)}
    without = facts["n_without_curve"]
    return chart(
        f"Density of {name_of(column)}{by}",
        spec(values, mark={"type": "area"}, encoding=encoding),
        capitalised(f"density plot of {name_of(column)}{by}. {sentence}"),
        shown_words(facts, f"{counted(without, 'group')} too small" if without else ""),
    )
