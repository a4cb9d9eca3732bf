"""Statistical tests by command."""

from __future__ import annotations

from analysis.base.reply import Notice, Reply
from chat.models import Conversation
from chat.outcomes.command import Command, Say

command = Command(
    "test", "A statistical test", argument="columns", in_groups=True, of_table=True
)


@command.run
def test(conversation: Conversation, rest: str) -> Say | Reply:
    """The words after the command are a question; two columns alone ask for the test
    that suits their kinds."""
    if not rest:
        text = "What should be tested?"
        fix = (
            "For example: /test income by sex, or /test normality of age, or"
            " /test sales against profit."
        )
        return Reply(summary=text, blocks=(Notice(text=text, fix=fix),))
    outcome, by, group = rest.partition(" by ")
    if by:
        return Say(f"Is there a difference in {outcome} by {group}?")
    return Say(f"Test {rest}")
