"""Gaussian naive Bayes."""

from __future__ import annotations

from typing import Annotated

from sklearn.naive_bayes import GaussianNB

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator
from mlmodels.base.hyperparameters import between

estimator = Estimator(
    __name__,
    title="Naive Bayes",
    words="Treats every feature as independent evidence: very fast, a fair first try.",
    kinds=("classification",),
    simplicity=2,
    phrases=(Phrase(r"\b(?:naive )?bayes\b", 4), Phrase(r"\bgaussian nb\b", 4)),
    references=("Hand, Yu (2001), International Statistical Review 69, 385-398",),
    search={"var_smoothing": (1e-9, 1e-6, 1e-3, 0.1)},
)


@estimator.build
def naive_bayes(
    kind: str,
    random_state: int,
    var_smoothing: Annotated[float, between(0, 1)] = 1e-9,
) -> GaussianNB:
    """A normal distribution of every feature in every class."""
    return GaussianNB(var_smoothing=var_smoothing)
