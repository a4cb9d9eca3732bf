"""A message and what happens then: stored, decided upon, answered or queued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from analysis.base.errors import TaskError
from analysis.models import Dataset
from chat.commands import Import, Learn, RunScript
from chat.deciding import Decision, decide
from chat.discourse.readiness import be_ready
from chat.models import Conversation, Message, events
from chat.outcomes.refusals import error_reply
from chat.people import quotas
from chat.pressing import Press, press_of
from chat.queueing import Start, queue_import, queue_learning, queue_script, queue_task
from chat.received import storable
from chat.runs import recovery as runs

_TRIES = 5


@dataclass(frozen=True)
class Request:
    """A message from any surface; ``client_id`` makes a second sending harmless.

    ``pressed`` is the message whose button was pressed; the text is its value then.
    """

    text: str
    client_id: str | None = None
    pressed: int | None = None


def respond(
    conversation: Conversation,
    request: Request,
    *,
    start: Start = runs.enqueue,
    noted: Callable[[Message], None] | None = None,
) -> Message:
    """Store a message and its answer, which is final or stands in for a run.

    ``start`` gets the run; without the queue the caller carries it out itself. ``noted``
    is told of the question in the transaction that stores it.

    A request whose ``client_id`` was seen before changes nothing and gets the answer
    that it got.
    """
    known = _already_answered(conversation, request)
    if known is not None:
        return known
    be_ready(conversation)
    try:
        with transaction.atomic():
            # No database column and no script can hold a null or half a character.
            text = storable(request.text)
            question = events.say(conversation, text, request.client_id)
            if noted is not None:
                noted(question)
            press = None
            if request.pressed is not None:
                press = press_of(conversation, request.pressed, text)
            return _answer(conversation, question, press, start)
    except IntegrityError:
        known = _already_answered(conversation, request)
        if known is None:
            raise
        return known


def take_in(
    conversation: Conversation,
    dataset: Dataset,
    text: str,
    *,
    start: Start = runs.enqueue,
) -> Message:
    """Store an upload as a person's message and queue the reading of the file."""
    with transaction.atomic():
        question = events.say(conversation, text, f"upload-{dataset.id}")
        return queue_import(conversation, question, Import(dataset), start)


def carry_out(
    conversation: Conversation,
    text: str,
    asked: Learn | Import,
    *,
    client_id: str | None = None,
    start: Start = runs.enqueue,
) -> Message:
    """Store what was ordered without words, as ``text``, and queue it.

    Programs say what they want in fields; what was made of these is carried out as if a
    message had been understood so. A ``client_id`` that was seen before changes nothing.

    Raises:
        TaskError: too much is going on, or was begun within the hour.
    """
    request = Request(text, client_id)
    known = _already_answered(conversation, request)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            quotas.check_run(conversation.owner)
            question = events.say(conversation, storable(text), client_id)
            if isinstance(asked, Import):
                return queue_import(conversation, question, asked, start)
            return queue_learning(conversation, question, asked, start)
    except IntegrityError:
        known = _already_answered(conversation, request)
        if known is None:
            raise
        return known


def repeat(conversation: Conversation, asked: RunScript) -> Message:
    """Run a recorded script again without being asked in the conversation."""
    with transaction.atomic():
        return queue_script(conversation, None, asked, runs.enqueue)


def _already_answered(conversation: Conversation, request: Request) -> Message | None:
    if not request.client_id:
        return None
    return Message.objects.filter(
        conversation=conversation, question__client_id=request.client_id
    ).first()


def _answer(
    conversation: Conversation, question: Message, press: Press | None, start: Start
) -> Message:
    decision = _settled(conversation, question.text, press)
    if not conversation.title and decision.task is not None:
        events.titled(conversation, question.text[:60])
    if decision.script is not None:
        return queue_script(conversation, question, decision.script, start)
    if decision.imported is not None:
        return queue_import(conversation, question, decision.imported, start)
    if decision.task is not None:
        return queue_task(conversation, question, decision.task, start)
    if decision.learn is not None:
        return queue_learning(conversation, question, decision.learn, start)
    assert decision.reply is not None
    return events.answer(
        conversation, question, decision.reply, options=decision.options
    )


def _settled(conversation: Conversation, text: str, press: Press | None) -> Decision:
    """The decision, with the guided workflow moved to where it leads.

    Of two messages at the same moment the one that comes second is read again, as an
    answer to where the first has led.
    """
    for _ in range(_TRIES):
        decision = decide(conversation, text, press)
        if decision.reply is None:
            try:
                quotas.check_run(conversation.owner)
            except TaskError as error:
                return Decision(reply=error_reply(error))
        if decision.moved is None or _move(conversation, *decision.moved):
            return decision
        conversation.refresh_from_db()
    raise RuntimeError("the conversation is moved by others all the time")


def _move(conversation: Conversation, workflow: str, answers: dict[str, Any]) -> bool:
    """Store where the workflow stands, unless another message has moved it."""
    turn = conversation.turn
    moved = Conversation.objects.filter(id=conversation.id, turn=turn).update(
        workflow=workflow, answers=answers, turn=turn + 1
    )
    if moved:
        conversation.workflow, conversation.answers = workflow, answers
        conversation.turn = turn + 1
    return bool(moved)
