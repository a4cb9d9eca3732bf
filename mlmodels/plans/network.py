"""A neural network's architecture: the template, or one's own, checked without Keras."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.errors import TaskError
from mlmodels.base.plan import TrainingPlan
from mlmodels.plans.layers import LAYERS, checked_layer

MOST_LAYERS = 50
OPTIMIZERS = ("adam", "adamw", "sgd", "rmsprop", "nadam", "adagrad")
_LOSSES = {
    "regression": ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh"),
    "binary": ("binary_crossentropy", "hinge"),
    "multiclass": ("categorical_crossentropy", "sparse_categorical_crossentropy"),
}
_SHORT = {"mse": "mean_squared_error", "mae": "mean_absolute_error"}
EXAMPLE: dict[str, Any] = {
    "layers": [
        {"type": "Dense", "units": 64, "activation": "relu"},
        {"type": "Dropout", "rate": 0.3},
        {"type": "Dense", "units": 32, "activation": "relu"},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ],
    "compile": {
        "loss": "binary_crossentropy",
        "optimizer": "adam",
        "metrics": ["accuracy"],
    },
}


def network_example(plan: TrainingPlan) -> dict[str, Any]:
    """An architecture as JSON that fits the plan's target, to start from."""
    end, loss = _end(plan), _LOSSES[problem_of(plan)][0]
    metrics = ["mae"] if plan.kind == "regression" else ["accuracy"]
    return {
        "layers": [*EXAMPLE["layers"][:-1], end],
        "compile": {**EXAMPLE["compile"], "loss": loss, "metrics": metrics},
    }


def checked_network(
    plan: TrainingPlan, network: Mapping[str, Any] | None, n_rows: int
) -> TrainingPlan:
    """The plan with a checked architecture; the template's where none is given.

    Raises:
        TaskError: a layer, field or the end of the network does not fit.
    """
    if network is None:
        network = template(plan, n_rows)
    unknown = [key for key in network if key not in ("layers", "compile")]
    if unknown or not isinstance(network.get("layers"), Sequence):
        what = f"has the unknown part “{unknown[0]}”" if unknown else "has no “layers”"
        raise TaskError(
            f"The architecture {what}.",
            hint='It looks like {"layers": [{"type": "Dense", …}, …], "compile": {…}}.',
        )
    given = network["layers"]
    if not 1 <= len(given) <= MOST_LAYERS:
        raise TaskError(
            f"The architecture has {len(given)} layers.",
            hint=f"It can have 1 to {MOST_LAYERS}.",
        )
    layers = [checked_layer(number, one) for number, one in enumerate(given, start=1)]
    _check_shapes(layers, plan)
    _check_end(layers, plan)
    compiled = _checked_compile(network.get("compile") or {}, plan, layers)
    settings = dict(plan.hyperparameters)
    if "optimizer" in compiled:
        settings["optimizer"] = compiled.pop("optimizer")
    validation = plan.validation.model_copy(update={"n_splits": 0})
    return plan.model_copy(
        update={
            "network": {"layers": layers, **compiled},
            "hyperparameters": settings,
            "validation": validation,
        }
    )


def template(plan: TrainingPlan, n_rows: int) -> dict[str, Any]:
    """Two hidden layers sized from the table, and the end that the problem needs.

    The first layer has about twice as many neurons as there are features, bounded so
    that the network has fewer weights than rows where that is possible.
    """
    settings = plan.hyperparameters
    n_features = len(plan.roles)
    room = max(8.0, n_rows / (10 * max(1, n_features)))
    size = min(2.0 * n_features + 8, 4 * room, 256)
    first = max(8, min(256, 2 ** round(math.log2(size))))
    shared = {
        "activation": "relu",
        "kernel_initializer": settings.get("kernel_initializer", "glorot_uniform"),
        "l1": settings.get("l1", 0.0),
        "l2": settings.get("l2", 0.0),
    }
    layers: list[dict[str, Any]] = [{"type": "Dense", "units": first, **shared}]
    rate = settings.get("dropout", 0.1)
    if rate:
        layers.append({"type": "Dropout", "rate": rate})
    layers.append({"type": "Dense", "units": max(4, first // 2), **shared})
    return {"layers": [*layers, _end(plan)]}


def problem_of(plan: TrainingPlan) -> str:
    """Regression, binary or multiclass."""
    if plan.kind == "regression":
        return "regression"
    return "binary" if len(plan.classes) == 2 else "multiclass"


def _end(plan: TrainingPlan) -> dict[str, Any]:
    problem = problem_of(plan)
    if problem == "multiclass":
        return {"type": "Dense", "units": len(plan.classes), "activation": "softmax"}
    activation = "linear" if problem == "regression" else "sigmoid"
    return {"type": "Dense", "units": 1, "activation": activation}


def _check_shapes(layers: Sequence[Mapping[str, Any]], plan: TrainingPlan) -> None:
    shape = "vector"
    for number, given in enumerate(layers, start=1):
        layer = LAYERS[given["type"]]
        if layer.name == "Embedding":
            _check_embedding(number, plan)
        if layer.needs == "sequence" and shape == "vector" and number > 1:
            before = layers[number - 2]["type"]
            raise TaskError(
                f"Layer {number} ({layer.name}) needs a sequence, but layer {number - 1} "
                f"({before}) gives single values.",
                hint="Put it first, or keep the sequence with return_sequences.",
            )
        if layer.gives != "same":
            shape = layer.gives
        elif layer.needs == "sequence":
            shape = "sequence"
        if given.get("return_sequences"):
            shape = "sequence"
    if shape == "sequence":
        raise TaskError(
            f"Layer {len(layers)} ({layers[-1]['type']}) works on a sequence, but the "
            "last layer must give one row of values.",
            hint="Put Flatten or GlobalAveragePooling1D before it.",
            options=("Flatten", "GlobalAveragePooling1D"),
        )


def _check_embedding(number: int, plan: TrainingPlan) -> None:
    if number > 1:
        raise TaskError(
            f"Layer {number} (Embedding) must be the first layer.",
            hint="It turns the words of categories into numbers.",
        )
    others = [name for name, role in plan.roles.items() if role != "category"]
    if others:
        raise TaskError(
            f"Layer 1 (Embedding) takes categories only, but {others[0]} is none.",
            hint="Use category features only, or start with a Dense layer.",
        )


def _check_end(layers: Sequence[Mapping[str, Any]], plan: TrainingPlan) -> None:
    last, wanted, number = layers[-1], _end(plan), len(layers)
    if last["type"] != "Dense":
        raise TaskError(
            f"Layer {number} ({last['type']}) is the last; that must be Dense.",
            hint=f"For this target: {_shown(wanted)}.",
        )
    for field in ("units", "activation"):
        if last[field] != wanted[field]:
            raise TaskError(
                f"Layer {number} (Dense) is the last and has {field} {last[field]}; "
                f"this target needs {wanted[field]}.",
                hint=f"For this target: {_shown(wanted)}.",
            )


def _shown(layer: Mapping[str, Any]) -> str:
    return f"Dense, units {layer['units']}, activation {layer['activation']}"


def _checked_compile(
    given: Mapping[str, Any], plan: TrainingPlan, layers: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    for key in given:
        if key not in ("loss", "optimizer", "metrics"):
            raise TaskError(
                f"“compile” has no field “{key}”.",
                hint="It has: loss, optimizer, metrics.",
            )
    losses = _LOSSES[problem_of(plan)]
    loss = str(given.get("loss", losses[0])).lower()
    loss = _SHORT.get(loss, loss)
    if loss not in losses:
        raise TaskError(
            f"The loss {loss!r} does not fit this target.",
            hint=f"It can be: {', '.join(losses)}.",
            options=losses,
        )
    found: dict[str, Any] = {"loss": loss}
    if "optimizer" in given:
        optimizer = str(given["optimizer"]).lower()
        if optimizer not in OPTIMIZERS:
            raise TaskError(
                f"There is no optimizer {given['optimizer']!r}.",
                hint=f"It can be: {', '.join(OPTIMIZERS)}.",
                options=OPTIMIZERS,
            )
        found["optimizer"] = optimizer
    return found
