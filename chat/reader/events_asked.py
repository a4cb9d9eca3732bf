"""A survival whose event the words leave open: which column tells it is asked.

Times without an event are the times of those who had it and of those who were only
watched, and the answer depends on which is which: no column is taken for the event because
it happens to be there, and no row counts as an event because nothing tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from chat.linking.mentions import is_flag
from chat.linking.outcomes import Question, Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.restating import step_words
from chat.reader.base.roles import parts
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.frames.places import names_event
from chat.reader.methods.names import data_of

SURVIVALS = ("kaplan_meier", "log_rank", "cox_regression")
_SAID = 0.45  # what a link to a column may cost
_LONGEST = 80
_MOST = 4
_WHY = "event"
ALL_HAD = "every row counts as an event"


def without_events_of_all(text: str) -> tuple[str, tuple[str, ...]]:
    """The message without "every row had the event", which is told then."""
    form = data_of("models")["survival"]["all_had"]
    found = re.search(rf"[,;.:(]* *(?:{form})\)?", text, re.IGNORECASE)
    if found is None:
        return text, ()
    return f"{text[: found.start()]}{text[found.end() :]}".strip(), (ALL_HAD,)


def with_event_asked(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading, or the question which column tells who had the event."""
    if not isinstance(reading, Understood):
        return reading
    task = reading.task
    if task.source == "followup" or task.steps[-1].operation not in SURVIVALS:
        return reading
    if ALL_HAD in task.assumptions:
        return replace(reading, task=_of_all(task))
    params = task.steps[-1].params
    flags = list(_flags(schema, task))
    event = params.get("event")
    if event is not None:
        flags = [schema[event], *flags]
        if not is_flag(schema[event]) or _is_certain(text, schema, event, flags):
            return reading
    return _asked(task, flags) if flags else reading


def _flags(schema: Schema, task: Task) -> Iterator[Column]:
    """Columns of yes and no without another place, those that name an event first."""
    used = repr([step.params for step in task.steps])
    free = [c for c in schema.columns if is_flag(c) and repr(c.name) not in used]
    yield from sorted(free, key=lambda column: not names_event(column))


def _is_certain(text: str, schema: Schema, event: str, flags: list[Column]) -> bool:
    """Whether the words say the event, or no other column can be it."""
    if len(flags) == 1 or _is_said(text, schema, event):
        return True
    return names_event(schema[event]) and not any(map(names_event, flags[1:]))


def _is_said(text: str, schema: Schema, event: str) -> bool:
    lattice = build_lattice(text, tokenise(text, _LONGEST), schema_index(schema))
    generic = set(data_of("models")["survival"]["generic"])
    whole = set(parts(schema[event])) <= generic
    return any(
        sense.concept == event and (whole or not _is_generic(lattice, sense, generic))
        for sense in lattice.all("column")
        if sense.cost < _SAID
    ) or any(
        token.stem in set(parts(schema[event])) - generic for token in lattice.tokens
    )


def _is_generic(lattice: Lattice, sense: Sense, generic: set[str]) -> bool:
    """ "as event" is no name of an adverse event."""
    said = lattice.tokens[sense.first : sense.last]
    return all(token.stem in generic for token in said)


def _asked(task: Task, flags: list[Column]) -> Question:
    *before, last = task.steps
    options: list[tuple[Task | str, str]] = []
    for column in flags[:_MOST]:
        params = {**last.params, "event": column.name}
        step = last.model_copy(update={"params": params})
        options.append((_with(task, [*before, step]), f"{column.name} tells it"))
    options.append((_of_all(task), "Every row had the event"))
    return Question(
        "Which column tells who had the event, and who was only watched until then?",
        tuple(options),
        _WHY,
    )


def _of_all(task: Task) -> Task:
    """The same where every row had the event."""
    *before, last = task.steps
    bare = {name: value for name, value in last.params.items() if name != "event"}
    return _with(task, [*before, last.model_copy(update={"params": bare})])


def _with(task: Task, steps: Sequence[Step]) -> Task:
    words = (*task.understood[:-1], step_words(steps[-1]))
    told = () if "event" in steps[-1].params else (ALL_HAD,)
    return task.model_copy(
        update={"steps": tuple(steps), "understood": words, "assumptions": told}
    )
