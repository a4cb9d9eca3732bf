"""A message's text with the stretches of it that stand for something of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from analysis.base.columns import Column

_SHORTEST_NOUN = 4
_MOST_LEVELS = 50
_SHORTEST_LEVEL = 2
_NOUN_ENDINGS = (
    "s", "es", "ment", "ments", "er", "ers", "ing", "ings", "ed", "ee", "ees", "ion", "ions",
)  # fmt: skip


class _Token(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class _Mention(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def value(self) -> Any: ...
    @property
    def score(self) -> float: ...
    @property
    def percent(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Part:
    """Characters ``start`` to ``end`` of a text, linked to the table.

    ``kind`` is column, value, number, date or quoted; ``columns`` are those meant, best
    first; ``value`` is the stored value or the number.
    """

    kind: str
    start: int
    end: int
    columns: tuple[str, ...] = ()
    value: Any = None
    score: float = 1.0
    percent: bool = False

    @property
    def column(self) -> str:
        return self.columns[0]


@dataclass(frozen=True)
class LinkedText:
    """A text, its parts in order, and the columns of the table.

    ``memory`` keeps what was found in it once.
    """

    text: str
    parts: tuple[Part, ...]
    columns: Mapping[str, Column]
    related: frozenset[str] = field(default_factory=frozenset)
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def low(self) -> str:
        """The text in lower case and with plain apostrophes, character for character."""
        lowered = (c.lower() if len(c.lower()) == 1 else c for c in self.text)
        return "".join(lowered).replace("’", "'").replace("–", "-")

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The columns that are named, in order, each once."""
        return tuple(dict.fromkeys(p.column for p in self.parts if p.kind == "column"))

    @cached_property
    def with_nouns(self) -> LinkedText:
        """The same with words that begin with a whole column name ("treatments" of Treat).

        Only where no column is linked there; a name of three letters is too short.
        """
        found = []
        names = {
            name.lower(): name for name in self.columns if len(name) >= _SHORTEST_NOUN
        }
        for match in re.finditer(r"[a-z]{5,}", self.low):
            start, end = match.span()
            if any(part.start < end and start < part.end for part in self.parts):
                continue
            for lowered, name in names.items():
                ending = match[0][len(lowered) :]
                if match[0].startswith(lowered) and ending in _NOUN_ENDINGS:
                    found.append(Part("column", start, end, (name,), score=0.7))
        found += self._levels_unlinked()
        if not found:
            return self
        parts = tuple(sorted([*self.parts, *found], key=lambda part: part.start))
        return LinkedText(self.text, parts, self.columns, self.related)

    def _levels_unlinked(self) -> list[Part]:
        """Levels of the columns named that stand in the text as they are written."""
        found = []
        for name in self.named:
            column = self.columns[name]
            if column.is_numeric or len(column.levels) > _MOST_LEVELS:
                continue
            for level, _ in column.levels:
                word = re.escape(str(level).lower())
                for match in re.finditer(rf"(?<!\w){word}(?!\w)", self.low):
                    start, end = match.span()
                    free = not any(p.start < end and start < p.end for p in self.parts)
                    if free and end - start >= _SHORTEST_LEVEL:
                        found.append(Part("value", start, end, (name,), level))
        return found

    def of_kind(self, *kinds: str) -> list[Part]:
        return [part for part in self.parts if part.kind in kinds]

    def within(self, start: int, end: int) -> list[Part]:
        """The parts that lie between two places."""
        return [part for part in self.parts if start <= part.start and part.end <= end]

    def covering(self, start: int, end: int) -> Part | None:
        """The column or value that a stretch of the text lies in, if it is longer."""
        for part in self.of_kind("column", "value", "quoted"):
            if part.start <= start and end <= part.end:
                return part
        return None


def linked_text(
    text: str,
    tokens: Sequence[_Token],
    mentions: Iterable[_Mention],
    columns: Mapping[str, Column],
    related: Iterable[str] = (),
) -> LinkedText:
    """From tokens and mentions that count them; ``related`` are stems of column names."""
    parts = [
        Part(
            kind=mention.kind,
            start=tokens[mention.first].start,
            end=tokens[mention.last - 1].end,
            columns=mention.columns,
            value=mention.value,
            score=mention.score,
            percent=mention.percent,
        )
        for mention in mentions
        if mention.last > mention.first
    ]
    parts.sort(key=lambda part: part.start)
    return LinkedText(text, tuple(parts), columns, frozenset(related))
