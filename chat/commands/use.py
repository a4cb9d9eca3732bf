"""Switching to another dataset."""

from __future__ import annotations

from analysis.base.reply import Choices, Notice, Option, Reply, Text
from analysis.models import Dataset
from chat.linking.suggestions import suggestions
from chat.models import Conversation, events
from chat.outcomes.command import Command
from chat.tables.working import work_on

command = Command(
    "use",
    "Switch to another dataset",
    argument="name",
    phrases=(
        r"(?:use|switch to|work with|open) (?:the )?(?:data ?set |file )?(\S.*\.\w{2,8})",
    ),
    in_groups=True,
)


@command.run
def switch(conversation: Conversation, rest: str) -> Reply:
    wanted = rest.strip("'\"“” ").lower()
    found = [
        dataset
        for dataset in Dataset.objects.of(conversation.owner)
        if dataset.is_read and dataset.name.lower() == wanted
    ]
    if not found:
        text = f"There is no dataset called “{rest}”."
        notice = Notice(text=text, level="error", fix="Send /datasets to see yours.")
        return Reply(summary=text, blocks=(notice,))
    work_on(conversation, found[0])
    events.dataset_changed(conversation)
    schema = found[0].schema
    summary = (
        f"Now using {found[0].name}: {schema.n_rows:,} rows ×"
        f" {len(schema.columns)} columns."
    )
    options = tuple(Option(label=text, value=text) for text in suggestions(schema))
    return Reply(
        summary=summary,
        blocks=(Text(text=summary), Choices(options=options, role="next")),
    )
