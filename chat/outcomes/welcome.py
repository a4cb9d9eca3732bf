"""First words: with nothing uploaded, and with a table at hand."""

from __future__ import annotations

from analysis.base.reply import Choices, Notice, Option, Reply, Text
from analysis.tables.samples import samples
from chat.linking.suggestions import suggestions
from chat.models import Conversation


def greeting_reply(conversation: Conversation) -> Reply:
    """A welcome that says what to do next."""
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply("Hello! Upload a table first, then ask it a question.")
    summary = (
        f"Hello! You are working with {dataset.name}. What would you like to know?"
    )
    options = tuple(Option(label=t, value=t) for t in suggestions(dataset.schema))
    return Reply(
        summary=summary,
        blocks=(Text(text=summary), Choices(options=options, role="next")),
    )


def no_dataset_reply(summary: str = "Please upload a table first.") -> Reply:
    """How to bring in data, with samples to try."""
    fix = "⟦upload⟧, or try a sample."
    options = tuple(
        Option(label=sample.title, value=f"/sample {sample.name}")
        for sample in samples()
    )
    return Reply(
        summary=summary,
        blocks=(
            Notice(text=summary, fix=fix),
            Choices(prompt="No file at hand?", options=options, role="next"),
        ),
    )
