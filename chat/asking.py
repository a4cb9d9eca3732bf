"""Asking without a surface: a private temporary conversation per chain of questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, File, Notice, Reply
from analysis.base.task import Step, Task
from analysis.models import Dataset, Owner
from analysis.operations import operation_named
from analysis.pipeline import task_columns
from chat.deciding import decide
from chat.models import Conversation, Message, Run
from chat.models.details import (
    ExportDetails,
    PlanDetails,
    PredictionDetails,
    TrainingDetails,
    details_of,
)
from chat.orchestrator import Request, respond
from chat.outcomes.refusals import error_reply
from chat.people import quotas
from chat.reader.training.request import is_complete
from chat.render.surface import worded_reply
from chat.runs.jobs import execute_run
from chat.tables.attached import attached_file
from chat.tables.datasets import dataset_from, read_in, remove_files
from chat.tables.working import working_schema
from chat.workflows.plan_step import answers_plan

_LEARNING = (Run.Kind.PLAN, Run.Kind.TRAINING, Run.Kind.PREDICTION)
_TABLES = (Run.Kind.EXPORT, Run.Kind.COMBINE)


@dataclass(frozen=True)
class Answered:
    """One question with what came of it; ``as_json`` is the stable interface."""

    id: Any
    question: str
    status: str
    task: Task | None
    columns: tuple[str, ...]
    result: dict[str, Any] | None
    reply: Reply
    script: str | None
    run: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        reply = worded_reply(self.reply, "terminal").model_dump(mode="json")
        return {
            "id": self.id,
            "question": self.question,
            "status": self.status,
            "task": _task_json(self.task, self.columns) if self.task else None,
            "result": self.result,
            "reply": {"summary": reply["summary"], "blocks": reply["blocks"]},
            "script": self.script,
            "run": self.run,
        }


def _task_json(task: Task, columns: Sequence[str]) -> dict[str, Any]:
    steps = [
        {"operation": step.operation, "params": step.params}
        for step in task.steps
        if not step.companion
    ]
    return {
        "steps": steps,
        "columns": list(columns),
        "confidence": round(task.confidence, 4),
        "understood": list(task.understood),
        "assumptions": list(task.assumptions),
        "ignored": list(task.ignored),
    }


class Session:
    """Files are read once; everything is gone when the session ends."""

    def __init__(self, *, parse_only: bool = False) -> None:
        self._parse_only = parse_only
        self._datasets: dict[str, Dataset | TaskError] = {}

    def __enter__(self) -> Self:
        self._owner = Owner.objects.create(quotas=dict(quotas.UNLIMITED))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for dataset in Dataset.objects.of(self._owner):
            remove_files(dataset)
        self._owner.delete()

    def ask(
        self,
        item: Any,
        file: str,
        questions: Sequence[str],
        choice: str | None = None,
        others: Sequence[str] = (),
    ) -> Iterator[Answered]:
        """The answers to a chain of questions, each a follow-up of those before it.

        ``others`` are files that can be named beside the one in use.
        """
        known = [self._dataset(one) for one in (file, *others)]
        refused = [one for one in known if isinstance(one, TaskError)]
        found = refused[0] if refused else known[0]
        if isinstance(found, TaskError):
            for question in questions:
                yield _refused(item, question, error_reply(found))
            return
        conversation = Conversation.objects.create(owner=self._owner, dataset=found)
        for number, question in enumerate(questions):
            answered = self._ask(item, conversation, question)
            following = questions[number + 1 : number + 2]
            if answered.status == "question" and choice is not None:
                answered = self._ask(item, conversation, choice)
            elif _starts(answered, question, conversation, following):
                answered = self._ask(item, conversation, "start", said=question)
            yield answered
        conversation.delete()

    def save_files(self, answered: Answered, folder: Path) -> list[Path]:
        """Put copies of the files that an answer offers into a folder."""
        found = [
            attached_file(self._owner, block.reference)
            for block in answered.reply.blocks
            if isinstance(block, File)
        ]
        folder.mkdir(parents=True, exist_ok=True)
        return [attached.save(folder) for attached in found if attached is not None]

    def _dataset(self, file: str) -> Dataset | TaskError:
        if file not in self._datasets:
            try:
                self._datasets[file] = self._read(Path(file))
            except TaskError as error:
                self._datasets[file] = error
        return self._datasets[file]

    def _read(self, path: Path) -> Dataset:
        if not path.is_file():
            raise TaskError(f"There is no file {path}.", hint="Check its name.")
        dataset = dataset_from(self._owner, path.name, path)
        receipt = read_in(dataset)
        dataset.receipt_json = receipt.model_dump(mode="json")
        dataset.save(update_fields=["receipt_json"])
        return dataset

    def _ask(
        self, item: Any, conversation: Conversation, question: str, *, said: str = ""
    ) -> Answered:
        """The answer to one message; ``said`` is the question that it belongs to."""
        if self._parse_only:
            return _parsed(item, conversation, question)
        started: list[Run] = []
        message = respond(conversation, Request(question), start=started.append)
        for run in started:
            execute_run(str(run.id))
            message = Message.objects.select_related("run").get(id=message.id)
        conversation.refresh_from_db()
        return answered_by(item, conversation, said or question, message)


def _starts(
    answered: Answered,
    question: str,
    conversation: Conversation,
    following: Sequence[str],
) -> bool:
    """Whether a training that was ordered in full begins without another word.

    The plan stays a question where columns are doubtful, or where what follows is its
    answer.
    """
    options = [
        option.value
        for block in answered.reply.blocks
        if isinstance(block, Choices)
        for option in block.options
    ]
    if answered.status != "question" or options[:1] != ["start"]:
        return False
    if any(value.startswith("start without") for value in options):
        return False
    if any(answers_plan(text) for text in following):
        return False
    return is_complete(question, working_schema(conversation))


def _parsed(item: Any, conversation: Conversation, question: str) -> Answered:
    decision = decide(conversation, question)
    task = decision.task
    reply = decision.reply or Reply(
        summary=" · ".join(task.understood) if task else "Understood."
    )
    return Answered(
        item,
        question,
        "answered" if task else _status_of(reply),
        task,
        tuple(task_columns(task, working_schema(conversation))) if task else (),
        None,
        reply,
        None,
        None,
    )


def _columns(task: Task | None, conversation: Conversation) -> tuple[str, ...]:
    """The columns of a task; none of one that does not fit its operations."""
    dataset = conversation.dataset
    if task is None or dataset is None or not dataset.is_read:
        return ()
    try:
        return tuple(task_columns(task, working_schema(conversation)))
    except ValueError:
        return ()


def answered_by(
    item: Any, conversation: Conversation, question: str, message: Message
) -> Answered:
    """What a final message answers to a question, as programs are told it."""
    reply, run = message.reply, message.run
    assert reply is not None
    task = message.task
    asked = _asked(task)
    if run is not None and run.kind in _LEARNING:
        return _learned(item, question, run, reply)
    if run is not None and run.kind in _TABLES:
        return _made(item, question, run, reply)
    ran = run is not None and run.kind != Run.Kind.IMPORT
    return Answered(
        item,
        question,
        _run_status(run) if ran and run else _status_of(reply),
        asked,
        _columns(asked, conversation),
        run.result if ran and run else None,
        reply,
        run.script or None if ran and run else None,
        _facts(run) if ran and run else None,
    )


def _made(item: Any, question: str, run: Run, reply: Reply) -> Answered:
    """A table that was written as a file, or made of others."""
    asked = details_of(run)
    steps = list(asked.steps) if isinstance(asked, ExportDetails) else []
    params = {k: v for k, v in asked.stored().items() if k != "steps"}
    steps.append(Step(operation=str(run.kind), params=params))
    return Answered(
        item,
        question,
        _run_status(run),
        Task(steps=tuple(steps), understood=(run.question,)),
        run.dataset.schema.names if run.dataset else (),
        run.result,
        reply,
        run.script or None,
        _facts(run),
    )


def _learned(item: Any, question: str, run: Run, reply: Reply) -> Answered:
    """A training, a prediction, or the plan of a training, which is a question back."""
    status = _run_status(run)
    if run.kind == Run.Kind.PLAN and status == "answered":
        status = "question"
    asked = details_of(run)
    if isinstance(asked, PlanDetails | TrainingDetails):
        said = asked.plan
        params = said.model_dump(
            mode="json", include={"target", "kind", "estimator", "hyperparameters"}
        )
        step = Step(
            operation="train", params={**params, "features": list(said.features)}
        )
        columns: tuple[str, ...] = said.columns
    else:
        assert isinstance(asked, PredictionDetails)
        values = asked.values
        step = Step(operation="predict", params={"values": values})
        columns = tuple(values or ())
    return Answered(
        item,
        question,
        status,
        Task(steps=(step,), understood=(run.question,)),
        columns,
        run.result,
        reply,
        run.script or None,
        _facts(run),
    )


def _asked(task: Task | None) -> Task | None:
    if task is None:
        return None
    steps = tuple(step for step in task.steps if not step.companion)
    known = tuple(step for step in steps if operation_named(step.operation))
    return task.model_copy(update={"steps": known})


def _run_status(run: Run) -> str:
    return "answered" if run.status == Run.Status.SUCCEEDED else "error"


def _status_of(reply: Reply) -> str:
    """A reply without a run: an error, a question back, or plain information."""
    first = reply.blocks[0] if reply.blocks else None
    if isinstance(first, Notice) and first.level in ("error", "warning"):
        return "error"
    asks = any(
        isinstance(block, Choices) and block.role == "question"
        for block in reply.blocks
    )
    return "question" if asks else "answered"


def _facts(run: Run) -> dict[str, Any]:
    return {
        "seconds": run.seconds,
        "peak_memory_mb": run.peak_memory_mb,
        "isolation": run.isolation,
    }


def _refused(item: Any, question: str, reply: Reply) -> Answered:
    return Answered(item, question, "error", None, (), None, reply, None, None)
