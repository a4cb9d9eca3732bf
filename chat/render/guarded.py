"""One block that cannot be shown costs that block, and nothing of what stands around it.

Blocks are stored: one that a renderer stumbles over would do so at every look at its
conversation, on every surface.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from analysis.base.reply import Block, Notice

logger = logging.getLogger(__name__)
_INSTEAD = Notice(
    text="This part of the answer cannot be shown.",
    level="warning",
    fix="Ask again; if it happens again, tell the administrator of this server.",
)


def guarded(block: Block, render: Callable[[Block], str]) -> str:
    """The block as ``render`` writes it, or a notice in its place."""
    try:
        return render(block)
    except Exception as error:
        # Not its words: they may hold a cell.
        logger.error("a block %s cannot be shown: %s", block.kind, type(error).__name__)
        return render(_INSTEAD)
