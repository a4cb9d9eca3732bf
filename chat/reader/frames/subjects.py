"""Who was measured repeatedly, and under which conditions, in a table in long form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.base.columns import Column
from chat.reader.base import roles
from chat.reader.frames.items import Group
from chat.reader.frames.places import stems_of
from chat.reader.lexicon import nouns

if TYPE_CHECKING:
    from chat.reader.frames.frame import Frame

# As many subjects as each condition has rows, give or take a few that lack one.
_LEAST_FULL = 0.8
_LEAST_SUBJECTS = 3


def complete_subject(frame: Frame) -> None:
    """Adds the column of subjects, or that of their conditions, where one is left out."""
    group = frame.params.get("group")
    if group is not None and not frame.params.get("subject"):
        _turn(frame, group)
    group = frame.params.get("group")
    if group is None and frame.params.get("subject"):
        group = _condition_of(frame, frame.params["subject"])
        if group is not None:
            frame.params["group"] = group
            frame.assumed.append(f"{group} says when each was measured")
            _said_levels(frame, group)
        return
    if group is None or frame.params.get("subject"):
        return
    taken = {group, *frame.params.get("columns", ())}
    found = _subject_of(frame, group, taken)
    if found is not None:
        frame.params["subject"] = found
        frame.assumed.append(f"{found} says who was measured more than once")


def take_subject(frame: Frame, groups: list[Group]) -> list[Group]:
    """ "between before and after by patient": the groups left, without who was measured."""
    condition = frame.params.get("group")
    if not (frame.has("subject") and frame.params.get("levels") and condition):
        return groups
    for group in groups:
        if len(group.names) != 1 or "by" not in group.markers:
            continue
        column = frame.columns[group.names[0]]
        if _names_subjects(column) and is_repeated(frame.columns[condition], column):
            frame.params["subject"] = column.name
            return [one for one in groups if one is not group]
    return groups


def _turn(frame: Frame, group: str) -> None:
    """ "paired t test of score by patient": the patients are no conditions."""
    column = frame.columns[group]
    if not frame.named or frame.params.get("levels") or not _names_subjects(column):
        return
    if _condition_of(frame, group) is not None:
        frame.params["subject"] = frame.params.pop("group")


def _said_levels(frame: Frame, group: str) -> None:
    """ "between pre and post" of three visits: the conditions that are named."""
    levels = [str(level) for level, _ in frame.columns[group].levels]
    senses = sorted(frame.lattice.all("value"), key=lambda sense: sense.first)
    said = [str(one.concept) for one in senses if one.column == group]
    named = [level for level in dict.fromkeys(said) if level in levels]
    if 2 <= len(named) < len(levels) and frame.has("levels"):
        frame.params["levels"] = named


def _condition_of(frame: Frame, subject: str) -> str | None:
    """The one column of conditions: each subject has a row of each of its levels."""
    taken = {subject, *frame.params.get("columns", ())}
    if len(frame.params.get("columns", ())) != 1:
        return None
    found = [
        c.name for c in frame.lattice.columns.values()
        if c.name not in taken and c.is_grouping
        and is_repeated(c, frame.columns[subject])
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _subject_of(frame: Frame, group: str, taken: set[str]) -> str | None:
    """The column that numbers the subjects, where each has a row of every condition."""
    for column in frame.lattice.columns.values():
        if column.name in taken or not _names_subjects(column):
            continue
        if is_repeated(frame.columns[group], column):
            return column.name
    return None


def is_repeated(condition: Column, subject: Column) -> bool:
    """Whether most subjects have a row of each condition, and none has more."""
    levels = [count for _, count in condition.levels]
    counts = [count for _, count in subject.levels]
    if len(levels) < 2 or len(counts) < _LEAST_SUBJECTS:
        return False
    if min(levels) < _LEAST_FULL * max(levels) or max(counts) > len(levels):
        return False
    full = sum(count == len(levels) for count in counts)
    return full >= _LEAST_FULL * len(counts)


def _names_subjects(column: Column) -> bool:
    words = roles.parts(column)
    known = nouns("en")
    return bool(
        column.kind == "identifier"
        or set(words) & known.people
        or set(words) & stems_of("subjects")
    )
