"""What regressions share in their signatures and their language."""

from __future__ import annotations

from typing import Annotated, Literal

from analysis.base.parameters import ColumnRole

_OUTCOME_MARKERS = (
    "regress", "regressing", "regression of", "regression for", "model of", "model for",
    "predict", "predicting", "explain", "explains", "explaining", "on", "to explain",
    "variance in", "variation in", "dependent variable", "outcome", "response",
    "ancova of", "ancova for", "analysis of covariance of", "odds of", "odds ratios of",
    "odds ratio of", "probability of", "rate of", "rate ratios of", "affect", "affects",
    "influence", "influences", "residuals of", "plot of", "roc curve of", "roc curve for", "roc of", "holdout of",
)  # fmt: skip
_PREDICTOR_MARKERS = (
    "on", "from", "using", "with", "~", "+", "against", "as a function of",
    "explained by", "predicted by", "effect of", "effects of", "impact of",
    "influence of", "controlling for", "controlled for", "adjusting for", "adjusted for",
    "accounting for", "given", "by", "for", "predictor", "predictors", "covariate",
    "covariates", "as predictors", "depend on", "depends on", "based on", "does", "do",
    "independent variables", "how well does", "in terms of",
)  # fmt: skip
NumericOutcome = Annotated[str, ColumnRole("numeric", markers=_OUTCOME_MARKERS)]
AnyOutcome = Annotated[str, ColumnRole("any", markers=_OUTCOME_MARKERS)]
Predictors = Annotated[
    list[str], ColumnRole("any", many=True, markers=_PREDICTOR_MARKERS)
]
Interacting = Annotated[
    list[str],
    ColumnRole(
        "any",
        many=True,
        if_empty="none",
        markers=(
            "interaction of", "interaction between", "interactions of",
            "interactions between", "interacting",
        ),
    ),
]  # fmt: skip
WithoutColumns = Annotated[
    list[str],
    ColumnRole(
        "any",
        many=True,
        if_empty="none",
        markers=("model without", "one without", "model that leaves out"),
    ),
]

ClusterColumn = Annotated[
    str,
    ColumnRole(
        "any",
        if_empty="none",
        markers=(
            "clustered by",
            "clustered on",
            "clustered at",
            "cluster by",
            "clusters in",
        ),
    ),
]
WeightColumn = Annotated[
    str,
    ColumnRole(
        "numeric",
        if_empty="none",
        markers=(
            "weighted by",
            "weighted with",
            "weights",
            "weights in",
            "weights from",
        ),
    ),
]
SquaredColumns = Annotated[list[str], ColumnRole("numeric", many=True, if_empty="none")]
FocusColumns = Annotated[list[str], ColumnRole("any", many=True, if_empty="none")]

Errors = Literal["model", "robust"]
ROBUST_ERRORS = {
    "robust": r"\brobust\b|\bsandwich\b|\bhc[0-3]\b|\bhuber\b|\bheterosk?c?edasti\w+",
}
EVERY_PAIR = {
    "true": r"\bwith (?:all |their |an |the )?interactions?\b(?! (?:of|between))"
    r"|\binteraction terms?\b|\{col\} ?[*×] ?\{col\}"
}
NO_INTERCEPT = {
    "false": r"\b(?:no|without)(?: an?| the)? (?:intercept|constant)\b"
    r"|\bthrough (?:the )?origin\b"
}
HELD_OUT = (
    r"\btest[- ]?(?:set|size|split)\b|\btrain[- /]?(?:and |ing )?test\b|\bhold[- ]?out\b"
    r"|\bheld[- ]out\b|\btraining (?:set|data)\b|\b(?:train|split)\b"
)
