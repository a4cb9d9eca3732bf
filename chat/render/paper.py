"""Replies as text that goes into papers: Markdown and LaTeX write their blocks alike."""

from __future__ import annotations

from collections.abc import Callable

from analysis.base.reply import Block, Reply
from chat.render.guarded import guarded
from chat.render.surface import worded_reply


def on_paper(
    reply: Reply, render: Callable[[Block], str], escaped: Callable[[str], str]
) -> str:
    """The blocks apart by an empty line; the summary where none of them says anything."""
    reply = worded_reply(reply, "paper")
    parts = [guarded(block, render) for block in reply.blocks]
    text = "\n\n".join(part for part in parts if part)
    return (text or escaped(reply.summary)) + "\n"
