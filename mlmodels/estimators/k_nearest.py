"""k nearest neighbours."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import between

Weights = Literal["uniform", "distance"]
Metric = Literal["euclidean", "manhattan", "chebyshev"]

estimator = Estimator(
    __name__,
    title="k nearest neighbours",
    words="Predicts what the most similar rows had: simple, without any formula.",
    simplicity=4,
    phrases=(
        Phrase(r"\b(?:k[- ]?)?nearest[- ]?neighbou?rs?\b", 4),
        Phrase(r"\bk[- ]?nn\b", 4),
    ),
    references=("Cover, Hart (1967), IEEE Trans. Inf. Theory 13, 21-27",),
    preparation=Preparation(scaling="standard"),
    search={"n_neighbors": (3, 5, 10, 20, 40), "weights": ("uniform", "distance")},
)


@estimator.build
def k_nearest(
    kind: str,
    random_state: int,
    n_neighbors: Annotated[int, between(1, 500)] = 5,
    weights: Weights = "uniform",
    metric: Metric = "euclidean",
) -> KNeighborsRegressor | KNeighborsClassifier:
    """The mean, or the vote, of the ``n_neighbors`` most similar rows."""
    options = {"n_neighbors": n_neighbors, "weights": weights, "metric": metric}
    if kind == "regression":
        return KNeighborsRegressor(**options)
    return KNeighborsClassifier(**options)
