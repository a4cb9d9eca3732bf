"""A formal question: its words, and the descriptions of columns that it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat.linking.index import SchemaIndex
from chat.linking.tokens import Token
from chat.reader.formal.names import (
    Link,
    Named,
)
from chat.reader.formal.words import (
    Phrase,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One description: tokens ``first`` to ``last`` and the column that it names.

    ``unknown`` are its words that neither the table nor the language know;
    ``has_other_head`` says whether one of them is what it speaks of ("motives for
    choosing this school", "income inequality" where only income is known).
    """

    first: int
    last: int
    named: Named | None = None
    unknown: tuple[int, ...] = ()
    has_other_head: bool = False

    @property
    def column(self) -> str:
        return self.named.column if self.named else ""


@dataclass(slots=True)
class Sentence:
    """A message with its phrases and pieces; ``told`` tokens only explain others."""

    text: str
    tokens: tuple[Token, ...]
    index: SchemaIndex
    links: list[Link]
    told: set[int] = field(default_factory=set)
    phrases: list[Phrase] = field(default_factory=list)
    items: list[Phrase | Piece] = field(default_factory=list)

    def words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def says(self, *sorts: str) -> bool:
        return any(
            phrase.sort in sorts and phrase.first not in self.told
            for phrase in self.phrases
        )

    def concepts(self, sort: str) -> tuple[str, ...]:
        found = (p.concept for p in self.phrases if p.sort == sort)
        return tuple(dict.fromkeys(found))
