"""A script of a person's own, where this server allows it."""

from __future__ import annotations

from django.conf import settings

from analysis.base.errors import TaskError
from analysis.scripts.report import refusal
from chat.models import Conversation
from chat.outcomes.command import Command, Outcome, RunScript
from chat.outcomes.welcome import no_dataset_reply
from chat.people.violations import record_refusal
from sandbox.validator import validate

command = Command(
    "run",
    "Run a Python script of your own on the table",
    argument="```script```",
    phrases=(
        r"(?:please )?(?:run|execute|try) (?:this|the following|my)(?: python)?"
        r" (?:script|code)[:.]?\s*(```[\s\S]*```)",
    ),
    in_groups=True,
)


@command.run
def run(conversation: Conversation, rest: str) -> Outcome:
    script = _unfenced(rest)
    if not script:
        raise TaskError(
            "There is no script in the message.",
            hint="Put it between two lines of ``` below “run this script:”.",
        )
    violations = validate(script)
    if violations:
        record_refusal(conversation.owner, violations)
        return refusal(violations, script)
    if not settings.ALLOW_USER_SCRIPTS:
        raise TaskError(
            "Scripts of your own are switched off on this server. Nothing ran.",
            hint="Ask in plain words, or see /script for the templates.",
            options=("/script",),
        )
    if conversation.dataset is None or not conversation.dataset.is_read:
        return no_dataset_reply()
    return RunScript(script, conversation.dataset)


def _unfenced(text: str) -> str:
    """What stands between the fences, the language's name left out."""
    _, opening, rest = text.partition("```")
    body, closing, _ = rest.rpartition("```")
    if not opening or not closing:
        return ""
    first, newline, lines = body.partition("\n")
    named = first.strip().lower() in ("", "python", "py", "python3")
    return (
        (lines if newline and named else body).strip("\n") + "\n"
        if body.strip()
        else ""
    )
