"""Words that mean the rows themselves and only look like a column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from chat.linking.index import SchemaIndex
from chat.linking.link import STRONG
from chat.linking.mentions import Mention
from chat.linking.naming import name_parts
from chat.linking.tokens import Token
from chat.linking.vocabulary import ROW_NOUNS
from chat.linking.words import stem

_BEFORE = frozenset(
    "individual each every many number count counts all by of the".split()
)
_MANY = 0.5
_HALF = 0.7
_UNIQUE = 0.9


def without_row_nouns(
    mentions: Sequence[Mention], tokens: Sequence[Token], index: SchemaIndex
) -> list[Mention]:
    """The mentions but for names of rows: "number of models", where Model is a key."""
    kept = [
        m
        for m in mentions
        if not _is_row_noun(m, tokens, index) and not _names_a_method(m, tokens)
    ]
    return [m for n, m in enumerate(kept) if not _only_qualifies(kept, n)]


# What a name says beside the noun that it counts: "No. of cases", n_cases, case_count.
_COUNTED_BEFORE = frozenset("number no num nr nb n count total".split())
_COUNTED_BEHIND = frozenset("number num count counts n total".split())


@lru_cache(maxsize=64)
def counted_nouns(index: SchemaIndex) -> frozenset[str]:
    """Stems of what a column of numbers counts: there are as many as it says, and not
    as many as there are rows."""
    found = set()
    for column in index.columns.values():
        words = [word for word in name_parts(column.name) if word != "of"]
        if not column.is_numeric or len(words) != 2:
            continue
        if words[0] in _COUNTED_BEFORE:
            found.add(stem(words[1]))
        elif words[1] in _COUNTED_BEHIND:
            found.add(stem(words[0]))
    return frozenset(found)


_METHOD_OF_SURVIVAL = frozenset(
    "curve curves analysis function functions estimate estimates time times".split()
)
_ENDS_SURVIVAL = frozenset(
    "event events censored censoring censor kaplan-meier kaplan km hazard hazards cox".split()
)


def _names_a_method(mention: Mention, tokens: Sequence[Token]) -> bool:
    """ "survival curve", "survival of … with event died": how long, not ``survived``."""
    token = tokens[mention.first]
    if mention.kind != "column" or token.folded != "survival":
        return False
    if mention.last - mention.first > 1 or mention.column.lower() == "survival":
        return False
    after = tokens[mention.last].folded if mention.last < len(tokens) else ""
    return after in _METHOD_OF_SURVIVAL or any(
        t.folded in _ENDS_SURVIVAL for t in tokens
    )


def _only_qualifies(mentions: Sequence[Mention], number: int) -> bool:
    """ "customer segment": half a name right before a whole one only describes it.

    So does a weak half right behind a longer name: "average test score" and ``score``.
    """
    mention = mentions[number]
    if mention.kind != "column" or mention.how != "partial":
        return False
    if number and mention.score < _HALF:
        before = mentions[number - 1]
        longer = before.last - before.first > mention.last - mention.first
        if before.kind == "column" and before.last == mention.first and longer:
            return True
    if number + 1 == len(mentions):
        return False
    following = mentions[number + 1]
    return (
        following.kind == "column"
        and following.first == mention.last
        and following.score >= 1.0
    )


def _is_each(tokens: Sequence[Token], mention: Mention) -> bool:
    """ "income in the country": the row itself, not the column that names it."""
    before = [t.folded for t in tokens[max(0, mention.first - 2) : mention.first]]
    return before in ([p, d] for p in ("of", "in", "within") for d in ("the", "a"))


def _is_row_noun(mention: Mention, tokens: Sequence[Token], index: SchemaIndex) -> bool:
    if mention.kind != "column" or mention.column not in index.columns:
        return False
    if mention.how == "inferred":
        return False
    column = index.columns[mention.column]
    width = mention.last - mention.first
    token = tokens[mention.first]
    if token.stem in counted_nouns(index):
        return False
    is_part = mention.score < STRONG or mention.how == "partial"
    if token.folded in ROW_NOUNS and is_part and width == 1:
        is_name = column.kind == "text" and column.n_unique < _UNIQUE * index.n_rows
        return not is_name
    if column.kind not in ("text", "identifier") or token.kind == "quoted":
        return False
    if stem(token.folded) in index.row_nouns and mention.how != "exact":
        return True
    if column.n_unique < 20 or column.n_unique < _MANY * index.n_rows:
        return False
    if _is_each(tokens, mention):
        return True
    plural = token.folded.endswith("s") and not column.name.lower().endswith("s")
    before = {t.folded for t in tokens[max(0, mention.first - 3) : mention.first]}
    return (plural and bool(before & _BEFORE)) or bool(
        before & {"individual", "each", "every"}
    )
