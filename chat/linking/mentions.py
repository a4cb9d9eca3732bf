"""A stretch of the message that was linked to something of the table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from analysis.base.columns import Column
from analysis.base.task import Evidence, How
from chat.linking.words import fold

MentionKind = Literal["column", "value", "number", "date", "quoted"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``first`` to ``last`` (exclusive) and what they stand for.

    ``passed`` counts the words within that are no part of the name.

    ``columns`` are the columns meant, best first; more than one when the words fit
    several equally. ``value`` is a stored cell value, a number, or a date interval.
    """

    kind: MentionKind
    first: int
    last: int
    text: str
    columns: tuple[str, ...] = ()
    value: Any = None
    score: float = 1.0
    how: How = "exact"
    percent: bool = False
    passed: int = 0

    @property
    def column(self) -> str:
        return self.columns[0]

    def shifted(self, by: int) -> Mention:
        """The same mention with its tokens counted from another place."""
        return Mention(
            self.kind,
            self.first - by,
            self.last - by,
            self.text,
            self.columns,
            self.value,
            self.score,
            self.how,
            self.percent,
            self.passed,
        )

    def evidence(self) -> Evidence:
        kind = "value" if self.kind == "quoted" else self.kind
        target = self.column if self.columns else str(self.value)
        if self.kind == "value":
            target = f"{self.column} = {self.value}"
        return Evidence(
            text=self.text,
            target=target,
            kind=kind,
            how=self.how,
            score=round(min(self.score, 1.0), 3),
        )


def is_flag(column: Column) -> bool:
    """Whether a column holds yes and no, in whatever spelling."""
    if column.kind == "boolean":
        return True
    return column.n_unique == 2 and flag_values(column) is not None


_YES_NO = (
    (True, False), (1, 0), ("yes", "no"), ("y", "n"), ("true", "false"), ("t", "f"),
    # German, French, Spanish, Portuguese, Italian, Dutch and Polish tables
    ("ja", "nein"), ("oui", "non"), ("sí", "no"), ("si", "no"), ("sim", "não"),
    ("sì", "no"), ("ja", "nee"), ("tak", "nie"),
)  # fmt: skip


_UNDECIDED = frozenset(
    (
        "don't know", "dont know", "do not know", "not sure", "unsure", "undecided",
        "maybe", "no answer", "no opinion", "n/a", "prefer not to say", "not applicable",
    )
)  # fmt: skip


def flag_values(column: Column) -> tuple[Any, Any] | None:
    """The stored values for yes and no."""
    levels = [level for level, _ in column.levels]
    lowered = [str(v).lower() if isinstance(v, str) else v for v in levels]
    for yes, no in _YES_NO:
        if len(levels) == 2 and {yes, no} == set(lowered):
            return levels[lowered.index(yes)], levels[lowered.index(no)]
    return (True, False) if column.kind == "boolean" else None


def yes_among(column: Column) -> Any | None:
    """The value for yes of a question that some answer with "don't know"; None if none."""
    levels = [level for level, _ in column.levels if isinstance(level, str)]
    known = {fold(level).strip(): level for level in levels}
    if len(levels) != column.n_unique or not {"yes", "no"} <= set(known):
        return None
    others = set(known) - {"yes", "no"}
    return known["yes"] if others and others <= _UNDECIDED else None


_COUNTED_YEARS = re.compile(
    r"(?<=[^\W\d])[_\s(]+(?:years|yrs)\b\)?$|\byears?[_ ](?:of|in|at|with)\b"
)


def is_year(column: Column) -> bool:
    """Whether a whole-number column counts years."""
    if column.kind not in ("integer", "number"):
        return False
    low, high = column.minimum, column.maximum
    name = column.name.lower()
    counted = _COUNTED_YEARS.search(name) is not None  # "age_years" is no calendar's
    named = ("year" in name and not counted) or name in ("yr", "yrs")
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return named
    plausible = low >= 1500 and high <= 2200 and column.kind == "integer"
    return (named and (plausible or (low >= 0 and high < 100))) or (
        plausible and high - low < 300 and named
    )
