"""Reading a file again with another choice: a kind, a date order, a sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import process

from analysis.base.columns import Column, Schema
from analysis.base.reply import Choices, Notice, Option, Reply
from chat.models import Conversation
from chat.outcomes.command import Command, Import
from chat.outcomes.welcome import no_dataset_reply

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
    "duration": "duration",
    "durations": "duration",
}

# "treat temp above 50 as missing" is a condition, and no code that stands for something.
_NO_CONDITION = (
    r"(?!.*\b(?:above|below|over|under|more than|less than|greater|smaller|at least"
    r"|at most|where|when|if)\b|.*[<>])"
)
command = Command(
    "reread",
    "Read the file again with another choice",
    argument="what=choice",
    of_table=True,
    phrases=(
        rf"((?:treat|read|interpret|count) {_NO_CONDITION}.+ as (?:an? )?\w+)",
        rf"((?:treat|read|interpret|count) {_NO_CONDITION}.+ as (?:missing|no answer) in .+)",
        r"(.+ is (?:really )?an? (?:number|text|category|date|boolean|identifier|integer))",
        r"((?:\S+|\".+\"|“.+”) (?:means|stands for) (?:missing|no answer|not available)"
        r"(?: (?:in|for) .+)?)",
        r"((?:leave|take|drop|remove|ignore|exclude|omit|skip)(?: out)? (?:the |all )?"
        r"(?:grand |sub-?)?totals?(?: rows?| lines?)?(?: out| away)?)",
    ),
    in_groups=True,
)
_KIND = re.compile(
    r"(?:(?:treat|read|interpret) )?(?P<name>.+?) (?:as|is)(?: really)?(?: an?)? (?P<kind>\w+)",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:(?:treat|read|interpret|count) )?(?P<code>.+?) (?:as|means|stands for) "
    r"(?:missing|no answer|not available)(?: (?:in|for) (?P<name>.+))?",
    re.IGNORECASE,
)
_TOTALS = re.compile(
    r"(?:leave|take|drop|remove|ignore|exclude|omit|skip)\b.*totals?\b.*", re.I
)
_QUOTES = "'\"`“” "
_NEAR = 3


@command.run
def reread(conversation: Conversation, rest: str) -> Reply | Import:
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply()
    name, _, value = rest.rpartition("=")
    if name:
        return Import(dataset, {**dataset.overrides, name: value})
    found = _asked(rest, dataset.schema, dataset.overrides)
    if isinstance(found, Reply):
        return found
    return Import(dataset, {**dataset.overrides, **found})


def _asked(
    text: str, schema: Schema, known: Mapping[str, str]
) -> dict[str, str] | Reply:
    if _TOTALS.fullmatch(text):
        return {"totals": "leave out"}
    if match := _MISSING.fullmatch(text):
        code, name = match["code"].strip(_QUOTES), (match["name"] or "").strip(_QUOTES)
        return _codes(code, name, schema, known)
    found = _kind_of_column(text, schema.names)
    return found if isinstance(found, Reply) else dict([found])


def _codes(
    code: str, name: str, schema: Schema, known: Mapping[str, str]
) -> dict[str, str] | Reply:
    """The code means "no value" in one column, or in all that hold it."""
    if name:
        column = _column(name, schema.names)
        if column is None:
            return _no_column(name, schema.names, f"treat {code} as missing in")
        columns = [column]
    else:
        columns = [c.name for c in schema.columns if _holds(c, code)]
    if not columns:
        problem = f"No column holds “{code}”."
        fix = f"Name the column: “{code} means missing in {schema.names[0]}”."
        return _refused(problem, fix)
    found = {}
    for column in columns:
        before = known.get(f"codes:{column}", "")
        codes = [one for one in before.split("|") if one not in ("", "keep", code)]
        found[f"codes:{column}"] = "|".join([*codes, code])
    return found


def _holds(column: Column, code: str) -> bool:
    values = {str(level) for level, _ in column.levels}
    values |= {f"{e:g}" for e in (column.minimum, column.maximum) if _is_number(e)}
    return bool(values & {code, f"{code}.0"})


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _kind_of_column(text: str, names: tuple[str, ...]) -> tuple[str, str] | Reply:
    match = _KIND.fullmatch(text)
    wanted = match["name"].strip(_QUOTES) if match else ""
    column = _column(wanted, names)
    word = match["kind"].lower() if match else ""
    kind = KINDS.get(word)
    if column is None:
        return _no_column(wanted or text, names, "treat", f"as {word}" if kind else "")
    if kind is None:
        problem = f"A column cannot be read as “{word}”."
        fix = (
            "Kinds are: number, integer, text, category, date, duration, boolean, "
            "identifier."
        )
        return _refused(problem, fix)
    if kind == "duration":
        return f"duration:{column}", "yes"
    return f"kind:{column}", kind


def _column(said: str, names: tuple[str, ...]) -> str | None:
    wanted = said.casefold()
    return next((name for name in names if name.casefold() == wanted), None)


def _no_column(
    said: str, names: tuple[str, ...], before: str, after: str = ""
) -> Reply:
    near = [one for one, _, _ in process.extract(said, names, limit=_NEAR)]
    options = tuple(
        Option(label=one, value=f"{before} {one} {after}".strip()) for one in near
    )
    reply = _refused(f"There is no column “{said}”.", "Send /columns to see the names.")
    if not after and before == "treat":
        return reply
    choices = Choices(options=options, role="next")
    return reply.model_copy(update={"blocks": (*reply.blocks, choices)})


def _refused(problem: str, fix: str) -> Reply:
    return Reply(
        summary=problem, blocks=(Notice(text=problem, level="error", fix=fix),)
    )
