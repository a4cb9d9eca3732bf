"""What a schema offers to be named: columns and values, prepared for look-up."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from analysis.base.columns import Column, Scalar, Schema
from analysis.base.task import How
from chat.linking.before_after import Twice, taken_twice
from chat.linking.coded import code_and_text, spellings_of_code, topics
from chat.linking.initials import Initials, initials
from chat.linking.numbered import Numbered, numbered
from chat.linking.openings import heads, openings, without_brackets, without_numbers
from chat.linking.places import place_names
from chat.linking.shortened import is_short_form
from chat.linking.tokens import tokenise
from chat.linking.vocabulary import (
    INITIALS,
    OTHER_ABBREVIATIONS,
    UNITS,
    abbreviations,
    quantity_of,
    synonym_sets,
)
from chat.linking.weights import rarity_of, weights_of
from chat.linking.words import STOPWORDS, fold, is_english, stem

_NUMBER_OF = re.compile(r"(?:\bno\.? ?of|\bnum\.? of|#\s?of|^#) ?", re.I)
_PROSE = 5  # words
_OPENING = 0.9  # of a name said by its first words
_NAME_PARTS = re.compile(
    r"[kMGT]Wh?(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+"
)


@dataclass(frozen=True, slots=True)
class Posting:
    """That a word may stand for one part of a column's name."""

    form: int
    position: int
    quality: float
    how: How


@dataclass(frozen=True, slots=True)
class Form:
    """A column's name (or description) as weighted parts.

    ``is_spelled`` where its short forms are written out in several words.
    """

    column: str
    weights: tuple[float, ...]
    total: float
    is_label: bool = False
    is_spelled: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a word may stand for: parts of forms, and whole names by itself."""

    forms: Mapping[int, Mapping[int, Posting]]
    numbers: frozenset[int]
    alone: tuple[tuple[str, float, How], ...]


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A cell value that some words may mean."""

    column: str
    value: Scalar
    score: float
    how: How
    is_rare: bool = False


@dataclass(slots=True, eq=False)
class SchemaIndex:
    """The look-up tables of one schema, told from others by identity."""

    columns: dict[str, Column]
    n_rows: int = 0
    raw: dict[str, list[tuple[tuple[str, ...], str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    keys: dict[str, list[tuple[str, float, How]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    postings: dict[str, list[Posting]] = field(
        default_factory=lambda: defaultdict(list)
    )
    forms: list[Form] = field(default_factory=list)
    values: dict[str, list[StoredValue]] = field(
        default_factory=lambda: defaultdict(list)
    )
    loose: dict[str, list[Posting]] = field(default_factory=dict)
    known: dict[tuple[str, str], Known] = field(default_factory=dict)
    near_values: dict[str, list[StoredValue]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    cut_words: frozenset[str] = frozenset()
    short_parts: tuple[str, ...] = ()
    row_nouns: frozenset[str] = frozenset()
    numbered: Numbered = field(default_factory=dict)
    spellings: dict[str, frozenset[str]] = field(default_factory=dict)
    initials: Initials = field(default_factory=dict)
    twice: tuple[Twice, ...] = ()
    table_words: tuple[str, ...] = ()
    entities: dict[str, tuple[str, ...]] = field(default_factory=dict)
    time: str | None = None
    time_is_known: bool = False

    def column(self, name: str) -> Column:
        return self.columns[name]


def build_index(schema: Schema) -> SchemaIndex:
    index = SchemaIndex(
        {column.name: column for column in schema.columns}, schema.n_rows
    )
    parts = {column.name: name_parts(column.name) for column in schema.columns}
    labels = {c.name: name_parts(c.label) for c in schema.columns if c.label}
    rarity = rarity_of(parts)
    others = _words_of_others(parts)
    bare = Counter(without_numbers(words) for words in parts.values())
    for column in schema.columns:
        forms = [parts[column.name]]
        plain = without_numbers(forms[0])
        if plain and plain != forms[0] and bare[plain] == 1:
            forms.append(plain)  # "readm30": the number tells none apart
        _add_raw(index, column.name)
        for words in forms:
            _add_keys(index, column, words, others[column.name])
            _add_form(index, column.name, words, rarity)
        spelled = spelled_out(forms[-1])
        if spelled != forms[-1]:
            _add_form(index, column.name, spelled, rarity, is_spelled=True)
        quantity = quantity_of(column.name)
        if quantity and quantity not in forms[0]:
            words = (*(part for part in forms[0] if len(part) > 1), quantity)
            _add_form(index, column.name, words, rarity, alike=True)
        if column.name in labels:
            _add_label(index, column.name, labels[column.name])
    _add_coded(index, rarity)
    _add_openings(index, parts)
    index.words = tuple(
        word for word in index.postings if len(word) >= 3 and not word.isdigit()
    )
    index.cut_words = frozenset(
        stem(p) for words in parts.values() for p in words if not is_english(p)
    )
    index.short_parts = tuple(
        dict.fromkeys(p for words in parts.values() for p in words if is_short_form(p))
    )
    index.numbered = numbered(index.columns)
    index.spellings = {
        word: frozenset(spelt for spelt, _, _ in spellings(word))
        for word in index.numbered
    }
    index.initials = initials(parts)
    index.twice = taken_twice(parts)
    index.table_words = _table_words(schema.name)
    index.row_nouns = frozenset(stem(word) for word in index.table_words)
    return index


def _words_of_others(parts: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """The stems in the names of all columns but one, for each."""
    stems = {name: {stem(part) for part in words} for name, words in parts.items()}
    counts = Counter(word for words in stems.values() for word in words)
    return {
        name: frozenset(w for w, n in counts.items() if n > (w in words))
        for name, words in stems.items()
    }


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a column's name: ``"gdpPercap_2007"`` → gdp, percap, 2007.

    Words written together are cut where known words meet ("traveltime").
    """
    parts: list[str] = []
    name = _NUMBER_OF.sub("number of ", name)
    for part in _NAME_PARTS.findall(name):
        parts.extend(_without_initial(part) or _cut(fold(part)))
    return tuple(parts)


def _without_initial(part: str) -> tuple[str, str] | None:
    """ "Mjob" → m, job: a letter before a whole word stands for a word of its own."""
    letter, rest = fold(part[:1]), part[1:]
    if letter not in INITIALS or not part[0].isupper() or not rest.islower():
        return None
    is_word = len(rest) >= 3 and (rest in abbreviations() or is_english(rest))
    return (letter, rest) if is_word and not is_english(fold(part)) else None


@cache
def _cut(part: str) -> tuple[str, ...]:
    if len(part) < 5 or not part.isascii() or is_english(part):
        return (part,)
    if part[:2] in _SHORT_WORDS and is_english(part[2:]):
        return (part[:2], part[2:])
    for at in range(len(part) - 3, 2, -1):
        if all(_is_piece(piece) for piece in (part[:at], part[at:])):
            return (part[:at], part[at:])
    return (part,)


_SHORT_WORDS = frozenset(("go", "up", "in", "on", "to", "no", "by"))


def _is_piece(piece: str) -> bool:
    if piece in abbreviations():
        return len(piece) >= 3
    return len(piece) >= 3 and is_english(piece)


def spelled_out(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts with short forms of several words written out ("los": length of stay)."""
    if is_prose(parts):
        return parts
    return tuple(
        word
        for part in parts
        for word in (
            abbreviations().get(part, part).split()
            if " " in abbreviations().get(part, "")
            else (part,)
        )
        if word == part or word not in STOPWORDS
    )


def _add_raw(index: SchemaIndex, name: str, column: str = "") -> None:
    """A name just as it is written, of itself or of another ``column``."""
    pieces = tuple(token.folded for token in tokenise(name))
    if pieces:
        index.raw[pieces[0]].append((pieces, column or name))


def _add_coded(index: SchemaIndex, rarity: dict[str, float]) -> None:
    """Survey columns by their code alone, by their words alone, and by their topic."""
    coded = {name: code_and_text(name) for name in index.columns}
    taken: dict[str, int] = defaultdict(int)
    for both in coded.values():
        for said in spellings_of_code(both[0]) if both else ():
            taken[said] += 1
    for name in coded:
        for topic in topics(name):
            index.keys[key_of(tuple(topic.split()))].append((name, 0.95, "synonym"))
    for name, both in coded.items():
        if both is None:
            continue
        code, text = both
        _add_raw(index, code, name)
        for said in spellings_of_code(code):
            if taken[said] == 1 and stem(said) not in index.keys:
                index.keys[stem(said)].append((name, 1.05, "exact"))
        words = name_parts(text)
        index.keys[key_of(words)].append((name, 1.08, "exact"))
        _add_form(index, name, words, rarity)


def _add_openings(index: SchemaIndex, parts: dict[str, tuple[str, ...]]) -> None:
    """Long names by their first words, and without what stands in brackets behind."""
    for short, name in without_brackets(index.columns).items():
        _add_raw(index, short, name)
        index.keys[key_of(name_parts(short))].append((name, 1.08, "exact"))
    for name, words in openings(parts):
        index.keys[key_of(words)].append((name, _OPENING, "partial"))
    for name, words, score in heads(parts):
        index.keys[key_of(words)].append((name, score, "partial"))


def key_of(words: tuple[str, ...]) -> str:
    return stem("".join(words))


def _add_keys(
    index: SchemaIndex, column: Column, parts: tuple[str, ...], others: frozenset[str]
) -> None:
    """The whole name and other words for it, but for the words of ``others``' names."""
    name = column.name
    index.keys[key_of(parts)].append((name, 1.08, "exact"))
    core = tuple(p for p in parts if p not in UNITS and p not in STOPWORDS)
    if core and core != parts:
        index.keys[key_of(core)].append((name, 1.0, "exact"))
    spelled = tuple(
        word
        for part in core or parts
        for word in abbreviations().get(part, part).split()
    )
    if spelled != core:
        index.keys[key_of(spelled)].append((name, 0.97, "abbreviation"))
    for other in _full_synonyms(" ".join(stem(word) for word in spelled)):
        if stem(other) in others:
            continue  # another column is called so, or has the word in its name
        index.keys[key_of(tuple(other.split()))].append(
            (name, 1.2 if " " in other else 0.8, "synonym")
        )
    if len(core) >= 3:
        initials = "".join(part[0] for part in core)
        index.keys[initials].append((name, 0.9, "abbreviation"))
    if _holds_places(column):
        for word in ("country", "region", "nation", "placeoforigin", "countryoforigin"):
            index.keys[stem(word)].append((name, 0.72, "inferred"))


@cache
def _synonym_index() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for names in synonym_sets():
        for name in names:
            key = " ".join(stem(word) for word in name.split())
            found[key].extend(other for other in names if other != name)
    return {key: tuple(dict.fromkeys(others)) for key, others in found.items()}


def _full_synonyms(key: str) -> tuple[str, ...]:
    return _synonym_index().get(key, ())


def _holds_places(column: Column) -> bool:
    if column.kind not in ("category", "text") or not 2 <= len(column.levels) <= 400:
        return False
    first = [fold(str(level)) for level, _ in column.levels[:12]]
    return sum(level in place_names() for level in first) >= 0.6 * len(first)


def _add_form(
    index: SchemaIndex,
    name: str,
    parts: tuple[str, ...],
    rarity: dict[str, float],
    is_spelled: bool = False,
    alike: bool = False,
) -> None:
    """The parts of a name as a form; ``alike`` where each weighs as much as another."""
    weights = tuple(1.0 for _ in parts) if alike else weights_of(parts, rarity)
    index.forms.append(Form(name, weights, sum(weights), is_spelled=is_spelled))
    number = len(index.forms) - 1
    for position, part in enumerate(parts):
        for word, quality, how in spellings(part, is_prose(parts)):
            index.postings[word].append(Posting(number, position, quality, how))


def _add_label(index: SchemaIndex, name: str, parts: tuple[str, ...]) -> None:
    words = tuple(dict.fromkeys(stem(p) for p in parts if p not in STOPWORDS))
    index.forms.append(Form(name, tuple(1.0 for _ in words), len(words), is_label=True))
    number = len(index.forms) - 1
    for position, word in enumerate(words):
        index.postings[word].append(Posting(number, position, 1.0, "description"))


def is_prose(parts: tuple[str, ...]) -> bool:
    """Whether a name is a whole question or statement: nothing in it is cut short."""
    return len(parts) >= _PROSE


def spellings(part: str, whole: bool = False) -> list[tuple[str, float, How]]:
    """The words that a part may stand for; a ``whole`` word is no abbreviation."""
    found: dict[str, tuple[float, How]] = {stem(part): (1.0, "exact")}
    spelled = [] if whole else abbreviations().get(part, "").split()
    for word in spelled:
        quality = 0.95 if len(spelled) == 1 else 0.62
        found.setdefault(stem(word), (quality, "abbreviation"))
    others = () if whole else OTHER_ABBREVIATIONS.get(part, ())
    for words in INITIALS.get(part, ()), others:
        for word in words:
            quality = 0.9 if len(words) == 1 or len(part) == 1 else 0.7
            found.setdefault(stem(word), (quality, "abbreviation"))
    for word in list(found):
        for other in _full_synonyms(word):
            if " " not in other:
                found.setdefault(stem(other), (0.6, "synonym"))
    return [(word, quality, how) for word, (quality, how) in found.items()]


def _table_words(name: str) -> tuple[str, ...]:
    return name_parts(name.rpartition(".")[0] or name)
