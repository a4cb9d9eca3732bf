"""A conversation as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.base.reply import Heading, Table, Text
from chat.models import Conversation
from chat.render.guarded import guarded
from chat.render.markdown import render_block
from chat.report.turns import Turn


def as_markdown(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """Each question as a heading, the answer with its tables below."""
    parts = [f"# {plain(str(conversation))}"]
    for number, turn in enumerate(turns, start=1):
        parts.append(f"## {number}. {plain(turn.question or 'StatAgent')}")
        parts += answer_lines(turn)
    return "\n\n".join(parts) + "\n"


def answer_lines(turn: Turn, *, tables: bool = True) -> Iterator[str]:
    """The blocks of an answer; its headings step back behind the questions'."""
    for block in turn.blocks:
        if isinstance(block, Table) and not tables:
            continue
        shown = Text(text=f"**{block.text}**") if isinstance(block, Heading) else block
        text = guarded(shown, render_block)
        if text:
            yield text


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    line = " ".join(text.split())
    return "".join("\\" + c if c in "\\`*_{}[]<>#+!|$~" else c for c in line)
