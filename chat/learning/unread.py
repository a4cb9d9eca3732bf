"""Messages about a trained model that nothing reads: said so, not answered otherwise."""

from __future__ import annotations

from analysis.base.reply import Choices, Notice, Option, Reply
from chat.learning.context import is_about_a_model, model_meant
from chat.models import Conversation, Message
from chat.reader.training.accounted import names_a_model
from chat.tables.working import working_schema


def unread_of_a_model(
    conversation: Conversation, text: str, until: Message | None = None
) -> Reply | None:
    """What to say of a message about the model that nothing here reads.

    It speaks of what a table knows nothing of: an answer from the table would be one to
    another question.
    """
    if text.startswith("/") or not is_about_a_model(conversation, until):
        return None
    model = model_meant(conversation, until)
    schema = working_schema(conversation)
    if model is None or model.target not in schema.names:
        return None
    if not names_a_model(text, schema, model.target):
        return None
    summary = f"I do not know what is asked of {model}."
    ways = ("how good is it?", "what drives it?", "is it overfitting?",
            "which columns does it use?")  # fmt: skip
    options = tuple(Option(label=way.capitalize(), value=way) for way in ways)
    return Reply(
        summary=summary,
        blocks=(Notice(text=summary, level="error", fix="It can be asked, for example:"),
                Choices(options=options)),
    )  # fmt: skip
