"""Auto: a portfolio tried on equal folds within a time, the best weighed together."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator
from mlmodels.base.hyperparameters import between
from mlmodels.estimators.portfolio import portfolio

Choose = Literal["best", "simplest"]

estimator = Estimator(
    __name__,
    title="Auto",
    words="Tries several models within a time limit and combines the best of them.",
    simplicity=10,
    template="ml/auto.py.j2",
    phrases=(
        Phrase(r"\bauto(?:matic(?:ally)?|[- ]?ml)?\b", 4),
        Phrase(r"\bbest (?:possible )?model\b", 4),
        Phrase(r"\b(?:several|different|all) models\b", 3),
        Phrase(r"\bensemble\b", 3),
    ),
    references=(
        "Caruana, Niculescu-Mizil, Crew, Ksikes (2004), ICML: Ensemble selection",
        "Nadeau, Bengio (2003), Machine Learning 52, 239-281",
    ),
)


@estimator.build
def auto(
    kind: str,
    random_state: int,
    choose: Choose = "best",
    most_candidates: Annotated[int, between(1, 17)] = 17,
) -> list[dict[str, Any]]:
    """The candidates to try."""
    return portfolio(kind, 1_000, 10, random_state)[:most_candidates]
