"""The columns of the dataset in use."""

from __future__ import annotations

from analysis.base.columns import Column
from analysis.base.reply import Reply, Table, TableColumn
from chat.models import Conversation
from chat.outcomes.command import Command
from chat.outcomes.welcome import no_dataset_reply
from chat.tables.working import working_schema

command = Command(
    "columns",
    "The columns of the dataset in use",
    phrases=(
        r"(?:show|list)(?: me)?(?: all)?(?: the)? columns?(?: names)?",
        r"(?:what|which) (?:columns|variables|fields)(?: are there| do (?:i|we|you) have"
        r"| does it have)?",
    ),
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply()
    schema = working_schema(conversation)
    read = {column.name for column in dataset.schema.columns}
    rows = tuple(
        (column.name, column.kind, *_counts(column, column.name in read))
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


def _counts(column: Column, was_read: bool) -> tuple[int | None, int | None]:
    """Missing and distinct values; unknown of a column that was made since."""
    # What a column made since holds is known where its values are, not from a guess.
    known = was_read or bool(column.levels) or column.minimum is not None
    return (column.n_missing, column.n_unique) if known else (None, None)
