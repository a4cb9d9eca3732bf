"""The owner's datasets, and switching between them."""

from __future__ import annotations

from analysis.base.reply import Cell, Choices, Notice, Option, Reply, Table, TableColumn
from analysis.models import Dataset
from chat.models import Conversation
from chat.outcomes.command import Command
from chat.outcomes.welcome import no_dataset_reply

command = Command(
    "datasets",
    "Your datasets",
    phrases=(r"(?:show|list)(?: me)?(?: all)?(?: (?:the|my))? (?:data ?sets?|files)",),
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    found = [
        dataset for dataset in Dataset.objects.of(conversation.owner) if dataset.is_read
    ]
    if not found:
        return no_dataset_reply()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            dataset.name,
            dataset.schema.n_rows,
            len(dataset.schema.columns),
            "in use" if dataset.id == conversation.dataset_id else "",
        )
        for dataset in found
    )
    columns: tuple[TableColumn, ...] = (
        TableColumn(label="Dataset", format="text"),
        TableColumn(label="Rows", format="integer"),
        TableColumn(label="Columns", format="integer"),
        TableColumn(label="", format="text"),
    )
    if any(dataset.origin for dataset in found):
        made = [dataset.origin.get("words", "uploaded") for dataset in found]
        rows = tuple((*row, words) for row, words in zip(rows, made, strict=True))
        columns = (*columns, TableColumn(label="Made of", format="text"))
    options = tuple(
        Option(label=f"Use {dataset.name}", value=f"use {dataset.name}")
        for dataset in found[:6]
        if dataset.id != conversation.dataset_id
    )
    blocks: list[Table | Choices | Notice] = [Table(columns=columns, rows=rows)]
    if options:
        blocks.append(Choices(options=options, role="next"))
    noun = "dataset" if len(found) == 1 else "datasets"
    return Reply(summary=f"You have {len(found)} {noun}.", blocks=tuple(blocks))
