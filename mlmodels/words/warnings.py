"""What must be minded of a finished training's scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.base.reply import Notice
from analysis.base.wording import figure
from mlmodels.base.metrics import METRIC_WORDS
from mlmodels.base.saved import SavedModel
from mlmodels.words.scales import beats_baseline

# Standard deviation of R² between folds from which one score does not tell the story.
_UNEVEN = 0.2
# Shortfall on training rows from which on the score on others is another world: half of
# what is missing on the test rows is not missing on the training rows.
_LEARNED_BY_HEART = 0.5
# From this on a score leaves nothing open.
_PERFECT = 1 - 1e-6
# Why folds may differ, by how rows are split, and what to do about it.
_UNEVEN_FOLDS = {
    "": (
        "a few unusual rows decide",
        "Look at the residuals; removing outliers from the training rows may help.",
    ),
    "time": (
        "the first ones learn from a short time, and later times may be others",
        "The score on the latest rows tells most of the next ones.",
    ),
    "grouped": (
        "groups differ, and each fold judges few of them",
        "More groups help; more rows of the same ones do not.",
    ),
}


def warnings(model: SavedModel) -> Iterator[Notice]:
    """What speaks against trusting the model, in words, with what may help."""
    result = model.result
    for note in model.plan.notes:
        yield Notice(text=note)
    if not beats_baseline(result):
        yield Notice(
            text="The model is not clearly better than guessing without any feature.",
            level="warning",
            fix="Other features may help more than another model.",
        )
    yield from _perfect(result)
    if not result["n_test"]:
        yield Notice(
            text="No rows were held out: the scores are those on the training rows, "
            "which flatter the model; look at the cross-validation.",
            level="warning",
        )
    if result["n_folds"] < result["n_folds_planned"]:
        yield Notice(
            text=f"The time was enough for {result['n_folds']} of "
            f"{result['n_folds_planned']} folds of cross-validation."
        )
    yield from _uneven_folds(result, model.plan.validation.split)
    yield from _kept(result)
    epochs = model.plan.hyperparameters.get("epochs")
    if epochs and result.get("n_epochs", epochs) < epochs:
        yield Notice(
            text=f"Training ended after {result['n_epochs']} of {epochs} epochs."
        )


def _perfect(result: Mapping[str, Any]) -> Iterator[Notice]:
    """A score that leaves nothing open is rare where nothing was given away."""
    score = result["scores"][result["metric"]]
    if not result["n_test"] or score is None or score < _PERFECT:
        return
    yield Notice(
        text=f"A perfect score ({METRIC_WORDS[result['metric']]} {figure(score)}) is rare: "
        "the features tell the target apart without a rest, or one of them holds it.",
        level="warning",
        fix="See that every feature is known before the target is.",
    )


def _uneven_folds(result: Mapping[str, Any], split: str) -> Iterator[Notice]:
    folds = (result["cross_validation"] or {}).get("r2")
    if folds and folds["std"] is not None and folds["std"] > _UNEVEN:
        low, high = min(folds["folds"]), max(folds["folds"])
        why, fix = _UNEVEN_FOLDS.get(split, _UNEVEN_FOLDS[""])
        yield Notice(
            text=f"The folds differ widely (R² {figure(low)} to {figure(high)}): {why}.",
            level="warning",
            fix=fix,
        )


def _kept(result: Mapping[str, Any]) -> Iterator[Notice]:
    """Which rows the kept model learned from, where some were held out."""
    if not result["n_test"] or "kept_on_all" not in result:
        return
    if result["kept_on_all"]:
        yield Notice(
            text=f"The kept model was fitted again on all {result['n_kept']:,} rows after "
            f"it was judged on {result['n_test']:,} of them that it had not seen."
        )
    else:
        yield Notice(
            text=f"The kept model is the one that was judged: it learned from "
            f"{result['n_kept']:,} rows, without those of the test."
        )


def fit_verdict(result: Mapping[str, Any]) -> str:
    """Whether the model has learned its training rows by heart, in words."""
    metric = result["metric"]
    on_train, on_test = result["train_scores"].get(metric), result["scores"][metric]
    name = METRIC_WORDS[metric]
    if not result["n_test"] or on_train is None or on_test is None:
        return "No rows were held out, so overfitting cannot be told."
    both = (
        f"{name} is {figure(on_train)} on the training rows and {figure(on_test)} on "
        "the test rows"
    )
    gap = on_train - on_test
    _, high = result["score_interval"] or (on_test, on_test)
    if gap <= max(high - on_test, 0.02):
        return f"No sign of overfitting: {both}, no more apart than chance explains."
    if gap > _LEARNED_BY_HEART * (1 - on_test):
        return (
            f"Yes, it overfits: {both}. It has learned much of its training rows by "
            "heart; only the score on the test rows counts."
        )
    return f"A little: {both}. Only the score on the test rows counts."
