"""Blocks as HTML that needs nothing around it: for reports and for word processors."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from typing import assert_never

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from analysis.base.reply import (
    Block,
    Chart,
    Choices,
    Code,
    File,
    Heading,
    Item,
    KeyValues,
    Notice,
    Progress,
    Table,
    Text,
)
from chat.render.charts import NOT_DRAWN, chart_svg
from chat.render.guarded import guarded
from chat.render.html import inline
from chat.render.numbers import format_cell, format_column

logger = logging.getLogger(__name__)


def render_blocks(blocks: Sequence[Block], *, pictures: bool = True) -> str:
    """The blocks one after the other; without ``pictures`` charts are told in words."""
    render = partial(render_block, pictures=pictures)
    return "\n".join(guarded(block, render) for block in blocks)


def render_block(block: Block, *, pictures: bool = True) -> str:
    match block:
        case Heading():
            return format_html("<h3>{}</h3>", inline(block.text))
        case Text():
            parts = [part for part in block.text.split("\n\n") if part.strip()]
            kind = mark_safe(' class="note"' if block.muted else "")
            return format_html_join(
                "\n", "<p{}>{}</p>", ((kind, inline(one)) for one in parts)
            )
        case KeyValues():
            return _key_values(block)
        case Table():
            return _table(block)
        case Chart():
            return _chart(block, pictures=pictures)
        case Choices() | Progress():
            return ""
        case File():
            return format_html(
                "<p><b>{}</b> {}</p>", block.name, inline(block.description)
            )
        case Code():
            return format_html("<pre>{}</pre>", block.text)
        case Notice():
            return format_html(
                '<p class="{}"><b>{}</b> {}</p>',
                block.level,
                inline(block.text),
                inline(block.fix),
            )
        case _:
            assert_never(block)


def _key_values(block: KeyValues) -> SafeString:
    rows = format_html_join(
        "\n", "<tr><th>{}</th><td>{}</td></tr>", map(_item, block.items)
    )
    return _titled(block.title, rows, "values")


def _item(item: Item) -> tuple[SafeString, SafeString]:
    value = format_cell(item.value, item.format, minus="−")
    note = format_html(" <small>({})</small>", inline(item.note)) if item.note else ""
    return inline(item.label), format_html("{}{}", value, note)


def _table(table: Table) -> SafeString:
    left = [column.format in ("text", "code") for column in table.columns]
    heads = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        (
            (_align(is_left), inline(column.label))
            for column, is_left in zip(table.columns, left, strict=True)
        ),
    )
    texts = [
        format_column([row[index] for row in table.rows], column.format, minus="−")
        for index, column in enumerate(table.columns)
    ]
    rows = format_html_join(
        "\n",
        "<tr>{}</tr>",
        ((_cells(row, left),) for row in zip(*texts, strict=True)),
    )
    inside = format_html("<thead><tr>{}</tr></thead>\n<tbody>{}</tbody>", heads, rows)
    notes = [inline(table.note)] if table.note else []
    if table.n_total is not None and table.n_total > len(table.rows):
        notes.append(
            format_html(
                "First {} of {} rows", f"{len(table.rows):,}", f"{table.n_total:,}"
            )
        )
    below = format_html_join("\n", '<p class="note">{}</p>', ((one,) for one in notes))
    return format_html("{}\n{}", _titled(table.title, inside, "table"), below)


def _cells(row: Sequence[str], left: Sequence[bool]) -> SafeString:
    return format_html_join(
        "",
        "<td{}>{}</td>",
        ((_align(is_left), text) for text, is_left in zip(row, left, strict=True)),
    )


def _align(left: bool) -> SafeString:
    """An attribute, not a style: word processors know it, and policies allow it."""
    return mark_safe("" if left else ' align="right"')


def _titled(title: str, rows: SafeString, kind: str) -> SafeString:
    caption = format_html("<caption>{}</caption>", inline(title)) if title else ""
    return format_html('<table class="{}">{}{}</table>', kind, caption, rows)


def _chart(chart: Chart, *, pictures: bool) -> SafeString:
    subtitle = format_html(" <small>{}</small>", inline(chart.subtitle))
    caption = format_html(
        "{}{}", inline(chart.title), subtitle if chart.subtitle else ""
    )
    if not pictures:
        return format_html("<p><b>{}</b><br>{}</p>", caption, chart.alt)
    try:
        drawn = chart_svg(chart.spec)
    except ValueError as problem:
        logger.error("a chart cannot be drawn: %s", type(problem).__name__)
        return format_html(
            "<p><b>{}</b><br>{}<br>{}</p>", caption, chart.alt, NOT_DRAWN
        )
    # As a picture of its own: what an SVG names inside must not meet another's names.
    picture = b64encode(drawn.encode()).decode()
    return format_html(
        '<figure><figcaption>{}</figcaption><img src="data:image/svg+xml;base64,{}" alt="{}"></figure>',
        caption,
        picture,
        chart.alt,
    )
