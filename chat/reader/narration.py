"""Sentences around a question that tell why it is asked, and ask nothing themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.pipeline import task_columns
from chat.linking.message import link_message
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.lattice import Lattice
from chat.reader.base.senses import build_lattice
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_ENDS = re.compile(r"(?<=[.!?])\s+|\s*[;\n]+\s*|\s+[-–—]\s+")
_MOST_SENTENCES = 6
_FEWEST_WORDS = 3  # of what is left to be asked
# What asks, counts or chooses: a sentence with one of these is never passed over.
_ASKING = (
    "statistic", "count", "share", "rateof", "percentile", "which", "howmuch", "top",
    "compare", "missing", "making", "rank", "growth", "running", "moving", "charttype",
)  # fmt: skip


def without_narration(text: str, schema: Schema, read: Read) -> Understood | None:
    """The question of a message without the sentences that only tell about it.

    None where no sentence does, or where what is left is not understood as a whole.
    """
    for told, rest in _parted(text, schema):
        if len(rest.split()) < _FEWEST_WORDS:
            continue
        reading = read(rest)
        if not isinstance(reading, Understood) or reading.task.ignored:
            continue
        if not all(_is_covered(one, reading.task, schema) for one in told):
            continue
        task = reading.task.model_copy(update={"ignored": tuple(told)})
        return Understood(task, reading.alternatives)
    return None


def without_glosses(text: str, schema: Schema, read: Read) -> Reading | None:
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
    reading = read((rest + text[at:]).strip())
    if not isinstance(reading, Understood) or reading.task.ignored:
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
        if s.cost < 0.3 and s.concept not in (100, 1000)
    ]  # fmt: skip
    if strong or not tokens:
        return None
    group = next(
        (
            lattice.words(by.first, column.last)
            for by in lattice.all("by")
            for column in lattice.at("column", by.last)
            if column.cost < 0.3 and column.last == len(tokens)
        ),
        "",
    )
    reading = read(f"{exact} {group}".strip())
    if not isinstance(reading, Understood) or reading.task.ignored:
        return None
    if reading.task.steps[-1].operation != "calculate":
        return None
    told = said.removesuffix(group).strip()
    task = reading.task.model_copy(update={"ignored": (told,) if told else ()})
    return Understood(task, reading.alternatives)


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


def _parted(text: str, schema: Schema) -> Iterator[tuple[list[str], str]]:
    """What is told and what is asked: without all that narrates, then less of it."""
    sentences = [one for one in _ENDS.split(text.strip()) if one.strip()]
    if not 2 <= len(sentences) <= _MOST_SENTENCES:
        sentences = _clauses(text)
    if not 2 <= len(sentences) <= _MOST_SENTENCES:
        return
    telling = [_tells(one, schema) for one in sentences]
    if any(telling) and not all(telling):
        told = [one for one, tells in zip(sentences, telling, strict=True) if tells]
        asked = [
            one for one, tells in zip(sentences, telling, strict=True) if not tells
        ]
        yield [one.strip(" ,.:;!") for one in told], " ".join(asked)


def _clauses(text: str) -> list[str]:
    """ "I just opened this file, what's in it?": a clause and the question behind it."""
    match = re.search(data_of("light")["asks_behind"], text, re.IGNORECASE)
    if match is None:
        return []
    return [text[: match.start()], text[match.start() :].lstrip(" ,:;-–")]


def _tells(sentence: str, schema: Schema) -> bool:
    """Whether a sentence says who asks, why, or what is thought, and limits nothing."""
    words = data_of("light")
    low = sentence.lower()
    if re.search(rf"\b(?:{words['limits']})\b", low) or re.search(r"\d", low):
        return False
    if re.match(rf"\W*(?:{words['requests']})\b", low):
        return False
    opens = re.match(
        rf"\W*(?:(?:{words['greetings']})\W+)*(?:{words['persons']})\b", low
    )
    if opens is None and not low.rstrip().endswith("?"):
        return False
    lattice = build_lattice(sentence, tokenise(sentence, 600), schema_index(schema))
    return not any(True for kind in _ASKING for _ in lattice.all(kind)) or (
        opens is not None and not _asks(lattice)
    )


def _asks(lattice: Lattice) -> bool:
    """Whether words for a figure stand beside a column: a request after all."""
    figures = any(True for kind in _ASKING for _ in lattice.all(kind))
    return figures and any(s.cost < 0.3 for s in lattice.all("column"))


def _is_covered(sentence: str, task: Task, schema: Schema) -> bool:
    """Whether all columns that a sentence speaks of are in the answer to the other."""
    used = set(task_columns(task, schema))
    filtered = {
        repr(step.params.get("where")) for step in task.steps
        if step.operation == "filter_rows"
    }  # fmt: skip
    for mention in link_message(sentence, schema_index(schema)).mentions:
        if mention.kind in ("number", "date"):
            return False
        if mention.kind == "value" and mention.how == "exact":
            grouped = set(mention.columns) & used
            limited = any(str(mention.value) in where for where in filtered)
            if not grouped and not limited:
                return False
        elif mention.kind == "column" and not set(mention.columns) & used:
            return False
    return True
