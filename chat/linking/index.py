"""What a schema offers to be named: columns and values, prepared for look-up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from analysis.base.columns import Column, Scalar, Schema
from analysis.base.task import How
from chat.linking.before_after import Twice, taken_twice
from chat.linking.coded import code_and_text, spellings_of_code, topics
from chat.linking.initials import Initials, initials
from chat.linking.naming import (
    core_of,
    is_prose,
    key_of,
    name_parts,
    names_for,
    spelled,
    spelled_out,
)
from chat.linking.numbered import Numbered, numbered
from chat.linking.openings import (
    heads,
    openings,
    without_brackets,
    without_numbers,
)
from chat.linking.other_words import Table, general_others, letters_of, table_of
from chat.linking.places import place_names
from chat.linking.shortened import is_short_form
from chat.linking.tokens import tokenise
from chat.linking.vocabulary import (
    INITIALS,
    OTHER_ABBREVIATIONS,
    abbreviations,
    quantity_of,
)
from chat.linking.weights import rarity_of, weights_of
from chat.linking.words import STOPWORDS, fold, is_english, root_of, stem

_OPENING = 0.9  # of a name said by its first words
_SEVERAL, _SINGLE = 1.2, 0.8  # other words for a name: of several words, of one
_SHARED = 0.9  # … of which one stands in the name of another column


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
    table: Table = field(default_factory=Table)

    def column(self, name: str) -> Column:
        return self.columns[name]


def build_index(schema: Schema) -> SchemaIndex:
    index = SchemaIndex(
        {column.name: column for column in schema.columns}, schema.n_rows
    )
    parts = {column.name: name_parts(column.name) for column in schema.columns}
    labels = {c.name: name_parts(c.label) for c in schema.columns if c.label}
    every = (*parts.values(), _table_words(schema.name))
    index.table = table_of(w for words in every for w in (*words, "".join(words)))
    rarity = rarity_of(parts)
    others = _words_of_others(parts)
    bare = Counter(without_numbers(words) for words in parts.values())
    for column in schema.columns:
        forms = [parts[column.name]]
        plain = without_numbers(forms[0])
        own = plain and plain != forms[0] and bare[plain] == 1
        if own and not _is_shared(plain, column.name, parts):
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
    stems = {
        name: {stem(word) for part in words for word in (part, *spelled((part,)))}
        for name, words in parts.items()
    }
    counts = Counter(word for words in stems.values() for word in words)
    every, once = frozenset(counts), {word for word, n in counts.items() if n == 1}
    return {name: every - (words & once) for name, words in stems.items()}


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


def _add_keys(
    index: SchemaIndex, column: Column, parts: tuple[str, ...], others: frozenset[str]
) -> None:
    """The whole name and other words for it, but for the words of ``others``' names."""
    name = column.name
    index.keys[key_of(parts)].append((name, 1.08, "exact"))
    core = core_of(parts)
    if core and core != parts:
        index.keys[key_of(core)].append((name, 1.0, "exact"))
    written = spelled(core or parts)
    if written != core:
        index.keys[key_of(written)].append((name, 0.97, "abbreviation"))
    for key, weight in names_for(parts, others).items():
        for other in index.table.others(key, column):
            if stem(other) in others:
                continue  # another column is called so, or has the word in its name
            score = weight * (_SEVERAL if " " in other else _SINGLE)
            if any(stem(word) in others for word in other.split()):
                score = min(score, _SHARED)
            is_short = other in abbreviations() and not is_english(other)
            how: How = "abbreviation" if is_short else "synonym"
            index.keys[letters_of(other)].append((name, score, how))
    if len(core) >= 3:
        initials = "".join(part[0] for part in core)
        index.keys[initials].append((name, 0.9, "abbreviation"))
    if _holds_places(column):
        for word in ("country", "region", "nation", "placeoforigin", "countryoforigin"):
            index.keys[stem(word)].append((name, 0.72, "inferred"))


def _is_shared(
    plain: tuple[str, ...], name: str, parts: dict[str, tuple[str, ...]]
) -> bool:
    """Whether other columns measure the same: "fim_6m" beside "fim_pre" is one of them."""
    core, whole = {stem(word) for word in core_of(plain)}, set(parts[name])
    return bool(core) and any(
        core <= {stem(word) for word in words}
        for other, words in parts.items()
        if other != name and not whole <= set(words)  # "points of" the whole name
    )


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
    column = index.columns[name]

    def others_of(word: str) -> tuple[str, ...]:
        return index.table.others(word, column)

    for position, part in enumerate(parts):
        for word, quality, how in spellings(part, is_prose(parts), others_of):
            index.postings[word].append(Posting(number, position, quality, how))


def _add_label(index: SchemaIndex, name: str, parts: tuple[str, ...]) -> None:
    words = tuple(dict.fromkeys(stem(p) for p in parts if p not in STOPWORDS))
    index.forms.append(Form(name, tuple(1.0 for _ in words), len(words), is_label=True))
    number = len(index.forms) - 1
    for position, word in enumerate(words):
        index.postings[word].append(Posting(number, position, 1.0, "description"))


def spellings(
    part: str,
    whole: bool = False,
    others_of: Callable[[str], tuple[str, ...]] = general_others,
) -> list[tuple[str, float, How]]:
    """The words that a part may stand for; a ``whole`` word is no abbreviation.

    ``others_of`` gives the other words for one, as the table makes sure of them.
    """
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
    for word in (root_of(part), *list(found)[1:]):
        for other in others_of(word):
            if " " not in other:
                found.setdefault(stem(other), (0.6, "synonym"))
    return [(word, quality, how) for word, (quality, how) in found.items()]


def _table_words(name: str) -> tuple[str, ...]:
    return name_parts(name.rpartition(".")[0] or name)
