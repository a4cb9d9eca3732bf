"""Ridge: linear models with a penalty on the squares of the weights."""

from __future__ import annotations

from typing import Annotated

from sklearn.linear_model import Ridge

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import between

estimator = Estimator(
    __name__,
    title="Ridge regression",
    words="Linear regression that keeps its weights small; steadier when features "
    "resemble each other.",
    kinds=("regression",),
    simplicity=2,
    phrases=(Phrase(r"\bridge\b", 4), Phrase(r"\bl2 (?:regression|penalt\w+)\b", 3)),
    references=("Hoerl, Kennard (1970), Technometrics 12, 55-67",),
    preparation=Preparation(scaling="standard"),
    search={"alpha": (0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0)},
)


@estimator.build
def ridge(
    kind: str,
    random_state: int,
    alpha: Annotated[float, between(0, 1e6)] = 1.0,
    fit_intercept: bool = True,
) -> Ridge:
    """Least squares plus ``alpha`` times the sum of squared weights."""
    return Ridge(alpha=alpha, fit_intercept=fit_intercept, random_state=random_state)
