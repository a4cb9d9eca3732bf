"""Which of two readings of a message says more of it."""

from __future__ import annotations

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.reader.comparatives import COMPARISONS
from chat.reader.formal.weighing import OF_MODELS
from chat.reader.message import is_weak
from chat.reader.methods.asking import model_task
from chat.reader.methods.linking import linked_message

# A calculation as sure as that has a use for every word.
_SURE = 0.9
# Charts of groups: a calculation that was understood draws them, with its order and units.
_DRAWN_BY_CALCULATIONS = ("bar_chart", "line_chart", "pie_chart")


def answers(reading: Reading) -> bool:
    """Whether a reading is a task that ends in an answer, not in a changed table."""
    return (
        isinstance(reading, Understood)
        and operation_named(reading.task.steps[-1].operation).kind != "prepare"
    )


def says_more(model: Task, method: Task) -> bool:
    """Whether the model is what is asked: adjusted, transformed, or the same and more."""
    one, other = model.steps[-1], method.steps[-1]
    if set(one.params) & OF_MODELS:
        return True
    if len(method.steps) > len(model.steps):
        return False  # the model would be of rows that the words leave out
    if "focus" in one.params and one.operation == other.operation:
        return (
            "focus" not in other.params
        )  # what is adjusted for is none of what is asked
    return (
        one.operation == other.operation
        and one.params.get("outcome") == other.params.get("outcome")
        and set(other.params) <= set(one.params)
    )


def adjusted_instead(text: str, schema: Schema, reading: Understood) -> Understood:
    """The reading, or the same model with what is adjusted for beside what is asked."""
    model = model_task(linked_message(text, schema_index(schema)))
    if not isinstance(model, Task) or "focus" not in model.steps[-1].params:
        return reading
    return Understood(model) if says_more(model, reading.task) else reading


def is_surer(calculation: Reading | None, method: Understood) -> bool:
    """Whether a message is rather a calculation than a method that reads it as well."""
    if not isinstance(calculation, Understood) or is_weak(calculation):
        return False
    if method.task.steps[-1].operation in _DRAWN_BY_CALCULATIONS:
        return bool(calculation.task.steps[-1].params.get("chart"))
    if _counts(calculation.task) and method.task.assumptions:
        # What is compared was assumed, where the words name rows to count.
        return not calculation.task.ignored
    if method.task.steps[-1].operation in COMPARISONS and _totals(calculation.task):
        # What is compared are means, where the words name totals.
        return True
    if method.task.steps[-1].operation in COMPARISONS and (
        _contrasts(calculation.task)
        or _is_one_side(calculation.task, method.task)
        or len(method.task.steps[-1].params.get("columns") or ()) > 1
    ):
        return False
    return calculation.task.confidence > min(method.task.confidence, _SURE)


def _contrasts(task: Task) -> bool:
    """Whether groups are set against each other."""
    keys = task.steps[-1].params.get("by") or []
    return any(set(key) & {"values", "split", "periods"} for key in keys)


def _totals(task: Task) -> bool:
    """Whether totals that the words name are set against each other."""
    measures = task.steps[-1].params.get("measures") or []
    summed = len(measures) == 1 and measures[0].get("statistic") == "sum"
    taken = any("is totalled" in one for one in task.assumptions)
    return summed and not taken and not task.ignored and _contrasts(task)


def _counts(task: Task) -> bool:
    """Whether numbers of rows are set against each other: "more orders than returns"."""
    measures = task.steps[-1].params.get("measures") or []
    counted = all(m.get("statistic") == "count" for m in measures)
    return bool(measures) and counted and _contrasts(task)


def _is_one_side(calculation: Task, method: Task) -> bool:
    """ "do junctions with lights have fewer accidents": only those with lights."""
    group = method.steps[-1].params.get("group")
    return any(
        step.operation == "filter_rows"
        and group is not None
        and step.params["where"].get("column") == group
        for step in calculation.steps
    )
