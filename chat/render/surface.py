"""Words that depend on where they are read.

A reply is written once and shown at several doors. What is done differently at each of
them (a file is dropped on a page, sent to a chat, named at a prompt; on paper nothing) stands in its text
as a mark, ``⟦upload⟧``, which the renderer of the door turns into its own words.
"""

from __future__ import annotations

import re
from typing import Literal

from analysis.base.reply import Block, Choices, Notice, Reply, Text

Surface = Literal["browser", "telegram", "terminal", "paper"]
# Each mark with its words, which begin a sentence or stand alone.
_WORDS: dict[str, dict[Surface, str]] = {
    "upload": {
        "browser": "Drop a CSV, Excel, JSON or Parquet file anywhere on the page",
        "telegram": "Send a CSV, Excel, JSON or Parquet file (📎 → File)",
        "terminal": "Type the path of a CSV, Excel, JSON or Parquet file",
        "paper": "Upload a CSV, Excel, JSON or Parquet file",
    },
}
_MARK = re.compile("⟦([a-z_]+)⟧")


def worded(text: str, surface: Surface) -> str:
    """The text with a surface's words for its marks; an unknown mark stays."""
    if "⟦" not in text:
        return text
    return _MARK.sub(
        lambda found: _WORDS.get(found[1], {}).get(surface, found[0]), text
    )


def worded_block(block: Block, surface: Surface) -> Block:
    match block:
        case Notice():
            text, fix = worded(block.text, surface), worded(block.fix, surface)
            return block.model_copy(update={"text": text, "fix": fix})
        case Text():
            return block.model_copy(update={"text": worded(block.text, surface)})
        case Choices():
            return block.model_copy(update={"prompt": worded(block.prompt, surface)})
        case _:
            return block


def worded_reply(reply: Reply, surface: Surface) -> Reply:
    """The reply as it is said at a door; the same object if nothing differs there."""
    blocks = tuple(worded_block(block, surface) for block in reply.blocks)
    summary = worded(reply.summary, surface)
    if summary == reply.summary and blocks == reply.blocks:
        return reply
    return reply.model_copy(update={"summary": summary, "blocks": blocks})
