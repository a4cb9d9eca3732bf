"""A message read as an enquiry: a task, or None for another reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Evidence, Step, Task
from analysis.operations import operation_named
from chat.linking.message import link_message
from chat.linking.outcomes import UNUSED, Question, Reading, Unclear, Understood
from chat.linking.tables import schema_index
from chat.linking.words import stem
from chat.reader.base.roles import parts
from chat.reader.enquiries.claims import claimed
from chat.reader.enquiries.comparing import (
    changed,
    changed_apart,
    compared,
    contrasted,
)
from chat.reader.enquiries.discriminating import told_apart
from chat.reader.enquiries.durations import timed
from chat.reader.enquiries.each import of_each
from chat.reader.enquiries.equivalence import equivalent
from chat.reader.enquiries.mattering import (
    acting_on_share,
    against_others,
    mattering,
)
from chat.reader.enquiries.ordered import trended_over_groups
from chat.reader.enquiries.planning import planned
from chat.reader.enquiries.scales import turned_or_added
from chat.reader.enquiries.scored import scored
from chat.reader.enquiries.sentence import Sentence, sentence_of, with_columns
from chat.reader.enquiries.series import forecasted, peaked, trended
from chat.reader.enquiries.sets import clustered, reduced, scaled
from chat.reader.enquiries.side_by_side import side_by_side
from chat.reader.enquiries.stages import changed_twice
from chat.reader.enquiries.targets import targeted
from chat.reader.enquiries.twice import changed_by_group, held_twice
from chat.reader.enquiries.versions import versions_compared
from chat.reader.lexicon import nouns
from chat.reader.lexicon.operations import methods
from chat.reader.methods.linking import linked_of
from chat.reader.methods.naming import named_methods

Reader = Callable[[Sentence], tuple[list[Step], list[str]] | None]
_FIRST: tuple[Reader, ...] = (
    timed, equivalent, told_apart, of_each, turned_or_added, scaled, reduced, clustered, forecasted, trended, peaked, scored,
    claimed, targeted, versions_compared, mattering, acting_on_share, changed_twice, against_others, changed_apart, changed_by_group, held_twice,
    contrasted, side_by_side, trended_over_groups,
)  # fmt: skip
_LAST: tuple[Reader, ...] = (changed, compared)
# Their words are those of names, of times and of versions, or left and told.
_ACCOUNTING: tuple[Reader, ...] = (changed_twice, held_twice, versions_compared)
_PAID = ("paying", "price")
_SURE, _TOLD_LESS, _LEAST = 0.9, 0.02, 0.7


def read_enquiry(text: str, schema: Schema) -> Task | None:
    """The message as a study to plan, times until an event, a scale or clusters."""
    sentence = sentence_of(text, schema_index(schema))
    if sentence is None:
        return None
    plan = planned(sentence)
    if plan is not None:
        params, assumed = plan
        return _task(sentence, [Step(operation="sample_size", params=params)], assumed)
    return _first_of(text, schema, sentence, _FIRST)


def loosely(text: str, schema: Schema, reading: Reading) -> Understood | None:
    """Two columns set against each other, in words that no other reader made sense of."""
    leftover = isinstance(reading, Question) and reading.why == UNUSED
    if not leftover and not isinstance(reading, Unclear):
        return None
    sentence = sentence_of(text, schema_index(schema))
    task = _first_of(text, schema, sentence, _LAST) if sentence else None
    return None if task is None else Understood(task)


def _first_of(
    text: str, schema: Schema, sentence: Sentence, readers: Sequence[Reader]
) -> Task | None:
    if not sentence.words:
        return None
    sentence.forget()
    whole = with_columns(sentence)
    for read in readers:
        sentence.forget()
        made = read(whole)
        if made is not None:
            operation = made[0][-1].operation
            if _sets_more(sentence, operation) or _is_of_a_price(sentence, made[0]):
                return None
            other = _names_another(text, schema, operation)
            return None if other else _task(sentence, *made, read in _ACCOUNTING)
    return None


def _is_of_a_price(sentence: Sentence, steps: Sequence[Step]) -> bool:
    """ "who pays more a night": what is paid is asked, and no number of nights."""
    lattice = sentence.lattice
    used = repr([step.params for step in steps])
    for sense in lattice.all("quality"):
        words = nouns("en").qualities.get(str(sense.concept), ())
        priced = [
            column.name for column in lattice.columns.values()
            if sense.concept in _PAID and {stem(w) for w in words} & set(parts(column))
        ]  # fmt: skip
        if priced and not any(repr(name) in used for name in priced):
            return True
    return False


def _sets_more(sentence: Sentence, operation: str) -> bool:
    """Whether words choose a setting of the operation, or another operation."""
    tokens = sentence.lattice.tokens
    free = {
        word.at for n, word in enumerate(sentence.words) if not sentence.is_known(n)
    }
    for at in range(len(tokens)):
        for last, meaning in methods().found(tokens, at).items():
            if not set(range(at, last)) & free:
                continue
            if meaning.options.keys() & {operation, ""}:
                return True
            if meaning.heads and operation not in meaning.heads:
                return True
    return False


def _names_another(text: str, schema: Schema, operation: str) -> bool:
    """Whether the message names a method that is not the one chosen."""
    linked = linked_of(link_message(text, schema_index(schema)))
    return any(
        one.method is None or operation not in one.method.by
        for one in named_methods(linked)
    )


def _task(
    sentence: Sentence, steps: list[Step], assumed: list[str], accounts: bool = False
) -> Task:
    told = sentence.left()
    last = steps[-1]
    return Task(
        steps=tuple(steps),
        confidence=max(_LEAST, _SURE - _TOLD_LESS * len(told)),
        understood=tuple(_words(s.operation, s.params) for s in steps),
        assumptions=tuple(assumed),
        ignored=told,
        evidence=tuple(
            Evidence(
                text=cue_text(sentence, c.first, c.last), target=c.name, kind="column"
            )
            for c in sentence.columns
            if c.name in repr(last.params)
        )
        + (_all_used(sentence, last.params) if accounts else ()),
    )


def _all_used(sentence: Sentence, params: dict[str, Any]) -> tuple[Evidence, ...]:
    """ "at the end than at the start": what a reader used that accounts for every word."""
    runs: list[list[int]] = []
    for at in sorted(sentence.used):
        if runs and runs[-1][1] == at:
            runs[-1][1] = at + 1
        else:
            runs.append([at, at + 1])
    target = " and ".join(params.get("columns") or ())
    return tuple(
        Evidence(text=cue_text(sentence, first, last), target=target, kind="column")
        for first, last in runs
    )


def _words(operation: str, params: dict[str, Any]) -> str:
    return operation_named(operation).words(params)


def cue_text(sentence: Sentence, first: int, last: int) -> str:
    """The text of some words as it stands."""
    words = sentence.words
    return sentence.lattice.words(words[first].at, words[last - 1].at + 1)
