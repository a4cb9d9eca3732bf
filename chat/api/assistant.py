"""A server of the Model Context Protocol: assistants calculate here, with proof.

It speaks on standard input and output for one owner, and carries the runs out itself,
so that nothing else need be running. Needs the package ``mcp``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

from asgiref.sync import sync_to_async
from django.http import Http404
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import ValidationError

from analysis.base.errors import TaskError
from analysis.models import Dataset, Owner
from chat.api import orders
from chat.api.problems import Problem
from chat.api.reach import begin, conversation_for, dataset_of, message_of
from chat.api.shapes import Options, PredictionOrder, TrainingOrder
from chat.api.shown import shown_dataset, shown_message, shown_model
from chat.models import Conversation, Message, Run
from chat.orchestrator import Request, carry_out, respond, take_in
from chat.outcomes.command import Learn
from chat.people.quotas import check_upload
from chat.runs.jobs import execute_run
from chat.tables.datasets import dataset_from
from mlmodels.models import TrainedModel

_ABOUT = """StatAgent answers questions about tables with right statistics. Upload a file,
then ask in plain English. Quote numbers from `result` or `reply` as they are; `script` is
the program that computed them. A `status` of "question" wants one of the reply's choices as
the next question (with its message's id as `pressed`); "error" says what to do instead."""
Told = dict[str, Any]
P = ParamSpec("P")


class Workbench:
    """What an assistant can do for one owner; every method is a tool."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def datasets(self) -> Told:
        """The tables that are there, with their columns."""
        found = Dataset.objects.of(self._owner)[:50]
        return {"datasets": [_plain(shown_dataset(one)) for one in found]}

    def upload(self, path: str) -> Told:
        """Read a table from a file on this machine: CSV, Excel, JSON, Parquet, SPSS …

        Gives the dataset's id, the conversation's, and how the file was read.
        """
        file = Path(path).expanduser()
        if not file.is_file():
            raise TaskError(f"There is no file {path}.", hint="Give its whole path.")
        check_upload(self._owner, file.stat().st_size)
        dataset = dataset_from(self._owner, file.name, file)
        conversation, started = begin(self._owner), list[Run]()
        said = f"Uploaded {file.name}"
        message = take_in(conversation, dataset, said, start=started.append)
        told = self._finished(message, started)
        read = dataset_of(self._owner, dataset.id)
        return {"dataset": _plain(shown_dataset(read)), "message": told}

    def describe(self, dataset: uuid.UUID) -> Told:
        """A table: its columns, how it was read, and what about it is doubtful."""
        found = dataset_of(self._owner, dataset)
        shown = _plain(shown_dataset(found))
        if not found.is_read:
            return shown
        receipt = found.receipt.model_dump(mode="json")
        parts = ("warnings", "ambiguities", "look", "encoding", "n_duplicates")
        return {**shown, **{name: receipt[name] for name in parts}}

    def ask(
        self,
        question: str,
        dataset: uuid.UUID | None = None,
        conversation: uuid.UUID | None = None,
        pressed: int | None = None,
    ) -> Told:
        """A question about a table, in a new conversation about a dataset or, to follow
        up, in one that there is. The answer has numbers, words and the script."""
        into = conversation_for(self._owner, conversation, dataset)
        started: list[Run] = []
        said = Request(question, pressed=pressed)
        return self._finished(respond(into, said, start=started.append), started)

    def models(self) -> Told:
        """The trained models, with their scores and the features that they need."""
        found = TrainedModel.objects.of(self._owner).defer("script")[:50]
        return {"models": [_plain(shown_model(one)) for one in found]}

    def train(
        self,
        dataset: uuid.UUID,
        target: str,
        features: list[str] | None = None,
        model: str = "auto",
        name: str | None = None,
        seconds: float = 60.0,
    ) -> Told:
        """Train a model that predicts a column; it is judged on rows held out."""
        order = TrainingOrder(
            dataset=dataset, target=target, features=features, model=model, name=name,
            options=Options(seconds=seconds),
        )  # fmt: skip
        return self._carried_out(*orders.training(self._owner, order))

    def predict(
        self,
        model: uuid.UUID,
        values: dict[str, bool | float | str | None] | None = None,
        dataset: uuid.UUID | None = None,
        fill: bool = False,
    ) -> Told:
        """Predict for one row's values, or for all rows of a dataset. ``fill`` takes a
        typical value for each feature that is not given, and says so."""
        order = PredictionOrder(values=values, dataset=dataset, fill=fill)
        return self._carried_out(*orders.prediction(self._owner, model, order))

    def _carried_out(self, conversation: Conversation, asked: Learn) -> Told:
        started: list[Run] = []
        message = carry_out(conversation, asked.question, asked, start=started.append)
        return self._finished(message, started)

    def _finished(self, message: Message, started: list[Run]) -> Told:
        for run in started:
            execute_run(str(run.id))
        return _plain(shown_message(message_of(self._owner, message.id)))


def _plain(shape: Any) -> Told:
    content: Told = shape.model_dump(mode="json")
    return content


def _tool(work: Callable[P, Told]) -> Callable[P, Any]:
    """A tool in words that an assistant can act upon when it fails."""

    @wraps(work)
    async def asked(*args: P.args, **kwargs: P.kwargs) -> Told:
        try:
            return await sync_to_async(work)(*args, **kwargs)
        except TaskError as error:
            raise ToolError(f"{error.message} {error.hint}".strip()) from error
        except Problem as error:
            raise ToolError(f"{error.error} {error.hint}".strip()) from error
        except Http404 as error:
            raise ToolError("There is nothing of that id. See datasets.") from error
        except ValidationError as error:
            raise ToolError(f"The request does not fit: {error}") from error

    return asked


def server(owner: Owner) -> MCPServer[Any]:
    """The server with all tools, for one owner."""
    bench, found = Workbench(owner), MCPServer[Any]("statagent", instructions=_ABOUT)
    for name in ("datasets", "upload", "describe", "ask", "models", "train", "predict"):
        found.tool(name)(_tool(getattr(bench, name)))
    return found
