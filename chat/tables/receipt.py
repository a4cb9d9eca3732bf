"""The import receipt as a reply: how a file was read, and what was doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.base.errors import TaskError
from analysis.base.reply import (
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
from analysis.reading.receipt import Receipt
from chat.linking.suggestions import suggestions
from chat.tables.doubts import doubt_blocks

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}
_DECIMALS = {",": "comma", ".": "point"}
SHOWN = 60
_OFFERED = 6
_QUESTIONS = 3
_LISTED = 6


def receipt_reply(receipt: Receipt) -> Reply:
    """“Data Successfully Loaded”, with columns, warnings and buttons for doubts."""
    schema = receipt.table
    size = f"{schema.n_rows:,} rows × {len(schema.columns):,} columns"
    summary = f"Data Successfully Loaded: {schema.name}, {size}."
    asked = [finding.question for finding in receipt.look.findings]
    asked += [text for text in suggestions(schema) if text not in asked]
    questions = tuple(Option(label=text, value=text) for text in asked[:_QUESTIONS])
    return Reply(
        summary=summary,
        blocks=(
            Heading(text="Data Successfully Loaded"),
            Text(text=f"**{schema.name}** · {size}."),
            *_first_look(receipt),
            *_doubts(receipt),
            _columns(receipt),
            _how_it_was_read(receipt),
            Choices(prompt="You could ask", options=questions, role="next"),
        ),
    )


def _first_look(receipt: Receipt) -> Iterator[Block]:
    """What a row is, when, what is measured, what is missing, what is odd."""
    look, columns = receipt.look, receipt.table.columns
    gaps = sorted((c for c in columns if c.n_missing), key=lambda c: -c.n_missing)
    missing = [f"{c.name} ({c.n_missing:,})" for c in gaps]
    found = [
        ("A row is", look.row),
        ("Time", look.span),
        ("Measures", _listed(look.measures)),
        ("Groups", _listed(look.groups)),
        ("Missing", _listed(missing) or "nothing"),
        ("Looks odd", "; ".join(look.odd)),
    ]
    found += [("Worth a look", finding.words) for finding in look.findings]
    items = [Item(label=a, value=b, format="text") for a, b in found if b]
    yield KeyValues(items=tuple(items), title="First look")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    said = ", ".join(names[:_LISTED])
    return f"{said} and {more} more" if more > 0 else said


def _doubts(receipt: Receipt) -> Iterator[Block]:
    for warning in receipt.warnings:
        yield Notice(text=warning, level="warning")
    for doubt in receipt.ambiguities:
        if doubt.quiet:
            continue
        yield from doubt_blocks(doubt)


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
    blocks: list[Block] = [Notice(text=error.message, level="error", fix=error.hint)]
    # Other options are words to choose among, no messages.
    ready = [one for one in error.options if one.startswith("treat ")]
    if ready:
        options = tuple(Option(label=one, value=one) for one in ready[:_OFFERED])
        blocks.append(Choices(options=options, role="next"))
    return Reply(summary=error.message, blocks=tuple(blocks))
