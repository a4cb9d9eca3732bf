"""Words of preparations as data: the shared ones, and the operations' own forms.

An operation's forms stand in its file of words, under ``preparing``. A form is a row of
elements: ``{slot}`` is filled from the table or the text, ``<list>`` is one of a shared
list of words, ``a|b`` one of these words (``_`` joins several), ``?`` behind an element
lets it be left out. What a form says beside it by ``options`` and ``numbers`` may follow.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.operations import operations
from chat.linking.tokens import Token, normalise, tokenise
from chat.reader.lexicon.operations import words_beside

_FILE = Path(__file__).parent.parent / "lexicon"
_ELEMENT = re.compile(r"(\{[^}]+\}|<[^>]+>\??|[^\s{}]+)(\?)?")

Phrase = tuple[tuple[str, str], ...]


class Phrases(tuple[Phrase, ...]):
    """Phrases, found by the word that each begins with: as it is written, or its stem."""

    def __init__(self, phrases: Iterable[Phrase] = ()) -> None:
        self._by_word: dict[str, list[Phrase]] = {}
        self._by_stem: dict[str, list[Phrase]] = {}
        for one in filter(None, self):
            plain, stemmed = one[0]
            self._by_word.setdefault(plain, []).append(one)
            self._by_stem.setdefault(stemmed, []).append(one)

    def beginning(self, token: Token) -> list[Phrase]:
        """Those that may stand where the token is."""
        return [
            *self._by_word.get(written(token), ()),
            *self._by_stem.get(root(token), ()),
        ]


@dataclass(frozen=True, slots=True)
class Element:
    """Words that may stand here, or a slot ("column:group_by")."""

    phrases: tuple[Phrase, ...] = ()
    slot: str = ""
    parameter: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Form:
    """One way to ask for an operation, with the settings that may follow."""

    operation: str
    elements: tuple[Element, ...]
    fixed: Mapping[str, Any]


@dataclass(frozen=True)
class Settings:
    """An operation's options (phrase → parameter and value) and named numbers."""

    options: tuple[tuple[str, str, tuple[Phrase, ...]], ...] = ()
    before: tuple[tuple[str, tuple[Phrase, ...]], ...] = ()
    after: tuple[tuple[str, tuple[Phrase, ...]], ...] = ()


@dataclass(frozen=True)
class Preparations:
    """All words of a language about changes of the table."""

    lists: Mapping[str, tuple[Phrase, ...]]
    forms: tuple[Form, ...]
    settings: Mapping[str, Settings]
    formulas: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    marks: Mapping[str, tuple[Phrase, ...]]
    units: Mapping[str, tuple[Phrase, ...]]


def phrase(text: str) -> Phrase:
    """The words of a phrase, each as it is written and its stem."""
    tokens = tokenise(normalise(text.replace("_", " ")))
    return tuple((written(token), root(token)) for token in tokens)


def written(token: Token) -> str:
    return token.text if token.kind == "mark" else token.folded


def root(token: Token) -> str:
    return token.text if token.kind == "mark" else token.stem


def stands(words: Phrase, tokens: Sequence[Token], at: int) -> bool:
    """Whether a phrase stands in the text from a token on."""
    if at + len(words) > len(tokens):
        return False
    for (plain, stemmed), token in zip(words, tokens[at:], strict=False):
        if token.kind == "quoted":
            return False
        if written(token) != plain and root(token) != stemmed:
            return False
    return True


def forms_at(tokens: Sequence[Token], at: int) -> list[Form]:
    """The forms whose first words may stand at a token, in their order."""
    written_first, stemmed_first, always = _openings()
    token = tokens[at] if at < len(tokens) else None
    places = set(always)
    if token is not None and token.kind != "quoted":
        places |= written_first.get(written(token), set())
        places |= stemmed_first.get(root(token), set())
    forms = preparations().forms
    return [forms[place] for place in sorted(places)]


def longest(phrases: Sequence[Phrase], tokens: Sequence[Token], at: int) -> int:
    """How many tokens the longest of the phrases covers that stands here; 0 if none."""
    if isinstance(phrases, Phrases):
        phrases = phrases.beginning(tokens[at]) if at < len(tokens) else ()
    return max((len(one) for one in phrases if stands(one, tokens, at)), default=0)


@cache
def preparations(language: str = "en") -> Preparations:
    """The words of a language ("en")."""
    data = tomllib.loads(
        (_FILE / f"{language}_preparing.toml").read_text(encoding="utf-8")
    )
    lists = {name: _phrases(words) for name, words in data["words"].items()}
    for name in ("skipped", "opening", "between", "final"):
        lists[name] = _phrases(data[name]["words"])
    for name, words in data["pronoun"].items():
        lists[f"pronoun {name}"] = _phrases(words)
    formulas = {
        kind: {sign: _phrases(words) for sign, words in data[kind].items()}
        for kind in (
            "infix",
            "listed",
            "paired",
            "joints",
            "spans",
            "reversing",
            "applied",
            "behind",
            "powers",
        )
    }
    forms: list[Form] = []
    settings = {}
    for name, operation in operations().items():
        own = words_beside(operation.module, language).get("preparing")
        if own is None:
            continue
        settings[name] = _settings(own)
        for entry in own["forms"]:
            text, fixed = (
                (entry, {}) if isinstance(entry, str) else (entry["say"], entry)
            )
            fixed = {k: v for k, v in fixed.items() if k != "say"}
            forms.append(Form(name, tuple(_elements(text, lists)), fixed))
    marks = {mark: _phrases(words) for mark, words in data["marks"].items()}
    units = {unit: _phrases(words) for unit, words in data["units"].items()}
    return Preparations(lists, tuple(forms), settings, formulas, marks, units)


def _phrases(words: Sequence[str]) -> Phrases:
    return Phrases(phrase(word) for word in words)


def _settings(own: Mapping[str, Any]) -> Settings:
    options = tuple(
        (parameter, value, _phrases(words))
        for parameter, values in own.get("options", {}).items()
        for value, words in values.items()
    )
    numbers = own.get("numbers", {})
    return Settings(
        options,
        tuple((name, _phrases(places.get("before", ()))) for name, places in numbers.items()),
        tuple((name, _phrases(places.get("after", ()))) for name, places in numbers.items()),
    )  # fmt: skip


def _elements(text: str, lists: Mapping[str, tuple[Phrase, ...]]) -> list[Element]:
    found = []
    for match in _ELEMENT.finditer(text):
        piece = match[1].removesuffix("?") if match[1][0] != "{" else match[1]
        optional = bool(match[2]) or piece != match[1]
        if piece.startswith("{"):
            slot, _, parameter = piece[1:-1].partition(":")
            found.append(Element((), slot, parameter or slot, optional))
        elif piece.startswith("<") and piece.endswith(">"):
            found.append(Element(lists[piece[1:-1]], optional=optional))
        else:
            found.append(Element(_phrases(piece.split("|")), optional=optional))
    return found


@cache
def _openings() -> tuple[dict[str, set[int]], dict[str, set[int]], set[int]]:
    """The forms by the word that they open with, by its stem, and those that open freely."""
    by_word: dict[str, set[int]] = {}
    by_stem: dict[str, set[int]] = {}
    always: set[int] = set()
    for place, form in enumerate(preparations().forms):
        first = form.elements[0]
        if first.optional or first.slot or not all(first.phrases):
            always.add(place)
        for words in filter(None, first.phrases):
            plain, stemmed = words[0]
            by_word.setdefault(plain, set()).add(place)
            by_stem.setdefault(stemmed, set()).add(place)
    return by_word, by_stem, always


def spoken(language: str = "en") -> frozenset[str]:
    """Every word of the forms, for words of requests that name no column."""
    known = preparations(language)
    phrases = [one for many in known.lists.values() for one in many]
    phrases += [one for form in known.forms for e in form.elements for one in e.phrases]
    phrases += [
        one
        for kinds in known.formulas.values()
        for many in kinds.values()
        for one in many
    ]
    phrases += [
        one
        for own in known.settings.values()
        for _, _, many in own.options
        for one in many
    ]
    return frozenset(plain for one in phrases for plain, _ in one if plain.isalpha())
