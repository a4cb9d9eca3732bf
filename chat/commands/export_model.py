"""A model as one file to take away."""

from __future__ import annotations

from analysis.base.reply import File, Reply, Text
from chat.learning.model_names import model_named
from chat.models import Conversation
from chat.outcomes.command import Command
from chat.tables.attached import bundle_name

command = Command(
    "bundle",
    "A model as a file that predicts without StatAgent",
    argument="model",
    phrases=(r"(?:export|download|bundle) (?:the |my )?model(?: (\S.*))?",),
    in_groups=True,
)


@command.run
def export(conversation: Conversation, rest: str) -> Reply:
    model = model_named(conversation.owner, rest)
    summary = f"The model {model} to take away."
    text = (
        f"**{summary}** Unpack it; with its requirements installed, `python predict.py"
        " new_rows.csv` predicts on any machine."
    )
    file = File(
        name=bundle_name(model),
        reference=f"/models/{model.id}/bundle.zip",
        description="Model, schema, predict.py, train.py, requirements, model card",
    )
    return Reply(summary=summary, blocks=(Text(text=text), file))
