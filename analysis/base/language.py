"""How an operation says what it is called for: data that the parser reads.

Phrases are regular expressions over the *normalised* message: lower case, single
spaces, linked stretches replaced by placeholders. In a pattern, ``{num}``, ``{cat}``,
``{date}`` and ``{col}`` stand for a linked column of that sort (``{col}`` for any),
``{value}`` for a linked cell value, ``{n}`` for a number. Put word boundaries where a
word could be part of a longer one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Phrase:
    """Evidence for an operation; about 4 is unmistakable, 2 a strong hint, 1 a hint."""

    pattern: str
    weight: float = 3.0


@dataclass(frozen=True)
class Example:
    """A request in plain words and the parameters it must be read as.

    It speaks of the example table of ``tests`` (passengers of a ship: survived, pclass,
    sex, age, sibsp, parch, fare, embarked, class, who, deck, embark_town, alive, alone).
    ``before`` are operation names of preparing steps that come first.
    """

    text: str
    params: Mapping[str, Any]
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Language:
    """What the parser knows of one operation.

    Attributes:
        phrases: evidence for it. anti: evidence against it.
        options: for parameters with a closed set of words: parameter → value →
            pattern that chooses the value.
        numbers: for numeric parameters: parameter → pattern whose ``{n}`` is the value.
        examples: requests that must be understood so; also shown as suggestions.
        column_free: whether it makes sense without naming any column.
    """

    phrases: tuple[Phrase, ...]
    anti: tuple[Phrase, ...] = ()
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    column_free: bool = False
