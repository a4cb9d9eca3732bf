"""What a linear regression leaves over, against what it fits."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation
from analysis.base.wording import counted, figure, muted, name_of
from analysis.results.regressions import ResidualPlotResult
from analysis.signatures.regression import (
    EVERY_PAIR,
    NO_INTERCEPT,
    Interacting,
    NumericOutcome,
    Predictors,
)
from analysis.statistics.design import (
    complete_rows,
    design_of,
    paired,
    written_numbers,
)
from analysis.statistics.least_squares import least_squares, leverage_of
from analysis.statistics.model_points import sampled_places
from analysis.statistics.regression_checks import studentised_residuals
from analysis.statistics.samples import require_scale
from analysis.statistics.values import numbers_of, require_rows
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.regression import predictors_words

FAR_RESIDUAL = 3

operation = Operation(
    __name__,
    kind="chart",
    title="Residual plot",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bresiduals?[- ]?(?:plot|chart|graph|diagram)s?\b", 9),
            Phrase(r"\b(?:plot|show|draw|chart)\b.{0,30}\bresiduals\b", 8),
            Phrase(r"\bresiduals (?:vs\.?|versus|against) (?:the )?fitted\b", 9),
            Phrase(r"\bresiduals\b", 2),
        ),
        options={
            "all_interactions": EVERY_PAIR,
            "intercept": NO_INTERCEPT,
            "degree": {"2": r"\bquadratic\b", "3": r"\bcubic\b"},
        },
        numbers={"degree": (r"\b(?:degree|order) (?:of )?{n}",)},
        examples=(
            Example("residual plot of fare on age",
                    {"outcome": "fare", "predictors": ["age"]}),
            Example("residual plot of the regression of fare on age and sex",
                    {"outcome": "fare", "predictors": ["age", "sex"]}),
            Example("plot the residuals of fare on age",
                    {"outcome": "fare", "predictors": ["age"]}),
            Example("show residuals vs fitted for the regression of fare on sibsp",
                    {"outcome": "fare", "predictors": ["sibsp"]}),
            Example("residual plot of the quadratic regression of fare on age",
                    {"outcome": "fare", "predictors": ["age"], "degree": 2}),
        ),
    ),
)  # fmt: skip


@operation.compute
def residual_plot(
    data: pd.DataFrame,
    outcome: NumericOutcome,
    predictors: Predictors,
    interacting: Interacting | None = None,
    all_interactions: bool = False,
    degree: int = 1,
    intercept: bool = True,
) -> ResidualPlotResult:
    """Residuals against fitted values of the linear regression with these arguments.

    Of more than 2,000 points a random sample is drawn (seed 7).
    """
    require_rows(data)
    names, pairs = paired(predictors, interacting, all_interactions)
    numbers = numbers_of(data, outcome)
    kept = complete_rows(data, names, numbers, outcome)
    y = written_numbers(numbers[kept], outcome)
    require_scale(y.astype("float64"), outcome)
    design = design_of(data.loc[kept.to_numpy(), names], names, degree, pairs)
    fit = least_squares(design.values, y, design.labels, intercept)
    shown = sampled_places(len(y))
    far = (
        0
        if fit.exact
        else int(
            (abs(studentised_residuals(fit, leverage_of(fit))) > FAR_RESIDUAL).sum()
        )
    )
    return {
        "points": [
            {"x": float(fit.fitted[at]), "y": float(fit.residuals[at])} for at in shown
        ],
        "largest": float(abs(fit.residuals).max()),
        "n_far": far,
        "n_obs": len(y),
        "n_missing": len(data) - len(y),
        "n_shown": len(shown),
    }


@operation.restate
def restate(outcome: str, predictors: list[str], **_: Any) -> str:
    return f"Residuals of {name_of(outcome)} on {predictors_words(predictors)}"


@operation.present
def present(result: ResidualPlotResult, outcome: str, predictors: list[str]) -> Answer:
    title = restate(outcome, predictors)
    words = (
        f"{counted(result['n_far'], 'residual')} of {name_of(outcome)} "
        f"{'lies' if result['n_far'] == 1 else 'lie'} more than {FAR_RESIDUAL} standard "
        f"errors from zero; the largest is {figure(result['largest'])}"
    )
    x = axis("x", "quantitative", "fitted value", scale={"zero": False})
    y = axis("y", "quantitative", "residual")
    zero = {"mark": {"type": "rule"}, "encoding": {"y": {"datum": 0}}}
    points = {
        "mark": {"type": "point"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip(x, y)},
    }
    sampled = result["n_shown"] < result["n_obs"]
    subtitle = (
        f"{result['n_shown']:,} of {result['n_obs']:,} rows, seed 7" if sampled else ""
    )
    picture = chart(
        title,
        spec(result["points"], layer=[zero, points]),
        f"{title}. {words}.",
        subtitle,
    )
    return Answer(
        f"{words} (n = {result['n_obs']:,}).",
        (
            picture,
            muted(
                "A cloud without shape around zero is what the model assumes; a bend "
                "asks for a curve, a funnel for robust standard errors."
            ),
        ),
    )
