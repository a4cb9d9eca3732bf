"""A method named alone behind an answer: "Cramér's V?" is of the columns before."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from analysis.base.task import Task
from analysis.operations import operation_named
from chat.linking.message import link_message
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.reader.methods.linking import linked_of
from chat.reader.methods.naming import named_methods

_ALL = re.compile(
    r"\b(?:all|every|each|everything|matrix|table|pairs?)\b", re.IGNORECASE
)


def named_again(text: str, schema: Schema, previous: Task | None) -> Understood | None:
    """ "Cramér's V?" behind the test that gives it: the answer before, once more."""
    linked = linked_of(link_message(text, schema_index(schema)))
    named = [one.method for one in named_methods(linked) if one.method is not None]
    if previous is None or len(named) != 1:
        return None
    same = previous.steps[-1].operation in named[0].by
    return (
        Understood(previous.model_copy(update={"source": "followup"})) if same else None
    )


def is_of_all(text: str, task: Task) -> bool:
    """Whether a method takes all columns only since the message names none: "Cramér's V?"
    behind an answer is of the columns before."""
    step = task.steps[-1]
    known = operation_named(step.operation)
    named = any(step.params.get(name) for name in known.column_parameters())
    return known.kind == "analyse" and not named and not _ALL.search(text)
