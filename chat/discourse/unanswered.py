"""Short messages behind a question that got no answer: there is nothing that they change.

Where the question before was asked back with one reading, the message changes that; a
message that cannot stand by itself is never answered with the rows or their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.base.columns import Schema
from analysis.base.reply import Choices, Notice, Reply
from analysis.base.task import Task
from chat.linking.outcomes import Question, Reading, Understood
from chat.models import Conversation, Message
from chat.reader.following.dependent import (
    depends,
    leaves_little,
    stands_for_itself,
)
from chat.reader.messages import read_message

_OPEN = "open"
_LONGEST = 80  # letters of a question that is told again


@dataclass(frozen=True)
class Unanswered:
    """The message before, and the readings that it was asked about."""

    question: str
    offered: tuple[Task, ...]


@dataclass(frozen=True)
class Nothing:
    """That a message has nothing to change, and what could be done instead."""

    told: str
    fix: str
    options: tuple[tuple[Task | str, str], ...] = ()


def unanswered_before(
    conversation: Conversation, until: Message | None = None
) -> Unanswered | None:
    """The message before, where it was refused or asked back; else None."""
    found = Message.objects.filter(
        conversation=conversation, role=Message.Role.ASSISTANT
    )
    if until is not None:
        found = found.filter(id__lte=until.id)
    last = found.select_related("question").order_by("-id").first()
    if last is None or last.run_id is not None or last.question is None:
        return None
    reply, asked = last.reply, last.asked
    if reply is None or asked.get("workflow"):
        return None
    if asked.get("dataset") != str(conversation.dataset_id or ""):
        return None
    text = last.question.text
    if text.startswith("/") or not _is_open(reply):
        return None
    tasks = [Task.model_validate(one) for one in last.options.values()]
    return Unanswered(text, tuple(tasks) if _asks(reply) else ())


def _is_open(reply: Reply) -> bool:
    """Whether a reply refuses, or asks back."""
    first = reply.blocks[0] if reply.blocks else None
    refused = isinstance(first, Notice) and first.level in ("error", "warning")
    return refused or _asks(reply)


def _asks(reply: Reply) -> bool:
    return any(
        isinstance(block, Choices) and block.role == "question"
        for block in reply.blocks
    )


def read_behind(
    text: str, schema: Schema, previous: Task | None, before: Unanswered | None
) -> Reading | Nothing:
    """What a message asks, where the one before may have got no answer.

    ``previous`` is the task that was answered last, before that.
    """
    reading = read_message(text, schema, previous)
    follows = isinstance(reading, Understood) and reading.task.source == "followup"
    if before is None or not (follows or depends(text, schema, read_message)):
        if stands_for_itself(text, schema, reading):
            return reading
        return _changes_nothing(text, previous)
    if before.offered:
        return _of_offered(text, schema, before)
    if depends(before.question, schema, read_message):
        return _of_earlier(text, reading, previous, before)
    return _refused(text, reading, before)


def _changes_nothing(text: str, previous: Task | None) -> Nothing:
    if previous is None:
        return Nothing(
            f"There is no answer before that “{_short(text)}” could change.",
            "Ask the whole question in one sentence.",
        )
    return Nothing(
        f"I found nothing of the answer before that “{_short(text)}” changes.",
        "Say which part is to be another, or ask the whole question.",
    )


def _of_offered(text: str, schema: Schema, before: Unanswered) -> Reading | Nothing:
    """The readings that were asked about, with the change."""
    changed = [
        _told(reading.task, task, before.question)
        for task in before.offered
        for reading in [read_message(text, schema, task)]
        if isinstance(reading, Understood) and reading.task.source == "followup"
    ]
    if len(changed) == 1 == len(before.offered):
        if leaves_little(before.question, schema, before.offered[0]):
            return Understood(changed[0])
        left = ", ".join(f"“{word}”" for word in before.offered[0].ignored)
        prompt = f"“{_short(before.question)}” is not answered yet, because of {left}."
        return Question(
            f"{prompt} Shall I answer both without it?", _buttons(changed), _OPEN
        )
    if changed:
        prompt = "The question before can be read in several ways. Which is meant?"
        return Question(prompt, _buttons(changed), _OPEN)
    return Nothing(
        f"“{_short(before.question)}” is not answered yet, so there is nothing that "
        f"“{_short(text)}” could change.",
        "Choose one of its readings first, or ask the whole question.",
        _buttons(before.offered),
    )


def _told(changed: Task, offered: Task, question: str) -> Task:
    """The changed task, which says what it leaves out of the question before."""
    left = tuple(dict.fromkeys((*offered.ignored, *changed.ignored)))
    said = f"“{_short(question)}” is taken as: {' · '.join(offered.understood)}"
    return changed.model_copy(
        update={"ignored": left, "assumptions": (said, *changed.assumptions)}
    )


def _of_earlier(
    text: str, reading: Reading, previous: Task | None, before: Unanswered
) -> Reading | Nothing:
    """Behind a change that was not understood, the answer before that is changed."""
    if not isinstance(reading, Understood):
        return reading
    task = reading.task
    if task.source != "followup":
        return _changes_nothing(text, previous)
    said = f"“{_short(before.question)}” was not understood and changes nothing here"
    told = task.model_copy(update={"assumptions": (said, *task.assumptions)})
    return Understood(told, reading.alternatives)


def _refused(text: str, reading: Reading, before: Unanswered) -> Nothing:
    """That the question before is not answered; the answer before that can be changed."""
    options: tuple[tuple[Task | str, str], ...] = ()
    if isinstance(reading, Understood) and reading.task.source == "followup":
        words = " · ".join(reading.task.understood)
        options = ((reading.task, f"Change the last answer instead: {words}"),)
    return Nothing(
        f"“{_short(before.question)}” was not answered, so there is nothing that "
        f"“{_short(text)}” could change.",
        "Ask the whole question in one sentence.",
        options,
    )


def _buttons(tasks: Sequence[Task]) -> tuple[tuple[Task | str, str], ...]:
    return tuple((task, " · ".join(task.understood)) for task in tasks)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
