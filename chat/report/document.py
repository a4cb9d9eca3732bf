"""A conversation as one HTML file: readable offline, printed by any browser (PDF)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from analysis import VERSION
from chat.models import Conversation
from chat.render.document import render_blocks
from chat.render.source import highlighted
from chat.report.turns import Turn


def as_html(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """The whole file, pictures and styles inside; it loads nothing and runs nothing."""
    files = {
        turn.dataset.id: turn.dataset for turn in turns if turn.dataset is not None
    }
    return render_to_string(
        "report/report.html",
        {
            "title": str(conversation),
            "turns": [_shown(turn) for turn in turns],
            "files": files.values(),
            "version": VERSION,
            "now": timezone.now(),
        },
    )


def _shown(turn: Turn) -> dict[str, Any]:
    run = turn.run
    return {
        "question": turn.question,
        "answer": mark_safe(render_blocks(turn.blocks)),
        "script": highlighted(run.script, "python") if run else "",
        "at": turn.at,
    }
