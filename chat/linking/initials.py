"""Words whose first letters make a name: "length of stay" for ``los_d``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from chat.linking.tokens import Token
from chat.linking.vocabulary import TASK_WORDS, UNITS
from chat.linking.words import STOPWORDS, is_english

# The columns, each with how much of its name the letters are, by those letters.
Initials = Mapping[str, Sequence[tuple[str, float]]]

_FEWEST, _MOST = 3, 5  # letters
_WITHIN = frozenset(("of", "per", "at", "the"))
_WHOLE, _PART = 0.95, 0.7


def initials(parts: Mapping[str, tuple[str, ...]]) -> Initials:
    """Parts of names that are no words, and may be made of first letters."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, words in parts.items():
        telling = [
            word for word in words
            if len(word) > 1 and word not in UNITS and word not in STOPWORDS
        ]  # fmt: skip
        for word in telling:
            short = _FEWEST <= len(word) <= _MOST and word.isalpha()
            if short and not is_english(word):
                found[word].append((name, _WHOLE if telling == [word] else _PART))
    return found


def initials_matches(
    tokens: Sequence[Token], start: int, known: Initials
) -> Iterator[tuple[int, int, str, float]]:
    """Columns whose letters begin the words from a token on."""
    if not known or not _is_telling(tokens[start]):
        return
    letters = tokens[start].folded[0]
    for last in range(start + 1, min(start + _MOST, len(tokens))):
        token = tokens[last]
        if not (token.folded in _WITHIN or _is_telling(token)):
            return
        letters += token.folded[0]
        if len(letters) < _FEWEST or not _is_telling(token):
            continue
        for column, score in known.get(letters, ()):
            yield start, last + 1, column, score


def _is_telling(token: Token) -> bool:
    return (
        token.kind == "word"
        and len(token.folded) > 1
        and token.folded not in STOPWORDS
        and token.stem not in TASK_WORDS
        and token.folded not in TASK_WORDS
    )
