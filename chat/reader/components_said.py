"""Columns put into a few components, and rows that are alike, in people's words.

"Boil all these columns down to a few components", "how many dimensions underlie these
variables?" and "how much variance does the first component explain?" are a principal
component analysis; "which lakes are similar to one another?" is a clustering of the rows.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

from analysis.base.columns import Schema
from chat.linking.message import link_message
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.reader.methods.linking import linked_of
from chat.reader.methods.names import data_of

_COMPONENTS = "principal_components"
_CLUSTERS = "hierarchical_clusters"
_MOST_LEVELS = 0.5  # of the rows; a column of fewer values parts the rows


class Read(Protocol):
    """Reads a message of a table."""

    def __call__(self, text: str, /) -> Reading: ...


@cache
def _forms(kind: str) -> tuple[re.Pattern[str], ...]:
    data = data_of("components")
    own = data if kind == "components" else data["alike"]
    found = []
    for form in own["forms"]:
        full = form.replace("<few>", data["few"])
        full = full.replace("<same>", data["alike"]["same"])
        found.append(re.compile(full, re.IGNORECASE))
    return tuple(found)


def read_components(text: str, schema: Schema, read: Read) -> Reading | None:
    """The analysis that the message asks for in other words; None for other messages."""
    said = text.strip().rstrip("?.! ")
    for form in _forms("components"):
        match = form.search(said)
        if match:
            return _components(said, match, schema, read)
    for form in _forms("alike"):
        match = form.search(said)
        if match:
            return _alike(match["rows"], schema, read)
    return None


def _components(
    said: str, match: re.Match[str], schema: Schema, read: Read
) -> Reading | None:
    data = data_of("components")
    of = match["of"] or ""
    linked = linked_of(link_message(said, schema_index(schema)))
    start, end = match.span("of") if of else (0, 0)
    beside = [
        part
        for part in (*linked.of_kind("column"), *linked.of_kind("value"))
        if not (start <= part.start and part.end <= end)
    ]
    if beside:
        return None
    if re.fullmatch(data["everything"], of.strip(), re.IGNORECASE):
        reading = read(data["components"])
    else:
        reading = read(data["components_of"].format(of))
    if not isinstance(reading, Understood) or reading.task.ignored:
        return None
    is_it = reading.task.steps[-1].operation == _COMPONENTS
    return reading if is_it else None


def _alike(rows: str, schema: Schema, read: Read) -> Reading | None:
    """Rows in groups of their like, where a noun stands for each of them."""
    linked = linked_of(link_message(rows, schema_index(schema)))
    if linked.of_kind("value"):
        return None
    for name in linked.named:
        column = linked.columns[name]
        if column.is_numeric or column.n_unique < _MOST_LEVELS * (schema.n_rows or 0):
            return None
    data = data_of("components")["alike"]
    reading = read(data["text"])
    if not isinstance(reading, Understood):
        return None
    task = reading.task
    if task.steps[-1].operation != _CLUSTERS:
        return None
    told = (*task.assumptions, data["told"].format(rows))
    return Understood(task.model_copy(update={"assumptions": told}))
