"""Rows with and without a value, set against each other as two groups."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.preparation import schema_after
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.restating import step_words
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.terms import column_term
from chat.reader.briefs.words import data, patterns_in

ReadOne = Callable[[str, Schema, Task | None], Reading]


def read_gap_groups(text: str, schema: Schema, read: ReadOne) -> Reading | None:
    """A request that sets rows with a missing value against those with one.

    A new column says which rows are which; ``read`` reads the request by it. None where
    no such groups are set against each other, or nothing is asked of them.
    """
    if not re.search(data()["words"]["empty"], text.lower()):
        return None
    found = _parted(marked(text, schema))
    if found is None:
        return None
    step, rest = found
    reading = read(rest, schema_after(schema, step), None)
    if not isinstance(reading, Understood):
        return None
    used = repr([one.params for one in reading.task.steps])
    if repr(step.params["name"]) not in used:
        return None
    task = reading.task
    changes = {
        "steps": (step, *task.steps),
        "understood": (step_words(step), *task.understood),
    }
    return Understood(task.model_copy(update=changes))


def _parted(clause: Marked) -> tuple[Step, str] | None:
    """The column that tells the groups apart, and the request by that column."""
    for form in patterns_in("gap_groups", "forms"):
        match = form.search(clause.text)
        if match is None:
            continue
        other = match.groupdict().get("other")
        names = clause.columns_in(match["c"])
        if other and clause.columns_in(other) != names:
            continue
        name = f"{names[0]} {data()['gap_groups']['suffix']}"
        if name in clause.schema.names:
            continue
        formula = f"missing({column_term(names[0])})"
        step = Step(
            operation="add_column", params={"name": name, "expression": formula}
        )
        before = clause.words_in(clause.text[: match.start()]).rstrip()
        after = clause.words_in(clause.text[match.end() :])
        by = data()["gap_groups"]["by"].format(name)
        return step, f"{before} {by}{after}"
    return None
