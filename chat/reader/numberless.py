"""Statistics of numbers asked of a column that holds none: the answer says why."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.calculating.steps import DESCRIBED

_IN_FULL = 0.1  # what a link costs to a name that is said as it stands
_LONGEST = 12  # tokens; longer messages ask for more than that
_SURE = 0.9


def of_no_numbers(text: str, schema: Schema) -> Understood | None:
    """ "the mean of price" where price is text: a task that is refused for its values.

    What keeps them from being numbers, and how they could be read, is said by the
    operation and by what is doubtful about the table.
    """
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    asked = [
        DESCRIBED[s.concept] for s in lattice.all("statistic") if s.concept in DESCRIBED
    ]
    names, groups = _sides(lattice)
    if not all(_is_of_it(lattice, at, groups) for at in range(len(tokens))):
        return None
    if len(names) != 1 or not asked or lattice.columns[names[0]].is_numeric:
        return None
    if groups and not lattice.columns[names[0]].is_ranked:
        return None
    params: dict[str, Any] = {
        "columns": names,
        "statistics": [*dict.fromkeys(asked)],
        **({"group_by": groups} if groups else {}),
    }
    step = Step(operation="describe", params=params)
    return Understood(
        Task(steps=(step,), confidence=_SURE, understood=(step_words(step),))
    )


def _is_of_it(lattice: Lattice, at: int, groups: list[str]) -> bool:
    """Whether a word is the statistic, a column, or says nothing besides."""
    if lattice.at("by", at):
        return bool(groups)
    if lattice.at("count", at):
        return False
    return lattice.tokens[at].kind == "mark" or any(
        sense.first <= at < sense.last
        for category in ("statistic", "column", "glue", "filler", "yesno", "which")
        for sense in lattice.all(category)
    )


def _sides(lattice: Lattice) -> tuple[list[str], list[str]]:
    """The columns that are named before and behind a "by"."""
    by = min((s.first for s in lattice.all("by")), default=len(lattice.tokens))
    found = [s for s in lattice.all("column") if s.cost < _IN_FULL and s.column]
    names = [s.column for s in found if s.first < by and s.column]
    groups = [s.column for s in found if s.first >= by and s.column]
    return list(dict.fromkeys(names)), list(dict.fromkeys(groups))
