"""One-sided tests: which way the message says that the difference or relation lies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.mentions import flag_values
from chat.linking.outcomes import NoSuchMethod, Question
from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.names import data_of
from chat.reader.methods.refusing import words_for

_OPPOSITE = {"greater": "less", "less": "greater"}
_LEVELS = 2


@cache
def _pattern(name: str) -> re.Pattern[str]:
    forms: list[str] = data_of("directions")[name]
    return re.compile(r"(?<!\w)(?:" + "|".join(forms) + ")")


@cache
def _joined(name: str) -> str:
    return "(?:" + "|".join(data_of("directions")[name]) + ")"


def is_one_sided(linked: LinkedText) -> bool:
    """Whether the message says that its test has one side."""
    return _pattern("marker").search(linked.low) is not None


def with_direction(task: Task, linked: LinkedText) -> Task | Question | NoSuchMethod:
    """The task with the side that the message names; asked where it names none.

    A test without sides is refused by name.
    """
    if not is_one_sided(linked):
        return task
    places = [
        place
        for place, step in enumerate(task.steps)
        if "alternative" in operation_named(step.operation).parameters
    ]
    if not places:
        return _refused(task, linked)
    place = places[-1]
    step = task.steps[place]
    choices = operation_named(step.operation).parameters["alternative"].choices
    if "one-sided" in choices:
        return _changed(task, place, {"alternative": "one-sided"})
    said = direction_of(step, linked)
    if said is not None:
        return _changed(task, place, said)
    return _asked(task, place)


def direction_of(step: Step, linked: LinkedText) -> dict[str, Any] | None:
    """Parameters for the direction: the group said to have more comes first.

    None where the words name no direction.
    """
    group = step.params.get("group")
    if isinstance(group, str) and group in linked.columns:
        found = _of_group(linked, linked.columns[group])
        if found is not None:
            return found
    columns = step.params.get("columns")
    if isinstance(columns, list) and len(columns) == _LEVELS and not group:
        found = _of_columns(linked, columns)
        if found is not None:
            return found
    word = _direction_word(linked)
    return None if word is None else {"alternative": word}


def _direction_word(linked: LinkedText) -> str | None:
    """The comparative nearest behind the marker, else the first in the message."""
    marker = _pattern("marker").search(linked.low)
    start = marker.start() if marker else 0
    hits = []
    for name in ("greater", "less"):
        for match in re.finditer(rf"(?<!\w){_joined(name)}(?!\w)", linked.low):
            if linked.covering(match.start(), match.end()) is None:
                hits.append((match.start() < start, abs(match.start() - start), name))
    return min(hits)[2] if hits else None


def _of_group(linked: LinkedText, column: Column) -> dict[str, Any] | None:
    """ "higher for non-smokers", "men have higher": that level first, and its side."""
    levels = sorted({str(level) for level, _ in column.levels})
    if len(levels) != _LEVELS:
        return None
    for name in ("greater", "less"):
        for place, level in _levels_named(linked, column):
            start, end = place
            before, after = linked.low[:start], linked.low[end:]
            leads = re.search(
                rf"(?<!\w){_joined(name)} {_joined('before_group')}$", before
            )
            follows = re.match(
                rf"{_joined('after_group')}?(?: ?){_joined(name)}(?!\w)", after
            )
            if leads or follows:
                others = [other for other in levels if other != level]
                return {"levels": [level, *others], "alternative": name}
    return None


def _levels_named(
    linked: LinkedText, column: Column
) -> list[tuple[tuple[int, int], str]]:
    """Where levels of the column are named, "non-smokers" among them."""
    found = []
    flags = flag_values(column)
    for part in linked.parts:
        if part.kind == "value" and column.name in part.columns:
            found.append(((part.start, part.end), str(part.value)))
        elif part.kind == "column" and column.name in part.columns and flags:
            found.append(_flag_named(linked, part, flags))
    return found


def _flag_named(
    linked: LinkedText, part: Part, flags: tuple[Any, Any]
) -> tuple[tuple[int, int], str]:
    negation = re.search(rf"(?<!\w){_joined('negation')}$", linked.low[: part.start])
    start = negation.start() if negation else part.start
    return (start, part.end), str(flags[1] if negation else flags[0])


def _of_columns(linked: LinkedText, columns: list[str]) -> dict[str, Any] | None:
    """ "after is higher than before": which column is said to be above which."""
    parts = [part for part in linked.parts if part.kind == "column"]
    for first, second in pairwise(parts):
        between = linked.low[first.end : second.start]
        if {first.column, second.column} != set(columns) or "than" not in between:
            continue
        for name in ("greater", "less"):
            if re.search(rf"(?<!\w){_joined(name)}(?!\w)", between):
                same = first.column == columns[0]
                return {"alternative": name if same else _OPPOSITE[name]}
    return None


def _changed(task: Task, place: int, params: Mapping[str, Any]) -> Task:
    steps = list(task.steps)
    known = operation_named(steps[place].operation).parameters
    kept = {name: value for name, value in params.items() if name in known}
    new = {**steps[place].params, **kept}
    steps[place] = steps[place].model_copy(update={"params": new})
    words = tuple(words_for(step) for step in steps)
    return task.model_copy(update={"steps": tuple(steps), "understood": words})


def _asked(task: Task, place: int) -> Question:
    options = tuple(
        (_changed(task, place, {"alternative": side}), f"the first is {side}")
        for side in ("greater", "less")
    )
    return Question(
        "In which direction is the one-sided test?",
        options,
        "A one-sided test needs a direction.",
    )


def _refused(task: Task, linked: LinkedText) -> NoSuchMethod:
    marker = _pattern("marker").search(linked.low)
    assert marker is not None
    asked = [s for s in task.steps if operation_named(s.operation).kind != "prepare"]
    name = operation_named(asked[-1].operation).title if asked else "This"
    told = f"{name} has no “{marker[0].strip()}” form here."
    options = ((task, f"{words_for(asked[-1])}, two-sided"),) if asked else ()
    return NoSuchMethod((marker[0].strip(),), told, options)
