"""What a formal question leaves unused, and whether that decides.

A number, a value, a limit of the rows, another quantity made of a column, or an unknown
noun where a column belongs keeps the question from being answered. Other words of a
description are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.linking.mentions import is_flag
from chat.linking.values import value_candidates
from chat.reader.formal.asking import Question
from chat.reader.formal.roles import Described
from chat.reader.formal.sentence import Piece, Sentence
from chat.reader.formal.words import Phrase

_SURE_VALUE = 0.95
_SEVERAL = 2  # values that together tell which column is spoken of
# Behind these a column belongs.
_WANTING = (
    "statistic", "normal", "law", "relation", "influence", "spread", "distribution",
    "held", "parted",
)  # fmt: skip
# What has these behind it is one of the things related.
_ACTING = ("influence", "relation", "change")
# Before these a word chooses among methods.
_MODIFIED = ("statistic", "law", "relation", "spread", "normal")


@dataclass(frozen=True, slots=True)
class Left:
    """Words left over: ``absent`` tokens stand where a column belongs, ``decides`` says
    that no answer may come without them, ``told`` are told beside the answer. ``value``
    are the words of a stored value that limits nothing."""

    absent: tuple[int, ...] = ()
    value: str = ""
    decides: bool = False
    told: tuple[str, ...] = ()


def left_over(asked: Question, found: Sequence[Described]) -> Left:
    """What no part of the answer uses."""
    sentence = asked.sentence
    if _alters(asked) or sentence.says("limits") or _has_loose_number(sentence):
        return Left(decides=True)
    value = _loose_value(asked, found) or _explained_value(asked)
    if value:
        return Left(decides=True, value=value)
    told: list[str] = []
    for number, one in enumerate(found):
        piece = one.piece
        if piece.named is None:
            if _describes_next(asked, found, number):
                continue
            if _wants_column(sentence, found, number):
                return Left(absent=piece.unknown, decides=True)
            if _modifies(sentence, piece):
                return Left(decides=True)
        elif piece.has_other_head and not is_flag(asked.columns[piece.column]):
            return Left(decides=True)
        told += _words(sentence, piece.unknown)
    return Left(told=tuple(told))


def _alters(asked: Question) -> bool:
    """Whether another quantity is made of a column; groups only "change" by differing."""
    said = asked.sentence.concepts("alters")
    if said == ("change",):
        if asked.says("spread") and asked.says("relation"):
            return False  # "fluctuations in A mirror the changes in B"
        return bool(asked.numbers((*asked.all, *asked.held)))
    return bool(said)


def _words(sentence: Sentence, places: Sequence[int]) -> list[str]:
    """Tokens as stretches of words."""
    found: list[tuple[int, int]] = []
    for at in places:
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return [sentence.words(first, last) for first, last in found]


def _used(found: Sequence[Described]) -> set[int]:
    return {at for one in found if one.piece.named for at in one.piece.named.used}


def _has_loose_number(sentence: Sentence) -> bool:
    covered = {at for p in sentence.phrases for at in range(p.first, p.last)}
    return any(
        token.kind in ("number", "date")
        and at not in sentence.told
        and at not in covered
        and not any(link.first <= at < link.last for link in sentence.links)
        for at, token in enumerate(sentence.tokens)
    )


def _loose_value(asked: Question, found: Sequence[Described]) -> str:
    """A value that is named and is no part of a name; none where all of a column are."""
    sentence = asked.sentence
    covered = {at for p in _laid(asked, found) for at in range(p.first, p.last)}
    free = set(range(len(sentence.tokens))) - sentence.told - _used(found) - covered
    named: dict[str, dict[str, str]] = {}
    for mention in value_candidates(sentence.tokens, sentence.index):
        if mention.score < _SURE_VALUE:
            continue
        if set(range(mention.first, mention.last)) <= free:
            words = sentence.words(mention.first, mention.last)
            named.setdefault(mention.column, {})[str(mention.value)] = words
    for column, values in named.items():
        if (
            column not in (*asked.all, *asked.held)
            or len(values) < asked.columns[column].n_unique
        ):
            return next(iter(values.values()))
    return ""


def _explained_value(asked: Question) -> str:
    """A value in an explanation, where two or more are of a column that is not named:
    "the choice of school (near, cheap or well known)" speaks of the reasons."""
    sentence = asked.sentence
    named: dict[str, dict[str, str]] = {}
    for mention in value_candidates(sentence.tokens, sentence.index):
        inside = set(range(mention.first, mention.last)) <= sentence.told
        if inside and mention.score >= _SURE_VALUE:
            words = sentence.words(mention.first, mention.last)
            named.setdefault(mention.column, {})[str(mention.value)] = words
    known = {*asked.all, *asked.held}
    known_values = {value for name in known & set(named) for value in named[name]}
    for column, values in named.items():
        if column not in known and len(set(values) - known_values) >= _SEVERAL:
            return next(iter(values.values()))
    return ""


def _laid(asked: Question, found: Sequence[Described]) -> list[Phrase]:
    """The phrases, but "at home" behind what is no yes or no: that may be a limit."""
    flags = [
        one.piece for one in found if one.column and is_flag(asked.columns[one.column])
    ]
    return [
        p for p in asked.sentence.phrases
        if (p.sort, p.concept) != ("setting", "place")
        or any(piece.first <= p.first < piece.last for piece in flags)
    ]  # fmt: skip


def _describes_next(asked: Question, found: Sequence[Described], number: int) -> bool:
    """ "men and women, as coded by Sex": values before the name of their column."""
    following = found[number + 1] if number + 1 < len(found) else None
    if following is None or not following.joined or not following.column:
        return False
    if _are_both_levels(asked, found[number].piece, following.piece):
        return True
    named = {
        at for p in asked.sentence.phrases if p.sort == "naming"
        for at in range(p.last, p.last + 3)
    }  # fmt: skip
    return following.piece.first in named


def _are_both_levels(asked: Question, one: Piece, other: Piece) -> bool:
    """ "Rural and urban addresses": one unknown word before the name of two groups, and
    one joined to it, are these groups."""
    if other.named is None or asked.columns[other.column].n_unique != 2:
        return False
    return (
        len(one.unknown) == len(other.unknown) == 1
        and one.last - one.first == 1
        and other.unknown[0] < min(other.named.used)
    )


def _wants_column(sentence: Sentence, found: Sequence[Described], number: int) -> bool:
    """Whether unknown words stand where a column belongs."""
    one = found[number]
    following = found[number + 1] if number + 1 < len(found) else None
    if one.role != "main":
        return True
    if one.joined and found[number - 1].column:
        return True
    if following is not None and following.joined and following.column:
        return True
    if _acts(sentence, one.piece):
        return True
    left = one.left
    return left is not None and (left.sort in _WANTING or left.concept == "between")


def _acts(sentence: Sentence, piece: Piece) -> bool:
    """Whether unknown words are said to influence something, or to be related to it."""
    for item in sentence.items:
        if item.first < piece.last:
            continue
        if isinstance(item, Phrase) and item.sort == "said":
            if item.concept == "clause":
                return False
            continue
        return isinstance(item, Phrase) and item.sort in _ACTING
    return False


def _modifies(sentence: Sentence, piece: Piece) -> bool:
    """Whether unknown words stand right before what is asked: "rank-biserial …"."""
    following = next(
        (i for i in sentence.items if i.first >= piece.last and i is not piece), None
    )
    return (
        isinstance(following, Phrase)
        and following.first == piece.unknown[-1] + 1
        and following.sort in _MODIFIED
    )
