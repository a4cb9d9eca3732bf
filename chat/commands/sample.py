"""A built-in dataset to try things with."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.tables.samples import samples
from chat.models import Conversation
from chat.outcomes.command import Command, Import
from chat.people.quotas import check_upload
from chat.tables.datasets import sample_dataset

command = Command(
    "sample",
    "Try a built-in dataset",
    argument="name",
    phrases=(
        r"(?:try|load|use|open)(?: me)?(?: a| the)? sample(?: data(?: ?set)?)?(?: (\S+))?",
    ),
    in_groups=True,
)


@command.run
def load(conversation: Conversation, rest: str) -> Import:
    names = [sample.name for sample in samples()]
    wanted = rest.strip() or names[0]
    if wanted not in names:
        raise TaskError(
            f"There is no sample called “{wanted}”.",
            hint=f"There are: {', '.join(names)}.",
            options=tuple(f"/sample {name}" for name in names),
        )
    check_upload(conversation.owner, 0)
    return Import(sample_dataset(conversation.owner, wanted))
