"""The words that operations are asked for with, for mending misspelt ones."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from chat.language.clause import Clause, pattern
from chat.language.phrases import phrase_hits, spoken_operations

_LITERAL = re.compile(r"(?<![\\a-z])[a-z]{5,}")
_FURTHER = """between against versus before after without group grouped where which
percent percentage columns column dataset values relationship distribution compare
uniformity variability asymmetry correlation average median standard deviation missing outliers histogram scatter
""".split()


@cache
def pattern_words() -> frozenset[str]:
    """Every word of the operations' titles and patterns, short ones too."""
    words: set[str] = set()
    for operation in spoken_operations().values():
        language = operation.language
        words.update(re.findall(r"[a-z]+", operation.title.lower()))
        sources = [p.pattern for p in (*language.phrases, *language.anti)]
        sources += [
            s for patterns in language.options.values() for s in patterns.values()
        ]
        for source in sources:
            words.update(re.findall(r"(?<![\\a-z])[a-z]+", source))
    return frozenset(words)


@cache
def spoken_words() -> frozenset[str]:
    """Every word of the operations' patterns and examples, short ones too."""
    words = set(pattern_words())
    for operation in spoken_operations().values():
        for example in operation.language.examples:
            words.update(re.findall(r"[a-z]+", example.text.lower()))
    return frozenset(words)


@lru_cache(maxsize=4_096)
def is_spoken(word: str) -> bool:
    """Whether operations know a word: by itself it fits a phrase or an option of theirs."""
    if word in spoken_words():
        return True
    clause = Clause(word, word, (), (), {})
    return bool(phrase_hits(clause)) or any(
        pattern(source).fullmatch(word)
        for operation in spoken_operations().values()
        for patterns in operation.language.options.values()
        for source in patterns.values()
    )


@cache
def task_words() -> tuple[str, ...]:
    """Words of five letters and more from examples and patterns."""
    words = set(_FURTHER)
    for operation in spoken_operations().values():
        language = operation.language
        for example in language.examples:
            words.update(re.findall(r"[a-z]{5,}", example.text.lower()))
        for phrase in language.phrases:
            words.update(_LITERAL.findall(phrase.pattern))
        for patterns in language.options.values():
            for source in patterns.values():
                words.update(_LITERAL.findall(source))
    return tuple(sorted(words))
