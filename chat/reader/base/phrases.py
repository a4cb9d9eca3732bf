"""Phrases that say more than their words: "time to relapse", "after treatment", "less likely".

Each is found once all words are linked, and takes the place of what its words alone would
mean for the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from chat.linking.mentions import is_flag
from chat.linking.naming import name_parts
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.roles import parts
from chat.reader.lexicon import lexicon, nouns

_WRITTEN = 0.1  # a link that costs less is to a name as it is written
_NEAR = 3  # words between "to" and the event: "until the first relapse"
# Comparing phrases whose words alone might name a column ("likely" of a satisfaction).
_COMPARING = ("oftener", "more", "extreme", "compare")


def link_phrases(lattice: Lattice) -> None:
    """Adds times until an event, takes away columns that only a phrase seems to name."""
    _link_times_until(lattice)
    _occasions_are_no_columns(lattice)
    _phrases_before_synonyms(lattice)
    _roles_are_no_columns(lattice)


def _link_times_until(lattice: Lattice) -> None:
    """ "time to (the first) relapse": of the columns of relapse the one that measures time."""
    for first, last in _times_until(lattice):
        word = lattice.tokens[last - 1].stem
        found = [
            column.name
            for column in lattice.columns.values()
            if column.is_numeric and not is_flag(column)
            and word in parts(column) and _time_words() & set(parts(column))
        ]  # fmt: skip
        if len(found) == 1:
            for at in range(first, last):
                lattice.senses.get("column", {}).pop(at, None)
            lattice.add(
                Sense("column", first, last, found[0], column=found[0], how="synonym")
            )


def _times_until(lattice: Lattice) -> Iterator[tuple[int, int]]:
    """Where a time until something is said, up to a word that may be what comes."""
    tokens = lattice.tokens
    phrases = lexicon("en")
    for first in range(len(tokens) - 2):
        said = {
            entry.category for last, entry in phrases.found(tokens, first)
            if last == first + 2
        }  # fmt: skip
        if "timeuntil" in said:
            for at in range(first + 2, min(first + 2 + _NEAR, len(tokens))):
                if lattice.at("by", at):
                    break  # "time until leaving by club": what parts the rows
                if tokens[at].kind == "word" and not lattice.at("glue", at):
                    yield first, at + 1


def _time_words() -> frozenset[str]:
    return nouns("en").durations | nouns("en").spans


def _occasions_are_no_columns(lattice: Lattice) -> None:
    """ "before and after treatment": when it was measured, where columns are called so."""
    sides = nouns("en").sides
    if not any(set(parts(column)) & sides for column in lattice.columns.values()):
        return
    both = len({token.stem for token in lattice.tokens} & sides) > 1
    places = lattice.senses.get("column", {})
    for at, here in places.items():
        before = at - 1
        while (
            before > 0 and lattice.at("glue", before) and not _is_side(lattice, before)
        ):
            before -= 1
        if before >= 0 and _is_side(lattice, before):
            here[:] = [
                s for s in here
                if not both and (s.cost < _WRITTEN or s.how != "synonym")
            ]  # fmt: skip


def _is_side(lattice: Lattice, at: int) -> bool:
    return lattice.tokens[at].stem in nouns("en").sides


def _phrases_before_synonyms(lattice: Lattice) -> None:
    """ "less likely" is one phrase, whatever "likely" may be another word for."""
    phrases = [
        s for kind in _COMPARING for s in lattice.all(kind) if s.last - s.first > 1
    ]
    places = lattice.senses.get("column", {})
    for phrase in phrases:
        for at in range(phrase.first, phrase.last):
            here = places.get(at)
            if here:
                here[:] = [
                    s for s in here if s.how != "synonym" or s.last > phrase.last
                ]


def _roles_are_no_columns(lattice: Lattice) -> None:
    """ "with relapsed as the event": no part of the name of another column (AdverseEvent)."""
    places = lattice.senses.get("column", {})
    for role in lattice.all("asrole"):
        here = places.get(role.last - 1, [])
        here[:] = [
            s for s in here
            if s.last > role.last or len(name_parts(s.column)) <= s.last - s.first
        ]  # fmt: skip
