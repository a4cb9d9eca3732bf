"""The import receipt as a reply: how a file was read, and what was doubtful."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.errors import TaskError
from analysis.reading.receipt import Receipt
from analysis.reply import (
    Block,
    Choices,
    Heading,
    Item,
    KeyValues,
    Notice,
    Option,
    Reply,
    Table,
    TableColumn,
    Text,
)
from chat.language.reading import suggestions

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}
_DECIMALS = {",": "comma", ".": "point"}
SHOWN = 60


def receipt_reply(receipt: Receipt) -> Reply:
    """“Data Successfully Loaded”, with columns, warnings and buttons for doubts."""
    schema = receipt.table
    size = f"{schema.n_rows:,} rows × {len(schema.columns):,} columns"
    summary = f"Data Successfully Loaded: {schema.name}, {size}."
    questions = tuple(Option(label=text, value=text) for text in suggestions(schema))
    return Reply(
        summary=summary,
        blocks=(
            Heading(text="Data Successfully Loaded"),
            Text(text=f"**{schema.name}** · {size}."),
            *_doubts(receipt),
            _how_it_was_read(receipt),
            _columns(receipt),
            Choices(prompt="You could ask", options=questions, role="next"),
        ),
    )


def _doubts(receipt: Receipt) -> Iterator[Block]:
    for warning in receipt.warnings:
        yield Notice(text=warning, level="warning")
    for doubt in receipt.ambiguities:
        yield Notice(text=f"{doubt.what}; taken: {doubt.choice}.", level="info")
        options = tuple(
            Option(label=words, value=f"/reread {doubt.override}={value}")
            for value, words in doubt.options
        )
        if options:
            yield Choices(options=options, role="next")


def _how_it_was_read(receipt: Receipt) -> KeyValues:
    recipe = receipt.recipe
    found: list[tuple[str, str | None]] = [
        ("Format", recipe.format),
        ("Sheet", receipt.sheet),
        ("Encoding", receipt.encoding),
        ("Delimiter", _DELIMITERS.get(receipt.delimiter or "", receipt.delimiter)),
        ("Decimal mark", _DECIMALS.get(receipt.decimal or "", receipt.decimal)),
        ("Date order", receipt.date_order),
    ]
    items = [
        Item(label=label, value=value, format="text") for label, value in found if value
    ]
    missing = sum(column.n_missing for column in receipt.table.columns)
    items.append(Item(label="Missing cells", value=missing, format="integer"))
    items.append(
        Item(label="Duplicate rows", value=receipt.n_duplicates, format="integer")
    )
    return KeyValues(items=tuple(items))


def _columns(receipt: Receipt) -> Table:
    columns = receipt.table.columns
    rows = tuple(
        (column.name, column.kind, column.n_missing, column.n_unique)
        for column in columns[:SHOWN]
    )
    return Table(
        title="Columns",
        columns=(
            TableColumn(label="Column", format="code"),
            TableColumn(label="Kind", format="text"),
            TableColumn(label="Missing", format="integer"),
            TableColumn(label="Distinct", format="integer"),
        ),
        rows=rows,
        n_total=len(columns) if len(columns) > SHOWN else None,
        note="A kind is wrong? Say “treat zip as text”.",
    )


def unread_reply(error: TaskError) -> Reply:
    """A file that could not be taken as a table."""
    return Reply(
        summary=error.message,
        blocks=(Notice(text=error.message, level="error", fix=error.hint),),
    )
