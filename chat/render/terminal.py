"""A reply as plain text for a terminal of a given width."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from typing import assert_never

from analysis.base.reply import (
    Block,
    Chart,
    Choices,
    Code,
    File,
    Heading,
    KeyValues,
    Notice,
    Progress,
    Reply,
    Table,
    Text,
)
from chat.render.guarded import guarded
from chat.render.marks import unmarked
from chat.render.numbers import format_cell, format_column
from chat.render.sparkline import sparkline
from chat.render.surface import worded_reply

_SIGNS = {"info": "i", "warning": "!", "error": "✗"}
_BAR = 30
_CELL = 40


def render_reply(reply: Reply, width: int = 100) -> str:
    """The whole reply, blocks apart by an empty line."""
    reply = worded_reply(reply, "terminal")
    parts = [
        _printable(guarded(block, lambda one: render_block(one, width)))
        for block in reply.blocks
    ]
    text = "\n\n".join(part for part in parts if part.strip())
    return (text or _printable(_wrapped(reply.summary, width))) + "\n"


def render_block(block: Block, width: int) -> str:
    match block:
        case Heading():
            text = unmarked(block.text)
            return f"{text}\n{'─' * min(width, _width(text))}"
        case Text():
            return _wrapped(unmarked(block.text), width)
        case KeyValues():
            return _key_values(block, width)
        case Table():
            return _table(block, width)
        case Chart():
            return _wrapped(f"[chart] {block.title}. {block.alt}", width, indent="  ")
        case Choices():
            return _choices(block)
        case Progress():
            return _progress(block)
        case File():
            size = f" ({format_cell(block.size, 'bytes')})" if block.size else ""
            return f"[file] {block.name}{size} {unmarked(block.description)}".rstrip()
        case Code(collapsed=True):
            n_lines = len(block.text.splitlines())
            return f"[{block.title.lower()}] {block.language}, lines: {n_lines:,}"
        case Code():
            lines = textwrap.indent(block.text.rstrip(), "    ")
            return f"{block.title}:\n{lines}"
        case Notice():
            text = unmarked(f"{block.text} {block.fix}".strip())
            return _wrapped(f"{_SIGNS[block.level]} {text}", width, indent="  ")
        case _:
            assert_never(block)


def _printable(text: str) -> str:
    """Without control characters: a cell of a file must not drive the terminal."""
    return "".join(
        letter
        for letter in text
        if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )


def _wrapped(text: str, width: int, indent: str = "") -> str:
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent=indent)
        for line in text.splitlines()
    )


def _width(text: str) -> int:
    """Columns of the terminal that the text takes."""
    return sum(
        0
        if unicodedata.combining(letter)
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _clipped(text: str) -> str:
    line = " ".join(_printable(text.replace("\n", " ")).split())
    return line if len(line) <= _CELL else line[: _CELL - 1] + "…"


def _key_values(block: KeyValues, width: int) -> str:
    labels = [unmarked(item.label) for item in block.items]
    longest = max((_width(label) for label in labels), default=0)
    lines = [unmarked(block.title)] if block.title else []
    for label, item in zip(labels, block.items, strict=True):
        note = f"  ({unmarked(item.note)})" if item.note else ""
        value = format_cell(item.value, item.format)
        line = f"{_padded(label, longest, right=False)}  {value}{note}"
        lines.append(_wrapped(line, width, indent=" " * (longest + 2)))
    return "\n".join(lines)


def _table(table: Table, width: int) -> str:
    columns = [
        [
            _clipped(column.label),
            *map(
                _clipped,
                format_column([row[index] for row in table.rows], column.format),
            ),
        ]
        for index, column in enumerate(table.columns)
    ]
    right = [column.format not in ("text", "code") for column in table.columns]
    parts = [unmarked(table.title)] if table.title else []
    parts += [
        "\n".join(
            _ruled([columns[index] for index in chosen], [right[i] for i in chosen])
        )
        for chosen in _pages([max(map(_width, texts)) for texts in columns], width)
    ]
    if table.n_total is not None and table.n_total > len(table.rows):
        parts.append(f"First {len(table.rows):,} of {table.n_total:,} rows")
    if table.note:
        parts.append(_wrapped(unmarked(table.note), width))
    return "\n".join(parts)


def _pages(widths: Sequence[int], width: int) -> list[list[int]]:
    """Columns that fit beside each other, the first one repeated on every page."""
    pages: list[list[int]] = []
    used = 0
    for index, column in enumerate(widths):
        if not pages or (used + 2 + column > width and len(pages[-1]) > 1):
            pages.append([0] if index else [])
            used = widths[0] if index else -2
        pages[-1].append(index)
        used += 2 + column
    return pages


def _ruled(columns: list[list[str]], right: list[bool]) -> list[str]:
    widths = [max(map(_width, texts)) for texts in columns]
    lines = [
        "  ".join(
            _padded(text, width, right=aligned)
            for text, width, aligned in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in zip(*columns, strict=True)
    ]
    return [lines[0], "  ".join("─" * width for width in widths), *lines[1:]]


def _choices(block: Choices) -> str:
    lines = [unmarked(block.prompt)] if block.prompt else []
    lines += [
        f"  {number}. {unmarked(option.label)}"
        for number, option in enumerate(block.options, start=1)
    ]
    return "\n".join(lines)


def _progress(block: Progress) -> str:
    lines = [f"… {block.label}"]
    if block.fraction is not None:
        done = round(min(max(block.fraction, 0), 1) * _BAR)
        percent = format_cell(block.fraction, "percent")
        lines = [f"[{'█' * done}{'·' * (_BAR - done)}] {percent} {block.label}"]
    lines += [
        f"{sparkline(curve.values, _BAR)} {curve.label}" for curve in block.curves
    ]
    return "\n".join([*lines, *([block.note] if block.note else [])])
