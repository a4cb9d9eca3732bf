"""The rows that stand behind a request: "the correlation of a and b among the women who
smoke"."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.terms import column_name
from chat.reader.briefs.words import data

ReadOne = Callable[[str, Schema], Reading]


def read_among(clause: Marked, read: ReadOne) -> Task | None:
    """The request and the rows behind it, read apart where together they are not.

    The rows are read as those of a mean, which knows most ways to name some.
    """
    text = clause.linked.text.rstrip(" ?.")
    for match in re.finditer(data()["among"]["before"], text, re.IGNORECASE):
        head, tail = text[: match.start()], text[match.start() :].strip()
        asked = read(head, clause.schema)
        if not isinstance(asked, Understood) or asked.task.ignored:
            continue
        step = asked.task.steps[-1]
        if len(asked.task.steps) > 1:
            continue
        for column in columns_of(step):
            rows = rows_named(tail, column, clause.schema, read)
            if rows and column not in {n for one in rows for n in columns_of(one)}:
                steps = (*rows, step)
                return asked.task.model_copy(update={"steps": steps})
    return None


def rows_named(
    said: str, column: str, schema: Schema, read: ReadOne
) -> tuple[Step, ...]:
    """The conditions that some words put on the rows that a column is asked of."""
    if not schema[column].is_numeric:
        return ()
    reading = read(data()["among"]["asked"].format(column_name(column), said), schema)
    if not isinstance(reading, Understood) or reading.task.rules:
        return ()
    *rows, last = reading.task.steps
    plain = last.operation == "describe" and "group_by" not in last.params
    if not plain or columns_of(last) != [column]:
        return ()
    known = [word for word in reading.task.ignored if not _is_rows(word, schema)]
    limits = all(step.operation == "filter_rows" for step in rows)
    return tuple(rows) if limits and not known else ()


def _is_rows(word: str, schema: Schema) -> bool:
    """Whether a word is a plural that can only stand for the rows."""
    plural = re.fullmatch(data()["among"]["rows"], word.lower())
    return bool(plural) and word.lower() not in {one.lower() for one in schema.names}
