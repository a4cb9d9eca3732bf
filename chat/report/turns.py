"""What was said in a conversation, as a report tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analysis.base.reply import Block, Choices, Code, Progress, Reply
from analysis.models import Dataset
from chat.models import Conversation, Message, Run
from chat.render.surface import worded_reply


@dataclass(frozen=True)
class Turn:
    """A question and what came of it.

    ``run`` is there if a script succeeded: it has the script and the table that it
    read. ``blocks`` are the answer without buttons, progress and the script.
    """

    question: str
    summary: str
    blocks: tuple[Block, ...]
    run: Run | None
    at: datetime

    @property
    def dataset(self) -> Dataset | None:
        return self.run.dataset if self.run else None


def turns_of(conversation: Conversation) -> list[Turn]:
    """The answered questions in their order; what is still going on is left out."""
    found = (
        Message.objects.filter(conversation=conversation, role=Message.Role.ASSISTANT)
        .exclude(run__status__in=Run.ACTIVE)
        .select_related("question", "run__dataset")
        .order_by("id")
    )
    return [_turn(message) for message in found]


def _turn(message: Message) -> Turn:
    run, reply = message.run, message.reply or Reply(summary="")
    again = "Run again: " if run and run.rerun_of_id else ""
    asked = message.question.text if message.question else run.question if run else ""
    said = worded_reply(reply, "paper").blocks
    kept = [b for b in said if not isinstance(b, Choices | Progress | Code)]
    ran = run is not None and run.status == Run.Status.SUCCEEDED and run.script != ""
    return Turn(
        question=again + " ".join(asked.split()),
        summary=reply.summary,
        blocks=tuple(kept),
        run=run if ran else None,
        at=message.created,
    )
