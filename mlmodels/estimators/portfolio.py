"""The candidates that auto tries, in the order in which they are worth trying."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import RidgeCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import SplineTransformer

from mlmodels.estimators.extra_trees import extra_trees
from mlmodels.estimators.gradient_boosting import gradient_boosting
from mlmodels.estimators.k_nearest import k_nearest
from mlmodels.estimators.logistic import logistic
from mlmodels.estimators.mlp import mlp
from mlmodels.estimators.random_forest import random_forest
from mlmodels.estimators.svm import svm

# Support vector machines take time with the square of the rows.
MOST_SVM_ROWS = 6_000
MOST_NEIGHBOUR_ROWS = 20_000
LEAST_DEEP_ROWS = 1_000
MANY_ROWS = 5_000
# Splines multiply the columns by seven.
MOST_SPLINE_FEATURES = 60
# The first gives an answer in a second, whatever the time: a linear model, or on large
# tables boosted trees, which are better there and faster. On small tables smooth and
# diverse models come next, on large ones boosted trees with more capacity.
ORDER_SMALL = (
    "linear", "boosting", "spline", "svm", "extra_trees", "mlp", "slow_boosting",
    "random_forest", "count_boosting", "shallow_boosting", "soft_svm", "calm_trees",
    "neighbours", "large_mlp", "calm_forest", "deep_boosting", "long_boosting",
)  # fmt: skip
ORDER_LARGE = (
    "boosting", "count_boosting", "linear", "deep_boosting", "long_boosting", "mlp",
    "slow_boosting", "extra_trees", "random_forest", "shallow_boosting", "spline", "svm",
    "large_mlp", "calm_trees", "neighbours", "soft_svm", "calm_forest",
)  # fmt: skip


def portfolio(
    kind: str,
    n_rows: int,
    n_features: int,
    random_state: int,
    nonnegative: bool = False,
) -> list[dict[str, Any]]:
    """Name, words, simplicity (1 is simplest), estimator and preparation of each.

    In the order in which they are tried. ``nonnegative`` says that no target is below
    zero, as of counts and prices.
    """
    found = [
        *plain_candidates(kind, n_rows, random_state),
        *boosted_candidates(kind, random_state),
        *forest_candidates(kind, n_rows, random_state),
    ]
    useless = set()
    if not nonnegative:
        useless.add("count_boosting")
    if n_features > MOST_SPLINE_FEATURES:
        useless.add("spline")
    if n_rows > MOST_SVM_ROWS:
        useless |= {"svm", "soft_svm"}
    if n_rows > MOST_NEIGHBOUR_ROWS:
        useless.add("neighbours")
    if n_rows < LEAST_DEEP_ROWS:
        useless |= {"deep_boosting", "long_boosting"}
    order = ORDER_LARGE if n_rows > MANY_ROWS else ORDER_SMALL
    known = {one["name"]: one for one in found}
    return [known[name] for name in order if name not in useless and name in known]


def candidate(
    name: str, words: str, simplicity: int, estimator: Any, prepared: dict[str, Any]
) -> dict[str, Any]:
    """One entry of the portfolio."""
    return {
        "name": name,
        "words": words,
        "simplicity": simplicity,
        "estimator": estimator,
        "preparation": prepared,
    }


def scaled() -> dict[str, Any]:
    """Preparation for models that compare sizes of features."""
    return {"missing": "median", "scaling": "standard", "encoding": "one-hot"}


def coded() -> dict[str, Any]:
    """Preparation for boosted trees: missing values and words are theirs to split."""
    return {"missing": "keep", "scaling": "none", "encoding": "ordinal"}


def filled() -> dict[str, Any]:
    """Preparation for forests."""
    return {"missing": "median", "scaling": "none", "encoding": "one-hot"}


def linear_model(kind: str, random_state: int) -> Any:
    """Ridge with its penalty by leave-one-out, or logistic regression."""
    if kind == "regression":
        return RidgeCV(alphas=np.logspace(-3, 4, 15))
    # One of many that are averaged: further digits of its weights change no ranking.
    return logistic(kind, random_state).set_params(tol=1e-3)


def spline_model(kind: str, random_state: int) -> Pipeline:
    """A linear model on smooth curves of every feature."""
    curves = SplineTransformer(n_knots=5, degree=3, extrapolation="linear")
    return Pipeline([("curves", curves), ("linear", linear_model(kind, random_state))])


def plain_candidates(kind: str, n_rows: int, random_state: int) -> list[dict[str, Any]]:
    """Linear models, neighbours, support vectors and networks."""
    stop = n_rows > 2_000
    small = mlp(kind, random_state, max_iter=100, early_stopping=stop, alpha=0.01)
    large = mlp(
        kind, random_state + 1, hidden_layer_sizes=[128, 64, 32], alpha=0.1,
        max_iter=200, early_stopping=stop,
    )  # fmt: skip
    few = max(1, min(15, n_rows // 3))  # a fold learns from fewer rows than there are
    near = k_nearest(kind, random_state, n_neighbors=few, weights="distance")
    linear = linear_model(kind, random_state)
    curved = spline_model(kind, random_state)
    firm, soft = svm(kind, random_state, C=3.0), svm(kind, random_state, C=0.5)
    return [
        candidate("linear", "Linear model", 1, linear, scaled()),
        candidate("spline", "Smooth curves", 3, curved, scaled()),
        candidate("neighbours", "Nearest neighbours", 4, near, scaled()),
        candidate("svm", "Support vector machine", 5, firm, scaled()),
        candidate("soft_svm", "Support vector machine, soft", 5, soft, scaled()),
        candidate("mlp", "Neural network", 8, small, scaled()),
        candidate("large_mlp", "Neural network, larger", 9, large, scaled()),
    ]


def boosted_candidates(kind: str, random_state: int) -> list[dict[str, Any]]:
    """Gradient boosting of several depths and paces."""
    settings: dict[str, dict[str, Any]] = {
        "boosting": {},
        "slow": {
            "max_iter": 250, "learning_rate": 0.05, "max_leaf_nodes": 15,
            "l2_regularization": 1.0,
        },
        "shallow": {
            "max_iter": 200, "learning_rate": 0.08, "max_depth": 3,
            "min_samples_leaf": 30, "max_features": 0.5,
        },
        "deep": {
            "max_iter": 300, "learning_rate": 0.06, "max_leaf_nodes": 63,
            "min_samples_leaf": 10, "max_features": 0.6,
        },
        "long": {
            "max_iter": 600, "learning_rate": 0.04, "max_leaf_nodes": 31,
            "l2_regularization": 5.0, "max_features": 0.4,
        },
    }  # fmt: skip
    if kind == "regression":
        # Errors that grow with the value, as those of counts and prices do.
        settings["count"] = {
            "max_iter": 400, "learning_rate": 0.05, "max_leaf_nodes": 63,
            "min_samples_leaf": 10, "max_features": 0.6, "loss": "poisson",
        }  # fmt: skip
    return [
        candidate(
            name if name == "boosting" else f"{name}_boosting",
            "Gradient boosting" if name == "boosting" else f"Gradient boosting, {name}",
            7,
            gradient_boosting(kind, random_state, **given),
            coded(),
        )
        for name, given in settings.items()
    ]


def forest_candidates(
    kind: str, n_rows: int, random_state: int
) -> list[dict[str, Any]]:
    """Forests that fit closely, and calm ones with larger leaves."""
    close, calm = max(1, n_rows // 6_000), max(3, n_rows // 2_000)
    usual = {"n_estimators": 100, "min_samples_leaf": close}
    larger = {"n_estimators": 100, "min_samples_leaf": calm}
    trees = extra_trees(kind, random_state, **usual)
    forest = random_forest(kind, random_state, **usual)
    calm_trees = extra_trees(kind, random_state + 1, max_features="all", **larger)
    calm_forest = random_forest(kind, random_state + 1, max_features="sqrt", **larger)
    return [
        candidate("extra_trees", "Extra trees", 6, trees, filled()),
        candidate("random_forest", "Random forest", 6, forest, filled()),
        candidate("calm_trees", "Extra trees, calm", 6, calm_trees, filled()),
        candidate("calm_forest", "Random forest, calm", 6, calm_forest, filled()),
    ]
