"""Stretches that only explain a column: "weekly drinks (units)", "X, which represents …".

What stands in an explanation names no further column and limits no rows. Where a column
is named exactly beside a description of it, the name counts and the description does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.linking.mentions import Mention
from chat.linking.tokens import Token
from chat.linking.words import is_english

_MOST_BACK = 14
_MOST_ON = 24
_NAMED = 1.2
_SURE = 0.75
_SURELY = re.compile(
    r"\b(?:coded|encoded|classified|categori[sz]ed|ranging|rated|defined|labell?ed"
    r"|such as|e\.g|i\.e|scale)\b"
)
# Where the words that describe a column in front of its name begin.
_STARTS = frozenset(
    """and or between with by per on to than versus vs if when while across against using
    considering each every does do did is are was were can could for affect affects influence
    influences given controlling adjusting whether among , ( ) ; : . ? !""".split()
)
_PREPOSITIONS = frozenset("of in for at during within from".split())
_ENDS = frozenset("and or between versus vs , ( ) ; : . ? !".split())
_REPRESENTS = frozenset(
    """represents representing represent indicates indicating denotes denoting means
    measures measuring describing describes""".split()
)
_REPRESENTED = frozenset(
    "represented indicated denoted measured given recorded".split()
)
_NAMING = frozenset("variable variables column columns field feature : the".split())
_EXCLUDES = frozenset("excluding except excludes".split())


def without_explanations(
    mentions: Sequence[Mention], tokens: Sequence[Token]
) -> list[Mention]:
    """The mentions but for those within explanations of others."""
    out: set[int] = set()
    for opening, closing in _brackets(tokens):
        out.update(_bracketed(mentions, tokens, opening, closing))
    out.update(_represented(mentions, tokens))
    out.update(_excluded(mentions, tokens))
    return [m for number, m in enumerate(mentions) if number not in out]


def _brackets(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    opening: int | None = None
    for at, token in enumerate(tokens):
        if token.text == "(":
            is_call = at > 0 and tokens[at - 1].end == token.start
            opening = None if is_call else at
        elif token.text == ")" and opening is not None:
            yield opening, at
            opening = None


def _within(mentions: Sequence[Mention], first: int, last: int) -> list[int]:
    return [
        number
        for number, mention in enumerate(mentions)
        if first <= mention.first and mention.last <= last
    ]


def _bracketed(
    mentions: Sequence[Mention],
    tokens: Sequence[Token],
    opening: int,
    closing: int,
) -> list[int]:
    inside = _within(mentions, opening + 1, closing)
    codes = [n for n in inside if _is_name(mentions[n])]
    if len(codes) == 1:
        code = mentions[codes[0]]
        others = {
            tokens[n].folded
            for n in range(opening + 1, closing)
            if not code.first <= n < code.last
        }
        if others <= _NAMING:
            return _described(mentions, tokens, opening, code)
    words = " ".join(token.folded for token in tokens[opening + 1 : closing])
    if not inside or _compares(mentions, inside):
        return []
    if _SURELY.search(words):
        return [n for n in inside if n not in codes or _is_plain(mentions[n])]
    if "," in words or " or " in words:
        inside = [n for n in inside if mentions[n].score < _SURE] or inside
        if all(mentions[n].kind == "column" for n in inside):
            return [n for n in inside if mentions[n].score < _SURE]
    before = _before(mentions, opening)
    if before is None:
        return []
    own = all(
        mentions[n].kind == "value" and before in mentions[n].columns for n in inside
    )
    if not (own and len(inside) > 1):
        return []
    return [n for n in inside if n not in codes]


def _is_plain(mention: Mention) -> bool:
    return mention.text.islower() and is_english(mention.text)


def _compares(mentions: Sequence[Mention], inside: Sequence[int]) -> bool:
    """ "(age over 40 or 50)": a column with numbers is a condition."""
    columns = [n for n in inside if mentions[n].kind == "column"]
    numbers = [n for n in inside if mentions[n].kind == "number"]
    return bool(numbers) and any(_is_name(mentions[n]) for n in columns)


def _is_name(mention: Mention) -> bool:
    return (
        mention.kind == "column" and mention.how == "exact" and mention.score >= _NAMED
    )


def _before(mentions: Sequence[Mention], at: int) -> str | None:
    """The column named last before a token."""
    for mention in reversed(mentions):
        if mention.kind == "column" and at - 3 <= mention.last <= at:
            return mention.column
    return None


def _described(
    mentions: Sequence[Mention], tokens: Sequence[Token], at: int, code: Mention
) -> list[int]:
    """What stands in the description before a name: "first period grade (G1)".

    A column that is named in full and joined by a preposition is meant itself: "age in
    each class (pclass)".
    """
    first = at
    joined = at
    while first > 0 and at - first < _MOST_BACK:
        before = tokens[first - 1]
        if before.folded in _STARTS and not _inside(mentions, first - 1):
            break
        first -= 1
        if before.folded in _PREPOSITIONS and joined == at:
            joined = first
    if joined == at:
        joined = first
    return [
        number
        for number in _within(mentions, first, at)
        if mentions[number].columns != code.columns
        and mentions[number].kind in ("column", "value", "number")
        and (mentions[number].first >= joined or not _is_whole(mentions[number]))
    ]


def _is_whole(mention: Mention) -> bool:
    return mention.kind == "column" and mention.score >= 1


def _inside(mentions: Sequence[Mention], at: int) -> bool:
    return any(m.first < at < m.last - 1 for m in mentions)


def _represented(mentions: Sequence[Mention], tokens: Sequence[Token]) -> Iterator[int]:
    """ "X, which represents …" and "…, as represented by the variable X"."""
    for at, token in enumerate(tokens):
        if token.folded in _REPRESENTS and at:
            named = [
                m
                for m in mentions
                if m.kind == "column" and at - 4 <= m.last <= at and m.score >= 1
            ]
            if named:
                yield from _until(mentions, tokens, at + 1, named[-1])
        elif token.folded in _REPRESENTED and _by_variable(tokens, at):
            named = [
                m
                for m in mentions
                if m.kind == "column" and at < m.first <= at + 5 and _is_name(m)
            ]
            if named:
                start = at - 1 if at and tokens[at - 1].folded in ("as", ",") else at
                start -= start > 0 and tokens[start - 1].folded == ","
                yield from _described(mentions, tokens, start, named[0])


def _by_variable(tokens: Sequence[Token], at: int) -> bool:
    following = {token.folded for token in tokens[at + 1 : at + 5]}
    return "by" in following and bool(
        following & {"variable", "column", "field", "feature"}
    )


def _until(
    mentions: Sequence[Mention], tokens: Sequence[Token], at: int, named: Mention
) -> Iterator[int]:
    last = at
    while last < len(tokens) and last - at < _MOST_ON:
        if tokens[last].folded in _ENDS and not _inside(mentions, last):
            break
        last += 1
    for number in _within(mentions, at, last):
        if mentions[number].columns != named.columns:
            yield number


def _excluded(mentions: Sequence[Mention], tokens: Sequence[Token]) -> Iterator[int]:
    """Columns in "the rest, excluding East, West and North" beside one that is meant."""
    for at, token in enumerate(tokens):
        if token.folded not in _EXCLUDES:
            continue
        meant = [m for m in mentions if m.kind == "column" and m.last <= at]
        listed = []
        place = at + 1
        for number, mention in enumerate(mentions):
            if mention.first < place:
                continue
            joint = {t.folded for t in tokens[place : mention.first]}
            if mention.kind != "column" or joint - {",", "and", "or", "the", "for"}:
                break
            listed.append(number)
            place = mention.last
        if meant and len(listed) > 1:
            yield from listed
