"""Which value of a column is the event, where the words say what its codes mean.

"walked = 0 means not yet walking": the other value is the event. A code that was said to
stand for no event must never count as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.restating import step_words
from chat.reader.events_asked import SURVIVALS
from chat.reader.methods.names import data_of

_MOST_LEVELS = 6


def with_event_said(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading of a survival with the event that the words for its codes tell."""
    if not isinstance(reading, Understood):
        return reading
    *before, last = reading.task.steps
    name = last.params.get("event")
    if last.operation not in SURVIVALS or not isinstance(name, str):
        return reading
    found = _event(text, schema[name])
    if found is None:
        return reading
    value, said = found
    if last.params.get("event_value") == value:
        return reading
    step = last.model_copy(update={"params": {**last.params, "event_value": value}})
    told = data_of("coding")["told"].format(column=name, value=f"{value:g}"
           if isinstance(value, float) else value)  # fmt: skip
    task = reading.task
    left = tuple(words for words in task.ignored if words.casefold() not in said)
    changed = task.model_copy(update={
        "steps": (*before, step), "ignored": left,
        "understood": (*task.understood[:-1], step_words(step)),
        "assumptions": (*task.assumptions, told),
    })  # fmt: skip
    return replace(reading, task=changed)


def _event(text: str, column: Column) -> tuple[Any, str] | None:
    """The value of the event and what is said of the codes; None where nothing is."""
    levels = [level for level, _ in column.levels]
    if not 2 <= len(levels) <= _MOST_LEVELS:
        return None
    said = dict(_codes(text, levels))
    none = [level for level, words in said.items() if _has_none(words)]
    had = [level for level in said if level not in none]
    rest = [level for level in levels if level not in none]
    found = had if had else rest if none else []
    if len(found) != 1:
        return None
    value = found[0]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else value, " ".join(said.values())


def _codes(text: str, levels: list[Any]) -> Iterator[tuple[Any, str]]:
    """What the text says of each of the codes."""
    low = text.lower()
    for level in levels:
        number = isinstance(level, float) and level.is_integer()
        code = str(int(level) if number else level).lower()
        form = data_of("coding")["says"].replace("{code}", re.escape(code))
        match = re.search(form, low)
        if match is not None:
            yield level, match["words"]


def _has_none(words: str) -> bool:
    return re.search(data_of("coding")["without"], words) is not None
