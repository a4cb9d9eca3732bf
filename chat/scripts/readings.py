"""Readings of a message whose sender wants the script rather than the number alone."""

from __future__ import annotations

from dataclasses import replace

from analysis.base.task import Task
from analysis.operations import operation_named
from analysis.scripts.script_templates import pipeline, template_of_operation
from chat.linking.outcomes import (
    NoSuchMethod,
    Question,
    Reading,
    Unclear,
    Understood,
    UnknownColumn,
)

ASKING = "/script "


def as_script_reading(reading: Reading) -> Reading:
    """The reading with every task answered as a script, every button asking for one."""
    match reading:
        case Understood(task=task):
            return Understood(as_script(task))
        case Question(options=options) | NoSuchMethod(options=options):
            asked = tuple(
                (
                    as_script(meaning)
                    if isinstance(meaning, Task)
                    else ASKING + meaning,
                    label,
                )
                for meaning, label in options
            )
            return replace(reading, options=asked)
        case UnknownColumn(task_texts=texts):
            return replace(reading, task_texts=tuple(ASKING + text for text in texts))
        case Unclear(suggestions=texts):
            return replace(reading, suggestions=tuple(ASKING + text for text in texts))


def as_script(task: Task) -> Task:
    """The task in the frame of its operation, or of a pipeline where it has several."""
    asked = [
        step.operation
        for step in task.steps
        if operation_named(step.operation).kind != "prepare" and not step.companion
    ]
    frame = template_of_operation(asked[0]) if len(set(asked)) == 1 else None
    return task.model_copy(update={"template": (frame or pipeline()).name})
