"""How a run ends: its row closed and its reply put in place, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.base.reply import Reply
from analysis.base.task import Task
from chat.models import Conversation, Message, Run, events
from chat.tables.standing import settle
from chat.workflows import with_reminder
from sandbox.outcome import Outcome

Finish = Callable[[], None]


class Stopped(Exception):
    """The run was cancelled while it was carried out."""


def finish_with(
    run: Run,
    message: Message,
    status: str,
    reply: Reply | Callable[[], Reply],
    task: Task | None = None,
    *,
    then: Callable[[], None] | None = None,
    otherwise: Callable[[], None] | None = None,
    **fields: Any,
) -> Finish:
    """What closes the run, unless it was taken away from this worker meanwhile.

    A ``reply`` that says what is stored with the end is made when that is stored;
    ``then`` follows it, ``otherwise`` undoes the work of a run that was taken away.
    """

    def finish() -> None:
        if run.finish(status, **fields):
            succeeded = status == Run.Status.SUCCEEDED
            settle(message.conversation, run, succeeded=succeeded)
            said = reply() if callable(reply) else reply
            events.replace(message, said, task=task)
            if then is not None:
                then()
        elif otherwise is not None:
            otherwise()

    return finish


def reminded(message: Message, reply: Reply) -> Reply:
    """The reply, with the way on where a guided workflow was left for the question."""
    conversation = Conversation.objects.select_related("dataset").get(
        id=message.conversation_id
    )
    return with_reminder(conversation, reply)


def facts_of(outcome: Outcome) -> dict[str, Any]:
    """What a run's row keeps of how its script went."""
    return {
        "error": outcome.error,
        "seconds": outcome.seconds,
        "peak_memory_mb": outcome.peak_memory_mb,
        "isolation": outcome.isolation,
    }
