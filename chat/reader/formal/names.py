"""Which column the description of one thing names.

A description is a few words with one noun at its head: "the amount of free time after
school", "participation in paid classes", "school absences". Several columns may be named
in it; one is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.link import column_candidates
from chat.linking.mentions import Mention, is_flag
from chat.linking.naming import name_parts
from chat.linking.other_words import all_names
from chat.linking.tokens import Token, tokenise
from chat.linking.vocabulary import abbreviations
from chat.linking.words import stem
from chat.reader.base.roles import parts as parts_of
from chat.reader.formal.words import is_said, phrases_at

# The least that a link must score to count, and to count where other words are the head.
LEAST = 0.6
SURE = 0.75
# Scores of the linker from which on a name is written out.
WHOLE = 1.0
WRITTEN = 1.2
_LONGER = 0.12  # for each further word: a long name beats the short ones within it
_PASSED = 0.25
_TIE = 0.06
_REACH = 8  # tokens from the statistic to what it is of
_MEASURED = 0.9
_TWO = 2
_RUN = 4  # tokens that hardly stand in a row by chance
_ASKED = ("relation", "spread", "sameness", "influence")


@dataclass(frozen=True, slots=True)
class Link:
    """Tokens ``first`` to ``last`` as (part of) a column's name."""

    first: int
    last: int
    column: str
    score: float
    weight: float


@dataclass(frozen=True, slots=True)
class Named:
    """The column that a description names, and others named in it.

    ``used`` are the tokens that name it. ``rivals`` are columns that fit as well.
    ``is_head`` says whether it is named before any preposition.
    """

    column: str
    used: frozenset[int]
    score: float
    is_head: bool = True
    others: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()


def links(tokens: Sequence[Token], index: SchemaIndex) -> list[Link]:
    """All links of words to columns but bare numbers."""
    found = []
    for mention in column_candidates(tokens, index):
        stretch = tokens[mention.first : mention.last]
        if mention.score < LEAST or all(t.kind == "number" for t in stretch):
            continue
        found += [_link(mention, tokens, name) for name in mention.columns]
    return found


def _link(mention: Mention, tokens: Sequence[Token], name: str) -> Link:
    words = sum(t.kind != "mark" for t in tokens[mention.first : mention.last])
    words -= mention.passed
    weight = mention.score * words + _LONGER * (words - 1) - _PASSED * mention.passed
    return Link(mention.first, mention.last, name, mention.score, weight)


def measured_links(tokens: Sequence[Token], index: SchemaIndex) -> list[Link]:
    """ "The average annual price" or "mean cost" of ``Average Ticket Price``: a name that
    begins with a statistic and ends with what it is of, words between them left out.

    Where a relation or a difference is asked, the statistic can be nothing but a name.
    """
    found = []
    names = any(
        is_said(tokens, at, sort) for at in range(len(tokens)) for sort in _ASKED
    )
    for name, column in index.columns.items():
        words = parts_of(column)
        meant = _statistic_of(name) if len(words) > 1 else None
        if not meant:
            continue
        for at in range(len(tokens)):
            last = meant & _statistics_at(tokens, at) and _until(tokens, at, words[-1])
            if last and names:
                found.append(_widened(at, last, name, tokens))
            elif last:
                weight = SURE * 2 + _LONGER
                found.append(Link(at, last, name, _MEASURED, weight))
    return found


def _widened(at: int, last: int, name: str, tokens: Sequence[Token]) -> Link:
    """A name of two words with the general nouns behind it: "… happiness scores"."""
    end = last
    while end < len(tokens) and _is_general(tokens, end):
        end += 1
    weight = WHOLE * (_TWO + end - last) + _LONGER * (1 + end - last)
    return Link(at, end, name, WHOLE, weight)


def qualified_links(tokens: Sequence[Token], index: SchemaIndex) -> list[Link]:
    """ "The adjusted self-reported income" of ``adj_pay``: a name of two words whose first
    says which and whose second a synonym says, words between them left out."""
    found = []
    for name in index.columns:
        words = _spelled(name)
        if len(words) != _TWO or _statistic_of(name):
            continue
        for at in range(len(tokens)):
            if tokens[at].stem not in _same(words[0]):
                continue
            last = _until(tokens, at, words[-1])
            if last:
                found.append(_widened(at, last, name, tokens))
    return found


@cache
def _spelled(name: str) -> tuple[str, ...]:
    """The stems of a name's words, each written out."""
    full = (abbreviations().get(part, part) for part in name_parts(name))
    return tuple(stem(word) for one in full for word in one.split())


@cache
def _statistic_of(name: str) -> frozenset[str]:
    """The statistics that a name begins with, as it is written or written out."""
    first = name_parts(name)[:1]
    full = abbreviations().get(first[0], "") if first else ""
    said = [tokenise(one) for one in (*first, full) if one]
    return frozenset(one for tokens in said for one in _statistics_at(tokens, 0))


def _until(tokens: Sequence[Token], at: int, word: str) -> int:
    """The end of the stretch from a token to a word or its synonym, 0 where there is
    none near."""
    for last in range(at + 2, min(at + _REACH, len(tokens)) + 1):
        if tokens[last - 1].kind != "word" and tokens[last - 1].text not in "-'/":
            return 0
        if is_said(tokens, last - 1, "joint"):
            return 0
        if tokens[last - 1].stem in _same(word):
            return last
    return 0


def _is_general(tokens: Sequence[Token], at: int) -> bool:
    return any(p.sort == "general" for p in phrases_at(tokens, at))


def _statistics_at(tokens: Sequence[Token], at: int) -> set[str]:
    """The statistics that words say from a token on, "typical" for a mean with them."""
    return {
        p.concept
        for p in phrases_at(tokens, at)
        if p.sort == "statistic" or (p.sort, p.concept) == ("explains", "mean")
    }


@cache
def _same(word: str) -> frozenset[str]:
    """A stem with those of its synonyms."""
    one_word = (
        {stem(name) for name in names.called if " " not in name}
        for names in all_names()
        if not names.kinds and not names.near
    )
    return frozenset({word}.union(*(names for names in one_word if word in names)))


def written_at(found: Sequence[Link], at: int) -> Link | None:
    """The longest column name that is written out from a token on."""
    here = [one for one in found if one.first == at and one.score >= WRITTEN]
    return max(here, key=lambda one: one.last, default=None)


def named_in(
    found: Sequence[Link],
    parts: Sequence[tuple[int, int]],
    columns: Mapping[str, Column],
    weak: Collection[int] = (),
) -> Named | None:
    """The column that a description names.

    ``parts`` are its stretches between prepositions, the head first; ``weak`` are tokens
    that are no head of a name by themselves ("level", "the").
    """
    best: Named | None = None
    others: list[str] = []
    for number, (first, last) in enumerate(parts):
        inside = [
            one
            for one in found
            if first <= one.first < last <= parts[-1][1] >= one.last
        ]
        here = _best(inside, _head_at(inside, first, last, weak), columns)
        if here is None:
            continue
        if best is None or (best.score < SURE and here.score >= WHOLE):
            best = replace(here, is_head=number == 0, others=())
            others += here.others
        elif here.score >= SURE and not here.used & best.used:
            others.append(here.column)
    if best is None:
        return None
    rest = dict.fromkeys(name for name in others if name != best.column)
    return replace(best, others=tuple(rest))


def _head_at(
    found: Sequence[Link], first: int, last: int, weak: Collection[int]
) -> int:
    """The last word of a stretch that can be what it speaks of."""
    sure = {
        at for one in found if one.score >= SURE for at in range(one.first, one.last)
    }
    heads = [at for at in range(first, last) if at not in weak or at in sure]
    return heads[-1] if heads else last - 1


def _best(
    found: Sequence[Link], head: int, columns: Mapping[str, Column]
) -> Named | None:
    """The column named in a stretch: by its head, written out, by the most words.

    "Ticket sales" are the sales, not ``number of tickets sold``.
    """
    if not found:
        return None

    def rank(one: Named) -> tuple[bool, bool, float]:
        return head in one.used, _is_whole(found, one), one.score

    joined = [_together(name, own) for name, own in _by_column(found).items()]
    joined = [one for one in joined if not _is_within(found, one)]
    top = _qualified(found, max(joined, key=rank), joined, columns)
    near = tuple(
        one.column for one in joined
        if one is not top and one.used & top.used and rank(one)[:2] == rank(top)[:2]
        and abs(top.score - one.score) < _TIE
    )  # fmt: skip
    sure = tuple(
        one.column for one in joined
        if one is not top and _is_whole(found, one) and not one.used & top.used
    )  # fmt: skip
    score = max(one.score for one in found if one.column == top.column)
    return Named(top.column, top.used, score, True, sure, near)


def _qualified(
    found: Sequence[Link],
    top: Named,
    joined: Sequence[Named],
    columns: Mapping[str, Column],
) -> Named:
    """The name before a head that says which: "paid classes", "nursery school", where
    ``paid`` and ``nursery`` are yes or no; an amount is spoken of itself."""
    column = columns[top.column]
    if is_flag(column) or (column.is_numeric and _is_whole(found, top)):
        return top
    flags = [
        one for one in joined
        if is_flag(columns[one.column]) and _is_whole(found, one)
        and max(one.used) < min(top.used)
    ]  # fmt: skip
    return max(flags, key=lambda one: max(one.used), default=top)


def _is_within(found: Sequence[Link], one: Named) -> bool:
    """Whether all its words are part of a longer run that is nearly another name:
    "leave teaching within 5 years" is not ``Years in teaching``."""
    return any(
        link.column != one.column
        and link.score >= SURE
        and link.last - link.first >= _RUN
        and one.used < frozenset(range(link.first, link.last))
        for link in found
    )


def _is_whole(found: Sequence[Link], one: Named) -> bool:
    return any(link.column == one.column and link.score >= WHOLE for link in found)


def _by_column(found: Sequence[Link]) -> Mapping[str, list[Link]]:
    by: dict[str, list[Link]] = defaultdict(list)
    for one in found:
        by[one.column].append(one)
    return by


def _together(name: str, own: Sequence[Link]) -> Named:
    """All that names a column in a description: "family … support" for ``famsup``."""
    used: set[int] = set()
    weight = 0.0
    for one in sorted(own, key=lambda link: -link.weight):
        places = set(range(one.first, one.last))
        if not places & used:
            used |= places
            weight += one.weight
        elif one.score >= SURE:
            used |= places  # "mean price" and "price of tickets" are one name
    return Named(name, frozenset(used), weight)
