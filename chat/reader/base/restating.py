"""Steps in words, as their operations put them."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.operations import operation_named


def step_words(step: Step) -> str:
    """What a step does, for the line that says what was understood."""
    operation = operation_named(step.operation)
    try:
        return operation.words(step.params)
    except (TaskError, TypeError):
        return operation.title
