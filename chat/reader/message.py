"""A whole message about a table: a task, a refusal by name, or None (another's to read)."""

from __future__ import annotations

from collections.abc import Collection

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.naming import quoted
from chat.linking.outcomes import Question, Reading, Understood, UnknownColumn
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, normalise
from chat.linking.words import STOPWORDS
from chat.reader.base.account import Unused, is_unknown, nearest_names
from chat.reader.base.confidence import confidence_of
from chat.reader.base.joining import joined_steps
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice
from chat.reader.following.fragments import continued, is_complete
from chat.reader.preparing.rows import rows_changed
from chat.reader.ranked_again import ranked_again
from chat.reader.reading import Read, ReadMessage, read_calculations

# Longer questions describe what they name; their words are told rather than refused.
BRIEF = 12
# A reading that costs more than this is asked about, or left to others.
ACCEPTED = 3.2
# Said where the size of a difference is shown and a test may be meant.
_WEAK = "shown as numbers; ask “is the difference significant?” for a test"
_EQUAL = 0.05  # two readings nearer than that are a question
_NEAR = 0.35  # two readings nearer than that are both offered


def read_as_calculation(
    text: str, schema: Schema, previous: Task | None, known: Collection[str] = ()
) -> Reading | None:
    """The message as calculations over the table, or why there is no answer.

    ``known`` are stems of words that other kinds of requests use.
    """
    index = schema_index(schema)
    read = read_calculations(normalise(text), index, known)
    changes = rows_changed(read.lattice)
    if changes is not None:
        return changes
    if previous is not None:
        changed = continued(read, previous) or ranked_again(read, previous)
        if changed is not None:
            return changed
        if _is_fragment(read):
            group = _absent_group(read.lattice)
            return unknown(read.lattice, group) if group is not None else None
    makes = any(True for _ in read.lattice.all("making"))
    if read.absent and is_brief(read.lattice.tokens) and not makes:
        return unknown(read.lattice, _first(read.absent))
    if read.foreign and read.reads:
        return None
    if read.absent and not read.foreign:
        return unknown(read.lattice, _first(read.absent))
    if read.absent and not _names_other(read) and is_brief(read.lattice.tokens):
        return unknown(read.lattice, _first(read.absent))
    if read.foreign or not read.reads:
        return None
    deciding = [one for r in read.reads for one in r.unused if one.decides]
    parting = [one for one in deciding if _parts_rows(read.lattice, one)]
    if parting:
        return unknown(read.lattice, parting[0])
    if read.cost > ACCEPTED:
        return None
    if any(one.fate == "modifier" for one in deciding):
        return None
    if deciding:
        return unknown(read.lattice, deciding[0])
    return _understood(read)


def is_weak(reading: Reading) -> bool:
    """Whether others should be asked first how they would read the message."""
    return isinstance(reading, Understood) and _WEAK in reading.task.assumptions


def _is_fragment(read: ReadMessage) -> bool:
    return (
        bool(read.lattice.tokens)
        and bool(read.lattice.at("continues", 0))
        and not (read.reads and is_complete(read))
    )


_GROUPS = ("column", "unit", "datepart", "value", "weekdayname", "date")


def _absent_group(lattice: Lattice) -> Unused | None:
    """ "and per nurse?": what the answer before is to be parted by, and is not there."""
    for at, token in enumerate(lattice.tokens):
        behind = [by for by in lattice.at("by", at - 1) if by.last == at] if at else []
        if not behind or token.kind != "word" or token.folded in STOPWORDS:
            continue
        if not any(lattice.at(kind, at) for kind in _GROUPS) and is_unknown(
            lattice, at
        ):
            return Unused(at, at + 1, token.text, "absent")
    return None


def _parts_rows(lattice: Lattice, one: Unused) -> bool:
    """ "by month" where the table has no time: what comes behind "by" is missing."""
    return one.last > one.first + 1 and bool(lattice.at("by", one.first))


def _first(absent: tuple[Unused, ...]) -> Unused:
    return max(absent, key=lambda one: one.first)


def is_brief(tokens: tuple[Token, ...]) -> bool:
    return sum(token.kind != "mark" for token in tokens) <= BRIEF


def _names_other(read: ReadMessage) -> bool:
    return any(True for _ in read.lattice.all("foreign"))


def unknown(lattice: Lattice, one: Unused) -> UnknownColumn:
    """The refusal of a name that the table does not have, with the nearest instead."""
    nearest = nearest_names(lattice, one.words)
    first, last = lattice.tokens[one.first], lattice.tokens[one.last - 1]
    texts = tuple(
        lattice.text[: first.start] + quoted(name) + lattice.text[last.end :]
        for name in nearest
    )
    return UnknownColumn(one.words, nearest, texts)


def _understood(read: ReadMessage) -> Reading:
    steps = joined_steps([r.steps for r in read.reads])
    if steps is None:
        return Question(
            "These questions are about different rows. Which one first?",
            tuple((_task((r,), r.steps), _words(r.steps)) for r in read.reads),
            "several requests",
        )
    task = _task(read.reads, steps, read.told)
    twins = [
        r
        for r in read.rivals
        if r.cost - read.cost < _EQUAL and _names_others(r, read.reads[0])
    ]
    if twins and len(read.reads) == 1:
        return _which(read, twins)
    rivals = [
        _task((r,), r.steps)
        for r in read.rivals
        if r.cost - read.cost < _NEAR and r.steps != read.reads[0].steps
    ]
    return Understood(task, tuple(rivals[:2]))


def _names_others(one: Read, other: Read) -> bool:
    """Whether two readings are alike but for the columns that words were linked to."""
    shape = [(e.category, e.first, e.last) for e in one.cover.items]
    if shape != [(e.category, e.first, e.last) for e in other.cover.items]:
        return False
    names = [
        {e.target for e in read.evidence() if e.kind == "column"}
        for read in (one, other)
    ]
    return names[0] != names[1] and one.steps != other.steps


def _which(read: ReadMessage, twins: list[Read]) -> Question:
    """Readings that are as good as each other: the person chooses."""
    offered = [read.reads[0], *twins][:4]
    return Question(
        "That can be read in several ways. Which is meant?",
        tuple((_task((r,), r.steps, read.told), _words(r.steps)) for r in offered),
        "ambiguous",
    )


def _task(
    reads: tuple[Read, ...], steps: tuple[Step, ...], told: tuple[str, ...] = ()
) -> Task:
    unused = [one.words for r in reads for one in r.unused]
    told = (*told, *(r.told for r in reads if r.told))
    return Task(
        steps=steps,
        confidence=confidence_of(max(r.cost for r in reads)),
        understood=tuple(step_words(step) for step in steps),
        assumptions=(
            *dict.fromkeys(a for r in reads for a in r.made.assumed),
            *((_WEAK,) if any(r.made.weak for r in reads) else ()),
        ),
        ignored=(*told, *unused),
        evidence=tuple(e for r in reads for e in r.evidence()),
    )


def _words(steps: tuple[Step, ...]) -> str:
    return " · ".join(step_words(step) for step in steps)
