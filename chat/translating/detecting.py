"""Whether a message is German, by how common its words are there and in English."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

from chat.linking.tokens import normalise, tokenise
from chat.linking.words import fold
from chat.reader.lexicon.known import known_words
from chat.translating.joined import is_joined
from chat.translating.names import Names
from chat.translating.words import root, words

# A word that a list of frequencies does not have counts as one that it has once in so many.
_RAREST = 1e-8
# Decades of likelihood that all words together must be more German than English; of one
# common word ("nach", "wie") it is three to five, of a name that both know about none.
_CLEARLY = 2.0
_KNOWN = 3e-6  # of a word that the language's file has: the typical one of its nouns
_ASKED = 1e-5  # of a word that requests are made with in English
_MAX_TOKENS = 60


@cache
def _frequencies(language: str) -> Mapping[str, float]:
    packed = resources.files("spellchecker") / "resources" / f"{language}.json.gz"
    counts: dict[str, int] = json.loads(gzip.decompress(packed.read_bytes()))
    total = sum(counts.values())
    shares: dict[str, float] = {}
    for word, count in counts.items():
        shares[fold(word)] = shares.get(fold(word), 0.0) + count / total
    return shares


def is_german(text: str, names: Names) -> bool:
    """Whether the words of a message, names of the table aside, are German."""
    found = [
        token
        for token in tokenise(normalise(text), _MAX_TOKENS)
        if token.kind == "word" and not names.holds(token.text)
    ]
    german = words()
    joined = [token for token in found if is_joined(token.text, names)]
    if not joined and not any(root(token.text) in german.roots for token in found):
        return False
    evidence = sum(_evidence(token.folded) for token in found if token not in joined)
    # A joined word with a name in it ("Altersverteilung") is no word of English.
    return evidence + len(joined) * (_CLEARLY + 1) > _CLEARLY


def _evidence(word: str) -> float:
    """Decades by which a word is likelier in German."""
    if word not in known_words() and root(word) in words().roots:
        de = max(_frequencies("de").get(word, 0.0), _KNOWN)
    else:
        de = max(_frequencies("de").get(word, 0.0), _RAREST)
    en = max(_frequencies("en").get(word, 0.0), _RAREST)
    if word in known_words():
        en = max(en, _ASKED)
    return math.log10(de / en)
