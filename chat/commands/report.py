"""The conversation as a file to take away."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.reply import File, Reply, Text
from chat.models import Conversation
from chat.outcomes.command import Command
from chat.report import FORMATS, turns_of

command = Command(
    "report",
    "This conversation as a notebook, report, Markdown or script",
    phrases=(
        r"(?:please )?(?:export|download) (?:this |the |whole )*(?:conversation|chat|analysis)",
        r"(?:please )?(?:make|write|give me) (?:me )?(?:a |the )?report",
    ),
    in_groups=True,
)
_ABOUT = {
    "ipynb": "runs again and gives every number",
    "html": "with charts; print it for a PDF",
    "md": "questions, answers and tables",
    "py": "all scripts in one",
}


@command.run
def offer(conversation: Conversation, rest: str) -> Reply:
    """Files by the name ``conversation.<ending>``, which every surface resolves."""
    if not any(turn.run for turn in turns_of(conversation)):
        raise TaskError(
            "There is nothing to report yet.", hint="Ask something of your data first."
        )
    files = tuple(
        File(
            name=format.title,
            reference=f"conversation.{ending}",
            description=_ABOUT[ending],
        )
        for ending, format in FORMATS.items()
    )
    text = f"“{conversation}” to take away."
    return Reply(summary=text, blocks=(Text(text=text), *files))
