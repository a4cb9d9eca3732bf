"""Bring columns of numbers to a common scale."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns
from analysis.base.plain import plain
from analysis.base.wording import figure, name_of, of_words, std_convention
from analysis.results.preparing import ColumnScale, ScaleColumnsInfo
from analysis.statistics.moments import mean_and_deviations, variance_of
from analysis.statistics.values import number_columns, numbers_of, observed_numbers

ScaleMethod = Literal["standard", "minmax", "robust"]

operation = Operation(
    __name__,
    kind="prepare",
    title="Scale columns",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:scale|rescale|standardi[sz]e|normali[sz]e|scaling|"
                   r"standardi[sz]ing|normali[sz]ing)\b", 4),
            Phrase(r"\b(?:min-?max|robust|standard) ?scal\w+\b", 4.5),
            Phrase(r"\bz-?score (?:normali[sz]ation|scaling)\b", 4),
        ),
        anti=(
            Phrase(r"\bnormali(?:ty|sed test)\b|\btest\b|\boutliers?\b", 2.5),
            Phrase(r"\b(?:log(?:arithmic)?|linear)[- ]?scale\b|\bscale of (?:the )?\w+ axis\b",
                   5),
        ),
        options={"method": {
            "standard": r"\b(?:standard\w*|z-?scores?|unit variance)\b",
            "minmax": r"\bmin-?max\b|\b(?:0|zero) (?:and|to) (?:1|one)\b",
            "robust": r"\b(?:robust|median|iqr)\b"}},
        examples=(
            Example("standardize age", {"columns": ["age"], "method": "standard"}),
            Example("min-max scale fare", {"columns": ["fare"], "method": "minmax"}),
            Example("scale fare and age", {"columns": ["fare", "age"]}),
            Example("normalize fare to 0 to 1", {"columns": ["fare"], "method": "minmax"}),
            Example("robust scaling of fare", {"columns": ["fare"], "method": "robust"}),
            Example("rescale age between 0 and 1",
                    {"columns": ["age"], "method": "minmax"}),
        ),
    ),
    references=(
        Reference(
            {"x": [2, 4, 4, 4, 5, 5, 7, 9]},
            {"columns": ["x"]},
            {"scales": [{"centre": 5.0, "scale": 2.0}]},
            "the usual example of a population standard deviation: mean 5, σ = 2",
        ),
    ),
)  # fmt: skip


@operation.compute
def scale_columns(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    method: ScaleMethod = "standard",
    ddof: int = 0,
) -> tuple[pd.DataFrame, ScaleColumnsInfo]:
    """Replace columns by (value - centre) / scale; missing values stay missing.

    Args:
        method: "standard": mean and standard deviation with divisor n - ddof;
            "minmax": minimum and range; "robust": median and interquartile range.
    """
    new_columns = {}
    scales: list[ColumnScale] = []
    for column in columns or number_columns(data):
        centre, scale = centre_and_scale(observed_numbers(data, column), method, ddof)
        if not scale:
            raise DataError(
                f"“{column}” has no spread, so it cannot be scaled.",
                "Leave it out, or choose another method.",
                column,
            )
        new_columns[column] = (numbers_of(data, column) - centre) / scale
        scales.append({"column": column, "centre": centre, "scale": scale})
    info: ScaleColumnsInfo = {"scales": scales, "method": method, "ddof": ddof}
    return data.assign(**new_columns), plain(info)


def centre_and_scale(
    numbers: np.ndarray, method: str, ddof: int
) -> tuple[float, float]:
    """What is subtracted, and what it is divided by then."""
    if method == "minmax":
        return float(numbers.min()), float(numbers.max() - numbers.min())
    if method == "robust":
        q1, median, q3 = np.quantile(numbers, [0.25, 0.5, 0.75])
        return float(median), float(q3 - q1)
    mean, deviations = mean_and_deviations(numbers)
    return mean, math.sqrt(variance_of(deviations, ddof) or 0.0)


@operation.restate
def restate(
    columns: list[str] | None = None, method: str = "standard", ddof: int = 0
) -> str:
    how = {"standard": "to mean 0 and standard deviation 1", "minmax": "to 0 to 1"}
    where = of_words(columns, "all columns of numbers")
    return f"Values{where} scaled {how.get(method, 'by median and IQR')}"


@operation.present
def present(result: ScaleColumnsInfo) -> Answer:
    parts = "; ".join(
        f"{name_of(each['column'])}: minus {figure(each['centre'])}, divided by "
        f"{figure(each['scale'])}"
        for each in result["scales"]
    )
    kind = (
        f", {std_convention(result['ddof'])}" if result["method"] == "standard" else ""
    )
    return Answer(f"Scaled by {result['method']}{kind} ({parts}).")
