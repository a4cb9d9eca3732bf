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
# Characters: the longest request of the corpora with its background has 600; what is
# longer is a text, whose clauses other readers part.
_LONGEST = 1_000
_SENTENCES = re.compile(r"[.!?;:\n]\s+\S")


def read_anchored(text: str, schema: Schema) -> Understood | None:
    """The one method that is named, with all that the message says; None otherwise.

    Messages of one sentence that ask for no figures are left to the readers of methods.
    """
    text = normalise(text)
    if len(text) > _LONGEST:
        return None
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
    if _asks_before(reads[0]) or _asks_twice(reads[0]):
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


def _asks_before(read: MethodRead) -> bool:
    """Whether a sentence before the method's asks for figures: a request of its own.

    "Mean age in first class. Then test …": the first is answered by no test.
    """
    lattice = read.frame.lattice
    begun = min((place[0] for place in _heads(read)), default=0)
    text = lattice.text[: lattice.tokens[begun].start]
    sentence = max((one.end() - 1 for one in _SENTENCES.finditer(text)), default=0)
    return any(
        lattice.tokens[output.place[0]].start < sentence
        for output in read.frame.said.outputs
    )


def _asks_twice(read: MethodRead) -> bool:
    """Whether two pairs are named: "between x and y, and between x and z"."""
    pairs = [g for g in read.frame.said.groups if "between" in g.markers]
    return sum(len(group.names) > 1 for group in pairs) > 1


def _heads(read: MethodRead) -> Iterator[tuple[int, int]]:
    """Where the method is named, in tokens."""
    name = read.frame.operation.name
    for term in read.frame.said.terms:
        if name in term.meaning.heads:
            yield term.place


def _figures(read: MethodRead) -> Iterator[tuple[int, int]]:
    """Where the method is named and its figures are asked for, in characters."""
    tokens = read.frame.lattice.tokens
    outputs = (output.place for output in read.frame.said.outputs)
    for first, last in (*_heads(read), *outputs):
        yield tokens[first].start, tokens[last - 1].end


def _within(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in places)
