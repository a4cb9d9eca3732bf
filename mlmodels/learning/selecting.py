"""What choosing among candidates costs, and the chosen ones fitted on all rows."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd

from mlmodels.learning.ensemble import chosen_weights, ensemble_of, leaderboard
from mlmodels.learning.fitting import fit

# Weighing again for every fold must not take longer than the folds did.
FOLD_ROUNDS = 15
FOLD_ROWS = 4_000
# A fit on all rows takes longer than one on a fold's.
MORE_ROWS = 1.6
# Seconds that judging and writing down need behind the last fit.
TO_WRITE = 5.0


def judged_outside(
    runs: list[dict[str, Any]],
    y: np.ndarray,
    parts: list[tuple[np.ndarray, np.ndarray]],
    classes: list[str],
    positive: str,
    metric: str,
    choose: str,
) -> np.ndarray:
    """Each row's prediction by what would have been chosen without its fold.

    A choice that is judged on the folds that made it looks better than it is (Cawley,
    Talbot 2010, JMLR 11, 2079-2107); here it is made anew for every fold by the others.
    ``choose`` is weights (of an ensemble), best or simplest.
    """
    found = np.full_like(runs[0]["out_of_fold"], np.nan)
    for number, (_, test) in enumerate(parts):
        others = np.concatenate(
            [rows for place, (_, rows) in enumerate(parts) if place != number]
        )
        weights = weights_by(runs, y, others, number, classes, positive, metric, choose)
        found[test] = 0.0
        for weight, run in zip(weights, runs, strict=True):
            if weight:
                found[test] += weight * run["out_of_fold"][test]
    return np.asarray(found)


def weights_by(
    runs: list[dict[str, Any]],
    y: np.ndarray,
    rows: np.ndarray,
    left_out: int,
    classes: list[str],
    positive: str,
    metric: str,
    choose: str,
) -> np.ndarray:
    """The weights that the candidates get by some rows alone, a fold left out."""
    if choose == "weights":
        known = [{"out_of_fold": run["out_of_fold"][rows]} for run in runs]
        return chosen_weights(
            known, y[rows], classes, positive, metric, FOLD_ROUNDS, FOLD_ROWS
        )
    shorter = []
    for run in runs:
        scores = [one for place, one in enumerate(run["scores"]) if place != left_out]
        sign = -1.0 if metric == "log_loss" else 1.0
        reached = [sign * one[metric] for one in scores if one[metric] is not None]
        mean = float(np.mean(reached)) if reached else float("-inf")
        shorter.append({**run, "scores": scores, "goodness": mean})
    if choose == "simplest":
        board = leaderboard(shorter, metric)
        wanted = next(row["name"] for row in board if row["recommended"])
    else:
        wanted = max(shorter, key=lambda run: run["goodness"])["name"]
    return np.array([float(run["name"] == wanted) for run in runs])


def ensemble_on_all(
    runs: list[dict[str, Any]],
    weights: np.ndarray,
    X: pd.DataFrame,
    y: np.ndarray,
    parts: list[tuple[np.ndarray, np.ndarray]],
    classes: list[str],
    treatment: dict[str, Any],
    until: float,
) -> Any | None:
    """The chosen candidates fitted on all rows; None when there is no time for it.

    With time enough each stands for its models on ``parts`` (folds of all rows), as it
    did when it was judged, else for one model.
    """
    used = [run for run, weight in zip(runs, weights, strict=True) if weight]
    shares = weights[weights > 0]
    once = sum(MORE_ROWS * run["seconds"] / len(run["models"]) for run in used)
    left = until - TO_WRITE - time.monotonic()
    if once > left:
        return None
    rows = np.arange(len(y))
    refit = not parts or once * len(parts) > left
    if not refit:
        used = [
            {
                **run,
                "models": [
                    fit(run["model"], X, y, fold, **treatment) for fold, _ in parts
                ],
            }
            for run in used
        ]
    return ensemble_of(used, shares, X, y, rows, classes, treatment, refit=refit)


def fit_on_all(
    model: Any,
    X: pd.DataFrame,
    y: np.ndarray,
    treatment: dict[str, Any],
    seconds: float,
    until: float,
) -> Any | None:
    """The model fitted on all rows, where there is time; ``seconds`` the first fit took."""
    if time.monotonic() + MORE_ROWS * seconds + TO_WRITE > until:
        return None
    return fit(model, X, y, np.arange(len(y)), **treatment)
