"""Questions of a survey said about those who answered: "how people get to work"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from chat.linking.coded import code_and_text
from chat.linking.index import SchemaIndex
from chat.linking.tokens import Token
from chat.linking.words import STOPWORDS, fold, stem

_WORDS = re.compile(r"[^\W\d_]+")
_LONGEST = 12
_LEAST_SHARE = 0.3  # of the question's own words
# The words that ask; "how many" and its like ask for a number.
_ASKING = ("how", "which", "what", "where", "when", "why")
_OF_NUMBERS = ("many", "much", "long", "old", "far")
# Words for the same act, and such that a question may have or not.
_ALIKE = {
    stem(word): stem("go")
    for word in "get gets getting travel travels travelling traveling commute commutes come".split()
}
_EMPTY = frozenset(
    stem(word)
    for word in """usually normally typically mostly generally often all overall most do does did
    is are was were people person respondents respondent they them their you your""".split()
)  # fmt: skip


def indirect_questions(
    tokens: Sequence[Token], index: SchemaIndex
) -> Iterator[tuple[int, int, str]]:
    """The stretches that repeat a column's question in the third person, and the column."""
    questions = {
        name: words for name in index.columns if (words := _question(name)) is not None
    }
    if not questions:
        return
    for first, token in enumerate(tokens):
        if token.folded not in _ASKING or first + 2 >= len(tokens):
            continue
        if tokens[first + 1].folded in _OF_NUMBERS:
            continue
        for last in range(min(first + _LONGEST, len(tokens)), first + 2, -1):
            name = _asked(tokens[first:last], questions)
            if name is not None:
                yield first, last, name
                break


@lru_cache(maxsize=5_000)
def _question(name: str) -> tuple[str, frozenset[str]] | None:
    """The word that a column's question begins with, and the stems of its content."""
    both = code_and_text(name)
    text = both[1] if both else name
    words = [fold(word) for word in _WORDS.findall(text)]
    asking = next((word for word in words[:6] if word in _ASKING), None)
    if asking is None or len(words) < 4:
        return None
    content = _content(words)
    return (asking, content) if content else None


def _content(words: Sequence[str]) -> frozenset[str]:
    stems = [_ALIKE.get(stem(word)) or (None if word in STOPWORDS else stem(word))
             for word in words]  # fmt: skip
    return frozenset(one for one in stems if one and one not in _EMPTY)


def _asked(
    tokens: Sequence[Token], questions: dict[str, tuple[str, frozenset[str]]]
) -> str | None:
    """The one question whose words a stretch repeats, and has no others."""
    if any(token.kind not in ("word", "number") for token in tokens):
        return None
    words = [token.folded for token in tokens]
    if words[-1] in STOPWORDS and words[-1] not in _ALIKE:
        return None
    said = _content(words[1:])
    found = [
        name
        for name, (asking, content) in questions.items()
        if asking == words[0]
        and said
        and said <= content
        and len(said) >= _LEAST_SHARE * len(content)
    ]
    return found[0] if len(found) == 1 else None
