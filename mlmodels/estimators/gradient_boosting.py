"""Gradient boosting on histograms."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import above, between

ClassWeight = Literal["balanced"]
Loss = Literal["squared_error", "absolute_error", "poisson"]

estimator = Estimator(
    __name__,
    title="Gradient boosting",
    words="Small trees, each mending the errors of those before: usually very accurate.",
    simplicity=7,
    phrases=(
        Phrase(r"\bgradient[- ]?boost\w*\b", 4),
        Phrase(r"\bboost(?:ing|ed(?: trees?| models?)?)\b", 3),
        Phrase(r"\b(?:gbm|hgb)\b", 3),
    ),
    references=(
        "Friedman (2001), Annals of Statistics 29, 1189-1232",
        "Ke et al. (2017), LightGBM, NeurIPS 30",
    ),
    preparation=Preparation(missing="keep", encoding="ordinal"),
    class_weights=True,
    search={
        "max_iter": (100, 300),
        "learning_rate": (0.03, 0.1, 0.2),
        "max_leaf_nodes": (7, 15, 31, 63),
        "min_samples_leaf": (5, 20, 50),
        "l2_regularization": (0.0, 1.0, 10.0),
    },
)


@estimator.build
def gradient_boosting(
    kind: str,
    random_state: int,
    max_iter: Annotated[int, between(1, 5_000)] = 100,
    learning_rate: Annotated[float, above(0, 1)] = 0.1,
    max_leaf_nodes: Annotated[int, between(2, 1_000)] | None = 31,
    max_depth: Annotated[int, between(1, 100)] | None = None,
    min_samples_leaf: Annotated[int, between(1, 100_000)] = 20,
    l2_regularization: Annotated[float, between(0, 1e6)] = 0.0,
    max_features: Annotated[float, above(0, 1)] = 1.0,
    loss: Loss = "squared_error",
    class_weight: ClassWeight | None = None,
) -> HistGradientBoostingRegressor | HistGradientBoostingClassifier:
    """``max_iter`` rounds of trees; missing values go the better way at each cut.

    ``loss`` is for regression: "poisson" suits targets that are never negative.
    """
    options = {
        "max_iter": max_iter,
        "learning_rate": learning_rate,
        "max_leaf_nodes": max_leaf_nodes,
        "max_depth": max_depth,
        "min_samples_leaf": min_samples_leaf,
        "l2_regularization": l2_regularization,
        "max_features": max_features,
        "early_stopping": False,
        "random_state": random_state,
    }
    if kind == "regression":
        return HistGradientBoostingRegressor(loss=loss, **options)
    return HistGradientBoostingClassifier(class_weight=class_weight, **options)
