"""A method that is named without its columns: which of those that fit is meant."""

from __future__ import annotations

from dataclasses import replace

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Question
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.reader.frames.frame import Frame
from chat.reader.frames.places import names_time, numbers_each_row
from chat.reader.frames.reading import MethodRead, read_method, task_of

_MOST_OFFERED = 4
_SURE = 0.95
# What naming a method at all may cost beside the columns that it lacks.
_DEAREST = 0.6


def missing_columns(text: str, schema: Schema) -> Question | None:
    """The question for a column that a method lacks; None where more is unclear."""
    for read in read_method(normalise(text), schema_index(schema))[:3]:
        frame = read.frame
        if not frame.named or not frame.missing or frame.violations:
            continue
        if read.cover.unused or read.cover.cost > _DEAREST:
            continue
        asked = _question(text, read, schema)
        if asked is not None:
            return asked
    return None


def _question(text: str, read: MethodRead, schema: Schema) -> Question | None:
    frame = read.frame
    name = frame.missing[0]
    role = frame.operation.column_parameters().get(name)
    if role is None:
        return None
    taken = {
        one
        for value in frame.params.values()
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, str)
    }
    fitting = [
        c.name for c in schema.columns
        if role.accepts(c) and c.name not in taken and c.kind != "identifier"
    ]  # fmt: skip
    # What numbers the rows is seldom meant, and a button for it stands last.
    fitting.sort(key=lambda one: numbers_each_row(frame.columns[one], schema.n_rows))
    if name == "duration":
        fitting.sort(key=lambda one: not names_time(frame.columns[one], 0))
    if not fitting:
        return None
    options: list[tuple[Task | str, str]] = []
    for one in fitting[:_MOST_OFFERED]:
        value = [*frame.params.get(name, ()), one] if role.many else one
        if len(frame.missing) > 1 or (role.many and len(value) < role.minimum):
            options.append((f"{text.rstrip(' ?.!')} `{one}`", one))
        else:
            options.append((_with(read, frame, name, value), one))
    title = frame.operation.title
    return Question(
        f"Which column do you mean for {title.lower()}?",
        tuple(options),
        f"{title} needs a column that the message does not name.",
    )


def _with(read: MethodRead, frame: Frame, name: str, value: object) -> Task:
    filled = replace(frame, params={**frame.params, name: value}, missing=[])
    task = task_of(replace(read, frame=filled))
    return task.model_copy(update={"confidence": _SURE})
