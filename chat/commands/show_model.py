"""One model: how good it is, what it uses, its card and its script."""

from __future__ import annotations

import re

from analysis.base.reply import Code, Reply, Text
from chat.learning.model_names import model_named
from chat.models import Conversation
from chat.outcomes.command import Command
from mlmodels.words.card import model_card
from mlmodels.words.training import explanation_reply, next_steps, training_reply

command = Command(
    "model",
    "A model's scores, what it relies on, its card and script",
    argument="name",
    phrases=(
        r"((?:show|describe|open)(?: me)? (?:the )?model(?: \S.*)?)",
        r"(explain (?:the |my )?model(?: \S.*)?)",
        r"((?:show )?(?:the )?(?:model )?card (?:of|for) (?:the )?model(?: \S.*)?)",
        r"((?:show )?(?:the )?script (?:of|for) (?:the )?model(?: \S.*)?)",
        r"((?:which|what) features? (?:matters?|are (?:most )?important)(?: most)?)",
    ),
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    said = rest.strip()
    asked = re.match(r"(?:show |describe |open |me |the |my |explain |model |card |script |of |for"
                     r"|which |what )+", said, re.IGNORECASE)  # fmt: skip
    lead = asked[0].lower() if asked else ""
    name = said[len(lead) :] if asked else said
    explains = "explain" in lead or "which" in lead or "what" in lead
    if "which" in lead or "what" in lead:
        name = ""
    kept = model_named(conversation.owner, name)
    model = kept.saved()
    if "card" in lead:
        return _code(
            f"The card of {kept}.", model_card(model), "markdown", "model_card.md"
        )
    if "script" in lead:
        return _code(
            f"The script that trained {kept}.", model.script, "python", "train.py"
        )
    reply = explanation_reply(model) if explains else training_reply(model)
    return reply.model_copy(update={"blocks": (*reply.blocks, next_steps(kept.name))})


def _code(summary: str, text: str, language: str, filename: str) -> Reply:
    code = Code(text=text, title=summary.rstrip("."), language=language,
                filename=filename, collapsed=False)  # fmt: skip
    return Reply(summary=summary, blocks=(Text(text=summary), code))
