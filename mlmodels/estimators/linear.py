"""Linear regression by ordinary least squares."""

from __future__ import annotations

from sklearn.linear_model import LinearRegression

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation

estimator = Estimator(
    __name__,
    title="Linear regression",
    words="A weighted sum of the features: fast, and every weight can be read.",
    kinds=("regression",),
    simplicity=1,
    phrases=(
        Phrase(r"\blinear (?:regression|model)\b", 4),
        Phrase(r"\b(?:ols|least squares)\b", 4),
        Phrase(r"\blinear\b", 2),
    ),
    references=("Hastie, Tibshirani, Friedman: Elements of Statistical Learning, 3.2",),
    preparation=Preparation(reference_level=True),
)


@estimator.build
def linear(
    kind: str, random_state: int, fit_intercept: bool = True, positive: bool = False
) -> LinearRegression:
    """Ordinary least squares; with ``positive`` no weight is below zero."""
    return LinearRegression(fit_intercept=fit_intercept, positive=positive)
