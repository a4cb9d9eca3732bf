"""What stretches of a request for a chart say."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat.reader.base.items import Rows


@dataclass(frozen=True, slots=True)
class Axis:
    """Columns named together; ``place`` is where the words beside them put them."""

    names: tuple[str, ...]
    place: str = ""
    statistic: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A word about the whole chart: its kind, a time, an order, a distribution …"""

    kind: str
    concept: str


@dataclass(frozen=True, slots=True)
class Bins:
    """How a column is cut: so many bins, or bins so wide; neither where only "binned"."""

    number: int | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One column with its place and its statistic."""

    name: str
    place: str = ""
    statistic: str = ""


@dataclass(slots=True)
class Request:
    """Everything that a cover of the words says of a chart."""

    slots: list[Slot] = field(default_factory=list)
    signs: dict[str, list[str]] = field(default_factory=dict)
    bins: Bins | None = None
    rows: list[Rows] = field(default_factory=list)
    counted: bool = False
    assumed: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)

    def sign(self, kind: str) -> str:
        """The first concept of a kind that was said, or nothing."""
        return next(iter(self.signs.get(kind, ())), "")
