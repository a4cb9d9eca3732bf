"""A message as HTML: one template per block, all text escaped by Django."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, groupby, repeat
from typing import Any, Literal, NamedTuple, assert_never

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe

from analysis.base.reply import (
    Block,
    Cell,
    Chart,
    Choices,
    Code,
    Curve,
    File,
    Heading,
    KeyValues,
    Notice,
    Progress,
    Reply,
    Table,
    TableColumn,
    Text,
)
from chat.render.guarded import guarded
from chat.render.marks import spans
from chat.render.numbers import format_cell, format_column
from chat.render.source import highlighted
from chat.render.surface import worded_reply

MOST_ROWS = 200
_HEAD, _CELL = ('th scope="row"', "th"), ("td", "td")
_FAINT = ' class="faint"'
_TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}


@dataclass(frozen=True)
class MessageView:
    """A message as it is shown.

    Attributes:
        run: the id of its run while that is queued or running.
        client_id: the id the browser gave to what the person sent.
    """

    id: int
    role: Literal["user", "assistant"]
    text: str
    created: datetime
    reply: Reply | None = None
    client_id: str = ""
    run: str | None = None
    has_script: bool = False


class TableCell(NamedTuple):
    text: str
    css: str


class _Numbering:
    """Counts blocks of a kind: the n of ``/messages/<id>/table-<n>.csv``."""

    def __init__(self, message: int) -> None:
        self.message = message
        self.headings = count()
        self.tables = count()
        self.charts = count()

    def render(self, block: Block) -> str:
        return render_block(block, self)


def render_message(view: MessageView) -> str:
    """The ``<article>`` of a message."""
    reply = worded_reply(view.reply, "browser") if view.reply else None
    blocks = reply.blocks if reply else ()
    return render_to_string(
        "chat/message.html",
        {
            "view": view,
            "blocks": mark_safe("\n".join(_rendered(blocks, view.id))),
            "summary": reply.summary if reply else "",
        },
    )


def inline(text: str) -> SafeString:
    """Marked text as HTML, line breaks kept."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html("<{0}>{1}</{0}>", mark_safe(_TAGS[span.mark]), span.text)
                if span.mark != "plain"
                else span.text,
            )
            for span in spans(text)
        ),
    )


def _rendered(blocks: Sequence[Block], message: int) -> Iterator[str]:
    """The blocks in order; charts that follow each other stand side by side."""
    numbering = _Numbering(message)
    for is_chart, group in groupby(blocks, lambda block: isinstance(block, Chart)):
        parts = [guarded(block, numbering.render) for block in group]
        if is_chart and len(parts) > 1:
            yield format_html('<div class="pair">{}</div>', mark_safe("".join(parts)))
        else:
            yield from parts


def render_block(block: Block, numbering: _Numbering) -> str:
    context: dict[str, Any]
    match block:
        case Heading():
            context = {"level": 2 if next(numbering.headings) == 0 else 3}
        case Text():
            context = {"paragraphs": _paragraphs(block.text)}
        case KeyValues():
            context = {"items": _items(block)}
        case Table():
            context = _table(block, f"/messages/{numbering.message}", numbering)
        case Chart():
            context = _chart(block, numbering)
        case Choices():
            context = {"message": numbering.message}
        case Progress():
            context = {
                "percent": _percent(block.fraction),
                "news": progress_news(block.note, block.curves),
            }
        case File():
            size = format_cell(block.size, "bytes") if block.size is not None else ""
            context = {"size": size, "link": _link(block, numbering.message)}
        case Code():
            context = {
                "source": highlighted(block.text, block.language),
                "script_url": f"/messages/{numbering.message}/script.py",
            }
        case Notice():
            context = {}
        case _:
            assert_never(block)
    return render_to_string(
        f"chat/blocks/{block.kind}.html", {"block": block, **context}
    )


def progress_news(note: str, curves: Sequence[Curve]) -> SafeString:
    """What a run tells on its way: a small picture of its curves, and words."""
    spans_all = [value for curve in curves for value in curve.values]
    return mark_safe(
        render_to_string(
            "chat/blocks/news.html",
            {
                "note": note,
                "curves": [
                    {
                        "label": curve.label,
                        "points": _points(curve.values, min(spans_all), max(spans_all)),
                        "last": format_cell(curve.values[-1], "number", minus="−"),
                    }
                    for curve in curves
                    if curve.values
                ],
            },
        ).strip()
    )


def _points(values: Sequence[float], low: float, high: float) -> str:
    """The corners of a line in a box of 300 by 60."""
    span, steps = (high - low) or 1.0, max(1, len(values) - 1)
    return " ".join(
        f"{300 * at / steps:.1f},{58 - 56 * (value - low) / span:.1f}"
        for at, value in enumerate(values)
    )


def _link(block: File, message: int) -> str:
    """A reference without a slash is a file of the message."""
    if not block.reference or "/" in block.reference:
        return block.reference
    return f"/messages/{message}/{block.reference}"


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


def _items(block: KeyValues) -> list[dict[str, Any]]:
    return [
        {
            "label": item.label,
            "value": format_cell(item.value, item.format, minus="−"),
            "format": item.format,
            "note": item.note,
        }
        for item in block.items
    ]


def _percent(fraction: float | None) -> int | None:
    return None if fraction is None else round(100 * min(max(fraction, 0.0), 1.0))


def _chart(block: Chart, numbering: _Numbering) -> dict[str, Any]:
    index = next(numbering.charts)
    return {
        "spec": json_script(block.spec),
        "png": f"/messages/{numbering.message}/chart-{index}.png",
        "name": f"chart-{numbering.message}-{index}",
    }


def _table(block: Table, base: str, numbering: _Numbering) -> dict[str, Any]:
    rows = block.rows[:MOST_ROWS]
    total = block.n_total if block.n_total is not None else len(block.rows)
    texts = [
        _column_cells([row[index] for row in rows], column)
        for index, column in enumerate(block.columns)
    ]
    greyed = _greyed(block.columns, rows)
    return {
        "heads": [
            (column.label, "left" if _alignment(column) else "")
            for column in block.columns
        ],
        "body": _body(list(zip(*texts, strict=True)), greyed),
        "shown": len(rows),
        "total": total,
        "csv": f"{base}/table-{next(numbering.tables)}.csv",
    }


def _body(rows: Sequence[Sequence[TableCell]], greyed: Sequence[bool]) -> SafeString:
    """The rows as HTML. Written here: a template takes ten times as long for a cell."""
    lines = []
    for row, faint in zip(rows, greyed, strict=False):
        cells = [
            f'<{tag} class="{cell.css}">{escape(cell.text)}</{close}>'
            for cell, (tag, close) in zip(
                row, chain([_HEAD], repeat(_CELL)), strict=False
            )
        ]
        lines.append(f"<tr{_FAINT if faint else ''}>{''.join(cells)}</tr>")
    return mark_safe("\n".join(lines))


def _column_cells(values: Sequence[Cell], column: TableColumn) -> list[TableCell]:
    texts = format_column(values, column.format, minus="−")
    alignment = _alignment(column)
    return [
        TableCell(
            text,
            f"{alignment} small-p"
            if column.format == "p_value" and _is_small(value)
            else alignment,
        )
        for text, value in zip(texts, values, strict=True)
    ]


def _alignment(column: TableColumn) -> str:
    return {"text": "left", "code": "left mono"}.get(column.format, "")


def _is_small(value: Cell) -> bool:
    return isinstance(value, float) and value < 0.05


def _greyed(
    columns: Sequence[TableColumn], rows: Sequence[tuple[Cell, ...]]
) -> list[bool]:
    """Rows to step back: of several terms, those whose estimate is not significant."""
    places = [
        index for index, column in enumerate(columns) if column.format == "p_value"
    ]
    if len(places) != 1 or len(rows) < 3 or columns[0].format != "code":
        return [False] * len(rows)
    cells = [row[places[0]] for row in rows]
    return [isinstance(cell, float) and cell >= 0.05 for cell in cells]
