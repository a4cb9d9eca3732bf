"""Random forest."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import between

ClassWeight = Literal["balanced", "balanced_subsample"]
MaxFeatures = Literal["sqrt", "log2", "all"]

estimator = Estimator(
    __name__,
    title="Random forest",
    words="Hundreds of decision trees that vote: robust, with little to tune.",
    simplicity=6,
    phrases=(
        Phrase(r"\brandom[- ]?forests?\b", 4),
        Phrase(r"\bforest\b", 2),
        Phrase(r"\brf\b", 2),
    ),
    references=("Breiman (2001), Machine Learning 45, 5-32",),
    preparation=Preparation(encoding="ordinal"),
    class_weights=True,
    search={"min_samples_leaf": (1, 2, 5, 10), "max_features": (None, "sqrt", "all")},
)


@estimator.build
def random_forest(
    kind: str,
    random_state: int,
    n_estimators: Annotated[int, between(1, 2_000)] = 200,
    max_depth: Annotated[int, between(1, 200)] | None = None,
    min_samples_split: Annotated[int, between(2, 100_000)] = 2,
    min_samples_leaf: Annotated[int, between(1, 100_000)] = 1,
    max_features: MaxFeatures | None = None,
    class_weight: ClassWeight | None = None,
) -> RandomForestRegressor | RandomForestClassifier:
    """Trees on bootstrap samples; each cut looks at ``max_features`` features."""
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
        return RandomForestRegressor(**options)
    return RandomForestClassifier(class_weight=class_weight, **options)
