"""Which stretches of a sentence name columns, values of theirs, or the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from analysis.base.columns import Column, Scalar, Schema
from chat.discourse.lexicon import Lexicon, stemmed, words_of
from chat.linking.link import column_candidates
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.linking.vocabulary import ROW_NOUNS
from chat.linking.words import stem
from chat.reader.base.senses import nouns_of_rows

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_")
_SHORTEST_PART = 4  # letters of one word of a longer name that stands for the whole
_MOST_LEVELS = 200
_SUBJECTS = "subjects"  # the concept of those that are measured


@dataclass(frozen=True)
class Span:
    """Words from ``first`` up to ``last`` (left out) that name something."""

    first: int
    last: int
    slot: str
    name: str
    value: Scalar | None = None


def name_words(name: str) -> list[str]:
    """A column's name as words: ``air.flow``, ``airFlow`` and ``air_flow`` are two."""
    return words_of(_CAMEL.sub(" ", name))


@lru_cache(maxsize=20_000)
def whole_name(name: str) -> str:
    """A column's name without what lies between its words."""
    return "".join(name_words(name))


@lru_cache(maxsize=20_000)
def name_stems(name: str, lexicon_language: str) -> tuple[str, ...]:
    """A column's name as stems."""
    return tuple(stemmed(word, lexicon_language) for word in name_words(name))


def column_spans(
    words: Sequence[str], columns: Sequence[Column], lexicon: Lexicon
) -> list[Span]:
    """Stretches that are a column's whole name, or a word that only one column has."""
    stems = [lexicon.stem(word) for word in words]
    found: list[Span] = []
    parts: dict[str, set[str]] = {}
    for column in columns:
        own = name_stems(column.name, lexicon.language)
        found += _stretches(words, stems, own, column.name)
        for word in own:
            parts.setdefault(word, set()).add(column.name)
    for at, root in enumerate(stems):
        owners = parts.get(root, set())
        if len(owners) == 1 and len(root) >= _SHORTEST_PART:
            found.append(Span(at, at + 1, "column", next(iter(owners))))
    return found


def linked_spans(
    words: Sequence[str], schema: Schema, columns: Sequence[Column]
) -> list[Span]:
    """Stretches that the reader links to one of some columns: "sleep" for hours slept."""
    known = {column.name for column in columns}
    ends = list(accumulate(len(word) + 1 for word in words))
    starts = [end - len(word) - 1 for word, end in zip(words, ends, strict=True)]
    tokens = tokenise(" ".join(words))
    found: list[Span] = []
    for one in column_candidates(tokens, schema_index(schema)):
        first, last = tokens[one.first].start, tokens[one.last - 1].end + 1
        sure = one.how != "typo" and len(one.columns) == 1
        if sure and one.columns[0] in known and first in starts and last in ends:
            at, end = starts.index(first), ends.index(last) + 1
            found.append(Span(at, end, "column", one.columns[0]))
    return found


def _stretches(
    words: Sequence[str], stems: Sequence[str], own: Sequence[str], name: str
) -> Iterator[Span]:
    if not own:
        return
    n, whole = len(own), whole_name(name)
    for at in range(len(stems) - n + 1):
        if list(stems[at : at + n]) == list(own):
            yield Span(at, at + n, "column", name)
    for at in range(len(words)):
        for width in (1, 2, 3):
            if width != n and "".join(words[at : at + width]) == whole:
                yield Span(at, min(at + width, len(words)), "column", name)


def value_spans(
    words: Sequence[str], columns: Iterable[Column], lexicon: Lexicon
) -> list[Span]:
    """Stretches that are a value of a column with few of them."""
    found = []
    stems = [lexicon.stem(word) for word in words]
    for column in columns:
        for level, _ in column.levels[:_MOST_LEVELS]:
            if isinstance(level, bool) or not isinstance(level, str):
                continue
            own = [lexicon.stem(word) for word in words_of(level)]
            n = len(own)
            for at in range(len(stems) - n + 1 if own else 0):
                if list(stems[at : at + n]) == own:
                    found.append(Span(at, at + n, "value", column.name, level))
    return found


def table_spans(words: Sequence[str], schema: Schema, lexicon: Lexicon) -> list[Span]:
    """Words of the table's own name."""
    own = {lexicon.stem(word) for word in name_words(schema.name.rpartition(".")[0])}
    return [
        Span(at, at + 1, "table", schema.name)
        for at, word in enumerate(words)
        if len(word) >= _SHORTEST_PART and lexicon.stem(word) in own
    ]


def row_noun_spans(words: Sequence[str], schema: Schema) -> list[Span]:
    """Nouns for what the rows are, each as the concept of subjects."""
    nouns = nouns_of_rows(schema_index(schema))
    return [
        Span(at, at + 1, "concept", _SUBJECTS)
        for at, word in enumerate(words)
        if stem(word) in nouns or word in ROW_NOUNS
    ]


def number_spans(words: Sequence[str], lexicon: Lexicon) -> list[Span]:
    """Numbers in digits and in words."""
    found = []
    for at, word in enumerate(words):
        if word[0].isdigit() or word in lexicon.numbers:
            value = lexicon.numbers.get(word, number_of(word))
            if value is not None:
                found.append(Span(at, at + 1, "number", word, value))
    return found


def number_of(word: str) -> float | None:
    """``1,200`` and ``0.5`` as numbers."""
    text = re.sub(r",(?=\d{3}(?:\D|$))", "", word)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
