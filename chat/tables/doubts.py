"""Doubtful readings of a file, said under the answers that they may change."""

from __future__ import annotations

from collections.abc import Collection

from analysis.base.reply import Block, Choices, Notice, Option, Reply, Text
from analysis.reading.receipt import Ambiguity, Receipt

_MOST = 3
# What is another table is added to the datasets, and takes the place of none.
_PARTS = ("sheet", "table", "member")


def doubt_blocks(doubt: Ambiguity) -> tuple[Block, ...]:
    """The doubt in words, and a button for each other reading."""
    notice = Notice(text=f"{doubt.what}; taken: {doubt.choice}.", level="info")
    verb = "/part" if doubt.override in _PARTS else "/reread"
    options = tuple(
        Option(
            label=f"Open {words}" if verb == "/part" else words,
            value=f"{verb} {doubt.override}={value}",
        )
        for value, words in doubt.options
    )
    return (notice, Choices(options=options, role="next")) if options else (notice,)


def with_doubts(
    reply: Reply, receipt: Receipt, columns: Collection[str], *, failed: bool
) -> Reply:
    """The reply with what the reading of its columns leaves open, below its first words.

    An answer is told of the doubts that may change what it means; one that ``failed``
    of all, since another reading may be what it lacked.
    """
    open_ = [
        doubt
        for doubt in receipt.ambiguities
        if (doubt.told and (not doubt.column or doubt.column in columns))
        or (failed and doubt.column in columns)
    ]
    if not open_:
        return reply
    said = [block for doubt in open_[:_MOST] for block in doubt_blocks(doubt)]
    first = next((n for n, b in enumerate(reply.blocks) if isinstance(b, Text)), -1) + 1
    blocks = (*reply.blocks[:first], *said, *reply.blocks[first:])
    return reply.model_copy(update={"blocks": blocks})
