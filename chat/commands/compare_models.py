"""Models beside each other."""

from __future__ import annotations

import re

from analysis.base.errors import TaskError
from analysis.base.reply import Reply
from chat.learning.model_names import model_named
from chat.models import Conversation
from chat.outcomes.command import Command
from mlmodels.models import TrainedModel
from mlmodels.words.comparison import comparison_reply

command = Command(
    "compare",
    "Compare trained models",
    argument="names",
    phrases=(
        r"compare (?:all )?(?:the |my |these )?(?:trained |saved )?models?(?:[: ]+(\S.*))?",
        r"which model is (?:the )?best()",
    ),
    in_groups=True,
)
_MOST = 20


@command.run
def compare(conversation: Conversation, rest: str) -> Reply:
    owner = conversation.owner
    if rest.strip():
        parts = re.split(r"\s*(?:,|\band\b|\bwith\b|\bvs\.?\b|\bto\b)\s*", rest.strip())
        found = [model_named(owner, part) for part in parts if part]
    else:
        newest = TrainedModel.objects.of(owner).order_by("-created")
        found = _of_latest_target(list(newest[:200]))
    if len(found) < 2:
        raise TaskError(
            "There are not two models to compare.",
            hint="Train another one on the same target first.",
            options=("/models", "/train") if conversation.dataset else ("/models",),
        )
    return comparison_reply([model.saved() for model in found])


def _of_latest_target(models: list[TrainedModel]) -> list[TrainedModel]:
    """The models of the target that was trained last."""
    return [model for model in models if model.target == models[0].target][:_MOST]
