"""How well a logistic regression tells events from non-events, at every threshold."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation
from analysis.base.wording import figure, muted, name_of
from analysis.results.regressions import RocCurveResult
from analysis.signatures.regression import (
    EVERY_PAIR,
    AnyOutcome,
    Interacting,
    Predictors,
)
from analysis.statistics.binary_outcome import binary_model
from analysis.statistics.likelihood import (
    area_under_curve,
    curve_points,
    likelihood_fit,
)
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.regression import predictors_words

operation = Operation(
    __name__,
    kind="chart",
    title="ROC curve",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\broc(?:[- ](?:curve|plot|chart|analysis))?\b", 9),
            Phrase(r"\breceiver operating characteristic\b", 9),
        ),
        options={"all_interactions": EVERY_PAIR},
        examples=(
            Example("ROC curve of survived on age",
                    {"outcome": "survived", "predictors": ["age"]}),
            Example("roc curve for survived using age and sex",
                    {"outcome": "survived", "predictors": ["age", "sex"]}),
            Example("draw the ROC curve of the logistic regression of alive on fare",
                    {"outcome": "alive", "predictors": ["fare"]}),
            Example("roc of survived from fare",
                    {"outcome": "survived", "predictors": ["fare"]}),
            Example("ROC curve of alive on fare and sex",
                    {"outcome": "alive", "predictors": ["fare", "sex"]}),
        ),
    ),
)  # fmt: skip


@operation.compute
def roc_curve(
    data: pd.DataFrame,
    outcome: AnyOutcome,
    predictors: Predictors,
    interacting: Interacting | None = None,
    all_interactions: bool = False,
) -> RocCurveResult:
    """The ROC curve of the logistic regression with these arguments, on its own rows."""
    design, events, levels, *_ = binary_model(
        data, outcome, predictors, interacting, all_interactions
    )
    fit = likelihood_fit(design, events, "binomial", outcome)
    return {
        "auc": area_under_curve(fit.fitted, events),
        "event": levels[1],
        "points": curve_points(fit.fitted, events),
        "n_obs": len(events),
        "n_missing": len(data) - len(events),
    }


@operation.restate
def restate(outcome: str, predictors: list[str], **_: Any) -> str:
    return f"ROC curve of {name_of(outcome)} on {predictors_words(predictors)}"


@operation.present
def present(result: RocCurveResult, outcome: str, predictors: list[str]) -> Answer:
    title = restate(outcome, predictors)
    words = (
        f"The area under the ROC curve is {figure(result['auc'])} (0.5 is chance, 1 "
        f"perfect) for {name_of(outcome)} = {result['event']}"
    )
    x = axis("x", "quantitative", "false positive rate", scale={"domain": [0, 1]})
    y = axis("y", "quantitative", "true positive rate", scale={"domain": [0, 1]})
    curve = {
        "mark": {"type": "line"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip(x, y)},
    }
    chance = {
        "data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
        "mark": {"type": "line", "strokeDash": [4, 4]},
        "encoding": {"x": x, "y": y},
    }
    picture = chart(
        title, spec(result["points"], layer=[chance, curve]), f"{title}. {words}."
    )
    return Answer(
        f"{words} (n = {result['n_obs']:,}).",
        (picture, muted("Judged on the rows the model was fitted to, so it flatters.")),
    )
