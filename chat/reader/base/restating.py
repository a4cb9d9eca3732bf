"""Steps in words, as their operations put them."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.base.errors import TaskError
from analysis.base.task import Step, Task
from analysis.operations import operation_named


def step_words(step: Step) -> str:
    """What a step does, for the line that says what was understood."""
    operation = operation_named(step.operation)
    try:
        return operation.words(step.params)
    except (TaskError, TypeError):
        return operation.title


def with_steps(task: Task, steps: Iterable[Step]) -> Task:
    """The task with other steps, and each of them in words as what was understood."""
    made = tuple(steps)
    words = tuple(step_words(step) for step in made)
    return task.model_copy(update={"steps": made, "understood": words})
