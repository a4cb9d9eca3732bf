"""Rows that a clause of its own keeps: "look only at the women: do they sleep longer after it?".

The rows are read as a question how many they are; where that is a plain number of rows,
its conditions stand before what is asked behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood, question_without
from chat.reader.base.restating import step_words
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_LONGEST = 300  # characters
_FEWEST = 3  # words of a question


def read_kept_first(text: str, schema: Schema, read: Read) -> Reading | None:
    """The question behind, of the rows that the clause in front keeps; None for others."""
    if len(text) > _LONGEST:
        return None
    for found, is_sure in _found(text):
        rest = text[found.end() :].strip()
        if len(rest.split()) < _FEWEST:
            continue
        steps = _conditions(found["what"], read)
        if not steps and not is_sure:
            continue
        data = data_of("kept_first")
        asked = re.sub(data["pointed"], data["again"], rest, flags=re.IGNORECASE)
        reading = read(asked)
        if isinstance(reading, Understood) and steps:
            return Understood(_limited(reading, steps))
        if isinstance(reading, Understood):
            return question_without(found["lead"], reading.task)
    return None


def _found(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    for form, is_sure in _forms():
        found = form.match(text)
        if found is not None:
            yield found, is_sure


@cache
def _forms() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The ways to keep rows, and whether a clause of such a form can say nothing else."""
    data = data_of("kept_first")
    return tuple(
        (_form(form.replace("WHAT", data["what"])), kind == "sure")
        for kind in ("sure", "forms")
        for form in data[kind]
    )


def _form(said: str) -> re.Pattern[str]:
    ends = data_of("kept_first")["ends"]
    return re.compile(rf"(?P<lead>{said}){ends}(?=\S)", re.IGNORECASE)


def _conditions(what: str, read: Read) -> tuple[Step, ...]:
    """The steps that keep the rows, where the words name nothing else."""
    data = data_of("kept_first")
    bare = re.sub(data["articles"], "", what.strip(), flags=re.IGNORECASE)
    for form in data["counted"]:
        reading = read(form.format(bare))
        if not isinstance(reading, Understood) or reading.task.ignored:
            continue
        *before, last = reading.task.steps
        if (
            before
            and _counts(last)
            and all(s.operation == "filter_rows" for s in before)
        ):
            return tuple(before)
    return ()


def _counts(step: Step) -> bool:
    """Whether a step is the number of all rows."""
    measures = step.params.get("measures") or []
    return (
        step.operation == "calculate"
        and not set(step.params) - {"measures", "asks", "noun"}
        and len(measures) == 1
        and measures[0].get("statistic") == "count"
        and measures[0].get("of") is None
        and not measures[0].get("where")
    )


def _limited(reading: Understood, steps: tuple[Step, ...]) -> Task:
    task = reading.task
    return task.model_copy(
        update={
            "steps": (*steps, *task.steps),
            "understood": (*map(step_words, steps), *task.understood),
        }
    )
