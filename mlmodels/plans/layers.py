"""The layers that a network may have: their fields, and what shape they need and give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analysis.base.errors import TaskError
from mlmodels.base.hyperparameters import Hyperparameter, Range, checked_value

Shape = Literal["vector", "sequence", "any", "same"]
ACTIVATIONS = (
    "relu", "sigmoid", "softmax", "tanh", "linear", "elu", "selu", "gelu", "silu",
    "leaky_relu", "softplus", "exponential",
)  # fmt: skip
INITIALIZERS = (
    "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform",
    "lecun_normal", "random_normal", "random_uniform", "zeros", "ones", "orthogonal",
)  # fmt: skip
_REQUIRED = object()
_UNITS = Range(1, 4_096)
_SHARE = Range(0, 0.95)
_PENALTY = Range(0, 10)


def _field(
    name: str,
    kind: type,
    default: Any = None,
    limits: Range | None = None,
    choices: tuple[Any, ...] = (),
) -> Hyperparameter:
    return Hyperparameter(name, kind, default, limits, choices, default is None)


_ACTIVATION = _field("activation", str, "linear", choices=ACTIVATIONS)
_INITIALIZER = _field("kernel_initializer", str, "glorot_uniform", choices=INITIALIZERS)
_L1, _L2 = _field("l1", float, 0.0, _PENALTY), _field("l2", float, 0.0, _PENALTY)
_RECURRENT = (
    _field("units", int, _REQUIRED, _UNITS),
    _field("return_sequences", bool, False),
    _field("dropout", float, 0.0, _SHARE),
    _INITIALIZER,
)


@dataclass(frozen=True)
class Layer:
    """A kind of layer: its fields, the shape it needs and the shape it gives."""

    name: str
    fields: tuple[Hyperparameter, ...] = ()
    needs: Shape = "any"
    gives: Shape = "same"


LAYERS = {
    layer.name: layer
    for layer in (
        Layer(
            "Dense",
            (
                _field("units", int, _REQUIRED, _UNITS),
                _ACTIVATION,
                _INITIALIZER,
                _L1,
                _L2,
            ),
        ),
        Layer(
            "Activation", (_field("activation", str, _REQUIRED, choices=ACTIVATIONS),)
        ),
        Layer("Dropout", (_field("rate", float, _REQUIRED, _SHARE),)),
        Layer("BatchNormalization", (_field("momentum", float, 0.99, Range(0, 1)),)),
        Layer("LayerNormalization"),
        Layer(
            "Conv1D",
            (
                _field("filters", int, _REQUIRED, _UNITS),
                _field("kernel_size", int, _REQUIRED, Range(1, 512)),
                _field("strides", int, 1, Range(1, 64)),
                _field("padding", str, "same", choices=("same", "causal", "valid")),
                _ACTIVATION,
                _INITIALIZER,
            ),
            "sequence",
            "sequence",
        ),
        Layer(
            "MaxPooling1D",
            (
                _field("pool_size", int, 2, Range(1, 64)),
                _field("padding", str, "same", choices=("same", "valid")),
            ),
            "sequence",
            "sequence",
        ),
        Layer("GlobalAveragePooling1D", (), "sequence", "vector"),
        Layer("GlobalMaxPooling1D", (), "sequence", "vector"),
        Layer("Flatten", (), "any", "vector"),
        Layer("LSTM", _RECURRENT, "sequence", "vector"),
        Layer("GRU", _RECURRENT, "sequence", "vector"),
        Layer(
            "Embedding",
            (_field("output_dim", int, _REQUIRED, Range(1, 512)),),
            "vector",
            "sequence",
        ),
        Layer(
            "Attention",
            (
                _field("num_heads", int, 1, Range(1, 32)),
                _field("key_dim", int, 8, Range(1, 256)),
                _field("dropout", float, 0.0, _SHARE),
            ),
            "sequence",
            "sequence",
        ),
    )
}


def checked_layer(number: int, given: Any) -> dict[str, Any]:
    """One layer with all its fields.

    Raises:
        TaskError: it names the layer's number and type, the field and what is allowed.
    """
    if not isinstance(given, Mapping):
        raise TaskError(
            f"Layer {number} is not an object.",
            hint='A layer looks like {"type": "Dense", "units": 64, "activation": "relu"}.',
        )
    name = given.get("type")
    layer = next(
        (one for key, one in LAYERS.items() if key.lower() == str(name).lower()), None
    )
    if layer is None:
        raise TaskError(
            f"Layer {number} has the unknown type {name!r}.",
            hint=f"Types: {', '.join(LAYERS)}.",
            options=tuple(LAYERS),
        )
    known = {field.name: field for field in layer.fields}
    for field in given:
        if field not in known and field != "type":
            names = ", ".join(known) or "none"
            raise TaskError(
                f"Layer {number} ({layer.name}) has no field “{field}”.",
                hint=f"Its fields: {names}.",
                options=tuple(known),
            )
    values = {field.name: _value(number, layer, field, given) for field in layer.fields}
    return {"type": layer.name, **values}


def _value(
    number: int, layer: Layer, field: Hyperparameter, given: Mapping[str, Any]
) -> Any:
    if field.name not in given:
        if field.default is _REQUIRED:
            raise TaskError(
                f"Layer {number} ({layer.name}) lacks “{field.name}”.",
                hint=f"It is {field.allowed}.",
            )
        return field.default
    try:
        return checked_value(field, given[field.name])
    except TaskError as error:
        raise TaskError(
            f"Layer {number} ({layer.name}): {error.message}",
            hint=f"Allowed: {field.allowed}.",
            options=error.options,
        ) from None
