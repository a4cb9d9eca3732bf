"""Sentences around a question that tell why it is asked, and ask nothing themselves."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.message import link_message
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import build_lattice
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_FEWEST_WORDS = 3  # of what is left to be asked
_LINKED = 0.3  # a link that costs less names a column or value of the table


def _wholly_read(text: str, read: Read) -> Understood | None:
    """The reading of a text, where it leaves nothing out."""
    reading = read(text)
    if isinstance(reading, Understood) and not reading.task.ignored:
        return reading
    return None


def _telling(reading: Understood, told: tuple[str, ...]) -> Understood:
    """The reading with what it says to have left out."""
    task = reading.task.model_copy(update={"ignored": told})
    return Understood(task, reading.alternatives)


def without_glosses(text: str, schema: Schema, read: Read) -> Understood | None:
    """The message without brackets that only say which column was meant.

    None where it has none, or where what is left is read without that column.
    """
    found = [
        match
        for match in re.finditer(data_of("light")["gloss"], text)
        if _only_names(match[1] or match[2], schema)
    ]
    if not found:
        return None
    rest, at = "", 0
    for match in found:
        rest, at = rest + text[at : match.start()], match.end()
    reading = _wholly_read((rest + text[at:]).strip(), read)
    if reading is None:
        return None
    glosses = [match[1] or match[2] for match in found]
    named = all(_is_meant(one, reading.task, schema) for one in glosses)
    return reading if named else None


def by_definition(text: str, schema: Schema, read: Read) -> Understood | None:
    """What is asked in own words and then said exactly, read as it is said exactly.

    "what do we earn per piece in each branch - total sales divided by units": the groups
    of the first half are kept. None where that half holds anything else that limits.
    """
    match = re.search(data_of("light")["definition"], text, re.IGNORECASE)
    if match is None:
        return None
    said, exact = text[: match.start()].strip(" ?,:;-–"), match["exact"].strip(" .)")
    tokens = tokenise(said, 60)
    lattice = build_lattice(said, tokens, schema_index(schema))
    strong = [
        s for kind in ("value", "date", "number") for s in lattice.all(kind)
        if s.cost < _LINKED and s.concept not in (100, 1000)
    ]  # fmt: skip
    if strong or not tokens:
        return None
    group = next(
        (
            lattice.words(by.first, column.last)
            for by in lattice.all("by")
            for column in lattice.at("column", by.last)
            if column.cost < _LINKED and column.last == len(tokens)
        ),
        "",
    )
    reading = _wholly_read(f"{exact} {group}".strip(), read)
    if reading is None or reading.task.steps[-1].operation != "calculate":
        return None
    told = said.removesuffix(group).strip()
    return _telling(reading, (told,) if told else ())


def _only_names(gloss: str, schema: Schema) -> bool:
    """Whether a gloss is a column, or a column and its value, and nothing else."""
    message = link_message(gloss, schema_index(schema))
    names = [m for m in message.mentions if m.kind in ("column", "value", "number")]
    if not any(m.kind == "column" and m.score > 1 for m in names):
        return False
    linked = {at for m in names for at in range(m.first, m.last)}
    plain = data_of("light")["gloss_words"]
    return all(
        at in linked or token.kind == "mark" or re.fullmatch(plain, token.folded)
        for at, token in enumerate(message.tokens)
    )


def _is_meant(gloss: str, task: Task, schema: Schema) -> bool:
    """Whether the answer uses the column of a gloss, and asks for its value."""
    steps = repr([step.params for step in task.steps])
    used = set(task_columns(task, schema))
    for mention in link_message(gloss, schema_index(schema)).mentions:
        if mention.kind == "column" and not set(mention.columns) & used:
            return False
        if mention.kind in ("value", "number"):
            value = mention.value
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if f"'value': {value!r}" not in steps:
                return False
    return True
