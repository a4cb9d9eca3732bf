"""Architectures, checked layer by layer without TensorFlow."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from mlmodels.plans.network import EXAMPLE
from mlmodels.plans.problem import plan_training


def _schema(n_classes=2, role="number"):
    kind = "number" if role == "number" else "category"
    facts = {"minimum": 0.0, "maximum": 1.0} if kind == "number" else {}
    levels = {"levels": (("u", 250), ("v", 250))} if kind == "category" else {}
    return Schema(
        name="t",
        n_rows=500,
        columns=(
            *(
                Column(name=f"x{n}", kind=kind, n_unique=90, **facts, **levels)
                for n in range(5)
            ),
            Column(
                name="y",
                kind="category",
                n_unique=n_classes,
                levels=tuple((f"c{n}", 500 // n_classes) for n in range(n_classes)),
            ),
            Column(name="z", kind="number", n_unique=400, minimum=0.0, maximum=9.0),
        ),
    )


def _plan(network=None, target="y", n_classes=2, role="number", **settings):
    schema = _schema(n_classes, role)
    features = [f"x{n}" for n in range(5)]
    return plan_training(
        schema,
        target,
        features,
        estimator="keras",
        network=network,
        hyperparameters=settings,
    )


@pytest.mark.parametrize(
    ("target", "n_classes", "end", "loss"),
    [
        ("y", 2, (1, "sigmoid"), "binary_crossentropy"),
        ("y", 4, (4, "softmax"), "categorical_crossentropy"),
        ("z", 2, (1, "linear"), "mean_squared_error"),
    ],
)
def test_the_template_ends_as_the_problem_needs(target, n_classes, end, loss):
    network = _plan(target=target, n_classes=n_classes).network

    assert [layer["type"] for layer in network["layers"]] == [
        "Dense", "Dropout", "Dense", "Dense",
    ]  # fmt: skip
    assert (network["layers"][-1]["units"], network["layers"][-1]["activation"]) == end
    assert network["loss"] == loss


def test_the_template_takes_initialiser_and_penalties():
    first = _plan(kernel_initializer="he_uniform", l1=0.01, dropout=0).network["layers"]

    assert first[0]["kernel_initializer"] == "he_uniform"
    assert first[0]["l1"] == 0.01
    assert [layer["type"] for layer in first] == ["Dense", "Dense", "Dense"]


def test_the_example_is_accepted():
    plan = _plan(EXAMPLE)

    assert [layer["type"] for layer in plan.network["layers"]] == [
        "Dense", "Dropout", "Dense", "Dense",
    ]  # fmt: skip
    assert plan.hyperparameters == {"optimizer": "adam"}


def _layers(*layers):
    return {"layers": [*layers, {"type": "Dense", "units": 1, "activation": "sigmoid"}]}


REFUSED = [
    ({}, "has no “layers”"),
    ({"layers": [], "compile": {}}, "has 0 layers"),
    ({"layers": [{}], "extra": 1}, "the unknown part “extra”"),
    (_layers("Dense"), "Layer 1 is not an object."),
    (_layers({"type": "Danse"}), "Layer 1 has the unknown type 'Danse'."),
    (_layers({"type": "Dense"}), "Layer 1 (Dense) lacks “units”."),
    (_layers({"type": "Dense", "units": 0}), "Layer 1 (Dense): units cannot be 0."),
    (_layers({"type": "Dense", "units": 8, "size": 1}), "Layer 1 (Dense) has no field “size”."),
    (
        _layers({"type": "Dense", "units": 8}, {"type": "Dropout", "rate": 1.5}),
        "Layer 2 (Dropout): rate cannot be 1.5.",
    ),
    (
        _layers({"type": "Dense", "units": 8, "activation": "rely"}),
        "Layer 1 (Dense): activation cannot be 'rely'.",
    ),
    (
        _layers({"type": "Dense", "units": 8}, {"type": "LSTM", "units": 8}),
        "Layer 2 (LSTM) needs a sequence, but layer 1 (Dense) gives single values.",
    ),
    (
        _layers({"type": "Conv1D", "filters": 4, "kernel_size": 3}),
        "Layer 2 (Dense) works on a sequence",
    ),
    (_layers({"type": "Embedding", "output_dim": 4}), "takes categories only, but x0 is none"),
    (
        {"layers": [{"type": "Dense", "units": 2, "activation": "softmax"}]},
        "Layer 1 (Dense) is the last and has units 2; this target needs 1.",
    ),
    (
        {**_layers(), "compile": {"loss": "mse"}},
        "The loss 'mean_squared_error' does not fit this target.",
    ),
    ({**_layers(), "compile": {"optimizer": "adm"}}, "There is no optimizer 'adm'."),
    ({**_layers(), "compile": {"epochs": 3}}, "“compile” has no field “epochs”."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("network", "message"), REFUSED, ids=[words for _, words in REFUSED]
)
def test_a_fault_is_named_with_its_layer_and_field(network, message):
    with pytest.raises(TaskError) as refused:
        _plan(network)

    assert message in refused.value.message
    assert refused.value.hint


SEQUENCES = [
    [{"type": "LSTM", "units": 4, "return_sequences": True}, {"type": "GRU", "units": 4}],
    [{"type": "Conv1D", "filters": 4, "kernel_size": 2}, {"type": "MaxPooling1D"},
     {"type": "Flatten"}],
    [{"type": "Attention", "num_heads": 2}, {"type": "GlobalAveragePooling1D"},
     {"type": "BatchNormalization"}, {"type": "Activation", "activation": "relu"}],
]  # fmt: skip


@pytest.mark.parametrize("layers", SEQUENCES, ids=lambda one: one[0]["type"])
def test_sequence_layers_are_accepted_where_they_fit(layers):
    plan = _plan(_layers(*layers))

    assert [one["type"] for one in plan.network["layers"]][:-1] == [
        one["type"] for one in layers
    ]


def test_an_embedding_is_accepted_for_categories():
    layers = _layers({"type": "Embedding", "output_dim": 4}, {"type": "Flatten"})

    assert _plan(layers, role="category").network["layers"][0] == {
        "type": "Embedding",
        "output_dim": 4,
    }


def test_tensorflow_is_not_loaded_for_the_checks():
    code = (
        "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', "
        "'statagent_site.settings_test'); django.setup(); import sys, mlmodels.training, "
        "mlmodels.words.training, mlmodels.bundle; from mlmodels.scripts.writing import _learning; "
        "_learning(); print('tensorflow' in sys.modules, 'keras' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.stdout.split() == ["False", "False"], done.stderr
