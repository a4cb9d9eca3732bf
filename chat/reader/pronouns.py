"""What "it" stands for in a request: "correlate it with age" after "total revenue"."""

from __future__ import annotations

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import Lattice, build_lattice

_LONGEST = 24
_JOINS = ("prep", "versus", "and", "to")


def with_names(
    text: str, schema: Schema, previous: Task | None
) -> tuple[str, tuple[str, ...]]:
    """The message with the column that was measured before, and what was taken for it."""
    name = _measured(previous) if previous is not None else None
    if name is None or name.strip("`") not in schema.names:
        return text, ()
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return text, ()
    lattice = build_lattice(text, tokens, schema_index(schema))
    for at in range(1, len(tokens)):
        if not _stands_for_a_column(lattice, at):
            continue
        told = f"“{tokens[at].text}” was taken to mean {name.strip('`')}"
        return text[: tokens[at].start] + name + text[tokens[at].end :], (told,)
    return text, ()


def _measured(previous: Task) -> str | None:
    """The one column whose figures the answer before is about."""
    params = previous.steps[-1].params
    named = [m.get("of") for m in params.get("measures") or ()] or [
        _quoted(name)
        for name in params.get("columns") or [params.get("column")]
        if name
    ]
    found = list(dict.fromkeys(named))
    return found[0] if len(found) == 1 else None


def _stands_for_a_column(lattice: Lattice, at: int) -> bool:
    """Whether a pronoun is set against a column: "correlate it with age", "is it related
    to age"."""
    if not lattice.at("refers", at):
        return False
    for head in lattice.at("foreign", at + 1):
        joined = any(lattice.at(kind, head.last) for kind in _JOINS)
        if joined and any(s.first > head.last for s in lattice.all("column")):
            return True
    asked = any(s.last in (at, at - 1) for s in lattice.all("foreign"))
    asked = asked or any(s.last == at for s in lattice.all("comparing"))
    joined = any(lattice.at(kind, at + 1) for kind in _JOINS)
    return asked and joined and any(s.first > at for s in lattice.all("column"))


def _quoted(name: str) -> str:
    return name if name.isidentifier() else f"`{name}`"
