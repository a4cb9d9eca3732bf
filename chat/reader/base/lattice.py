"""What a message's words may mean, laid over its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.tokens import Token


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that the tokens ``first`` to ``last`` (exclusive) can mean.

    ``category`` is ``column``, ``value``, ``number``, ``date``, ``quoted``, ``mark`` or a
    category of the lexicon; ``concept`` the column's name, the stored value, the number,
    the interval, the text or the lexicon's concept. ``cost`` grows with doubt.
    """

    category: str
    first: int
    last: int
    concept: Any
    column: str = ""
    cost: float = 0.0
    how: str = "exact"
    percent: bool = False


@dataclass(slots=True)
class Lattice:
    """A message with all senses of its stretches, by category and first token."""

    text: str
    tokens: tuple[Token, ...]
    index: SchemaIndex
    senses: dict[str, dict[int, list[Sense]]] = field(default_factory=dict)
    spelling: dict[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> Mapping[str, Column]:
        return self.index.columns

    def add(self, sense: Sense) -> None:
        here = self.senses.setdefault(sense.category, {}).setdefault(sense.first, [])
        here.append(sense)

    def at(self, category: str, first: int) -> Sequence[Sense]:
        return self.senses.get(category, {}).get(first, ())

    def all(self, category: str) -> Iterator[Sense]:
        for here in self.senses.get(category, {}).values():
            yield from here

    def every(self) -> Iterator[Sense]:
        """All senses of all categories."""
        for category in self.senses:
            yield from self.all(category)

    def words(self, first: int, last: int) -> str:
        if first >= last:
            return ""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]
