"""What a row holds where another column is highest: "the price of the flat with the
largest area"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from chat.reader.base.restating import step_words
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.words import data, pattern

_MOST_LABELS = 2


@dataclass(frozen=True)
class Picked:
    """The step, and what is said of rows that share the extreme."""

    step: Step
    assumed: str


def picked(clause: Marked) -> Picked | None:
    """The row with the extreme of one column, and what another one holds there.

    The noun for the rows names no column, or one with a value for each row: with several
    rows for each country, "the country with the highest …" is no row.
    """
    words = data()["picking"]
    for form in words["forms"]:
        match = pattern(form, words["words"]).search(clause.text)
        if match is None:
            continue
        wanted, by = (clause.columns_in(match[name]) for name in ("a", "b"))
        noun = set(clause.columns_in(match["noun"])) & set(clause.strong)
        if len(wanted) != 1 or len(by) != 1 or wanted == by:
            continue
        if not clause.schema[by[0]].is_numeric:
            continue
        if not all(_is_row(clause, name) or name == by[0] for name in noun):
            continue
        low = bool(re.search(words["low"], match["end"]))
        labels = [c.name for c in clause.schema.columns if _labels(clause, c)]
        shown = [*labels[:_MOST_LABELS], wanted[0], by[0]]
        params = {
            "columns": list(dict.fromkeys(shown)),
            "sort_by": by[0],
            "descending": not low,
            "limit": 1,
        }
        said = words["assumed"]["low" if low else "high"].format(by[0])
        return Picked(Step(operation="show_rows", params=params), said)
    return None


def _is_row(clause: Marked, name: str) -> bool:
    column = clause.schema[name]
    return column.n_unique + column.n_missing >= clause.schema.n_rows


def _labels(clause: Marked, column: Column) -> bool:
    """Whether a column names the rows."""
    return not column.is_numeric and _is_row(clause, column.name)


def restates_picked(clause: Marked, steps: Sequence[Step]) -> bool:
    """Whether a clause says the row that was picked before once more."""
    last = steps[-1] if steps else None
    if last is None or last.operation != "show_rows" or last.params.get("limit") != 1:
        return False
    words = data()["picking"]
    for form in words["again"]:
        match = pattern(form, words["words"]).search(clause.text)
        if match is None:
            continue
        said = match.groupdict()
        end = said.get("end")
        if end and bool(re.search(words["low"], end)) == last.params["descending"]:
            continue
        named = clause.columns_in(said["a"])
        allowed = [last.params["sort_by"]] if end else last.params["columns"]
        if named and set(named) <= set(allowed):
            return True
    return False


def row_picked(text: str, schema: Schema) -> Task | None:
    """A message that asks for nothing but what a row holds."""
    row = picked(marked(text.strip(" .?!"), schema))
    if row is None:
        return None
    said = (step_words(row.step),)
    return Task(steps=(row.step,), understood=said, assumptions=(row.assumed,))
