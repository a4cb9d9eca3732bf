"""A reply as Markdown: for the clipboard and for files."""

from __future__ import annotations

import re
from typing import assert_never

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
    Reply,
    Table,
    Text,
)
from chat.render.marks import Span, spans
from chat.render.numbers import format_cell, format_column
from chat.render.paper import on_paper

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def render_reply(reply: Reply) -> str:
    """The whole reply, blocks apart by an empty line."""
    return on_paper(reply, render_block, _escaped)


def render_block(block: Block) -> str:
    match block:
        case Heading():
            return f"## {_line(block.text)}"
        case Text():
            return "".join(_span(span) for span in spans(block.text))
        case KeyValues():
            lines = [f"- {_item(item)}" for item in block.items]
            return "\n".join([*_titled(block.title), *lines])
        case Table():
            return _table(block)
        case Chart():
            subtitle = f" ({_line(block.subtitle)})" if block.subtitle else ""
            return f"**{_line(block.title)}**{subtitle}\n\n{_escaped(block.alt)}"
        case Choices():
            lines = [f"- {_line(option.label)}" for option in block.options]
            return "\n".join([*_titled(block.prompt), *lines])
        case Progress():
            done = (
                "" if block.fraction is None else format_cell(block.fraction, "percent")
            )
            note = f" · {_line(block.note)}" if block.note else ""
            return f"*{_line(block.label)}* {done}".rstrip() + note
        case File():
            size = f" ({format_cell(block.size, 'bytes')})" if block.size else ""
            return f"**{_line(block.name)}**{size} {_line(block.description)}".rstrip()
        case Code():
            return _code(block)
        case Notice():
            fix = f" {_line(block.fix)}" if block.fix else ""
            return f"> **{block.level.capitalize()}:** {_line(block.text)}{fix}"
        case _:
            assert_never(block)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _line(text: str) -> str:
    """Marked text on one line."""
    return " ".join("".join(_span(span) for span in spans(text)).split())


def _span(span: Span) -> str:
    match span.mark:
        case "plain":
            return _escaped(span.text)
        case "strong":
            return f"**{_escaped(span.text)}**"
        case "emphasis":
            return f"*{_escaped(span.text)}*"
        case "code":
            return f"`{span.text}`"


def _titled(title: str) -> list[str]:
    return [f"**{_line(title)}**", ""] if title else []


def _item(item: Item) -> str:
    value = _escaped(format_cell(item.value, item.format))
    note = f" ({_line(item.note)})" if item.note else ""
    return f"{_line(item.label)}: **{value}**{note}"


def _table(table: Table) -> str:
    texts = [
        format_column([row[index] for row in table.rows], column.format)
        for index, column in enumerate(table.columns)
    ]
    rules = [
        ":--" if column.format in ("text", "code") else "--:"
        for column in table.columns
    ]
    rows = [
        [_line(column.label) for column in table.columns],
        rules,
        *([_cell(text) for text in row] for row in zip(*texts, strict=True)),
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows] if table.columns else []
    return "\n".join([*_titled(table.title), *lines, *_below(table)])


def _below(table: Table) -> list[str]:
    notes = [_line(table.note)] if table.note else []
    if table.n_total is not None and table.n_total > len(table.rows):
        notes.append(f"First {len(table.rows):,} of {table.n_total:,} rows")
    return ["", *notes] if notes else []


def _cell(text: str) -> str:
    return " ".join(_escaped(text).split())


def _code(code: Code) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code.text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"**{_line(code.title)}**\n\n{fence}{code.language}\n{code.text.rstrip()}\n{fence}"
