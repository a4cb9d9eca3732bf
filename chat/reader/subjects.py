"""Who does what more often: the ones that are named first are the group."""

from __future__ import annotations

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, build_lattice

_LONGEST = 40
_SURE = 0.45
_OPENING = 3


def with_subject_first(text: str, schema: Schema, method: Understood) -> Understood:
    """ "Do insured people smoke less often than the others?": the rate of smoking among
    the insured, never that of insurance among smokers.

    Both are columns of yes and no; where a preposition marks the second ("are more
    insured among smokers") it is the group, as said.
    """
    step = method.task.steps[-1]
    group, columns = step.params.get("group"), step.params.get("columns") or []
    if step.operation != "compare_groups" or not group or len(columns) != 1:
        return method
    outcome = str(columns[0])
    flags = {c.name for c in schema.columns if roles.yes_of(c) is not None}
    if not {group, outcome} <= flags:
        return method
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return method
    lattice = build_lattice(text, tokens, schema_index(schema))
    if _group_of(lattice, group, outcome) != outcome:
        return method
    params = {**step.params, "group": outcome, "columns": [group]}
    params.pop("levels", None)
    swapped = step.model_copy(update={"params": params})
    steps = (*method.task.steps[:-1], swapped)
    words = (*method.task.understood[:-1], step_words(swapped))
    task = method.task.model_copy(update={"steps": steps, "understood": words})
    return Understood(task, method.alternatives)


def _group_of(lattice: Lattice, one: str, other: str) -> str | None:
    """Whose rates a yes-or-no question compares; None where it does not say so."""
    places = {name: _place(lattice, name) for name in (one, other)}
    found = sorted((at, name) for name, at in places.items() if at is not None)
    if len(found) != len(places) or found[0][0] == found[1][0]:
        return None
    (first, subject), (second, predicate) = found
    opens = any(lattice.at("yesno", at) for at in range(min(_OPENING, first)))
    if not opens or not any(True for _ in lattice.all("oftener")):
        return None
    at = second - 1
    while at > first and lattice.at("glue", at) and not _marks(lattice, at):
        at -= 1
    return predicate if _marks(lattice, at) else subject


def _marks(lattice: Lattice, at: int) -> bool:
    """ "among", "for", "with": what stands behind is where it is so."""
    return any(lattice.at(category, at) for category in ("prep", "by", "sortby"))


def _place(lattice: Lattice, name: str) -> int | None:
    return min(
        (
            s.first
            for s in lattice.all("column")
            if s.concept == name and s.cost < _SURE
        ),
        default=None,
    )
