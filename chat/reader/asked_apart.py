"""Figures asked for side by side: "sales by shop and number of orders by channel".

Each has its own groups; read as one, the figures would stand in all groups at once. Of
"Number of orders? Total sales?" each is a question of its own, and none may be lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.joining import joined_steps
from chat.reader.methods.names import data_of
from chat.reader.plain_statistics import as_calculation

Read = Callable[[str], Reading]

_LONGEST = 240  # characters
_MOST = 4  # questions
_FEWEST = 2  # words of one


def asked_apart(text: str, schema: Schema, whole: Reading, read: Read) -> Reading:
    """The reading with each figure by its own groups, and each short question answered."""
    if not isinstance(whole, Understood) or len(text) > _LONGEST:
        return whole
    if not all(_is_figure(step) for step in whole.task.steps):
        return whole
    tasks = _questions(text, whole.task, read) or _by_own_groups(text, whole.task, read)
    if not tasks:
        return whole
    steps = joined_steps([task.steps for task in tasks])
    if steps is None:
        return whole
    joined = whole.task.model_copy(
        update={
            "steps": steps,
            "understood": tuple(said for task in tasks for said in task.understood),
            "assumptions": tuple(
                dict.fromkeys(said for task in tasks for said in task.assumptions)
            ),
            "ignored": (),
        }
    )
    return Understood(joined)


def _questions(text: str, whole: Task, read: Read) -> tuple[Task, ...]:
    """Short questions one after another, of which the whole leaves some out."""
    parts = [part.strip() for part in text.split("?") if part.strip()]
    figures = [step for step in whole.steps if step.operation != "filter_rows"]
    if not 1 < len(parts) <= _MOST or len(figures) >= len(parts):
        return ()
    asked = sum(len(step.params.get("measures", (0,))) for step in figures)
    return () if asked >= len(parts) else _each(parts, read)


def _by_own_groups(text: str, whole: Task, read: Read) -> tuple[Task, ...]:
    """Two figures that stand each before groups of its own, which the whole crosses."""
    keys = _keys(whole)
    if len(keys) < 2:
        return ()
    for parts in _halves(text):
        tasks = _each(parts, read)
        own = [_keys(task) for task in tasks]
        if own and all(own) and sorted(own[0] + own[1]) == sorted(keys):
            return tasks
    return ()


def _halves(text: str) -> Iterator[list[str]]:
    data = data_of("asked_apart")
    for joint in re.finditer(data["joint"], text, re.IGNORECASE):
        yield [
            re.sub(data["ends"], "", half.strip(), flags=re.IGNORECASE)
            for half in (text[: joint.start()], text[joint.end() :])
        ]


def _each(parts: list[str], read: Read) -> tuple[Task, ...]:
    """The tasks of the parts; none unless each says a figure and is read whole."""
    goes_on = data_of("asked_apart")["goes_on"]
    found: list[Task] = []
    for part in parts:
        if len(part.split()) < _FEWEST or re.match(goes_on, part, re.IGNORECASE):
            return ()
        reading = read(part)
        if not isinstance(reading, Understood) or reading.task.ignored:
            return ()
        if not _says_figure(reading.task):
            return ()
        found.append(reading.task)
    return tuple(found)


def _is_figure(step: Step) -> bool:
    return step.operation == "filter_rows" or as_calculation(step) is not None


def _says_figure(task: Task) -> bool:
    """Whether what is measured is said: not only rows that nothing names are counted."""
    last = task.steps[-1]
    made = as_calculation(last)
    if made is None or not all(_is_figure(step) for step in task.steps):
        return False
    return all(
        one.get("of") is not None or one.get("where") or last.params.get("noun")
        for one in made.params["measures"]
    )


def _keys(task: Task) -> list[str]:
    """The columns by which a task's last figures stand."""
    made = as_calculation(task.steps[-1])
    by = made.params.get("by", ()) if made is not None else ()
    return [str(key.get("column")) for key in by]
