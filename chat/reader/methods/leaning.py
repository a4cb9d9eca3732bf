"""Effects that a comparison says: "do smokers have a higher waist", "is it likelier with age".

The words between two columns say which of them depends on the other: who *has more* of
something has it by what he is; what is *higher among* some is what depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence

from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.roles import patterns

_TWO = 2
Found = tuple[list[str], str]


def leaning(linked: LinkedText, rest: Sequence[Part]) -> Found | None:
    """What acts and what depends on it, where a comparison stands between two columns."""
    names = list(dict.fromkeys(part.column for part in rest if part.columns))
    if len(names) != _TWO:
        return None
    first = [part for part in rest if part.column == names[0]]
    second = next(part for part in rest if part.column == names[1])
    before = [part for part in first if part.end <= second.start]
    between = linked.low[before[-1].end : second.start]
    in_front = linked.low[: before[0].start]
    if _is_said(between, "has_more") or _is_said(between, "likelier_to"):
        acting, depending = names
    elif _is_said(between, "more_among") or _is_said(between, "rises_with"):
        depending, acting = names
    elif _is_said(in_front, "more_of") and patterns("goes_with").search(between):
        acting, depending = names
    else:
        return None
    return ([acting], depending) if can_depend(linked, depending) else None


def can_depend(linked: LinkedText, name: str) -> bool:
    """Whether a column can be the outcome of a regression: numbers, or two values."""
    column = linked.columns[name]
    return column.is_numeric or column.n_unique == _TWO


def two_valued(linked: LinkedText, names: Sequence[str]) -> str | None:
    """The one of some columns that has two values, whose odds can be meant."""
    found = [name for name in names if linked.columns[name].n_unique == _TWO]
    return found[0] if len(found) == 1 else None


def _is_said(text: str, name: str) -> bool:
    return patterns(f"leaning.{name}").search(text) is not None
