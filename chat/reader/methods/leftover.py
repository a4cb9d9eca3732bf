"""Words of a message that a named method with its columns has nothing for."""

from __future__ import annotations

from collections.abc import Sequence

from chat.linking.tokens import Token, tokenise
from chat.linking.words import STOPWORDS
from chat.reader.lexicon import lexicon, nouns
from chat.reader.lexicon.operations import MethodWords, methods
from chat.reader.methods.field_words import is_field_word
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.naming import known_words, named_methods

_IDLE = frozenset(("filler", "glue", "verb", "purpose", "yesno", "which", "rowword"))


def words_left(
    linked: LinkedText, operation: str, taken: Sequence[tuple[int, int]] = ()
) -> tuple[str, ...]:
    """What the answer of an operation leaves out of a message, in stretches.

    Names of the table, the methods named and the places ``taken`` are used; figures that
    the operation shows are, too.
    """
    tokens = tokenise(linked.text, 200)
    places = [(part.start, part.end) for part in linked.parts]
    places += [(one.start, one.end) for one in named_methods(linked)]
    places += taken
    own = methods().words.get(operation, MethodWords())
    left: list[str] = []
    at = 0
    while at < len(tokens):
        end, shown = _figure(tokens, at, own)
        if shown is False:
            left.append(linked.text[tokens[at].start : tokens[end - 1].end])
        elif shown is None and not _is_used(tokens, at, places):
            left.append(tokens[at].text)
        at = end
    return tuple(dict.fromkeys(left))


def _figure(
    tokens: Sequence[Token], at: int, own: MethodWords
) -> tuple[int, bool | None]:
    """Where a figure that is asked for ends, and whether the answer opens with it."""
    for end, meaning in sorted(methods().found(tokens, at).items(), reverse=True):
        concepts = meaning.plain.get("output")
        if concepts and end - at + len(tokens[at].text) > 2:
            return end, bool(concepts & own.shows)
        if meaning.heads or meaning.options:
            return end, True
    return at + 1, None


def _is_used(
    tokens: Sequence[Token], at: int, places: Sequence[tuple[int, int]]
) -> bool:
    token = tokens[at]
    if token.kind != "word" or len(token.text) < 3 or token.folded in STOPWORDS:
        return True
    if any(first < token.end and token.start < last for first, last in places):
        return True
    if is_field_word(token.text) or token.folded in known_words():
        return True
    if token.stem in nouns("en").people or token.folded.endswith("ly"):
        return True
    senses = {entry.category for _, entry in lexicon("en").found(tuple(tokens), at)}
    return bool(senses & _IDLE)
