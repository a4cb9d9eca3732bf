"""Whether a column's values lie as normal ones would: quantiles against quantiles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import NumericColumn
from analysis.base.wording import counted, muted, name_of, observed_words, percent
from analysis.results.charts import QqPlotResult
from analysis.signatures.inference import CONFIDENCE_NUMBERS
from analysis.statistics.model_points import normal_quantile_points
from analysis.statistics.samples import check_shares, require_scale, require_spread
from analysis.statistics.values import count_infinite, observed_numbers
from analysis.words.charts import BAND, axis, chart, spec, tooltip

operation = Operation(
    __name__,
    kind="chart",
    title="Normal Q–Q plot",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\b(?:normal )?q-?q[- ]?(?:plot|chart|graph|diagram)s?\b", 7),
            Phrase(r"\bqqplot\b|\bqq norm\b|\bqqnorm\b", 7),
            Phrase(r"\bnormal (?:probability|quantile) plot\b", 7),
            Phrase(r"\bquantile[- ](?:quantile|normal) plot\b", 7),
            Phrase(r"\bprobability plot of\b", 5),
        ),
        numbers={"confidence_level": CONFIDENCE_NUMBERS},
        examples=(
            Example("qq plot of age", {"column": "age"}),
            Example("Q-Q plot for fare", {"column": "fare"}),
            Example("normal probability plot of fare", {"column": "fare"}),
            Example("draw a quantile-quantile plot of age", {"column": "age"}),
            Example("show me a normal quantile plot for sibsp", {"column": "sibsp"}),
            Example("qqplot of age with 99% confidence",
                    {"column": "age", "confidence_level": 0.99}),
        ),
    ),
)  # fmt: skip


@operation.compute
def qq_plot(
    data: pd.DataFrame, column: NumericColumn, confidence_level: float = 0.95
) -> QqPlotResult:
    """A column's ordered values against those of a normal distribution.

    The line runs through the quartiles; the band is the pointwise confidence interval of
    each ordered value.
    """
    check_shares(confidence_level=confidence_level)
    numbers = observed_numbers(data, column)
    require_scale(numbers, column)
    require_spread(numbers, column, column)
    if len(numbers) < 3 or np.ptp(np.quantile(numbers, [0.25, 0.75])) == 0:
        raise DataError(
            f"“{column}” has too few different values for a Q–Q plot: its quartiles are "
            "equal, or it has fewer than three values.",
            "Ask for a histogram or for how often each value occurs.",
            column,
        )
    return {
        "column": column,
        **normal_quantile_points(numbers, confidence_level),
        "confidence_level": confidence_level,
        "n_obs": len(numbers),
        "n_missing": len(data) - len(numbers) - count_infinite(data, column),
        "n_infinite": count_infinite(data, column),
    }


@operation.restate
def restate(column: str, **_: Any) -> str:
    return f"Normal Q–Q plot of {name_of(column)}"


@operation.present
def present(result: QqPlotResult) -> Answer:
    name, outside = name_of(result["column"]), result["n_outside"]
    share = outside / result["n_obs"]
    level = percent(result["confidence_level"])
    words = (
        f"{counted(outside, 'value')} of {name} ({percent(share)}) "
        f"{'lies' if outside == 1 else 'lie'} outside the {level} band of a normal "
        "distribution"
    )
    title = restate(result["column"])
    picture = chart(title, quantile_specification(result, name), f"{title}. {words}.")
    return Answer(
        f"{words} (n = {result['n_obs']:,}).",
        (
            picture,
            muted(
                f"{observed_words(result)}. The line runs through the quartiles; the band "
                "is pointwise, so some values fall outside by chance."
            ),
        ),
    )


def quantile_specification(result: QqPlotResult, name: str) -> dict[str, Any]:
    """Band, line and points."""
    x = axis("x", "quantitative", "normal quantile")
    y = axis("y", "quantitative", name, scale={"zero": False})
    band = {
        "mark": BAND,
        "encoding": {
            "x": x,
            "y": axis("low", "quantitative", name),
            "y2": {"field": "high"},
        },
    }
    line = {
        "mark": {"type": "line"},
        "encoding": {"x": x, "y": axis("line", "quantitative", name)},
    }
    points = {
        "mark": {"type": "point"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip(x, y)},
    }
    return spec(result["points"], layer=[band, line, points])
