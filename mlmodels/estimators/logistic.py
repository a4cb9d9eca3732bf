"""Logistic regression, binary and multinomial."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.linear_model import LogisticRegression

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import above, between

ClassWeight = Literal["balanced"]

estimator = Estimator(
    __name__,
    title="Logistic regression",
    words="A weighted sum of the features turned into probabilities: fast, readable.",
    kinds=("classification",),
    simplicity=1,
    phrases=(
        Phrase(r"\blogistic\b", 4),
        Phrase(r"\blogit\b", 4),
        Phrase(r"\blinear classif\w+\b", 3),
    ),
    references=("Hastie, Tibshirani, Friedman: Elements of Statistical Learning, 4.4",),
    preparation=Preparation(scaling="standard", reference_level=True),
    class_weights=True,
    search={"C": (0.01, 0.1, 1.0, 10.0, 100.0)},
)


@estimator.build
def logistic(
    kind: str,
    random_state: int,
    C: Annotated[float, above(0, 1e6)] = 1.0,
    l1_ratio: Annotated[float, between(0, 1)] = 0.0,
    max_iter: Annotated[int, between(50, 100_000)] = 2_000,
    fit_intercept: bool = True,
    class_weight: ClassWeight | None = None,
) -> LogisticRegression:
    """Maximum likelihood with penalty 1/C; ``l1_ratio`` of it on absolute weights."""
    return LogisticRegression(
        C=C,
        l1_ratio=l1_ratio,
        solver="saga" if l1_ratio > 0 else "lbfgs",
        tol=1e-7 if l1_ratio == 0 else 1e-4,
        max_iter=max_iter,
        fit_intercept=fit_intercept,
        class_weight=class_weight,
        random_state=random_state,
    )
