"""A method that is named and must not be answered by a neighbour of it.

"Correlation of x and y before the course" is no picture of points, and in "is x linked to
y? Spearman" the name behind is how it is to be calculated, rather than a request of every
column of the table.
"""

from __future__ import annotations

from collections.abc import Collection

from analysis.base.columns import Schema
from analysis.base.task import Step
from analysis.operations import operation_named
from analysis.pipeline import task_columns
from chat.linking.message import link_message
from chat.linking.naming import name_parts
from chat.linking.outcomes import Reading, Unclear, Understood, question_without
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.restating import step_words
from chat.reader.base.senses import build_lattice
from chat.reader.lexicon.operations import methods
from chat.reader.methods.linking import linked_of
from chat.reader.methods.names import data_of
from chat.reader.methods.naming import named_methods

_RELATING = ("relate", "correlation")


def draws_a_method(picture: Reading | None, text: str, schema: Schema) -> bool:
    """Whether a chart would be the answer to a method that is no chart."""
    if not isinstance(picture, Understood):
        return False
    linked = linked_of(link_message(text, schema_index(schema)))
    offered = {
        name
        for one in named_methods(linked)
        if one.method is not None
        for name in one.method.by
    }
    lattice = build_lattice(text, tokenise(text), schema_index(schema))
    if any(True for _ in lattice.all("charttype")):
        return False
    for at in range(len(lattice.tokens)):
        for meaning in methods().found(lattice.tokens, at).values():
            offered |= meaning.heads & {"correlation"}
    kinds = {operation_named(name).kind for name in offered}
    return bool(kinds) and "chart" not in kinds


def of_one_method(reading: Understood | Reading) -> Reading:
    """The reading, where a clause of nothing but a method's name is no request by itself."""
    if not isinstance(reading, Understood):
        return reading
    steps = [step for step in reading.task.steps if not step.companion]
    bare = [
        step for step in steps if step.operation == "correlation" and _is_bare(step)
    ]
    others = [step for step in steps if step not in bare]
    if not bare or not bare[0].params.get("method") or len(steps) != len(bare) + 1:
        return reading
    if others[0].operation not in _RELATING:
        return Unclear((), ())
    params = {"columns": others[0].params["columns"], **bare[0].params}
    step = Step(operation="correlation", params=params)
    task = reading.task.model_copy(
        update={"steps": (step,), "understood": (step_words(step),)}
    )
    return Understood(task, reading.alternatives)


def _is_bare(step: Step) -> bool:
    return not step.params.get("columns")


def of_its_time(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading, or a question where "… before the course" was read as what came after."""
    if (
        not isinstance(reading, Understood)
        or operation_named(reading.task.steps[-1].operation).kind != "analyse"
    ):
        return reading
    said = {token.folded for token in tokenise(text)}
    used = task_columns(reading.task, schema)
    for here, there in data_of("account")["places"]["opposite"]:
        if here not in said or there in said:
            continue
        for name in used:
            parts = [part.casefold() for part in name_parts(name)]
            twin = [here if part == there else part for part in parts]
            if there in parts and _is_column(twin, schema, used):
                return question_without(here, reading.task)
    return reading


def _is_column(parts: list[str], schema: Schema, used: Collection[str]) -> bool:
    """Whether a column of those words is there, and has no part in the answer."""
    return any(
        [part.casefold() for part in name_parts(name)] == parts and name not in used
        for name in schema.names
    )
