"""Elastic net: ridge and lasso mixed."""

from __future__ import annotations

from typing import Annotated

from sklearn.linear_model import ElasticNet

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import above, between

estimator = Estimator(
    __name__,
    title="Elastic net",
    words="Between ridge and lasso: small weights, some of them zero.",
    kinds=("regression",),
    simplicity=2,
    phrases=(Phrase(r"\belastic[- ]?net\b", 4),),
    references=("Zou, Hastie (2005), J. R. Stat. Soc. B 67, 301-320",),
    preparation=Preparation(scaling="standard"),
    search={"alpha": (0.001, 0.01, 0.1, 1.0, 10.0), "l1_ratio": (0.1, 0.5, 0.9)},
)


@estimator.build
def elastic_net(
    kind: str,
    random_state: int,
    alpha: Annotated[float, above(0, 1e6)] = 1.0,
    l1_ratio: Annotated[float, between(0, 1)] = 0.5,
    max_iter: Annotated[int, between(100, 1_000_000)] = 10_000,
    fit_intercept: bool = True,
) -> ElasticNet:
    """Penalty ``alpha``, of which the share ``l1_ratio`` is on absolute weights."""
    return ElasticNet(
        alpha=alpha,
        l1_ratio=l1_ratio,
        max_iter=max_iter,
        fit_intercept=fit_intercept,
        random_state=random_state,
    )
