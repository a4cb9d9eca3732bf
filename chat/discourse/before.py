"""The answers of before: what was asked, with which steps, and what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from analysis.base.columns import Schema
from analysis.base.operation import Asked
from analysis.base.reply import Reply
from analysis.base.task import Step, Task
from analysis.operations import operation_named, operations
from chat.models import Conversation, Message, Run

MOST_BACK = 12  # a chain of further questions seldom is longer


@dataclass(frozen=True)
class Before:
    """One answered task of the conversation.

    ``prepares`` are the steps that changed the table for it alone, ``asked`` its last
    answer, ready to be asked further.
    """

    question: str
    prepares: tuple[Step, ...]
    asked: Asked
    reply: Reply


def answers_before(
    conversation: Conversation, schema: Schema, until: Message | None = None
) -> list[Before]:
    """The last answer about the dataset in use, and those that it only followed up.

    Empty where the last run failed, or trained or predicted with a model. ``until`` is
    the last message that counts.
    """
    messages = _answers(conversation, until).filter(
        run__dataset=conversation.dataset_id
    )
    found: list[Before] = []
    for message in messages[:MOST_BACK]:
        one = _before(message, schema)
        if one is None:
            break
        found.append(one)
        if message.task is None or message.task.source != "followup":
            break
    return found


def is_trained(conversation: Conversation, until: Message | None = None) -> bool:
    """Whether the last run trained a model, or predicted with one."""
    last = _answers(conversation, until).first()
    run = last.run if last is not None else None
    return run is not None and run.kind in (
        Run.Kind.TRAINING,
        Run.Kind.PREDICTION,
    )


def _answers(conversation: Conversation, until: Message | None) -> QuerySet[Message]:
    """The messages with a run that answered something, the last first."""
    found = Message.objects.filter(conversation=conversation, run__isnull=False)
    if until is not None:
        found = found.filter(id__lte=until.id)
    silent = (Run.Kind.IMPORT, Run.Kind.EXPORT, Run.Kind.SCRIPT)
    return found.exclude(run__kind__in=silent).select_related("run").order_by("-id")


def _before(message: Message, schema: Schema) -> Before | None:
    run, task, reply = message.run, message.task, message.reply
    if run is None or task is None or reply is None:
        return None
    if run.status != Run.Status.SUCCEEDED or run.kind != Run.Kind.ANALYSIS:
        return None
    steps = [step for step in task.steps if not step.companion]
    known = [step for step in steps if step.operation in operations()]
    answering = [s for s in known if operation_named(s.operation).kind != "prepare"]
    results = _results(run.result, len(answering))
    if not answering or len(results) != len(answering):
        return None
    last = answering[-1]
    prepares = tuple(
        step
        for step in known[: known.index(last)]
        if operation_named(step.operation).kind == "prepare" and not step.standing
    )
    asked = Asked(
        params=dict(last.params),
        result=results[-1],
        schema=schema,
        operation=operation_named(last.operation),
    )
    return Before(run.question, prepares, asked, reply)


def _results(result: dict[str, Any] | None, n: int) -> Sequence[dict[str, Any]]:
    if result is None:
        return []
    return list(result["results"]) if n > 1 and "results" in result else [result]


def task_after(before: Before, steps: Sequence[Step], said: Sequence[str] = ()) -> Task:
    """The task that goes on from an answer: its own changes of the table, then steps."""
    every = (*before.prepares, *steps)
    return Task(
        steps=every,
        confidence=0.95,
        understood=tuple(operation_named(s.operation).words(s.params) for s in every),
        assumptions=(f"about “{before.question[:80]}”", *said),
        source="followup",
    )
