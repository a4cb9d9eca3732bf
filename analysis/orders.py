"""Answers that stand on the order of words: which word counts as what."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.base.columns import Schema
from analysis.base.parameters import ColumnRole
from analysis.base.reply import Reply, Text
from analysis.base.task import Task
from analysis.base.wording import name_of
from analysis.operations import operation_named

_SHOWN = 7


def with_orders(reply: Reply, task: Task, schema: Schema) -> Reply:
    """The reply with a line for each column of words that counted by its order."""
    lines = [
        _line(name, schema[name].order) for name in dict.fromkeys(_placed(task, schema))
    ]
    if not lines:
        return reply
    note = Text(text=" ".join(lines), muted=True)
    first = next((n for n, b in enumerate(reply.blocks) if isinstance(b, Text)), -1) + 1
    blocks = (*reply.blocks[:first], note, *reply.blocks[first:])
    return reply.model_copy(update={"blocks": blocks})


def _placed(task: Task, schema: Schema) -> Iterator[str]:
    for step in task.steps:
        for name, parameter in operation_named(step.operation).parameters.items():
            role, value = parameter.role, step.params.get(name)
            if isinstance(role, ColumnRole) and role.sort == "ranked" and value:
                named = value if isinstance(value, list) else [value]
                known = [one for one in named if one in schema.names]
                yield from (one for one in known if schema[one].is_ranked)


def _line(name: str, order: tuple[str, ...]) -> str:
    """ "size counts by its order: small (1), medium (2), large (3)."."""
    if len(order) > _SHOWN:
        shown = f"from {order[0]} (1) to {order[-1]} ({len(order)})"
    else:
        shown = ", ".join(f"{word} ({place})" for place, word in enumerate(order, 1))
    return f"{name_of(name)} counts by its order: {shown}."
