"""Answers in words that have an order, counted as scores where a number of them is asked.

"Mean of useful" of answers from "strongly disagree" to "strongly agree": the field counts
them 1 to 5. That is one of two conventions; the answer says so and names the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.restating import with_steps
from chat.reader.base.senses import build_lattice
from chat.reader.methods.names import data_of

Read = Callable[[str, Schema], Reading]

_LONGEST = 80
_FEWEST, _MOST = 3, 11  # levels of a scale of answers
_MEANS = ("mean", "std", "var", "sum", "average")
# What words have is asked of them, what only numbers have of their scores.
_OF_SCORES = frozenset(
    """correlation covariance linear_regression reliability factor_analysis partial_correlation
    principal_components paired_t two_sample_t one_way_anova one_sample_t""".split()
)


def with_scores(text: str, schema: Schema, reading: Reading, read: Read) -> Reading:
    """The reading, or that of the answers' scores where words have no such number."""
    named = _named(text, schema)
    if not named or (isinstance(reading, Understood) and not _fails(reading, named)):
        return reading
    scored = _scored(schema, named)
    other = read(text, scored)
    if not isinstance(other, Understood) or other.task.ignored:
        return reading
    used = [column for column in named if column.name in _measured(other.task)]
    if not used or not _wants_scores(text, other.task):
        return reading
    return replace(other, task=_recoded(other.task, used))


def _named(text: str, schema: Schema) -> list[Column]:
    """Ordered columns of words that the text names."""
    ordered = {
        column.name: column
        for column in schema.columns
        if column.is_ranked and not column.is_numeric
        and _FEWEST <= len(column.order) <= _MOST
    }  # fmt: skip
    tokens = tokenise(text, _LONGEST + 1)
    if not ordered or len(tokens) > _LONGEST:
        return []
    lattice = build_lattice(text, tokens, schema_index(schema))
    names = {sense.column for sense in lattice.all("column")}
    return [column for name, column in ordered.items() if name in names]


def _fails(reading: Understood, named: Iterable[Column]) -> bool:
    """Whether a task asks of words what only numbers have."""
    last = reading.task.steps[-1]
    names = {column.name for column in named}
    if last.operation == "describe":
        asked = set(last.params.get("statistics") or ())
        return bool(
            asked & set(_MEANS) and names & set(last.params.get("columns") or ())
        )
    if last.operation == "calculate":
        measures = last.params.get("measures") or ()
        asked = {one.get("statistic") for one in measures}
        return bool(asked & set(_MEANS) and names & _measured(reading.task))
    grouped = names & set(last.params.get("group_by") or ())
    return last.operation == "correlation" and bool(grouped)


def _wants_scores(text: str, task: Task) -> bool:
    last = task.steps[-1]
    if last.operation in _OF_SCORES:
        return True
    if last.operation == "describe":
        return bool(set(last.params.get("statistics") or ()) & set(_MEANS))
    measures = last.params.get("measures") or ()
    said = re.search(data_of("scores")["asked"], text, re.IGNORECASE) is not None
    return said and any(one.get("statistic") in _MEANS for one in measures)


def _measured(task: Task) -> set[str]:
    """The columns whose values are measured by the last step."""
    last = task.steps[-1]
    if last.operation == "calculate":
        measures = last.params.get("measures") or ()
        return {str(one["of"]).strip("`") for one in measures if one.get("of")}
    operation = operation_named(last.operation)
    found: set[str] = set()
    for name in operation.column_parameters():
        if name in ("group", "group_by", "predictors", "by"):
            continue
        value = last.params.get(name)
        found |= set(value) if isinstance(value, list) else {value} if value else set()
    return found


def _scored(schema: Schema, named: Iterable[Column]) -> Schema:
    """The table as it is once the answers are scores."""
    names = {column.name for column in named}
    columns = tuple(
        _as_score(column) if column.name in names else column
        for column in schema.columns
    )
    return schema.model_copy(update={"columns": columns})


def _as_score(column: Column) -> Column:
    counts = {str(level): n for level, n in column.levels}
    levels: tuple[tuple[Any, int], ...] = tuple(
        (place, counts.get(level, 0)) for place, level in enumerate(column.order, 1)
    )
    return column.model_copy(update={
        "kind": "integer", "order": (), "levels": levels,
        "minimum": 1, "maximum": len(column.order),
    })  # fmt: skip


def _recoded(task: Task, used: Iterable[Column]) -> Task:
    """The task on scores, and what they stand for as what was assumed."""
    steps, told = [], []
    for column in used:
        mapping = {level: place for place, level in enumerate(column.order, 1)}
        params = {"column": column.name, "mapping": mapping}
        steps.append(Step(operation="recode", params=params))
        told.append(data_of("scores")["told"].format(
            column=column.name, first=column.order[0], last=column.order[-1],
            n=len(column.order),
        ))  # fmt: skip
    said = {"assumptions": (*task.assumptions, *told)}
    return with_steps(task, (*steps, *task.steps)).model_copy(update=said)
