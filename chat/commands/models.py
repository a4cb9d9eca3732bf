"""The owner's trained models."""

from __future__ import annotations

from analysis.base.reply import Block, Choices, Notice, Option, Reply
from analysis.base.wording import counted
from chat.models import Conversation
from chat.outcomes.command import Command
from mlmodels.models import TrainedModel
from mlmodels.words.training import models_table

command = Command(
    "models",
    "Your trained models",
    phrases=(
        r"(?:show|list|see)(?: me)?(?: all)?(?: (?:the|my|trained|saved))* models",
        r"(?:what|which) models (?:are there|do i have|have i trained|are saved)",
        r"(?:my|trained|saved) models",
    ),
    in_groups=True,
)
_OFFERED = 5


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    found = list(TrainedModel.objects.of(conversation.owner))
    if not found:
        text = "You have no models yet."
        offer = Choices(
            options=(Option(label="Train one", value="/train"),), role="next"
        )
        notice = Notice(text=text, fix="“Train a model to predict …” makes one.")
        blocks: tuple[Block, ...] = (
            (notice, offer) if conversation.dataset else (notice,)
        )
        return Reply(summary=text, blocks=blocks)
    names = list(dict.fromkeys(model.name for model in found))
    options = [Option(label=f"Show {name}", value=f"show model {name}")
               for name in names[:_OFFERED]]  # fmt: skip
    if len(names) > 1:
        options.append(Option(label="Compare", value="compare models"))
    return Reply(
        summary=f"You have {counted(len(found), 'model')}.",
        blocks=(
            models_table([model.saved() for model in found]),
            Choices(options=tuple(options), role="next"),
        ),
    )
