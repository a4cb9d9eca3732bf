"""Which features a model relies on, and how its predictions follow them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from mlmodels.learning.features import level_text
from mlmodels.learning.scores import LOWER_IS_BETTER, single_score


def permutation_importance(
    predict: Callable[[pd.DataFrame], np.ndarray],
    table: pd.DataFrame,
    features: list[str],
    y: np.ndarray,
    classes: list[str],
    positive: str,
    metric: str,
    until: float,
    random_state: int,
    n_repeats: int = 5,
    most_rows: int = 1_000,
) -> list[dict[str, Any]]:
    """How much the score falls when a feature's values are shuffled (Breiman 2001).

    Mean and standard deviation over the repeats, most important first, on rows that
    the model did not train on. A slow model gets fewer repeats, and fewer rows if
    need be, so that the time (``until`` on the monotonic clock) does.
    """
    rng = np.random.default_rng(random_state)
    sign = -1.0 if metric in LOWER_IS_BETTER else 1.0
    began = time.monotonic()
    predict(table.iloc[:most_rows])
    pace = max(time.monotonic() - began, 1e-3) * len(features)
    affordable = max(1.0, until - time.monotonic()) / pace
    n_repeats = int(min(n_repeats, max(1.0, affordable)))
    most_rows = int(most_rows * min(1.0, affordable)) + 50
    if len(y) > most_rows:
        rows = rng.choice(len(y), most_rows, replace=False)
        table, y = table.iloc[rows], y[rows]
    whole = single_score(y, predict(table), classes, positive, metric)
    falls: dict[str, list[float]] = {}
    for name in features if whole is not None else []:
        # One call for all repeats: many small predictions cost more than one large.
        stacked = pd.concat([table] * n_repeats)
        orders = [rng.permutation(len(y)) for _ in range(n_repeats)]
        stacked[name] = table[name].array.take(np.concatenate(orders))
        predicted = np.split(predict(stacked), n_repeats)
        scores = [single_score(y, p, classes, positive, metric) for p in predicted]
        falls[name] = [sign * ((whole or 0.0) - (score or 0.0)) for score in scores]
    found = [
        {
            "feature": name,
            "mean": float(np.mean(values)),
            "std": float(np.std(values, ddof=1)) if len(values) > 1 else None,
        }
        for name, values in falls.items()
        if values
    ]
    return sorted(found, key=lambda one: one["mean"], reverse=True)


def partial_dependence(
    predict: Callable[[pd.DataFrame], np.ndarray],
    table: pd.DataFrame,
    features: list[str],
    roles: dict[str, str],
    classes: list[str],
    positive: str,
    until: float,
    random_state: int,
    most_rows: int = 100,
    n_points: int = 15,
) -> list[dict[str, Any]]:
    """The mean prediction when a feature has the same value everywhere (Friedman 2001).

    Numbers run over quantiles from 5 to 95 %, words over their 12 most frequent
    levels. With classes it is the probability of ``positive``, and of more than two also
    that of each (``by_class``). Features for which
    there is no time are left out.
    """
    if len(table) > most_rows:
        rng = np.random.default_rng(random_state)
        table = table.iloc[rng.choice(len(table), most_rows, replace=False)]
    found = []
    for name in features:
        points = grid_of(table[name], roles[name], n_points)
        if len(points) < 2 or time.monotonic() > until:
            continue
        # One call for all points: many small predictions cost more than one large.
        stacked = pd.concat([table.assign(**{name: point}) for point in points])
        stacked[name] = stacked[name].astype(table[name].dtype)
        predicted = predict(stacked).reshape(len(points), len(table), -1).mean(axis=1)
        means = predicted[:, classes.index(positive) if classes else 0]
        shown = [level_text(p) if roles[name] == "category" else p for p in points]
        one = {"feature": name, "values": shown, "predictions": means.tolist()}
        if len(classes) > 2:
            each = zip(classes, predicted.T.tolist(), strict=True)
            one["by_class"] = dict(each)
        found.append(one)
    return found


def grid_of(values: pd.Series, role: str, n_points: int) -> list[Any]:
    """The values at which a feature's effect is looked at."""
    known = values.dropna()
    if role == "text":
        return []
    if role == "category" or known.nunique() <= 12:
        frequent = known.value_counts().index[:12].tolist()
        return sorted(frequent, key=str) if role == "category" else sorted(frequent)
    if role == "date":
        return []
    quantiles = np.linspace(0.05, 0.95, n_points)
    points = np.unique(known.astype("float64").quantile(quantiles).to_numpy())
    if known.dtype.kind in "iu":
        points = np.unique(points.round())
    return [int(p) if known.dtype.kind in "iu" else float(p) for p in points]


def coefficients(pipeline: Any) -> dict[str, Any] | None:
    """Weights of a linear model in the units that it saw, and in the features' own.

    None for models without weights. A weight per standardised feature compares
    features; the weight in own units says what one unit more does.
    """
    estimator = pipeline.named_steps["estimator"]
    if not hasattr(estimator, "coef_"):
        return None
    names = [
        str(name) for name in pipeline.named_steps["prepare"].get_feature_names_out()
    ]
    weights = np.atleast_2d(np.asarray(estimator.coef_, dtype="float64"))
    if weights.shape[1] != len(names):
        return None
    scales = own_scales(pipeline.named_steps["prepare"], len(names))
    labels = (
        [str(label) for label in estimator.classes_]
        if hasattr(estimator, "classes_")
        else []
    )
    rows = [
        {
            "class": labels[-1 if len(weights) == 1 else place] if labels else None,
            "term": name,
            "coefficient": float(weight / scale),
            "standardised": float(weight) if scale != 1 else None,
        }
        for place, row in enumerate(weights)
        for name, weight, scale in zip(names, row, scales[0], strict=True)
    ]
    intercepts = np.atleast_1d(estimator.intercept_)
    own = intercepts - (weights / scales[0] * scales[1]).sum(axis=1)
    return {"intercept": own.tolist(), "terms": rows}


def own_scales(prepare: Any, n_terms: int) -> tuple[np.ndarray, np.ndarray]:
    """Divisor and subtrahend of every term's scaling; 1 and 0 where there is none."""
    scale, shift = np.ones(n_terms), np.zeros(n_terms)
    numbers = prepare.named_transformers_.get("numbers")
    scaler = (
        numbers.named_steps.get("scale") if hasattr(numbers, "named_steps") else None
    )
    if scaler is None:
        return scale, shift
    if hasattr(scaler, "data_range_"):
        found, start = 1 / scaler.scale_, -scaler.min_ / scaler.scale_
    elif hasattr(scaler, "mean_"):
        found, start = scaler.scale_, scaler.mean_
    else:
        found, start = scaler.scale_, scaler.center_
    scale[: len(found)], shift[: len(found)] = found, start
    return scale, shift
