"""Reading a file again with another choice: a kind, a date order, a sheet."""

from __future__ import annotations

import re

from analysis.reply import Notice, Reply
from chat.commands.command import Command, Import
from chat.models import Conversation
from chat.welcome import no_dataset_reply

KINDS = {
    "text": "text",
    "string": "text",
    "category": "category",
    "categorical": "category",
    "number": "number",
    "numeric": "number",
    "float": "number",
    "integer": "integer",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "boolean": "boolean",
    "identifier": "identifier",
    "id": "identifier",
}

command = Command(
    "reread",
    "Read the file again with another choice",
    argument="what=choice",
    phrases=(
        r"((?:treat|read|interpret) .+ as (?:an? )?\w+)",
        r"(.+ is (?:really )?an? (?:number|text|category|date|boolean|identifier|integer))",
    ),
)
_KIND = re.compile(
    r"(?:(?:treat|read|interpret) )?(?P<name>.+?) (?:as|is)(?: really)?(?: an?)? (?P<kind>\w+)",
    re.IGNORECASE,
)


@command.run
def reread(conversation: Conversation, rest: str) -> Reply | Import:
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply()
    name, _, value = rest.rpartition("=")
    if not name:
        found = _kind_of_column(rest, dataset.schema.names)
        if isinstance(found, Reply):
            return found
        name, value = found
    dataset.overrides = {**dataset.overrides, name: value}
    dataset.save(update_fields=["overrides"])
    return Import(dataset)


def _kind_of_column(text: str, names: tuple[str, ...]) -> tuple[str, str] | Reply:
    match = _KIND.fullmatch(text)
    wanted = match["name"].strip("'\"`“” ").lower() if match else ""
    column = next((name for name in names if name.lower() == wanted), None)
    kind = KINDS.get(match["kind"].lower()) if match else None
    if column is None:
        problem = f"There is no column “{wanted or text}”."
        fix = "Send /columns to see the names."
    elif kind is None:
        problem = f"A column cannot be read as “{match['kind'] if match else ''}”."
        fix = "Kinds are: number, integer, text, category, date, boolean, identifier."
    else:
        return f"kind:{column}", kind
    return Reply(
        summary=problem, blocks=(Notice(text=problem, level="error", fix=fix),)
    )
