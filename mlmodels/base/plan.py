"""A training as it was decided: everything that its script needs to know."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from analysis.base.task import Step
from mlmodels.base.estimator import Encoding, Kind, Missing, Scaling

Role = Literal["number", "boolean", "category", "date", "text"]
Split = Literal["random", "stratified", "grouped", "time"]
Outliers = Literal["none", "iqr", "zscore"]
Balance = Literal["none", "weights", "oversample", "undersample"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Preprocessing(_Value):
    """What happens to features; None leaves the choice to the estimator.

    ``constant`` fills missing numbers where ``missing`` is "constant"; ``indicator``
    adds a column that tells where values were missing; levels beyond ``max_levels``
    are one; ``outliers`` and ``balance`` concern training rows only.
    """

    missing: Missing | None = None
    constant: float = 0.0
    indicator: bool = True
    scaling: Scaling | None = None
    encoding: Encoding | None = None
    max_levels: int = Field(default=50, ge=2, le=1_000)
    outliers: Outliers = "none"
    balance: Balance = "none"


class Validation(_Value):
    """How a model is judged.

    ``test_size`` is the share of rows held out (0: none); ``n_splits`` the folds of
    cross-validation within the others (0: none); ``by`` the column of groups or times;
    ``periods`` the times that train and test (train_from, train_until, test_from,
    test_until), where they were named. ``said``: a person decided how rows are split.
    ``copies``: equal rows stay on the same side of a split by chance.
    """

    split: Split = "random"
    by: str | None = None
    test_size: float = Field(default=0.2, ge=0, le=0.9)
    n_splits: int = Field(default=5, ge=0, le=20)
    periods: dict[str, str] = Field(default_factory=dict)
    said: bool = False
    copies: bool = False


class TrainingPlan(_Value):
    """A checked plan; equal plans of equal data give equal models.

    ``roles`` says of every feature what it is to the model, in the table's order;
    ``positive`` is the class whose probability is reported when there are two;
    ``threshold`` the probability from which on it is named (None: the likelier class);
    ``watched`` are columns of few groups whose scores are told apart;
    ``tune`` tries several settings within the time; ``network`` is the neural network's architecture and training, for Keras.
    ``notes`` are decisions that a person should know of; ``named``: a person chose the
    features; ``unit`` is that of the target's numbers. ``changes`` are the steps by
    which a conversation changed the table before, ``inputs`` the columns (and what they
    are) that new rows must have where features are made by such steps.
    """

    target: str
    kind: Kind
    roles: dict[str, Role]
    estimator: str
    hyperparameters: dict[str, Any] = Field(default_factory=dict)
    preprocessing: Preprocessing = Preprocessing()
    validation: Validation = Validation()
    classes: tuple[str, ...] = ()
    positive: str = ""
    threshold: float | None = Field(default=None, gt=0, lt=1)
    random_state: int = Field(default=0, ge=0, le=2**32 - 1)
    seconds: float = Field(default=60.0, gt=0)
    tune: bool = False
    watched: tuple[str, ...] = ()
    network: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()
    named: bool = False
    unit: str = ""
    changes: tuple[Step, ...] = ()
    inputs: dict[str, Role] = Field(default_factory=dict)

    @property
    def features(self) -> tuple[str, ...]:
        """The columns that it predicts from."""
        return tuple(self.roles)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the changed table that the training uses."""
        more = (self.validation.by,) if self.validation.by else ()
        named = (*self.features, self.target, *more)
        return tuple(dict.fromkeys(named))
