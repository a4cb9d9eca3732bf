"""What the API takes and gives, as OpenAPI describes it. Sizes are bytes, times UTC."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from ninja.responses import codes_4xx
from pydantic import ConfigDict, Field, StringConstraints

from analysis.base.columns import Kind
from analysis.tables.exporting import FORMATS
from chat.api.problems import Trouble
from chat.deciding import MAX_TEXT
from chat.received import LARGEST
from mlmodels.base.estimator import Encoding, Missing, Scaling
from mlmodels.base.plan import Balance, Outliers

MOST_SECONDS = 60.0
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Said = Annotated[Text, StringConstraints(max_length=MAX_TEXT)]
Name = Annotated[Text, StringConstraints(max_length=120)]
Column = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Whole = Annotated[int, Field(ge=0, le=LARGEST)]
Limit = Annotated[int, Field(ge=1, le=100)]
Wait = Annotated[float, Field(ge=0, le=MOST_SECONDS)]
Ending = Literal["csv", "xlsx", "parquet"]
assert set(FORMATS) == {"csv", "xlsx", "parquet"}


def answers(shape: Any, *statuses: int) -> dict[Any, Any]:
    """The responses of an operation: its shape under each status, else a refusal."""
    return {**dict.fromkeys(statuses or (200,), shape), codes_4xx: Trouble}


class Order(Schema):
    """What comes in: nothing but what is known."""

    model_config = ConfigDict(extra="forbid")


class Use(Schema):
    used: float
    allowed: int | None


class Myself(Schema):
    """Whose the token is: the account's name, its purposes, and what is used."""

    owner: uuid.UUID
    account: str | None
    token: str
    scopes: list[str]
    quotas: dict[str, Use]


class ColumnShape(Schema):
    name: str
    kind: Kind
    missing: int
    distinct: int


class DatasetShape(Schema):
    """A table; without rows and columns it is not read yet, or could not be."""

    id: uuid.UUID
    name: str
    size: int
    sha256: str
    created: datetime
    is_read: bool
    rows: int | None = None
    columns: list[ColumnShape] = []


class Correction(Order):
    """Other ways to read a file: kinds of columns, and choices by the receipt's names.

    ``choices`` are those of a receipt's ``ambiguities``: its ``override`` and the first
    of one of its ``options``.
    """

    kinds: dict[Column, Kind] = {}
    choices: dict[Column, str] = {}
    conversation: uuid.UUID | None = None
    client_id: ClientId | None = None


class UploadOrder(Order):
    name: Name
    size: Whole
    conversation: uuid.UUID | None = None


class UploadShape(Schema):
    """A file on its way in: ``offset`` bytes are there, send ``chunk`` at a time."""

    id: uuid.UUID
    conversation: uuid.UUID
    name: str
    size: int
    offset: int
    chunk: int


class ConversationOrder(Order):
    title: Name | None = None
    dataset: uuid.UUID | None = None


class Renamed(Order):
    title: Name


class ConversationShape(Schema):
    id: uuid.UUID
    title: str
    dataset: uuid.UUID | None
    created: datetime
    updated: datetime


class RunShape(Schema):
    """A piece of work; its script and result have addresses of their own."""

    id: uuid.UUID
    kind: str
    status: str
    question: str
    dataset: uuid.UUID | None
    created: datetime
    started: datetime | None
    finished: datetime | None
    seconds: float | None
    peak_memory_mb: float | None
    isolation: str
    script_sha256: str
    data_sha256: str
    versions: dict[str, Any]
    error: str


Status = Literal["said", "working", "answered", "question", "error"]


class MessageShape(Schema):
    """A person's message (``said``), or StatAgent's.

    ``task`` is what was understood, ``result`` the unrounded numbers, ``reply`` the
    words (choices among its blocks are answered by their values), ``script`` what ran.
    """

    id: int
    conversation: uuid.UUID
    status: Status
    created: datetime
    client_id: str | None = None
    text: str = ""
    question: str = ""
    task: dict[str, Any] | None = None
    result: Any = None
    reply: dict[str, Any] | None = None
    script: str | None = None
    run: uuid.UUID | None = None


class MessageOrder(Order):
    """A question, or the value of a choice that the message ``pressed`` offers.

    The same ``client_id`` twice is carried out once.
    """

    text: Said
    pressed: Whole | None = None
    client_id: ClientId | None = None


class Received(Schema):
    """A file that came in, and the message that tells how it was read."""

    dataset: DatasetShape
    message: MessageShape


class ExportOrder(Order):
    format: Ending = "csv"
    client_id: ClientId | None = None


class ModelShape(Schema):
    id: uuid.UUID
    name: str
    version: int
    estimator: str
    kind: str
    target: str
    features: list[dict[str, Any]]
    dataset: uuid.UUID | None
    data_sha256: str
    metric: str | None
    scores: dict[str, Any]
    size: int
    created: datetime


class Options(Order):
    """How a training prepares, judges and searches; what is left out is usual."""

    seconds: Annotated[float, Field(gt=0, le=270)] | None = None
    random_state: Annotated[int, Field(ge=0, le=2**32 - 1)] | None = None
    test_size: Annotated[float, Field(ge=0, le=0.9)] | None = None
    n_splits: Annotated[int, Field(ge=0, le=20)] | None = None
    split: Literal["random", "grouped", "time"] | None = None
    by: Column | None = None
    missing: Missing | None = None
    scaling: Scaling | None = None
    encoding: Encoding | None = None
    balance: Balance | None = None
    outliers: Outliers | None = None
    positive: str | None = None
    threshold: Annotated[float, Field(gt=0, lt=1)] | None = None
    tune: bool | None = None


class TrainingOrder(Order):
    """A model to be trained on a dataset, or on a conversation's table as it is now."""

    target: Column
    features: list[Column] | None = None
    model: Name = "auto"
    kind: Literal["regression", "classification"] | None = None
    hyperparameters: dict[str, Any] = {}
    options: Options = Options()
    network: dict[str, Any] | None = None
    name: Annotated[Text, StringConstraints(max_length=100)] | None = None
    dataset: uuid.UUID | None = None
    conversation: uuid.UUID | None = None
    client_id: ClientId | None = None


class PredictionOrder(Order):
    """One row's ``values``, or a whole ``dataset``.

    ``fill`` takes a typical value for each feature that is not said, and says so.
    """

    values: dict[Column, bool | float | str | None] | None = None
    dataset: uuid.UUID | None = None
    fill: bool = False
    conversation: uuid.UUID | None = None
    client_id: ClientId | None = None


class Page(Schema):
    """How many there are altogether, beside those that are told."""

    total: int


class Datasets(Page):
    items: list[DatasetShape]


class Conversations(Page):
    items: list[ConversationShape]


class Messages(Page):
    items: list[MessageShape]


class Runs(Page):
    items: list[RunShape]


class Models(Page):
    items: list[ModelShape]
