"""Rows set against those of the request before: "is it different from the distribution
among the women who survived?"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, Understood
from chat.reader.briefs.among import rows_named
from chat.reader.briefs.draft import Draft, Entry
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.steps import columns_of
from chat.reader.briefs.words import data, patterns_in
from chat.reader.methods.naming import named_methods

ReadOne = Callable[[str, Schema], Reading]
Leaves = dict[str, Any]
_PAIR = 2
_DRAWN = ("histogram", "density_plot", "box_plot", "violin_plot")


def set_against(clause: Marked, draft: Draft, read: ReadOne) -> bool:
    """Whether a clause asks if the rows before differ from others in the same measure.

    Both sets of rows must differ in one value: that column then tells the groups, and the
    request before is answered for each of them.
    """
    last = draft.entries[-1] if draft.entries else None
    if last is None or len(columns_of(last.step)) != 1:
        return False
    column = columns_of(last.step)[0]
    for form in patterns_in("opposing", "forms"):
        match = form.fullmatch(clause.text)
        if match is None:
            continue
        other = _rows_of(clause.words_in(match["other"]), column, draft, read)
        found = _apart(_leaves(last.rows), other)
        if found is None:
            continue
        shared, group, levels = found
        rows = _rows(shared, group, levels, draft.schema)
        step = _by_group(last.step, group)
        test = Step(
            operation=_test(clause, last.step),
            params={"columns": [column], "group": group},
        )
        draft.entries[-1] = Entry(step, rows)
        draft.entries.append(Entry(test, rows))
        draft.context.columns, draft.context.group = [column], group
        return True
    return False


def _rows_of(said: str, column: str, draft: Draft, read: ReadOne) -> Leaves:
    """The conditions of the rows that some words name for the measure."""
    reading = read(said, draft.schema)
    if isinstance(reading, Understood):
        *rows, last = reading.task.steps
        if columns_of(last) == [column] and rows:
            return _leaves(tuple(rows))
    for match in re.finditer(data()["among"]["before"], f" {said}", re.IGNORECASE):
        rest = said[match.start() :].strip()
        named = rows_named(rest, column, draft.schema, read)
        if named:
            return _leaves(named)
    return {}


def _leaves(rows: tuple[Step, ...]) -> Leaves:
    """The value that each column has in some rows; {} where more is said of them."""
    found: Leaves = {}
    for step in rows:
        where = step.params.get("where") or {}
        for one in where.get("all", [where]):
            if one.get("op") != "==" or one["column"] in found:
                return {}
            found[one["column"]] = one["value"]
    return found


def _apart(one: Leaves, other: Leaves) -> tuple[Leaves, str, list[Any]] | None:
    """What two sets of rows share, and the one column in which they differ."""
    if not one or set(one) != set(other):
        return None
    differing = [name for name in one if one[name] != other[name]]
    if len(differing) != 1:
        return None
    name = differing[0]
    shared = {each: one[each] for each in one if each != name}
    return shared, name, [one[name], other[name]]


def _rows(
    shared: Leaves, group: str, levels: list[Any], schema: Schema
) -> tuple[Step, ...]:
    kept = [{"column": n, "op": "==", "value": v} for n, v in shared.items()]
    if schema[group].n_unique > _PAIR:
        kept.append({"column": group, "op": "in", "value": levels})
    if not kept:
        return ()
    where = kept[0] if len(kept) == 1 else {"all": kept}
    return (Step(operation="filter_rows", params={"where": where}),)


def _by_group(step: Step, group: str) -> Step:
    known = operation_named(step.operation).parameters
    if "group_by" not in known:
        return step
    several = step.operation not in _DRAWN
    return step.model_copy(
        update={"params": {**step.params, "group_by": [group] if several else group}}
    )


def _test(clause: Marked, before: Step) -> str:
    """The method that a clause names, else the one for what was asked before."""
    for one in named_methods(clause.linked):
        for operation in one.method.by if one.method is not None else ():
            if {"columns", "group"} <= set(operation_named(operation).parameters):
                return operation
    return "two_sample_ks" if before.operation in _DRAWN else "compare_groups"
