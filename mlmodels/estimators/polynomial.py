"""Polynomial regression: powers and products of the features, then ridge."""

from __future__ import annotations

from typing import Annotated

from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import between

estimator = Estimator(
    __name__,
    title="Polynomial regression",
    words="Linear regression with curves: powers and products of the features.",
    kinds=("regression",),
    simplicity=3,
    phrases=(
        Phrase(r"\bpolynomial\b", 4),
        Phrase(r"\b(?:quadratic|cubic) (?:regression|model|fit)\b", 4),
    ),
    references=("Hastie, Tibshirani, Friedman: Elements of Statistical Learning, 5.1",),
    preparation=Preparation(scaling="standard"),
    search={"degree": (1, 2, 3), "alpha": (1e-3, 0.1, 10.0)},
)


@estimator.build
def polynomial(
    kind: str,
    random_state: int,
    degree: Annotated[int, between(1, 5)] = 2,
    interaction_only: bool = False,
    alpha: Annotated[float, between(0, 1e6)] = 1e-3,
) -> Pipeline:
    """All products of up to ``degree`` features; ``alpha`` keeps weights bounded."""
    return Pipeline(
        [
            ("powers", PolynomialFeatures(degree, interaction_only=interaction_only,
                                          include_bias=False)),
            ("scale", StandardScaler()),
            ("linear", Ridge(alpha=alpha, random_state=random_state)),
        ]
    )  # fmt: skip
