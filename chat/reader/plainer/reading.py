"""Tries plainer wordings of a message until one is understood as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import UNUSED, Question, Reading, Understood
from chat.reader.plainer.glosses import counted_once, limits_by_gloss, without_glosses
from chat.reader.plainer.light import without_light
from chat.reader.plainer.limiting import of_whole_span, with_limits
from chat.reader.plainer.variant import Variant
from chat.reader.telling import is_covered, parted

Read = Callable[[str], Reading]
Accepted = Callable[[Understood, str], bool]
Stage = Callable[[str, Schema], list[Variant]]
_FEWEST_WORDS = 2
# Each reading costs some 20 ms.
_MOST_READ = 24
_PER_STAGE = 10


def without_telling(text: str, schema: Schema) -> list[Variant]:
    """The message without the sentences and clauses that only tell."""
    found = parted(text, schema)
    if found is None:
        return []

    def covers(task: Task) -> bool:
        return is_covered(found, task, schema)

    return [Variant(found.rest, told=found.left, check=covers)]


_STAGES: tuple[Stage, ...] = (
    counted_once, without_telling, with_limits, of_whole_span, without_glosses,
    without_light,
)  # fmt: skip


def plainly(
    text: str, schema: Schema, reading: Reading, read: Read, accepted: Accepted
) -> Understood | Question | None:
    """The reading of the first plainer wording that leaves nothing out that decides.

    ``accepted`` says whether what a reading leaves out may be told. Where no wording is
    understood, what one of them can mean is asked. Words that ``reading`` has a use for
    are left out of none.
    """
    understood = isinstance(reading, Understood)
    stages = _STAGES[:-1] if understood else _STAGES
    seen = {text}
    asked: Question | None = None
    for variant in islice(_wordings(text, schema, stages), _MOST_READ):
        if variant.text in seen or len(variant.text.split()) < _FEWEST_WORDS:
            continue
        seen.add(variant.text)
        found = read(variant.text)
        if isinstance(found, Question) and found.why != UNUSED:
            asked = asked or found
        if not isinstance(found, Understood) or (
            found.task.ignored and not accepted(found, variant.text)
        ):
            continue
        if variant.check(found.task):
            return _telling(found, variant)
    return asked


def glossed(text: str, schema: Schema, read: Read) -> Understood | None:
    """The reading with a gloss that limits in place of what it explains.

    Words that are explained may be read in a sense of their own: "old" as an age.
    """
    variants = counted_once(text, schema)
    if limits_by_gloss(text, schema):
        variants += without_glosses(text, schema)[:_PER_STAGE]
    for variant in variants:
        reading = read(variant.text)
        if not isinstance(reading, Understood) or reading.task.ignored:
            continue
        if variant.meant and variant.check(reading.task):
            return _telling(reading, variant)
    return None


def _wordings(text: str, schema: Schema, stages: Sequence[Stage]) -> Iterator[Variant]:
    """The wordings by one stage, then by several after one another."""
    first = Variant(text)
    tried = [first]
    for stage in stages:
        made = [
            one.then(other)
            for one in tried
            for other in stage(one.text, schema)[:_PER_STAGE]
        ]
        yield from made
        tried += made


def _telling(reading: Understood, variant: Variant) -> Understood:
    """The reading with what it leaves out, and what it takes for what."""
    task = reading.task.model_copy(
        update={
            "ignored": tuple(dict.fromkeys((*variant.told, *reading.task.ignored))),
            "assumptions": (*variant.meant, *reading.task.assumptions),
        }
    )
    return Understood(task, reading.alternatives)
