"""A small neural network of scikit-learn's."""

from __future__ import annotations

from typing import Annotated, Literal

from sklearn.compose import TransformedTargetRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

from analysis.base.language import Phrase
from mlmodels.base.estimator import Estimator, Preparation
from mlmodels.base.hyperparameters import above, between

Activation = Literal["relu", "tanh", "logistic"]
Solver = Literal["adam", "lbfgs", "sgd"]

estimator = Estimator(
    __name__,
    title="Neural network (small)",
    words="One or two layers of neurons: finds complex patterns, wants many rows.",
    simplicity=8,
    phrases=(
        Phrase(r"\b(?:small|simple) neural[- ]?net\w*\b", 4),
        Phrase(r"\bneural[- ]?net\w*\b", 3),
        Phrase(r"\bmlp\b", 4),
        Phrase(r"\bmulti-?layer perceptron\b", 4),
    ),
    references=("Rumelhart, Hinton, Williams (1986), Nature 323, 533-536",),
    preparation=Preparation(scaling="standard"),
    search={"alpha": (1e-4, 1e-3, 0.1), "learning_rate_init": (1e-3, 1e-2)},
)


@estimator.build
def mlp(
    kind: str,
    random_state: int,
    hidden_layer_sizes: list[Annotated[int, between(1, 1_000)]] | None = None,
    activation: Activation = "relu",
    solver: Solver = "adam",
    alpha: Annotated[float, between(0, 1e3)] = 1e-3,
    learning_rate_init: Annotated[float, above(0, 1)] = 1e-3,
    max_iter: Annotated[int, between(1, 10_000)] = 300,
    early_stopping: bool = False,
) -> TransformedTargetRegressor | MLPClassifier:
    """Layers of ``hidden_layer_sizes`` neurons; for regression the target is scaled."""
    options = {
        "hidden_layer_sizes": tuple(hidden_layer_sizes or [64, 32]),
        "activation": activation,
        "solver": solver,
        "alpha": alpha,
        "learning_rate_init": learning_rate_init,
        "max_iter": max_iter,
        "early_stopping": early_stopping,
        "random_state": random_state,
    }
    if kind == "regression":
        network = MLPRegressor(**options)
        return TransformedTargetRegressor(network, transformer=StandardScaler())
    return MLPClassifier(**options)
