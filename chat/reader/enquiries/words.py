"""The cues of the enquiries, read from the lexicon's data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chat.linking.tokens import normalise, tokenise
from chat.linking.words import stem
from chat.reader.methods.names import data_of

Surface = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Surfaces by the word that they begin with, and words that say nothing.

    A surface in ``cues`` is compared by stems; ``fillers`` are compared as written.
    ``stages`` are what names begin or end with that tell when something was measured;
    ``earlier`` are those of the first time; ``asking`` open a question, ``testing`` (stems) a test; ``limiting`` are prepositions before the value whose rows alone are meant.
    """

    cues: Mapping[str, Sequence[tuple[Surface, str]]]
    fillers: frozenset[str]
    yes: frozenset[str]
    stages: tuple[str, ...]
    limiting: frozenset[str]
    earlier: tuple[str, ...]
    asking: frozenset[str]
    testing: frozenset[str]


@cache
def words() -> Words:
    """The words of the enquiries."""
    data = data_of("enquiries")
    cues: dict[str, list[tuple[Surface, str]]] = defaultdict(list)
    for concept, forms in data["cues"].items():
        for form in (one.strip() for one in forms.split("|")):
            surface = tuple(
                stem(t.folded) for t in tokenise(normalise(form)) if t.kind != "mark"
            )
            cues[surface[0]].append((surface, concept))
    return Words(
        dict(cues),
        frozenset(data["fillers"].split()),
        frozenset(data["yes"].split()),
        tuple(data["stages"].split()),
        frozenset(data["limiting"].split()),
        tuple(data["earlier"].split()),
        frozenset(data["asking"].split()),
        frozenset(stem(word) for word in data["testing"].split()),
    )
