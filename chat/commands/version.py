"""Which versions are running."""

from __future__ import annotations

import platform
from importlib.metadata import version

from analysis import VERSION
from analysis.base.reply import Item, KeyValues, Reply
from analysis.scripts.writing import LIBRARIES
from chat.models import Conversation
from chat.outcomes.command import Command

command = Command(
    "version",
    "Versions of StatAgent and its libraries",
    phrases=(r"version",),
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    names = {"StatAgent": VERSION, "Python": platform.python_version()}
    names |= {name: version(name) for name in ("django", *LIBRARIES)}
    items = tuple(
        Item(label=name, value=value, format="text") for name, value in names.items()
    )
    return Reply(summary=f"StatAgent {VERSION}.", blocks=(KeyValues(items=items),))
