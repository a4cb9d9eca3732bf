"""One row condition that a clause states, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chat.language.conditions import Condition


@dataclass(slots=True)
class Found:
    """``start`` to ``end`` of the clause's text states ``condition``.

    ``mentions`` are the numbers of the mentions it rests on; ``soft`` are columns
    among them that may serve the operation as well. ``compared`` says that the levels
    are set against each other ("men vs women"), so that they group.
    """

    start: int
    end: int
    condition: Condition
    mentions: tuple[int, ...]
    soft: tuple[int, ...] = ()
    compared: bool = False
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Filters:
    """What a clause says of the rows; ``loose`` are comparisons without a column.

    ``made`` are columns that the groups need: name → formula.
    """

    condition: Condition | None = None
    groups: list[str] = field(default_factory=list)
    levels: dict[str, list[Any]] = field(default_factory=dict)
    loose: list[tuple[str, str, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list[tuple[int, Condition]] = field(default_factory=list)
    soft: set[int] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    made: dict[str, str] = field(default_factory=dict)
