"""The script of the last answer."""

from __future__ import annotations

from analysis.base.reply import Notice, Reply, Text
from analysis.scripts.report import taken_away
from chat.models import Conversation, Message, Run
from chat.outcomes.command import Command

command = Command(
    "code",
    "The Python script behind the last answer",
    phrases=(
        r"(?:please )?(?:show|give|download|get)(?: me)?(?: the| its| your)?(?: python)?"
        r" (?:script|code)(?: please)?",
        r"(?:the )?(?:script|code)(?: please)?",
        r"how (?:did you|was (?:this|that|it)) (?:calculate|compute)d?(?: (?:this|that|it))?",
    ),
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    message = (
        Message.objects.filter(conversation=conversation)
        .exclude(run__kind=Run.Kind.IMPORT)
        .exclude(run=None)
        .exclude(run__script="")
        .select_related("run")
        .last()
    )
    if message is None or message.run is None:
        text = "There is no script yet."
        fix = "Ask something of your data; every answer has its script."
        return Reply(summary=text, blocks=(Notice(text=text, fix=fix),))
    run = message.run
    summary = f"The script behind “{run.question}”."
    return Reply(
        summary=summary,
        blocks=(
            Text(text=f"{summary} It runs anywhere: `python script.py your-file`."),
            *taken_away(run.script),
        ),
    )
