"""The field's methods by name, read from the lexicon's data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent.parent / "lexicon"
_OPTIONAL = re.compile(r"\(([^)]*)\)")
_LEAST_JOINED = 7
_MOST_WORDS = 9
_BEGINNING = 4


@dataclass(frozen=True)
class Method:
    """One thing that the field has a name for.

    ``by`` are the operations that offer it (none: it is absent), ``setting`` the
    parameters that make an operation this method. ``near`` are operations that come
    closest; ``trained`` says that it is a model to be trained. ``about`` says what it is.
    """

    name: str
    family: str
    about: str = ""
    by: tuple[str, ...] = ()
    setting: Mapping[str, Any] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    trained: bool = False
    modifier: bool = False

    @property
    def is_offered(self) -> bool:
        return bool(self.by)


@cache
def data_of(name: str, language: str = "en") -> dict[str, Any]:
    """A data file of the lexicon."""
    path = _DATA / language / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def methods(language: str = "en") -> tuple[Method, ...]:
    """All methods that the lexicon of a language knows."""
    return tuple(method for method, _ in _entries(language))


@cache
def trained_names(language: str = "en") -> tuple[str, ...]:
    """What models that are trained are called, in all forms, the longest first."""
    found = {
        form.lower()
        for method, spellings in _entries(language)
        if method.trained
        for form in spellings
    }
    found |= {form.removesuffix(" regression") for form in found}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _entries(language: str) -> Iterator[tuple[Method, list[str]]]:
    for family, group in data_of("methods", language).items():
        for entry in group["methods"]:
            method = Method(
                name=entry["name"],
                family=family,
                about=entry.get("is", ""),
                by=tuple(entry.get("by", ())),
                setting=entry.get("set", {}),
                near=tuple(entry.get("near", group["near"])),
                trained=entry.get("trained", False),
                modifier=entry.get("modifier", False),
            )
            yield method, [entry["name"], *entry["forms"]]


def plain(word: str) -> str:
    """A word without accents and in lower case."""
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("²", "2"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def spelled(form: str) -> Iterator[str]:
    """Every spelling of a form: with and without its optional words."""
    parts = _OPTIONAL.split(form)
    choices = [
        (part,) if place % 2 == 0 else (part, "") for place, part in enumerate(parts)
    ]
    for chosen in product(*choices):
        yield " ".join("".join(chosen).split())


def words_of(text: str) -> list[str]:
    """The words of a form as keys join them."""
    return [
        plain(word).replace("'", "")
        for word in re.findall(r"[\w'’&²+.:%]+", text.replace("’", "'"))
        if plain(word).strip("'.:")
    ]


def _keys(form: str) -> Iterator[tuple[str, int]]:
    for spelling in spelled(form):
        words = words_of(spelling.replace("–", " ").replace("-", " "))
        if words:
            yield "".join(words), len(words)
        bare = [re.sub(r"['’]s?$", "", word) for word in re.split(r"[\s–-]+", spelling)]
        joined = words_of(" ".join(bare))
        if joined and joined != words:
            yield "".join(joined), len(joined)


@cache
def forms(language: str = "en") -> dict[str, tuple[Method, int]]:
    """Joined words of every form → its method and how many words it has.

    What is offered has its forms before what is not.
    """
    found: dict[str, tuple[Method, int]] = {}
    entries = sorted(_entries(language), key=lambda entry: not entry[0].is_offered)
    for method, spellings in entries:
        for form in spellings:
            for key, n_words in _keys(form):
                known, most = found.get(key, (method, 0))
                found[key] = (known, max(most, n_words))
    return found


@cache
def _beginnings(language: str = "en") -> frozenset[str]:
    return frozenset(
        key[:n] for key in forms(language) for n in range(1, _BEGINNING + 1)
    )


def may_begin(word: str) -> bool:
    """Whether some form begins with this word, or as it does."""
    return word[:_BEGINNING] in _beginnings()


def looked_up(words: list[str], language: str = "en") -> Method | None:
    """The method that some words name, one after another."""
    known = forms(language)
    joined = "".join(words)
    for key in _singulars(joined):
        found = known.get(key)
        if found is not None and (
            len(words) <= found[1] or len(key) >= _LEAST_JOINED
        ):  # "t test" may be written as one word; short ones are not torn apart
            return found[0]
    return None


def _singulars(key: str) -> Iterator[str]:
    yield key
    if key.endswith("s") and len(key) > 4:
        yield key[:-1]
    if key.endswith("es") and len(key) > 6:
        yield key[:-2]
    if key.endswith("ses"):
        yield key[:-2] + "is"
    if key.endswith("ies"):
        yield key[:-3] + "y"


MOST_WORDS = _MOST_WORDS
