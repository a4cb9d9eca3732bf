"""A Keras network with its preparation, as scripts train it and predict with it.

Keras is handed in: only scripts for neural networks load it.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd

from mlmodels.learning.progress import report


class Network:
    """Prepared features in, numbers or probabilities out.

    ``shift`` and ``scale`` bring a network's output back to the target's units.
    """

    def __init__(
        self,
        model: Any,
        prepare: Any,
        classes: list[str],
        shift: float = 0.0,
        scale: float = 1.0,
    ) -> None:
        self.model = model
        self.prepare = prepare
        self.classes = classes
        self.shift = shift
        self.scale = scale

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Predicted numbers."""
        output = self.model.predict(self.inputs(X), verbose=0, batch_size=1024)
        return np.asarray(output, dtype="float64")[:, 0] * self.scale + self.shift

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """One probability per class and row."""
        output = self.model.predict(self.inputs(X), verbose=0, batch_size=1024)
        output = np.asarray(output, dtype="float64")
        if len(self.classes) == 2:
            output = np.column_stack([1 - output[:, 0], output[:, 0]])
        return np.asarray(output / output.sum(axis=1, keepdims=True))

    def inputs(self, X: pd.DataFrame) -> np.ndarray:
        """Features as the network takes them."""
        return network_inputs(self.prepare.transform(X))

    def saved_part(self) -> dict[str, Any]:
        """All but the Keras model, for skops."""
        return {
            "prepare": self.prepare,
            "classes": self.classes,
            "shift": self.shift,
            "scale": self.scale,
        }


def network_inputs(prepared: Any) -> np.ndarray:
    """An array of small floats; unseen words (-1) become code 0, others follow."""
    return np.asarray(prepared, dtype="float32")


def build_network(
    keras: Any, layers: list[dict[str, Any]], n_inputs: int, n_codes: int
) -> Any:
    """The layers as a Keras model; a leading sequence layer sees features as steps."""
    inputs = keras.Input(shape=(n_inputs,), name="features")
    x = inputs
    for number, given in enumerate(layers, start=1):
        options = {key: value for key, value in given.items() if key != "type"}
        name = f"{given['type'].lower()}_{number}"
        if given["type"] == "Embedding":
            x = keras.layers.Rescaling(1.0, offset=1.0, name="codes")(x)
            x = keras.layers.Embedding(n_codes, name=name, **options)(x)
            continue
        if number == 1 and given["type"] in SEQUENCE_LAYERS:
            x = keras.layers.Reshape((n_inputs, 1), name="steps")(x)
        if given["type"] == "Attention":
            attention = keras.layers.MultiHeadAttention(name=name, **options)
            x = attention(x, x)
            continue
        if "l1" in options:
            penalties = {"l1": options.pop("l1"), "l2": options.pop("l2")}
            if any(penalties.values()):
                options["kernel_regularizer"] = keras.regularizers.L1L2(**penalties)
        x = layers_of(keras)[given["type"]](name=name, **options)(x)
    return keras.Model(inputs, x)


SEQUENCE_LAYERS = (
    "Conv1D", "MaxPooling1D", "GlobalAveragePooling1D", "GlobalMaxPooling1D", "LSTM",
    "GRU", "Attention",
)  # fmt: skip


def layers_of(keras: Any) -> dict[str, Any]:
    """The layer classes by the names that architectures use."""
    return {
        "Dense": keras.layers.Dense,
        "Activation": keras.layers.Activation,
        "Dropout": keras.layers.Dropout,
        "BatchNormalization": keras.layers.BatchNormalization,
        "LayerNormalization": keras.layers.LayerNormalization,
        "Conv1D": keras.layers.Conv1D,
        "MaxPooling1D": keras.layers.MaxPooling1D,
        "GlobalAveragePooling1D": keras.layers.GlobalAveragePooling1D,
        "GlobalMaxPooling1D": keras.layers.GlobalMaxPooling1D,
        "Flatten": keras.layers.Flatten,
        "LSTM": keras.layers.LSTM,
        "GRU": keras.layers.GRU,
    }


def optimizer_of(keras: Any, settings: dict[str, Any], n_steps: int) -> Any:
    """The optimizer with its learning rate, constant or falling over ``n_steps``."""
    rate: Any = settings["learning_rate"]
    if settings["schedule"] == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(rate, n_steps)
    elif settings["schedule"] == "exponential":
        # To a hundredth at the end.
        rate = keras.optimizers.schedules.ExponentialDecay(rate, n_steps, 0.01)
    return keras.optimizers.get(
        {"class_name": settings["optimizer"], "config": {"learning_rate": rate}}
    )


def callbacks_of(
    keras: Any, settings: dict[str, Any], watched: str, until: float
) -> list[Any]:
    """Early stopping, a falling rate on a plateau, the live loss and the time limit."""
    found = []
    if settings["patience"]:
        found.append(
            keras.callbacks.EarlyStopping(
                watched, patience=settings["patience"], restore_best_weights=True
            )
        )
    if settings["schedule"] == "plateau":
        found.append(keras.callbacks.ReduceLROnPlateau(watched, factor=0.5, patience=5))
    said = [0.0]

    def after_epoch(epoch: int, logs: Any) -> None:
        now = time.monotonic()
        if now > until:
            timer.model.stop_training = True
        if now - said[0] > 0.2 or epoch == 0:
            said[0] = now
            details = {key: round(float(value), 6) for key, value in logs.items()}
            share = 0.05 + 0.6 * (epoch + 1) / settings["epochs"]
            report(
                share,
                f"Epoch {epoch + 1} of {settings['epochs']}",
                epoch=epoch + 1,
                **details,
            )

    timer = keras.callbacks.LambdaCallback(on_epoch_end=after_epoch)
    return [*found, timer]


def network_target(y: np.ndarray, classes: list[str], loss: str) -> np.ndarray:
    """The target as the loss takes it: scaled numbers, 0 and 1, codes or indicators."""
    if not classes:
        return y
    codes = np.searchsorted(np.asarray(classes), y)
    if loss == "categorical_crossentropy":
        return np.eye(len(classes), dtype="float32")[codes]
    return codes.astype("float32" if len(classes) == 2 else "int64")


def watching_rows(
    used: np.ndarray,
    train: np.ndarray,
    y: np.ndarray,
    stratified: bool,
    random_state: int,
) -> tuple[np.ndarray, np.ndarray]:
    """A tenth of the training rows to watch, and those of ``used`` that are left."""
    if len(train) < 50:
        return train[:0], used
    rng = np.random.default_rng(random_state)
    watching = rng.choice(train, round(0.1 * len(train)), replace=False)
    learning = used[~np.isin(used, watching)]
    if stratified and len(np.unique(y[learning])) < len(np.unique(y[used])):
        return train[:0], used
    return np.sort(watching), learning


def diagram(model: Any) -> list[dict[str, Any]]:
    """The layers from input to output: type, output shape, number of weights."""
    return [
        {
            "name": layer.name,
            "type": type(layer).__name__,
            "shape": list(layer.output.shape[1:]),
            "weights": int(layer.count_params()),
        }
        for layer in model.layers
    ]
