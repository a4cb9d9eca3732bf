"""A neural network of Keras's: the template sized from the data, or one's own layers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import above, between

Optimizer = Literal["adam", "adamw", "sgd", "rmsprop", "nadam", "adagrad"]
Initializer = Literal[
    "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal",
    "random_normal", "random_uniform",
]  # fmt: skip
Schedule = Literal["none", "cosine", "exponential", "plateau"]

estimator = Estimator(
    __name__,
    title="Neural network",
    words="Layers of neurons of your choice, trained epoch by epoch with Keras.",
    simplicity=9,
    phrases=(
        Phrase(r"\b(?:keras|tensorflow)\b", 4),
        Phrase(r"\bdeep (?:learning|neural)\w*\b", 4),
        Phrase(r"\bneural[- ]?net\w*\b", 3.5),
        Phrase(r"\b(?:lstm|gru|cnn|conv1d)\b", 3),
    ),
    references=("Goodfellow, Bengio, Courville (2016): Deep Learning, 6-8",),
    preparation=Preparation(scaling="standard"),
    library="keras",
    template="ml/keras.py.j2",
)


@estimator.build
def keras(
    kind: str,
    random_state: int,
    epochs: Annotated[int, between(1, 10_000)] = 50,
    batch_size: Annotated[int, between(1, 1_000_000)] = 32,
    optimizer: Optimizer = "adam",
    learning_rate: Annotated[float, above(0, 10)] = 1e-3,
    kernel_initializer: Initializer = "glorot_uniform",
    l1: Annotated[float, between(0, 10)] = 0.0,
    l2: Annotated[float, between(0, 10)] = 0.0,
    dropout: Annotated[float, between(0, 0.95)] = 0.1,
    patience: Annotated[int, between(1, 10_000)] | None = None,
    schedule: Schedule = "none",
) -> dict[str, Any]:
    """How the network is trained; ``patience`` epochs without progress end it early.

    ``kernel_initializer``, ``l1``, ``l2`` and ``dropout`` shape the template only: own
    layers say it themselves.
    """
    return {
        "epochs": epochs,
        "batch_size": batch_size,
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "patience": patience,
        "schedule": schedule,
    }
