"""Levels from one to another: "complaints from low to high", "ratings poor through fair".

Between two levels of an answer that has an order lie others, which belong to them. Where no
order is known, or where all levels lie between, the two are no choice of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood, question_without
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.restating import with_steps
from chat.reader.base.senses import Lattice, build_lattice

_LONGEST = 80
_LINKED = 0.45
_JOINING = frozenset("to through thru until till up down over up-to".split())
_ENDS = frozenset(("to", "through", "thru", "until", "till"))


def with_levels_between(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading with the levels between two of them, or a question about the words."""
    if not isinstance(reading, Understood):
        return reading
    pairs = list(_pairs(reading.task.steps))
    tokens = tokenise(text, _LONGEST + 1)
    if not pairs or len(tokens) > _LONGEST:
        return reading
    lattice = build_lattice(text, tokens, schema_index(schema))
    for name, two in pairs:
        words = _said(lattice, name, two)
        if not words:
            continue
        between = _between(schema[name], two)
        if not between:
            return question_without(words, _changed(reading.task, name, two, ()))
        changed = _changed(reading.task, name, two, between)
        reading = replace(reading, task=changed)
    return reading


def _pairs(steps: Sequence[Step]) -> Iterator[tuple[str, list[Any]]]:
    """Columns of which two levels are chosen."""
    for step in steps:
        where = step.params.get("where") if step.operation == "filter_rows" else None
        for leaf in (where or {}).get("all", [where] if where else []):
            value = leaf.get("value")
            if leaf.get("op") == "in" and isinstance(value, list) and len(value) == 2:
                yield leaf["column"], value


def _said(lattice: Lattice, column: str, two: Sequence[Any]) -> str:
    """The words that lead from one of the levels to the other."""
    places = [
        sense for sense in lattice.all("value")
        if sense.column == column and sense.cost < _LINKED
        and any(str(sense.concept).casefold() == str(one).casefold() for one in two)
    ]  # fmt: skip
    for one in places:
        for other in places:
            between = {t.folded for t in lattice.tokens[one.last : other.first]}
            if one.last < other.first and between & _ENDS and between <= _JOINING:
                first = one.first
                if first and lattice.tokens[first - 1].folded == "from":
                    first -= 1
                return lattice.words(first, other.last)
    return ""


def _between(column: Column, two: Sequence[Any]) -> list[Any]:
    """The levels from one to the other, in their order; none where none is known."""
    order = [str(level) for level in column.order]
    places = [order.index(str(one)) for one in two if str(one) in order]
    if len(places) < 2 or column.around:
        return []
    levels = {str(level): level for level, _ in column.levels}
    return [
        levels[one] for one in order[min(places) : max(places) + 1] if one in levels
    ]


def _changed(task: Task, name: str, two: Sequence[Any], between: Sequence[Any]) -> Task:
    """The task with the levels between in the place of the two; without a condition on
    the column where none are given."""
    steps: list[Step] = []
    for step in task.steps:
        where = step.params.get("where") if step.operation == "filter_rows" else None
        if where is None:
            steps.append(step)
            continue
        leaves = [
            {**leaf, "value": list(between)} if _is_of(leaf, name, two) else leaf
            for leaf in where.get("all", [where])
            if between or not _is_of(leaf, name, two)
        ]
        if leaves:
            made = leaves[0] if len(leaves) == 1 else {"all": leaves}
            params = {**step.params, "where": made}
            steps.append(step.model_copy(update={"params": params}))
    return with_steps(task, steps)


def _is_of(leaf: dict[str, Any], name: str, two: Sequence[Any]) -> bool:
    return leaf.get("column") == name and leaf.get("value") == list(two)
