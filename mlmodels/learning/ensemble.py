"""Trying candidates on equal folds within a time, and weighing the best together."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t
from sklearn.ensemble import VotingClassifier, VotingRegressor
from sklearn.preprocessing import LabelEncoder

from mlmodels.learning.fitting import fit, predicted_values
from mlmodels.learning.preparation import pipeline_of
from mlmodels.learning.progress import report
from mlmodels.learning.scores import LOWER_IS_BETTER, goodness, scores_of, single_score

# Seconds that a candidate's other folds may cost, whatever its first fold says, and how
# many times the best's shortfall it may have there.
COSTLY = 2.0
HOPELESS = 1.3
# A smaller share costs more in size and speed than it gives.
LEAST_WEIGHT = 0.06
# Of an ensemble, so that it is written in seconds and stays within tens of megabytes.
MOST_TREES = 3_000
MOST_NODES = 1_500_000


def try_candidates(
    candidates: list[dict[str, Any]],
    X: pd.DataFrame,
    y: np.ndarray,
    parts: list[tuple[np.ndarray, np.ndarray]],
    classes: list[str],
    positive: str,
    metric: str,
    until: float,
    reserve: float,
    treatment: dict[str, Any],
) -> list[dict[str, Any]]:
    """Every candidate that fits into the time, with its scores, predictions and models.

    A candidate's first fold tells what its others will cost; one that would not be
    done in time is left out. ``reserve`` seconds before ``until`` (on the monotonic
    clock) belong to what comes after; on a busy machine so many more as it is slow.
    """
    runs: list[dict[str, Any]] = []
    began, worked = time.monotonic(), time.process_time()
    for number, candidate in enumerate(candidates, start=1):
        now = time.monotonic()
        slow = max(1.0, (now - began) / max(time.process_time() - worked, 1e-3))
        search_until = until - reserve * min(slow if runs else 1.0, 2.0)
        # Nothing is known of a candidate's first fold: it may cost as any before.
        longest = max((run["seconds"] for run in runs), default=0.0) / len(parts)
        if runs and now + longest >= search_until:
            break
        best = max(runs, key=lambda run: run["goodness"], default=None)
        details = {}
        if best is not None:
            reached = float(np.mean([score[metric] for score in best["scores"]]))
            details = {
                "best": best["words"],
                "metric": metric,
                "score": reached,
                "tried": standings(runs, metric),
            }
        report(
            0.05 + 0.75 * min(1.0, (now - began) / max(search_until - began, 1e-9)),
            f"Trying {candidate['words'].lower()} ({number} of {len(candidates)})",
            **details,
        )
        try:
            run = try_candidate(
                candidate, X, y, parts, classes, positive, metric,
                search_until if runs else float("inf"), best, treatment,
            )  # fmt: skip
        except ValueError:
            # One that cannot learn from these rows must not stop the others.
            if number == len(candidates) and not runs:
                raise
            continue
        if run is not None:
            runs.append(run)
    return runs


def standings(runs: list[dict[str, Any]], metric: str) -> list[dict[str, Any]]:
    """The candidates so far with their mean scores, best first."""
    ranked = sorted(runs, key=lambda run: run["goodness"], reverse=True)
    return [
        {
            "words": run["words"],
            "score": float(np.mean([score[metric] for score in run["scores"]])),
            "seconds": round(run["seconds"], 2),
        }
        for run in ranked
    ]


def try_candidate(
    candidate: dict[str, Any],
    X: pd.DataFrame,
    y: np.ndarray,
    parts: list[tuple[np.ndarray, np.ndarray]],
    classes: list[str],
    positive: str,
    metric: str,
    until: float,
    best: dict[str, Any] | None,
    treatment: dict[str, Any],
) -> dict[str, Any] | None:
    """One candidate on all folds; None when it would not be done in time.

    A costly one that is clearly worse than the best on the first fold stops there.
    """
    model = pipeline_of(candidate["estimator"], X, **candidate["preparation"])
    shape = (len(y), len(classes)) if classes else (len(y),)
    out_of_fold = np.full(shape, np.nan)
    scores: list[dict[str, Any]] = []
    models = []
    began = time.monotonic()
    for number, (train, test) in enumerate(parts):
        spent = time.monotonic() - began
        left = len(parts) - number
        if number and time.monotonic() + spent / number * left > until:
            return None
        if number == 1 and best is not None and spent * left > COSTLY:
            behind = shortfall(scores[0], metric) / max(
                shortfall(best["scores"][0], metric), 1e-12
            )
            if behind > HOPELESS:
                return None
        fitted = fit(model, X, y, train, **treatment)
        out_of_fold[test] = predicted_values(fitted, X.iloc[test], classes)
        scores.append(scores_of(y[test], out_of_fold[test], classes, positive))
        models.append(fitted)
    return {
        **{key: candidate[key] for key in ("name", "words", "simplicity")},
        "model": model,
        "models": models,
        "out_of_fold": out_of_fold,
        "scores": scores,
        "goodness": float(np.mean([goodness(score, metric) for score in scores])),
        "seconds": time.monotonic() - began,
    }


def shortfall(scores: dict[str, Any], metric: str) -> float:
    """How much is missing to a perfect score."""
    found = -goodness(scores, metric)
    return found if metric in LOWER_IS_BETTER else 1 + found


def chosen_weights(
    runs: list[dict[str, Any]],
    y: np.ndarray,
    classes: list[str],
    positive: str,
    metric: str,
    rounds: int = 30,
    most_rows: int = 20_000,
) -> np.ndarray:
    """Weights by greedy selection with replacement (Caruana et al. 2004, ICML).

    Each round adds the candidate that improves the mean of those chosen most, judged on
    predictions for rows that the candidate's model did not see; the best prefix counts,
    without shares below ``LEAST_WEIGHT``.
    """
    known = np.flatnonzero(
        np.isfinite(runs[0]["out_of_fold"].reshape(len(y), -1)[:, 0])
    )
    if len(known) > most_rows:
        known = known[:: len(known) // most_rows + 1]
    actual = y[known]
    predictions = [run["out_of_fold"][known] for run in runs]
    sign = -1.0 if metric in LOWER_IS_BETTER else 1.0

    def quality(predicted: np.ndarray) -> float:
        score = single_score(actual, predicted, classes, positive, metric)
        return float("-inf") if score is None else sign * score

    total = np.zeros_like(predictions[0])
    chosen: list[int] = []
    reached: list[float] = []
    for size in range(1, rounds + 1):
        found = [quality((total + one) / size) for one in predictions]
        best = int(np.argmax(found))
        chosen.append(best)
        reached.append(found[best])
        total = total + predictions[best]
    kept = chosen[: int(np.argmax(reached)) + 1]
    weights = np.bincount(kept, minlength=len(runs)) / len(kept)
    weights[weights < LEAST_WEIGHT] = 0
    return np.asarray(weights / weights.sum())


def leaderboard(runs: list[dict[str, Any]], metric: str) -> list[dict[str, Any]]:
    """The candidates on equal folds, best first, each beside the best.

    ``se`` is the standard error over the folds; the interval is of the difference to
    the best, by the corrected resampled t (Nadeau, Bengio 2003). ``recommended`` is the
    simplest within one standard error of the best.
    """
    ranked = sorted(runs, key=lambda run: run["goodness"], reverse=True)
    best = np.array([score[metric] for score in ranked[0]["scores"]], dtype="float64")
    n_folds = len(best)
    se = float(best.std(ddof=1) / np.sqrt(n_folds)) if n_folds > 1 else 0.0
    close = [run for run in ranked if run["goodness"] >= ranked[0]["goodness"] - se]
    simplest = min(close, key=lambda run: run["simplicity"])
    rows = []
    for run in ranked:
        values = np.array([score[metric] for score in run["scores"]], dtype="float64")
        rows.append(
            {
                "name": run["name"],
                "words": run["words"],
                "simplicity": run["simplicity"],
                "mean": float(values.mean()),
                "se": float(values.std(ddof=1) / np.sqrt(n_folds))
                if n_folds > 1
                else None,
                **difference(values - best),
                "seconds": run["seconds"],
                "recommended": run is simplest,
            }
        )
    return rows


def difference(values: np.ndarray) -> dict[str, Any]:
    """Mean difference over folds and its 95 % interval, corrected for their overlap."""
    n = len(values)
    mean = float(values.mean())
    if n < 2 or not np.any(values):
        return {"difference": mean, "ci_low": None, "ci_high": None}
    # A fold judges on 1/n of the rows and trains on the rest.
    error = float(np.sqrt((1 / n + 1 / (n - 1)) * values.var(ddof=1)))
    reach = float(t.ppf(0.975, n - 1)) * error
    return {"difference": mean, "ci_low": mean - reach, "ci_high": mean + reach}


def ensemble_of(
    runs: list[dict[str, Any]],
    weights: np.ndarray,
    X: pd.DataFrame,
    y: np.ndarray,
    train: np.ndarray,
    classes: list[str],
    treatment: dict[str, Any],
    refit: bool,
) -> Any:
    """The chosen candidates as one scikit-learn estimator that averages them.

    A candidate stands for its fold models, whose mean predicts better than one model;
    with ``refit``, or where their trees would be too many, for one model of all
    training rows.
    """
    members: list[tuple[str, Any]] = []
    shares: list[float] = []
    room = np.array([MOST_TREES, MOST_NODES])
    for place in np.argsort(-weights, kind="stable"):
        run, weight = runs[place], float(weights[place])
        if weight == 0:
            break
        models = run["models"]
        size = np.sum([tree_sizes(model) for model in models], axis=0)
        if refit or np.any(size > room):
            models = [fit(run["model"], X, y, train, **treatment)]
            size = np.array(tree_sizes(models[0]))
        room = room - size
        for number, model in enumerate(models, start=1):
            members.append((f"{run['name']}_{number}", model))
            shares.append(weight / len(models))
    return averaging(members, shares, classes)


def averaging(
    members: list[tuple[str, Any]], shares: list[float], classes: list[str]
) -> Any:
    """Fitted models as scikit-learn's voting estimator, without fitting them again."""
    if not classes:
        voting = VotingRegressor(members, weights=shares)
    else:
        voting = VotingClassifier(members, voting="soft", weights=shares)
        voting.le_ = LabelEncoder().fit(np.asarray(classes))
        voting.classes_ = voting.le_.classes_
    voting.estimators_ = [model for _, model in members]
    return voting


def tree_sizes(pipeline: Any) -> tuple[int, int]:
    """How many trees a fitted model has, and how many nodes they have; 0 for others."""
    estimator = pipeline.named_steps["estimator"]
    if hasattr(estimator, "n_trees_per_iteration_"):
        trees = estimator.n_iter_ * estimator.n_trees_per_iteration_
        return trees, trees * 2 * (estimator.max_leaf_nodes or 31)
    if not hasattr(estimator, "estimators_"):
        return 0, 0
    grown = [one for one in np.ravel(estimator.estimators_) if hasattr(one, "tree_")]
    return len(grown), sum(one.tree_.node_count for one in grown)
