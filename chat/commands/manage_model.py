"""Renaming and deleting models."""

from __future__ import annotations

import re

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Notice, Option, Reply
from chat.learning.model_names import model_named
from chat.models import Conversation, events
from chat.outcomes.command import Command
from mlmodels.models import TrainedModel

_SURE = " for good"

command = Command(
    "manage_model",
    "Rename or delete a model",
    argument="rename NAME to NEW, or delete NAME",
    phrases=(
        r"(?:please )?(rename (?:the )?model \S.* (?:to|as|into) \S.*)",
        r"(?:please )?(rename (?:the |this |that |my )?model (?:to|as|into) \S.*)",
        r"(?:please )?((?:save|keep|name|call) (?:it|this model|that model|the model) as \S.*)",
        r"(?:please )?((?:delete|remove|forget) (?:the |my )?model \S.*)",
    ),
    in_groups=True,
)
_RENAME = re.compile(
    r"rename (?:the )?(?:model )?(?P<old>\S.*?) (?:to|as|into) (?P<new>\S.*)",
    re.IGNORECASE,
)
# The model that was trained last.
_KEEP = re.compile(
    r"(?:(?:save|keep|name|call) .*? as|rename (?:(?:the|this|that|my) )?model"
    r" (?:to|as|into)) (?P<new>\S.*)",
    re.IGNORECASE,
)
_DELETE = re.compile(
    r"(?:delete|remove|forget) (?:the |my )?(?:model )?(?P<old>\S.*)", re.IGNORECASE
)


@command.run
def manage(conversation: Conversation, rest: str) -> Reply:
    renamed, kept, deleted = (
        pattern.fullmatch(rest.strip()) for pattern in (_RENAME, _KEEP, _DELETE)
    )
    if kept:
        return _rename(conversation, model_named(conversation.owner, ""), kept["new"])
    if renamed:
        model = model_named(conversation.owner, renamed["old"])
        return _rename(conversation, model, renamed["new"])
    if deleted:
        return _delete(conversation, deleted["old"])
    raise TaskError(
        "What should be done with which model?",
        hint="Say “rename model x to y” or “delete model x”.",
        options=("/models",),
    )


def _rename(conversation: Conversation, model: TrainedModel, new: str) -> Reply:
    before = model.name
    model.rename(new.strip().strip("'\"“”`"))
    events.dataset_changed(conversation)
    return _said(f"The model {before} is now called {model.name}.")


def _delete(conversation: Conversation, wanted: str) -> Reply:
    sure = wanted.endswith(_SURE)
    model = model_named(conversation.owner, wanted.removesuffix(_SURE))
    if sure:
        said = f"The model {model} is deleted."
        model.retire()
        events.dataset_changed(conversation)
        return _said(said)
    text = f"Delete the model {model}? Its answers stay, the model is gone."
    value = f"delete model {model.name} version {model.version}{_SURE}"
    option = Option(label=f"Delete {model}", value=value, style="danger")
    blocks = (Notice(text=text, level="warning"), Choices(options=(option,)))
    return Reply(summary=text, blocks=blocks)


def _said(text: str) -> Reply:
    return Reply(summary=text, blocks=(Notice(text=text),))
