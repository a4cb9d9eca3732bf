"""Extremely randomised trees."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import between

ClassWeight = Literal["balanced"]
MaxFeatures = Literal["sqrt", "log2", "all"]

estimator = Estimator(
    __name__,
    title="Extra trees",
    words="A forest whose trees cut at random places: smooth, fast, often as good.",
    simplicity=6,
    phrases=(
        Phrase(r"\bextra[- ]?trees?\b", 4),
        Phrase(r"\bextremely randomi[sz]ed\b", 4),
    ),
    references=("Geurts, Ernst, Wehenkel (2006), Machine Learning 63, 3-42",),
    preparation=Preparation(encoding="one-hot"),
    class_weights=True,
    search={"min_samples_leaf": (1, 2, 5, 10), "max_features": (None, "sqrt", "all")},
)


@estimator.build
def extra_trees(
    kind: str,
    random_state: int,
    n_estimators: Annotated[int, between(1, 2_000)] = 200,
    max_depth: Annotated[int, between(1, 200)] | None = None,
    min_samples_split: Annotated[int, between(2, 100_000)] = 2,
    min_samples_leaf: Annotated[int, between(1, 100_000)] = 1,
    max_features: MaxFeatures | None = None,
    class_weight: ClassWeight | None = None,
) -> ExtraTreesRegressor | ExtraTreesClassifier:
    """Trees on all rows; thresholds are drawn at random."""
    usual = "all" if kind == "regression" else "sqrt"
    wanted = max_features or usual
    options = {
        "n_estimators": n_estimators,
        "max_depth": max_depth,
        "min_samples_split": min_samples_split,
        "min_samples_leaf": min_samples_leaf,
        "max_features": None if wanted == "all" else wanted,
        "random_state": random_state,
    }
    if kind == "regression":
        return ExtraTreesRegressor(**options)
    return ExtraTreesClassifier(class_weight=class_weight, **options)
