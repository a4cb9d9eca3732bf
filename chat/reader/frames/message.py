"""A whole message as a method or a chart: a task, or None where words are left over."""

from __future__ import annotations

from functools import lru_cache

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.index import SchemaIndex
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.reader.frames.reading import MethodRead, read_method, steps_of, task_of

# Two readings nearer than that, with other steps, are both offered.
_NEAR = 0.12
_RELATES = ("correlation", "covariance", "association_matrix", "pair_plot")


def read_as_method(
    text: str, schema: Schema, previous: Task | None
) -> Understood | None:
    """The message as one method over the table, where every word has its place in it."""
    reads = best_reads(normalise(text), schema_index(schema))
    if not reads:
        return None
    if previous is not None and reads[0].frame.lattice.at("continues", 0):
        return None
    return Understood(task_of(reads[0]), tuple(task_of(r) for r in reads[1:]))


@lru_cache(maxsize=64)  # one message is asked for its method by several readers
def best_reads(text: str, index: SchemaIndex) -> tuple[MethodRead, ...]:
    """The best reading if it is complete, and others that come as near; none else.

    Readers share it, as they do the lattice: nobody changes what is read.
    """
    reads = [read for read in read_method(text, index) if not _relates_nothing(read)]
    if not reads or not reads[0].is_complete:
        return ()
    return (reads[0], *_rivals(reads))


def _relates_nothing(read: MethodRead) -> bool:
    """Whether one column is related to no other: some word was not taken for a column."""
    frame = read.frame
    columns = frame.params.get("columns") or ()
    return frame.operation.name in _RELATES and len(columns) == 1


def _rivals(reads: list[MethodRead]) -> list[MethodRead]:
    best = reads[0]
    return [
        read
        for read in reads[1:3]
        if read.is_complete
        and read.cost - best.cost < _NEAR
        and steps_of(read.frame) != steps_of(best.frame)
    ]
