"""A task being put together, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analysis.columns import Column
from analysis.parameters import ColumnRole
from analysis.task import Evidence, Step
from chat.language.phrases import spoken_operations


@dataclass(slots=True)
class Candidate:
    """One reading of a clause: an operation with what it was given."""

    operation: str
    params: dict[str, Any]
    score: float
    missing: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inherited: bool = False
    condition: dict[str, Any] | None = None
    loose: list[tuple[str, str, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    link_score: float = 1.0
    shaped: bool = False
    made: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """The steps so far, and everything that has to be said about them."""

    columns: dict[str, Column]
    steps: list[Step] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    probability: float = 1.0
    link_score: float = 1.0
    evidence: list[Evidence] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    missing: list[tuple[int, str]] = field(default_factory=list)
    ambiguous: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    loose: list[tuple[str, str, float]] = field(default_factory=list)
    rivals: list[tuple[int, Candidate]] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    links: dict[int, float] = field(default_factory=dict)
    unmet: list[str] = field(default_factory=list)
    begins_unmet: bool = False
    n_content: int = 0

    def add(self, operation: str, params: dict[str, Any]) -> int:
        """Appends a step unless the same one stands last; its place."""
        step = Step(operation=operation, params=params)
        if step in self.steps:
            return self.steps.index(step)
        self.steps.append(step)
        return len(self.steps) - 1

    def insert(self, steps: list[Step], at: int = 0) -> None:
        """Puts steps before that at a place."""
        n = len(self.steps)
        self._move({old: old + len(steps) * (old >= at) for old in range(n)})
        self.steps = [*self.steps[:at], *steps, *self.steps[at:]]

    def change(self, place: int, params: dict[str, Any]) -> None:
        step = self.steps[place]
        self.steps[place] = step.model_copy(update={"params": params})

    def reorder(self, order: list[int]) -> None:
        """Puts the steps into another order, and all that refers to their places."""
        self.steps = [self.steps[old] for old in order]
        self._move({old: new for new, old in enumerate(order)})

    def _move(self, to: dict[int, int]) -> None:
        """What refers to places follows them; of a step that is gone nothing stays."""
        self.missing = [(to[at], role) for at, role in self.missing if at in to]
        self.ambiguous = [
            (to[p], r, names) for p, r, names in self.ambiguous if p in to
        ]
        self.rivals = [(to[at], rival) for at, rival in self.rivals if at in to]
        self.scores = {to[at]: score for at, score in self.scores.items() if at in to}
        self.links = {to[at]: score for at, score in self.links.items() if at in to}

    def last_of(self, operation: str) -> int | None:
        for place in range(len(self.steps) - 1, -1, -1):
            if self.steps[place].operation == operation:
                return place
        return None


def columns_in(operation: str, params: dict[str, Any]) -> list[str]:
    """The columns that the column parameters of a step name."""
    roles = spoken_operations()[operation].parameters
    found: list[str] = []
    for name, value in params.items():
        if name in roles and isinstance(roles[name].role, ColumnRole) and value:
            found.extend(value if isinstance(value, list) else [value])
    return found
