"""Support vector machines."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import above, between

Kernel = Literal["rbf", "linear", "poly", "sigmoid"]
ClassWeight = Literal["balanced"]

estimator = Estimator(
    __name__,
    title="Support vector machine",
    words="Draws the boundary with the widest margin: strong on small tables, slow on "
    "large ones.",
    simplicity=5,
    phrases=(
        Phrase(r"\bsupport[- ]?vector\w*\b", 4),
        Phrase(r"\bsv(?:m|c|r)s?\b", 4),
    ),
    references=("Cortes, Vapnik (1995), Machine Learning 20, 273-297",),
    preparation=Preparation(scaling="standard"),
    class_weights=True,
    title_by_kind={"regression": "Support vector regression"},
    search={"C": (0.1, 0.5, 1.0, 3.0, 10.0, 30.0), "kernel": ("rbf", "linear")},
)


@estimator.build
def svm(
    kind: str,
    random_state: int,
    C: Annotated[float, above(0, 1e6)] = 1.0,
    kernel: Kernel = "rbf",
    degree: Annotated[int, between(1, 6)] = 3,
    epsilon: Annotated[float, between(0, 1e6)] = 0.1,
    class_weight: ClassWeight | None = None,
) -> TransformedTargetRegressor | CalibratedClassifierCV:
    """A support vector machine; ``epsilon`` is in standard deviations of the target.

    For regression the target is scaled for the fit; for classification the scores are
    made probabilities by Platt's sigmoid, fitted on held-out thirds of the rows.
    """
    if kind == "regression":
        inner = SVR(C=C, kernel=kernel, degree=degree, epsilon=epsilon, cache_size=300)
        return TransformedTargetRegressor(inner, transformer=StandardScaler())
    machine = SVC(
        C=C,
        kernel=kernel,
        degree=degree,
        class_weight=class_weight,
        cache_size=300,
        random_state=random_state,
    )
    return CalibratedClassifierCV(machine, cv=3, ensemble=False)
