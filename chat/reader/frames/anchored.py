"""A message that names its method exactly, in whatever sentences it stands.

The method's name is an anchor: the columns, roles, conditions and figures that the whole
message names are collected around it, and what is told of the data beside is set apart
and said. Every other word has its place in the method, or there is no such reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.reader.frames.background import Parted, without_background
from chat.reader.frames.message import best_reads
from chat.reader.frames.reading import MethodRead, task_of
from chat.reader.methods.asking import obeyed_by
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.linking import linked_message
from chat.reader.methods.naming import named_methods
from chat.reader.methods.refusing import refused_methods
from chat.reader.methods.settings import without_options

_CHOSEN_BY_COLUMNS = ("compare_groups", "compare_outcomes", "relate")
_SENTENCES = re.compile(r"[.!?;:\n]\s+\S")


def read_anchored(text: str, schema: Schema) -> Understood | None:
    """The one method that is named, with all that the message says; None otherwise.

    Messages of one sentence that ask for no figures are left to the readers of methods.
    """
    text = normalise(text)
    index = schema_index(schema)
    parted = (
        Parted(text) if best_reads(text, index) else without_background(text, index)
    )
    linked = linked_message(parted.rest, index)
    reads = best_reads(parted.rest, index)
    bare = None if reads else without_options(linked)
    if bare is not None:
        reads = best_reads(bare, index)
    if not reads or not reads[0].frame.named or not _is_anchored(reads[0], linked):
        return None
    says_more = parted.told or bare or reads[0].frame.said.outputs
    if not (says_more or _SENTENCES.search(text)):
        return None
    task = obeyed_by(_task(reads[0], parted.told), linked)
    if not isinstance(task, Task):
        return None
    return Understood(task, tuple(_task(read, parted.told) for read in reads[1:]))


def _task(read: MethodRead, told: Sequence[str]) -> Task:
    task = task_of(read)
    return task.model_copy(update={"ignored": (*told, *task.ignored)})


def _is_anchored(read: MethodRead, linked: LinkedText) -> bool:
    """Whether the method is the one that is named, and nothing else is that is missing.

    What only compares or relates is chosen by the columns and named by no method.
    """
    name = read.frame.operation.name
    if name in _CHOSEN_BY_COLUMNS:
        return False
    figures = list(_figures(read))
    for one in named_methods(linked):
        if _within(one.start, one.end, figures):
            continue
        if one.method is None or name not in one.method.by:
            return False
    return all(_within(r.start, r.end, figures) for r in refused_methods(linked))


def _figures(read: MethodRead) -> Iterator[tuple[int, int]]:
    """Where the method is named and its figures are asked for, in characters."""
    tokens = read.frame.lattice.tokens
    name = read.frame.operation.name
    said = read.frame.said
    heads = [term.place for term in said.terms if name in term.meaning.heads]
    for first, last in (*heads, *(output.place for output in said.outputs)):
        yield tokens[first].start, tokens[last - 1].end


def _within(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in places)
