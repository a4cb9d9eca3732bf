"""Lasso: linear regression that leaves features out."""

from __future__ import annotations

from typing import Annotated

from sklearn.linear_model import Lasso

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import above, between

estimator = Estimator(
    __name__,
    title="Lasso",
    words="Linear regression that sets the weights of unhelpful features to zero.",
    kinds=("regression",),
    simplicity=2,
    phrases=(Phrase(r"\blasso\b", 4), Phrase(r"\bl1 (?:regression|penalt\w+)\b", 3)),
    references=("Tibshirani (1996), J. R. Stat. Soc. B 58, 267-288",),
    preparation=Preparation(scaling="standard"),
    search={"alpha": (0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0)},
)


@estimator.build
def lasso(
    kind: str,
    random_state: int,
    alpha: Annotated[float, above(0, 1e6)] = 1.0,
    max_iter: Annotated[int, between(100, 1_000_000)] = 10_000,
    fit_intercept: bool = True,
) -> Lasso:
    """Least squares plus ``alpha`` times the sum of absolute weights."""
    return Lasso(
        alpha=alpha,
        max_iter=max_iter,
        fit_intercept=fit_intercept,
        random_state=random_state,
    )
