"""A yes/no column for each of the answers that the cells of one column hold."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.base.errors import TaskError

from .facts import Facts
from .recipe import Mend
from .several import options_of
from .typing_columns import TypedColumn, type_column
from .verdict import Verdict


def option_columns(
    column: TypedColumn, facts: Facts, names: Sequence[str]
) -> list[TypedColumn]:
    """The columns, named as their answers, or as question and answer where one is taken.

    Raises TaskError where the cells hold no several answers.
    """
    found = options_of(facts.text)
    if found is None:
        raise TaskError(f"The cells of {column.recipe.name} hold one answer each.")
    mark, options = found
    taken = set(names)
    made = []
    for option in options:
        name = option if option not in taken else f"{column.recipe.name}: {option}"
        taken.add(name)
        verdict = Verdict(
            "boolean" if facts.text.null_count() else "bool",
            true_words=("True",),
            false_words=("False",),
            mends=(Mend(step="with_option", how={"mark": mark, "option": option}),),
        )
        recipe = column.recipe
        made.append(type_column(name, recipe.source, recipe.position, facts, verdict))
    return made
