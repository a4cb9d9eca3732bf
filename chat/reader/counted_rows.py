"""Tables of counts: each row is a combination of groups, with how many cases there were.

"How many people have blue eyes" of such a table asks for cases, and rows of it are none:
what counts rows adds up the counts, a share of rows is one of the counts. A message may
also say which column that is ("Freq is the number of people").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from analysis.pipeline import task_columns
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.counts import counts_column
from chat.reader.base.items import as_formula
from chat.reader.base.restating import with_steps
from chat.reader.methods.names import data_of
from chat.reader.plain_statistics import as_calculation

Read = Callable[[str], Reading]

_TWO = 2  # columns of a table of counts
_KEPT = frozenset(
    (
        "measures",
        "by",
        "order",
        "limit",
        "asks",
        "noun",
        "chart",
        "compare",
        "claim",
        "look",
    )
)
# Tests of two groups that a table of counts has as one of independence.
_TESTS = ("compare_groups", "relate", "proportion_test", "fisher", "chi_square")


def with_counted_rows(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading with cases counted instead of the rows of a table of counts."""
    column = counts_column(schema.columns, schema.n_rows)
    if (
        column is None
        or schema[column].kind != "integer"
        or re.search(data_of("counted_rows")["rows"], text, re.I)
    ):
        return reading
    return _weighted(reading, schema, column)


def read_counts_said(text: str, schema: Schema, read: Read) -> Reading | None:
    """A message that says which column holds the counts; None for others."""
    low = text.casefold()
    for column in schema.columns:
        # A table may have thousands of columns: only those that are named are looked for.
        if column.kind != "integer" or column.name.casefold() not in low:
            continue
        rest = _without_saying(text, column)
        if rest is None:
            continue
        reading = read(rest)
        weighted = _weighted(reading, schema, column.name)
        if isinstance(weighted, Understood) and _uses(
            weighted.task, schema, column.name
        ):
            return weighted
    return None


def _without_saying(text: str, column: Column) -> str | None:
    name = re.escape(column.name)
    for form in data_of("counted_rows")["said"]:
        found = re.search(form.replace("COLUMN", name), text, re.IGNORECASE)
        if found is not None and text[: found.start()].strip():
            rest = text[: found.start()].strip()
            return f"{rest}?" if rest[-1] not in "?." else rest
    return None


def _weighted(reading: Reading, schema: Schema, column: str) -> Reading:
    if not isinstance(reading, Understood) or not reading.task.steps:
        return reading
    *before, last = reading.task.steps
    if _uses(reading.task, schema, column):
        return reading
    step = _calculated(last, column) or _tested(last, schema, column)
    if step is None:
        return reading
    told = data_of("counted_rows")["told"].format(column=column)
    task: Task = with_steps(reading.task, (*before, step))
    assumed = tuple(a for a in task.assumptions if "rows" not in a)
    task = task.model_copy(update={"assumptions": (told, *assumed)})
    return Understood(task, reading.alternatives)


def _uses(task: Task, schema: Schema, column: str) -> bool:
    """Whether what is asked for uses the column already."""
    last = task.model_copy(update={"steps": task.steps[-1:]})
    return column in task_columns(last, schema)


def _calculated(step: Step, column: str) -> Step | None:
    """Numbers and shares of rows as those of the counts."""
    made = as_calculation(step)
    if made is None and step.operation in ("count_rows", "frequency"):
        made = _of_rows(step)
    if made is None or set(made.params) - _KEPT:
        return None
    measures = [_counted(one, column) for one in made.params["measures"]]
    if any(one is None for one in measures):
        return None
    params = {**made.params, "measures": measures}
    return Step(operation="calculate", params=params)


def _of_rows(step: Step) -> Step | None:
    if set(step.params) - {"column", "columns"}:
        return None
    named = step.params.get("columns") or [step.params.get("column")]
    measure: dict[str, Any] = {"statistic": "count", "of": None}
    if step.operation == "frequency":
        measure |= {"share": "total", "unit": "%"}
    keys = [{"column": name} for name in named if name]
    params = {"measures": [measure], **({"by": keys} if keys else {})}
    return Step(operation="calculate", params=params)


def _counted(measure: dict[str, Any], column: str) -> dict[str, Any] | None:
    whole = {"statistic": "sum", "of": as_formula(column)}
    if measure["statistic"] == "count" and measure.get("of") is None:
        return {**measure, **whole}
    if measure["statistic"] == "rate":
        part = {**whole, "where": measure["where"]}
        return {**part, "over": whole, "times": 100, "unit": "%"}
    return None


def _tested(step: Step, schema: Schema, column: str) -> Step | None:
    """Whether two groups go together, with each row as many times as it counts."""
    if step.operation not in _TESTS:
        return None
    named = [*step.params.get("columns", ())]
    group = step.params.get("group")
    named += [group] if group else []
    if len(named) != _TWO or any(name not in schema.names for name in named):
        return None
    params = {"columns": named, "frequency": column}
    return Step(operation="chi_square", params=params)
