"""A word that means nothing by itself is told rather than asked about.

"Would you mind telling me …", "orders whose quantity is over 5": where the one thing that a
reading has no place for is a small word, or the misspelling of one, the answer is given and
says that the word is not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from analysis.base.task import Task
from chat.linking.outcomes import UNUSED, Question, Reading, Understood, UnknownColumn
from chat.linking.tokens import Token, tokenise
from chat.linking.words import STOPWORDS, is_english
from chat.reader.methods.names import data_of

_LEAST = 3  # letters of a misspelt word
_HOW = "how"


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(data_of("small_words")[kind].split())


def with_small_words_told(
    text: str, reading: Reading, read: Callable[[str], Reading] | None = None
) -> Reading:
    """The task that a question offers without words, where these are small ones.

    One that was taken for the name of a column is left out, and the rest is read anew.
    """
    if (
        isinstance(reading, UnknownColumn)
        and read
        and is_small(reading.word.casefold())
    ):
        return _without(text, reading, read)
    if not isinstance(reading, Question) or reading.why != UNUSED:
        return reading
    tasks = [one for one, _ in reading.options if isinstance(one, Task)]
    if len(tasks) != 1:
        return reading
    asked = next((w for w in tasks[0].ignored if f"“{w}”" in reading.prompt), "")
    tokens = [t for t in tokenise(asked) if t.kind != "mark"]
    if not tokens:
        return reading
    said = tokenise(text)
    if all(is_small(t.folded) or _is_size(t.folded, said) for t in tokens):
        return Understood(tasks[0])
    return reading


def _without(
    text: str, unknown: UnknownColumn, read: Callable[[str], Reading]
) -> Reading:
    rest = re.sub(rf"(?<!\w){re.escape(unknown.word)}(?!\w)", "", text, count=1)
    again = read(rest) if rest != text else unknown
    if not isinstance(again, Understood) or again.task.ignored:
        return unknown
    task = again.task.model_copy(update={"ignored": (unknown.word,)})
    return Understood(task, again.alternatives)


def is_small(word: str) -> bool:
    """Whether a folded word has no meaning of its own, or is such a one misspelt."""
    return word in _words("words") or _is_misspelt(word)


def _is_misspelt(word: str) -> bool:
    """ "wer", "hav": no word, and one letter from one that says nothing by itself."""
    if len(word) < _LEAST or not word.isalpha() or is_english(word):
        return False
    return any(
        known[:1] == word[:1]
        and len(known) >= _LEAST
        and DamerauLevenshtein.distance(word, known) == 1
        for known in STOPWORDS
    )


def _is_size(word: str, said: Sequence[Token]) -> bool:
    """ "how high is the rate": the size of what is named anyway."""
    return word in _words("sizes") and any(
        one.folded == _HOW and other.folded == word for one, other in pairwise(said)
    )
