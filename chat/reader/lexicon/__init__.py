"""Words as data: one file a language; code holds no word of any."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from chat.linking.shortened import skeleton
from chat.linking.tokens import Token, normalise, tokenise
from chat.linking.words import stem

_FOLDER = Path(__file__).parent
_ANY = "_"
_LEAST_SPELT = 4  # letters: fewer are one letter from too many other words
# Categories whose words mean something only as written: "profit" is not "profitable".
_AS_WRITTEN = frozenset(
    "unitly quality extreme top ordinal more head rate who antonym imperative colour orientation by ofwhole percent versus says place behind look".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to say a concept: its words, and whether they must stand as written."""

    words: tuple[str, ...]
    category: str
    concept: str
    exact: bool


@dataclass(frozen=True)
class Lexicon:
    """What the words of a language can mean; ``entries`` by the first word's stem."""

    entries: Mapping[str, Sequence[Entry]]
    words: frozenset[str]

    @cached_property
    def spelt(self) -> tuple[str, ...]:
        """The words that are long enough to be known when they are misspelt."""
        # In one order on every start: of words as near, the first ones are looked at.
        return tuple(sorted(w for w in self.words if len(w) >= _LEAST_SPELT))

    @cached_property
    def by_skeleton(self) -> Mapping[str, frozenset[str]]:
        """Those words by what is left of them without vowels ("avrg": "average")."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in self.spelt:
            found[skeleton(word)].add(word)
        return {bare: frozenset(words) for bare, words in found.items()}

    def found(self, tokens: Sequence[Token], first: int) -> list[tuple[int, Entry]]:
        """The entries that stand from a token on, with where each ends."""
        token = tokens[first]
        here = []
        for entry in self.entries.get(_root(token), ()):
            last = _matched(entry, tokens, first)
            if last is not None:
                here.append((last, entry))
        if token.kind != "mark" and token.folded != token.stem:
            for entry in self.entries.get(token.folded, ()):
                last = _matched(entry, tokens, first)
                if last is not None:
                    here.append((last, entry))
        return list(dict.fromkeys(here))


def _written(token: Token) -> str:
    """A word without its case; a mark as it is, since "≠" without its stroke is "="."""
    return token.text if token.kind == "mark" else token.folded


def _root(token: Token) -> str:
    return token.text if token.kind == "mark" else token.stem


def _matched(entry: Entry, tokens: Sequence[Token], first: int) -> int | None:
    at = first
    any_word: str | None = None
    for word in entry.words:
        if at >= len(tokens):
            return None
        token = tokens[at]
        if word == _ANY:
            if any_word not in (None, token.stem):
                return None  # "from month to month" is one word twice
            any_word = token.stem
            at += 1
            continue
        if _written(token) == word:
            at += 1
            continue
        if token.kind == "mark":
            return None
        if entry.exact or token.stem != stem(word):
            return None
        if token.folded.endswith("ings") and "ing" not in word:
            return None  # "takings" are things, "take" is what one does
        at += 1
    return at


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language ("en", "de")."""
    entries, words = _read(_FOLDER / f"{language}.toml")
    from chat.reader.lexicon.operations import methods

    return Lexicon(entries, frozenset(words | methods(language).known))


@cache
def chart_words(language: str = "en") -> Lexicon:
    """What words say of a chart: its kind, and where each column goes."""
    entries, words = _read(_FOLDER / f"{language}_charts.toml")
    return Lexicon(entries, frozenset(words))


def _read(path: Path) -> tuple[dict[str, list[Entry]], set[str]]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    entries: dict[str, list[Entry]] = defaultdict(list)
    words: set[str] = set()
    for category, concepts in data.items():
        for concept, forms in concepts.items():
            for form in forms:
                entry = _entry(form, category, concept)
                entries[stem(entry.words[0])].append(entry)
                words.update(w for w in entry.words if w.isalpha())
    return dict(entries), words


def _entry(form: str, category: str, concept: str) -> Entry:
    exact = form.startswith("=") and len(form) > 1 and form[1] not in "=<>"
    text = normalise(form.removeprefix("=") if exact else form)
    words = tuple(
        _ANY if token.text == _ANY else _written(token) for token in tokenise(text)
    )
    return Entry(words, category, concept, exact or category in _AS_WRITTEN)


@dataclass(frozen=True)
class Nouns:
    """What sort of quantity a noun names: see ``measures`` of the language."""

    additive: frozenset[str]
    intensive: frozenset[str]
    main: tuple[str, ...]
    qualities: Mapping[str, tuple[str, ...]]
    people: frozenset[str]
    heads: frozenset[str]
    durations: frozenset[str]
    spans: frozenset[str]
    sides: frozenset[str]
    lasting: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()
    subjects: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    negating: tuple[str, ...] = ()
    wholes: frozenset[str] = frozenset()
    rates: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()
    outgoings: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    participles: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()
    done: tuple[str, ...] = ("",)
    earned: frozenset[str] = frozenset()
    earning: frozenset[str] = frozenset()
    burdens: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    ends: Mapping[str, frozenset[str]] = field(default_factory=dict)


@cache
def nouns(language: str) -> Nouns:
    path = _FOLDER / f"{language}_nouns.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Nouns(
        additive=frozenset(stem(word) for word in data["additive"]),
        intensive=frozenset(stem(word) for word in data["intensive"]),
        main=tuple(data["main"]),
        qualities={name: tuple(words) for name, words in data["qualities"].items()},
        people=frozenset(stem(word) for word in data["people"]),
        heads=frozenset(stem(word) for word in data["heads"]),
        spans=frozenset(stem(word) for word in data["spans"]),
        sides=frozenset(stem(word) for word in data["sides"]),
        subjects=tuple(data.get("subjects", ())),
        events=tuple(data.get("events", ())),
        counts=tuple(data.get("counts", ())),
        negating=tuple(data.get("negating", ())),
        wholes=frozenset(stem(word) for word in data.get("wholes", ())),
        rates=frozenset(stem(word) for word in data.get("rates", ())),
        pieces=frozenset(stem(word) for word in data.get("pieces", ())),
        moments=frozenset(data.get("moments", ())),
        kinds=frozenset(stem(word) for word in data.get("kinds", ())),
        burdens=frozenset(stem(word) for word in data.get("burdens", ())),
        outgoings=frozenset(stem(word) for word in data.get("outgoings", ())),
        settled=frozenset(data.get("settled", ())),
        none=frozenset(data.get("none", ())),
        participles=frozenset(data.get("participles", ())),
        particles=frozenset(data.get("particles", ())),
        undone=frozenset(data.get("undone", ())),
        done=tuple(data.get("done", ())),
        earned=frozenset(stem(word) for word in data.get("earned", ())),
        earning=frozenset(stem(word) for word in data.get("earning", ())),
        durations=frozenset(stem(word) for word in data["durations"]),
        lasting=frozenset(data.get("lasting", ())),
        percents=frozenset(data.get("percents", ())),
        ends={
            end: frozenset(stem(word) for word in words)
            for end, words in data.get("ends", {}).items()
        },
    )


@cache
def following_words(language: str = "en") -> Lexicon:
    """What short messages say of the answer before."""
    entries, words = _read(_FOLDER / f"{language}_following.toml")
    return Lexicon(entries, frozenset(words))
