"""What words say of methods: each operation's own, and those that all share.

An operation's words stand beside its file (``two_sample_t.en.toml``): ``heads`` name it,
``bare`` words may mean it where what it ``needs`` is said, ``hints`` and ``neutral``
words agree with it; ``options`` choose a setting, ``numbers`` name one with a value,
``roles`` stand before or behind columns, ``tests`` are statistics whose hypothesised
value it tests.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from analysis.operations import operations
from chat.linking.tokens import Token, normalise, tokenise
from chat.linking.words import stem

_FOLDER = Path(__file__).parent
# Tables of the shared file that are kinds of words; the others are read by name.
_PLAIN = (
    "marker", "adjusted", "affects", "depends", "effect", "unequal", "tested", "stat",
    "reading", "unitword", "when", "whenwords", "opening", "people",
    "onesided", "mere", "asking", "unread", "output", "unitrise",
)  # fmt: skip


@dataclass(slots=True)
class Meaning:
    """All that a stretch of words can say about methods."""

    heads: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    hints: set[str] = field(default_factory=set)
    # operation ("" for all) → parameter → value
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    plain: dict[str, set[str]] = field(default_factory=dict)
    # (operation or "", parameter): named before or behind a number, or columns
    number_after: set[tuple[str, str]] = field(default_factory=set)
    number_before: set[tuple[str, str]] = field(default_factory=set)
    role_before: set[tuple[str, str]] = field(default_factory=set)
    role_behind: set[tuple[str, str]] = field(default_factory=set)

    def merge(self, other: Meaning) -> None:
        self.heads |= other.heads
        self.bare |= other.bare
        self.hints |= other.hints
        for operation, chosen in other.options.items():
            self.options.setdefault(operation, {}).update(chosen)
        for kind, concepts in other.plain.items():
            self.plain.setdefault(kind, set()).update(concepts)
        self.number_after |= other.number_after
        self.number_before |= other.number_before
        self.role_before |= other.role_before
        self.role_behind |= other.role_behind

    @property
    def is_term(self) -> bool:
        return bool(self.heads or self.bare or self.hints or self.options)


@dataclass(frozen=True)
class MethodWords:
    """What an operation asks of a sentence, besides its signature.

    ``shows`` are the figures that its answers open with.
    """

    needs: tuple[str, ...] = ()
    needs_said: tuple[str, ...] = ()
    needs_statistic: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    neutral: frozenset[str] = frozenset()
    one_sample: bool = False
    alike: bool = False
    needs_any: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    comparatives: bool = False
    effects: bool = False
    needs_several: tuple[str, ...] = ()
    prior: float = 0.0
    shows: frozenset[str] = frozenset()
    implied: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Phrase:
    words: tuple[str, ...]
    stems: tuple[str, ...]
    exact: bool
    meaning: Meaning


@dataclass(frozen=True)
class Methods:
    """All words of a language about methods, by the stem that they begin with."""

    phrases: Mapping[str, Sequence[Phrase]]
    words: Mapping[str, MethodWords]
    classes: Mapping[str, str]
    fit: Mapping[str, Mapping[str, float]]
    shares: frozenset[str]
    when: Mapping[str, Sequence[str]]
    known: frozenset[str]

    def found(self, tokens: Sequence[Token], first: int) -> dict[int, Meaning]:
        """The meanings of the stretches that begin at a token, by where they end."""
        here: dict[int, Meaning] = {}
        token = tokens[first]
        if token.kind == "quoted":
            return here  # a name, not a word
        starts = {token.stem, token.folded}
        for start in starts:
            for phrase in self.phrases.get(start, ()):
                last = first + len(phrase.words)
                if last > len(tokens) or not _stands(phrase, tokens, first):
                    continue
                here.setdefault(last, Meaning()).merge(phrase.meaning)
        return here


def _stands(phrase: Phrase, tokens: Sequence[Token], first: int) -> bool:
    for offset, word in enumerate(phrase.words):
        token = tokens[first + offset]
        if token.folded == word or (word == "-" and token.text == "–"):
            continue
        if phrase.exact or token.stem != phrase.stems[offset]:
            return False
    return True


@cache
def methods(language: str = "en") -> Methods:
    """The words of a language about methods, shared ones and the operations' own."""
    collector = _Collector()
    shared = _read(_FOLDER / f"{language}_statistics.toml")
    for kind in _PLAIN:
        for concept, forms in shared.get(kind, {}).items():
            for form in forms:
                collector.at(form).plain.setdefault(kind, set()).add(concept)
    collector.add_settings("", shared, shared.get("option", {}))
    words = {}
    for name, operation in operations().items():
        data = words_beside(operation.module, language)
        if not data or "preparing" in data:
            continue  # changes of the table are read by :mod:`chat.reader.preparing`
        collector.add_operation(name, data)
        words[name] = MethodWords(
            needs=tuple(data.get("needs", ())),
            needs_said=tuple(data.get("needs_said", ())),
            needs_statistic=tuple(data.get("needs_statistic", ())),
            tests=tuple(data.get("tests", ())),
            neutral=frozenset(data.get("neutral", ())),
            together=tuple(tuple(pair) for pair in data.get("together", ())),
            needs_any=tuple(data.get("needs_any", ())),
            alike=bool(data.get("alike", False)),
            one_sample=bool(data.get("one_sample", False)),
            effects=bool(data.get("effects", False)),
            comparatives=bool(data.get("comparatives", False)),
            needs_several=tuple(data.get("needs_several", ())),
            prior=float(data.get("prior", 0.0)),
            shows=frozenset(data.get("shows", ())),
            implied=data.get("implied", {}),
        )
    return collector.made(words, shared)


def words_beside(module: str, language: str) -> dict[str, Any]:
    """The words in the file beside an operation's own; empty where there is none."""
    path = _beside(module, language)
    return {} if path is None else _read(path)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _beside(module: str, language: str) -> Path | None:
    """The file of words beside an operation's own."""
    import sys

    found = sys.modules[module].__file__
    path = Path(found or "").with_suffix(f".{language}.toml")
    return path if path.exists() else None


class _Collector:
    def __init__(self) -> None:
        self.meanings: dict[tuple[tuple[str, ...], bool], Meaning] = {}
        self.shares: set[str] = set()

    def at(self, form: str) -> Meaning:
        exact = len(form) > 1 and form[0] == "=" and form[1] != "="
        text = normalise(form.removeprefix("=") if exact else form)
        words = tuple(token.folded for token in tokenise(text))
        return self.meanings.setdefault((words, exact), Meaning())

    def add_operation(self, name: str, data: Mapping[str, Any]) -> None:
        for form in data.get("heads", ()):
            self.at(form).heads.add(name)
        for form in data.get("bare", ()):
            self.at(form).bare.add(name)
        for form in (*data.get("hints", ()), *data.get("also", ())):
            self.at(form).hints.add(name)
        for form in data.get("needs_said", ()):
            meaning = self.at(form)
            if name not in meaning.heads:
                meaning.hints.add(name)
        self.add_settings(name, data, data.get("options", {}))

    def add_settings(
        self, name: str, data: Mapping[str, Any], options: Mapping[str, Any]
    ) -> None:
        for parameter, values in options.items():
            for value, forms in values.items():
                for form in forms:
                    chosen = self.at(form).options.setdefault(name, {})
                    chosen[parameter] = value
        for parameter, places in data.get("numbers", {}).items():
            if places.get("share"):
                self.shares.add(parameter)
            for form in places.get("after", ()):
                self.at(form).number_after.add((name, parameter))
            for form in places.get("before", ()):
                self.at(form).number_before.add((name, parameter))
        for parameter, places in data.get("roles", {}).items():
            for form in places.get("before", ()):
                self.at(form).role_before.add((name, parameter))
            for form in places.get("behind", ()):
                self.at(form).role_behind.add((name, parameter))

    def made(
        self, words: Mapping[str, MethodWords], shared: Mapping[str, Any]
    ) -> Methods:
        phrases: dict[str, list[Phrase]] = defaultdict(list)
        known: set[str] = set()
        for (forms, exact), meaning in self.meanings.items():
            stems = tuple(stem(word) for word in forms)
            phrase = Phrase(forms, stems, exact, meaning)
            phrases[forms[0] if exact else stems[0]].append(phrase)
            known.update(word for word in forms if word.isalpha())
        classes = {
            parameter: kind
            for kind, parameters in shared["class"].items()
            for parameter in parameters
        }
        return Methods(
            dict(phrases), words, classes, shared["fit"],
            frozenset(self.shares), shared["when"], frozenset(known),
        )  # fmt: skip
