"""What may be set of an estimator."""

from __future__ import annotations

import pytest

from analysis.base.errors import TaskError
from mlmodels.estimators import estimators


@pytest.mark.parametrize(
    ("estimator", "given", "expected"),
    [
        ("random_forest", {"n_estimators": "300"}, {"n_estimators": 300}),
        ("random_forest", {"max_depth": "none"}, {"max_depth": None}),
        ("random_forest", {"max_features": "SQRT"}, {"max_features": "sqrt"}),
        ("linear", {"positive": "yes"}, {"positive": True}),
        ("mlp", {"hidden_layer_sizes": "64, 32"}, {"hidden_layer_sizes": [64, 32]}),
        ("mlp", {"hidden_layer_sizes": 10}, {"hidden_layer_sizes": [10]}),
        ("ridge", {"alpha": 0.5}, {"alpha": 0.5}),
        ("keras", {"epochs": 10_000}, {"epochs": 10_000}),
    ],
)
def test_values_are_read_as_their_types(estimator, given, expected):
    assert estimators()[estimator].checked(given) == expected


@pytest.mark.parametrize(
    ("estimator", "name", "value", "hint"),
    [
        ("keras", "epochs", 0, "Allowed: a whole number, 1 to 10,000; usual is 50."),
        (
            "keras",
            "epochs",
            "ten",
            "Allowed: a whole number, 1 to 10,000; usual is 50.",
        ),
        (
            "keras",
            "epochs",
            10_001,
            "Allowed: a whole number, 1 to 10,000; usual is 50.",
        ),
        ("keras", "epochs", 1.5, "Allowed: a whole number, 1 to 10,000; usual is 50."),
        (
            "keras",
            "batch_size",
            0,
            "Allowed: a whole number, 1 to 1,000,000; usual is 32.",
        ),
        ("svm", "C", 0, "Allowed: a number, above 0, up to 1,000,000; usual is 1.0."),
        (
            "svm",
            "C",
            float("nan"),
            "Allowed: a number, above 0, up to 1,000,000; usual is 1.0.",
        ),
        (
            "svm",
            "kernel",
            "cubic",
            "Allowed: rbf, linear, poly, sigmoid; usual is rbf.",
        ),
        ("linear", "positive", 2, "Allowed: true or false; usual is False."),
        (
            "mlp",
            "hidden_layer_sizes",
            [0],
            "Allowed: a list, each a whole number, 1 to 1,000, or none; usual is None.",
        ),
    ],
)
def test_other_values_are_refused_with_what_is_allowed(estimator, name, value, hint):
    with pytest.raises(TaskError) as refused:
        estimators()[estimator].checked({name: value})

    assert refused.value.message == f"{name} cannot be {value!r}."
    assert refused.value.hint == hint


@pytest.mark.parametrize("estimator", estimators().values(), ids=lambda one: one.name)
def test_every_default_is_allowed_and_every_estimator_says_what_it_is(estimator):
    defaults = {name: one.default for name, one in estimator.hyperparameters.items()}
    given = {name: value for name, value in defaults.items() if value is not None}

    assert estimator.checked(given) == given
    assert estimator.references
    assert estimator.phrases
    assert estimator.words.endswith(".")
