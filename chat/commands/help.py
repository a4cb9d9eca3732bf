"""What can be asked."""

from __future__ import annotations

from itertools import groupby

from analysis.base.reply import (
    Choices,
    Heading,
    Option,
    Reply,
    Table,
    TableColumn,
    Text,
)
from analysis.operations import operations
from chat.linking.suggestions import suggestions
from chat.models import Conversation
from chat.outcomes.command import Command

command = Command(
    "help",
    "What can be asked, with examples",
    phrases=(
        r"help(?: me)?",
        r"what can (?:you|i) (?:do|ask)(?: here)?",
        r"how does this work",
    ),
    is_spoken=True,
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    from chat.commands import commands

    public = conversation.owner.is_group
    usable = [item for item in commands() if item.in_groups or not public]
    found = sorted(operations().values(), key=lambda item: (item.category, item.title))
    blocks: list[Text | Heading | Table | Choices] = [
        Text(
            text=(
                "Upload a table, then ask in plain words. Every answer comes with its"
                " method, the rows it used, and the Python script that computed it."
                " Questions can be combined: “remove outliers of fare by IQR, then the"
                " mean by sex”."
            )
        )
    ]
    for category, group in groupby(found, key=lambda item: item.category):
        examples = ((item.title, _example(item.language.examples)) for item in group)
        rows = tuple((title, example) for title, example in examples if example)
        columns = (
            TableColumn(label="What", format="text"),
            TableColumn(label="For example", format="text"),
        )
        blocks.append(Table(title=category, columns=columns, rows=rows))
    blocks.append(
        Table(
            title="Commands",
            columns=(
                TableColumn(label="Command", format="code"),
                TableColumn(label="What", format="text"),
            ),
            rows=tuple((f"/{item.name}", item.title) for item in usable),
        )
    )
    dataset = conversation.dataset
    if dataset and dataset.is_read:
        options = tuple(
            Option(label=text, value=text) for text in suggestions(dataset.schema)
        )
        blocks.append(Choices(options=options, role="next"))
    return Reply(summary="What you can ask, with examples.", blocks=tuple(blocks))


def _example(examples: tuple[object, ...]) -> str:
    return str(getattr(examples[0], "text", "")) if examples else ""
