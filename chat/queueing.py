"""Runs made of what was asked: stored, announced in the conversation and started."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from analysis.base.task import Task
from chat.commands import Import, Learn, RunScript
from chat.models import Conversation, Message, Run, events
from chat.models.details import ImportDetails, ScriptDetails
from chat.tables.standing import add_pending, only_prepares, prepared

Start = Callable[[Run], None]


def queue_task(
    conversation: Conversation, question: Message, task: Task, start: Start
) -> Message:
    """Run a task after the standing preparation; steps that only prepare join it."""
    dataset = conversation.dataset
    assert dataset is not None
    # Another message may have changed the table since this one was read.
    locked = Conversation.objects.select_for_update().get(id=conversation.id)
    conversation.preparation = locked.preparation
    every = (*prepared(conversation), *task.steps)
    full = task.model_copy(update={"steps": every})
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=dataset,
        question=question.text,
        task_json=full.model_dump(mode="json"),
        template=task.template,
        data_sha256=dataset.sha256,
    )
    if only_prepares(task):
        add_pending(conversation, task, run)
    message = events.answer(
        conversation,
        question,
        events.working(str(run.id), "Calculating"),
        task=task,
        run=run,
    )
    start(run)
    return message


def queue_learning(
    conversation: Conversation, question: Message, asked: Learn, start: Start
) -> Message:
    """Run a training, a prediction or what else is done with models."""
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=asked.dataset,
        kind=asked.kind,
        question=asked.question,
        details=asked.details.stored(),
        template=asked.template,
        data_sha256=asked.dataset.sha256 if asked.dataset else "",
    )
    if not conversation.title:
        events.titled(conversation, asked.question[:60])
    waiting = events.working(str(run.id), asked.words)
    message = events.answer(conversation, question, waiting, run=run)
    start(run)
    return message


def queue_script(
    conversation: Conversation,
    question: Message | None,
    asked: RunScript,
    start: Start,
) -> Message:
    """Run a script as it stands: a person's own, or that of an earlier run."""
    repeated = asked.rerun_of
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=asked.dataset,
        kind=Run.Kind.SCRIPT,
        question=_question_of(repeated, question),
        task_json=repeated.task_json if repeated else None,
        template=asked.template,
        script=asked.script,
        script_sha256=hashlib.sha256(asked.script.encode()).hexdigest(),
        details=ScriptDetails(checked=asked.checked).stored(),
        data_sha256=asked.dataset.sha256 if asked.dataset else "",
        rerun_of=repeated,
    )
    words = "Running it again" if repeated else "Running the script"
    message = events.answer(
        conversation, question, events.working(str(run.id), words), run=run
    )
    start(run)
    return message


def _question_of(repeated: Run | None, question: Message | None) -> str:
    if repeated is not None:
        return str(repeated.question)
    return question.text if question else ""


def queue_import(
    conversation: Conversation, question: Message, asked: Import, start: Start
) -> Message:
    """Read an uploaded file; the answer stands in until it is read."""
    dataset = asked.dataset
    overrides = None if asked.overrides is None else dict(asked.overrides)
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=dataset,
        kind=Run.Kind.IMPORT,
        details=ImportDetails(overrides=overrides).stored(),
        data_sha256=dataset.sha256,
    )
    waiting = events.working(str(run.id), f"Reading {dataset.name}")
    message = events.answer(conversation, question, waiting, run=run)
    start(run)
    return message
