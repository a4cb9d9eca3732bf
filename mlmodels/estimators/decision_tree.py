"""Decision tree."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import between

ClassWeight = Literal["balanced"]

estimator = Estimator(
    __name__,
    title="Decision tree",
    words="A chain of yes-or-no questions: easy to follow, seldom the most accurate.",
    simplicity=3,
    phrases=(
        Phrase(r"\bdecision trees?\b", 4),
        Phrase(r"\b(?:regression|classification) trees?\b", 4),
        Phrase(r"\bcart\b", 2),
        Phrase(r"\b(?:an?|one|single|simple) tree\b", 2),
    ),
    references=("Breiman, Friedman, Olshen, Stone (1984): CART",),
    preparation=Preparation(encoding="ordinal"),
    class_weights=True,
    search={"max_depth": (3, 6, 10, None), "min_samples_leaf": (1, 5, 20, 50)},
)


@estimator.build
def decision_tree(
    kind: str,
    random_state: int,
    max_depth: Annotated[int, between(1, 100)] | None = 6,
    min_samples_split: Annotated[int, between(2, 100_000)] = 2,
    min_samples_leaf: Annotated[int, between(1, 100_000)] = 5,
    ccp_alpha: Annotated[float, between(0, 1e9)] = 0.0,
    class_weight: ClassWeight | None = None,
) -> DecisionTreeRegressor | DecisionTreeClassifier:
    """One tree of at most ``max_depth`` questions in a row."""
    options = {
        "max_depth": max_depth,
        "min_samples_split": min_samples_split,
        "min_samples_leaf": min_samples_leaf,
        "ccp_alpha": ccp_alpha,
        "random_state": random_state,
    }
    if kind == "regression":
        return DecisionTreeRegressor(**options)
    return DecisionTreeClassifier(class_weight=class_weight, **options)
