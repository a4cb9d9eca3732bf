"""The columns of the dataset in use."""

from __future__ import annotations

from analysis.reply import Reply, Table, TableColumn
from chat.commands.command import Command
from chat.models import Conversation
from chat.welcome import no_dataset_reply

command = Command(
    "columns",
    "The columns of the dataset in use",
    phrases=(
        r"(?:show|list)(?: me)?(?: all)?(?: the)? columns?(?: names)?",
        r"(?:what|which) (?:columns|variables|fields)(?: are there| do (?:i|we|you) have"
        r"| does it have)?",
    ),
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply()
    schema = dataset.schema
    rows = tuple(
        (column.name, column.kind, column.n_missing, column.n_unique)
        for column in schema.columns
    )
    columns = (
        TableColumn(label="Column", format="code"),
        TableColumn(label="Kind", format="text"),
        TableColumn(label="Missing", format="integer"),
        TableColumn(label="Distinct", format="integer"),
    )
    summary = f"{dataset.name} has {len(rows)} columns and {schema.n_rows:,} rows."
    return Reply(summary=summary, blocks=(Table(columns=columns, rows=rows),))
