"""Names that the table does not have: "what did Oslo cost us" is no question of all rows."""

from __future__ import annotations

from analysis.base.columns import Schema
from chat.linking.outcomes import Reading, Understood, UnknownColumn
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.reader.base.account import Unused, is_unknown
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.message import unknown

_LONGEST = 40
_MOST_WORDS = 3  # of a stretch that is left out: a longer one only tells something


def leaves_a_name(text: str, schema: Schema, reading: Reading) -> UnknownColumn | None:
    """The refusal of an answer that leaves out what would choose the rows.

    That is a name written with a capital ("the Oslo depot"), or what the rows are said to
    be ("how many were *escalated*").
    """
    if not isinstance(reading, Understood) or not reading.task.ignored:
        return None
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    left = {
        word
        for stretch in reading.task.ignored
        if len(stretch.split()) <= _MOST_WORDS
        for word in stretch.casefold().split()
    }
    for at, token in enumerate(tokens):
        if token.text.casefold() not in left or not is_unknown(lattice, at):
            continue
        if _is_name(tokens, at) or _is_predicate(lattice, at):
            return unknown(lattice, Unused(at, at + 1, token.text, "absent"))
    return None


def _is_name(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word within a sentence is written as names are."""
    text = tokens[at].text
    if not at or tokens[at - 1].text in '.!?:\n"“(' or not text[:1].isupper():
        return False
    words = [token.text for token in tokens if token.kind == "word"]
    small = sum(word[:1].islower() for word in words)
    return small > len(words) / 2


def _is_predicate(lattice: Lattice, at: int) -> bool:
    """Whether the word closes what the rows counted are said to be."""
    tokens = lattice.tokens
    ends = at + 1 == len(tokens) or tokens[at + 1].kind == "mark"
    counts = any(True for category in ("count", "share") for _ in lattice.all(category))
    return (
        ends
        and counts
        and at > 0
        and any(s.last == at for n in range(at) for s in lattice.at("is", n))
    )
