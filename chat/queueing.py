"""Runs made of what was asked: stored, announced in the conversation and started."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from analysis.models import Dataset, Run
from analysis.operations import operation_named
from analysis.task import Task
from chat import events
from chat.commands import Learn, RunScript
from chat.models import Conversation, Message
from chat.working import prepared

Start = Callable[[Run], None]


def queue_task(
    conversation: Conversation, question: Message, task: Task, start: Start
) -> Message:
    """Run a task after the standing preparation; steps that only prepare join it."""
    dataset = conversation.dataset
    assert dataset is not None
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
    if all(operation_named(step.operation).kind == "prepare" for step in task.steps):
        steps = [
            step.model_copy(update={"standing": True}).model_dump(mode="json")
            for step in full.steps
        ]
        conversation.preparation = steps
        conversation.save(update_fields=["preparation"])
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
        details=dict(asked.details),
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
        details={"checked": True} if asked.checked else {},
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
    conversation: Conversation, question: Message, dataset: Dataset, start: Start
) -> Message:
    """Read an uploaded file; the answer stands in until it is read."""
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=dataset,
        kind=Run.Kind.IMPORT,
        data_sha256=dataset.sha256,
    )
    waiting = events.working(str(run.id), f"Reading {dataset.name}")
    message = events.answer(conversation, question, waiting, run=run)
    start(run)
    return message
