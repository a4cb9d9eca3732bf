"""Deleting everything that is kept of a person."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Notice, Option, Reply
from analysis.base.wording import counted
from analysis.models import Dataset
from chat.keeping.forgetting import Refused, check_forgettable, forget
from chat.models import Conversation
from chat.outcomes.command import Command
from mlmodels.models import TrainedModel

_SURE = "everything for good"

command = Command(
    "forget",
    "Delete everything that is kept of you",
    phrases=(
        r"(?:please )?forget (?:me|everything)(?: please)?",
        r"(?:please )?delete (?:everything|all (?:of )?my (?:data|things)|my account)",
    ),
    is_spoken=True,
    in_groups=False,
)


@command.run
def ask_or_forget(conversation: Conversation, rest: str) -> Reply:
    owner = conversation.owner
    try:
        check_forgettable(owner)
    except Refused as refused:
        raise TaskError(str(refused)) from refused
    if rest.casefold() != _SURE:
        return _asked(conversation)
    forget(owner, last=conversation)
    conversation.refresh_from_db()
    text = "Everything of yours is deleted."
    fix = "Files, analyses, models and results are gone, and so is your account if you had one."
    return Reply(summary=text, blocks=(Notice(text=text, fix=fix),))


def _asked(conversation: Conversation) -> Reply:
    owner = conversation.owner
    kept = (
        (Conversation.objects.of(owner).count(), "conversation"),
        (Dataset.objects.of(owner).count(), "dataset"),
        (TrainedModel.objects.of(owner).count(), "model"),
    )
    words = ", ".join(counted(number, word) for number, word in kept if number)
    account = f" and the account {owner.user}" if owner.user else ""
    text = f"Delete everything that is kept of you? {words}{account}, with all files and results."
    option = Option(label="Delete everything", value=f"/forget {_SURE}", style="danger")
    blocks = (
        Notice(text=text, level="warning", fix="This cannot be undone."),
        Choices(options=(option,)),
    )
    return Reply(summary=text, blocks=blocks)
