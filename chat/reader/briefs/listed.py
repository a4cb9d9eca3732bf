"""Requests side by side: "mean of A, and the correlation of A with B"."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.joining import joined_steps
from chat.reader.briefs.reading import read_brief
from chat.reader.briefs.sentences import clauses_of, sentences_of
from chat.reader.briefs.words import data

ReadOne = Callable[[str, Schema], Reading]
_MOST = 4


def read_once(read: ReadOne) -> ReadOne:
    """The reader, which reads the same words about the same table only once."""
    known: dict[str, list[tuple[Schema, Reading]]] = {}

    def reading(text: str, schema: Schema) -> Reading:
        for before, found in known.setdefault(text, []):
            if before is schema or before == schema:
                return found
        found = read(text, schema)
        known[text].append((schema, found))
        return found

    return reading


def read_listed(text: str, schema: Schema, read: ReadOne) -> Reading | None:
    """The message as requests side by side; None unless each is understood by itself.

    Where one chooses rows or changes the table, the words do not say whether it is for
    all of them.
    """
    parts = re.split(data()["courtesy"]["lists"], text.strip(" .?!"))
    if not 1 < len(parts) <= _MOST:
        return None
    for part in parts:
        found = read(part, schema)
        if not isinstance(found, Understood) or found.task.ignored:
            return None
        kinds = {operation_named(s.operation).kind for s in found.task.steps}
        if kinds & {"prepare", "chart"}:
            return None
    whole = read_brief(". ".join(parts), schema, read)
    return whole if isinstance(whole, Understood) else None


def with_first(
    text: str, schema: Schema, whole: Understood, read: ReadOne
) -> Understood:
    """ "What is the average, and which group has the best?": both are answered.

    The reading of the whole knows what the second clause is about; the first one asks
    for a figure of all rows, which the groups do not show.
    """
    sentences = sentences_of(text)
    clauses = clauses_of(sentences[0]) if len(sentences) == 1 else []
    last = whole.task.steps[-1].params
    if len(clauses) != 2 or last.get("asks") != "which" or not last.get("by"):
        return whole
    first = read(clauses[0].text, schema)
    if not isinstance(first, Understood) or first.task.ignored:
        return whole
    step = first.task.steps[-1]
    if operation_named(step.operation).kind != "analyse" or any(
        step.params.get(name) for name in ("by", "group_by", "asks")
    ):
        return whole
    steps = joined_steps([first.task.steps, whole.task.steps])
    if steps is None:
        return whole
    task = whole.task.model_copy(
        update={
            "steps": steps,
            "understood": (*first.task.understood, *whole.task.understood),
        }
    )
    return Understood(task, whole.alternatives)
