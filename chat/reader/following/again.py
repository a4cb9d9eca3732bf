"""The question before again, of something else: "do the same for July", "same in Sales"."""

from __future__ import annotations

from collections.abc import Sequence

from chat.linking.tokens import Token, tokenise
from chat.reader.lexicon import following_words, lexicon

_LONGEST = 18
_BEHIND, _AND = ("prep", "by", "per", "only"), "and"


def without_again(text: str) -> str:
    """The message that only says what is changed, where it begins with "the same"."""
    tokens = tokenise(text, _LONGEST + 1)
    if not 0 < len(tokens) <= _LONGEST:
        return text
    words = following_words()
    ends = [
        (last, entry.concept) for last, entry in words.found(tokens, 0)
        if entry.category == "again"
    ]  # fmt: skip
    if not ends:
        return text
    last, concept = max(ends)
    said = concept != _AND or _says_of_what(tokens, last)
    if last >= len(tokens) or not said:
        return text
    return f"{concept} {text[tokens[last].start :]}"


def _says_of_what(tokens: Sequence[Token], at: int) -> bool:
    """Whether something behind says of what: "for", "in", "only for"."""
    words = lexicon("en")
    return any(entry.category in _BEHIND for _, entry in words.found(tokens, at))
