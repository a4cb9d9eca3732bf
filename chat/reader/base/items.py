"""Typed items: what stretches of a message say, before they are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of tokens read as an item of a category, at a cost."""

    category: str
    first: int
    last: int
    item: Any
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns named together ("visits and signups")."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Stored values of one column; ``joined`` by "and", by "or", or single ("")."""

    column: str
    values: tuple[Any, ...]
    joined: str = ""


@dataclass(frozen=True, slots=True)
class Noun:
    """Words for the rows: ``people`` where they mean persons."""

    words: str
    people: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A statistic of a column (or of the rows), or a ratio of two.

    ``given`` says whether the statistic was named; ``noun`` what is counted, in words.
    """

    statistic: str
    of: str | None = None
    where: Any = None
    over: Measure | None = None
    times: float = 1
    given: bool = True
    noun: str = ""
    unit: str = ""
    label: str = ""

    def as_json(self) -> dict[str, Any]:
        of = None if self.of is None else as_formula(self.of)
        found: dict[str, Any] = {"statistic": self.statistic, "of": of}
        if self.where is not None:
            found["where"] = self.where
        if self.over is not None:
            found["over"] = self.over.as_json()
        if self.times != 1:
            found["times"] = int(self.times)
        if self.unit:
            found["unit"] = self.unit
        if self.label:
            found["label"] = self.label
        return found


def as_formula(name: str) -> str:
    """A column's name as formulas take it: what is no plain name stands in backticks."""
    return name if name.isidentifier() else f"`{name}`"


@dataclass(frozen=True, slots=True)
class Key:
    """What parts the rows: a column, a grain of time, or both.

    ``asked`` where a "which" asks for it; ``each`` where one group after the other is
    looked at ("per month"), ``typical`` the statistic over them ("an average week").
    """

    column: str | None
    grain: str | None = None
    asked: bool = False
    each: bool = False
    typical: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A condition on the rows.

    ``column`` is None where it is still to be found ("over 40"). ``role`` tells values
    from flags, numbers, times and texts; ``said`` whether a preposition marks it as a
    limit of the rows; ``negated`` and ``only`` are as the words were; ``other`` is what a
    column of yes and no holds besides.
    """

    column: str | None
    op: str
    value: Any = None
    role: str = "value"
    negated: bool = False
    said: bool = False
    joined: str = ""
    only: bool = False
    other: Any = None


@dataclass(frozen=True, slots=True)
class Limit:
    """So many from the top or the bottom; ``place`` is the second, the third …

    ``portion`` is a part of all instead ("the top 10 %").
    """

    n: int | None = None
    descending: bool = True
    place: int | None = None
    quality: str = ""
    portion: float = 0.0


@dataclass(frozen=True, slots=True)
class Window:
    """A calculation along the groups."""

    kind: str
    n: int | None = None
    statistic: str = ""
    against: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that turns the whole reading: versus, compare, percent, which …"""

    kind: str
    concept: str = ""
    data: Mapping[str, Any] | None = None


def order_of_keys(concept: str) -> dict[str, Any] | None:
    """The order of groups by what they are, from A on or along time; None by their size."""
    if concept not in ("key", "earliest", "latest"):
        return None
    return {"by": "key", "measure": 0, "descending": concept == "latest"}
