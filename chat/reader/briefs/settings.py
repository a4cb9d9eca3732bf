"""Clauses that say how something is carried out: its method, its level, its options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.base.task import Step
from analysis.operations import operation_named
from chat.reader.briefs.draft import Draft, Entry, context_of
from chat.reader.briefs.judging import figures_of
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.steps import columns_of, merged
from chat.reader.briefs.told import statistics_of
from chat.reader.briefs.words import data
from chat.reader.methods.filling import filled
from chat.reader.methods.naming import Named, named_methods
from chat.reader.methods.settings import Said, obeyed, said_options


def set_by(clause: Marked, draft: Draft) -> bool:
    """Whether a clause sets something of the analyses so far, and sets it."""
    if not draft.asks():
        return _first(clause, draft)
    if set(clause.columns) - {*columns_of(_last(draft)), *draft.made}:
        return False
    named = [one for one in named_methods(clause.linked) if one.method is not None]
    said = said_options(clause.linked)
    if not named and not said:
        return False
    if _has_loose_numbers(clause, said):
        return False
    entries = list(draft.entries)
    for one in named:
        if not _named(one, entries, clause):
            return False
    for option in said:
        if not _obeyed(option, entries):
            return False
    if _asks_figures(clause, [entry.step for entry in entries]):
        return False
    draft.entries = entries
    return True


def _asks_figures(clause: Marked, steps: list[Step]) -> bool:
    """Whether a clause asks for figures besides: "the mean, the skewness and the
    kurtosis" is more than a skewness."""
    wanted = statistics_of(clause.linked.text, clause.schema) - {"rows", "count"}
    return bool(wanted - figures_of(steps))


def _first(clause: Marked, draft: Draft) -> bool:
    """A method named for the columns that were only spoken of so far."""
    columns = [c for c in draft.context.columns if c in draft.schema.names]
    said = said_options(clause.linked)
    if clause.columns or not columns or _has_loose_numbers(clause, said):
        return False
    known = {column.name: column for column in draft.schema.columns}
    for one in named_methods(clause.linked):
        for operation in one.method.by if one.method is not None else ():
            assert one.method is not None
            step = filled(operation, columns, known, one.method.setting)
            if step is not None and _is_whole(step):
                entries = [Entry(step)]
                if not all(_obeyed(option, entries) for option in said):
                    return False
                draft.entries += entries
                return True
    return False


def _is_whole(step: Step) -> bool:
    """Whether a comparison has two sides."""
    operation = operation_named(step.operation)
    sided = operation.category == "Compare" and "group" in operation.parameters
    columns = step.params.get("columns") or ()
    return not sided or bool(step.params.get("group")) or len(columns) > 1


def _last(draft: Draft) -> Step:
    return draft.steps[_analyses(draft.entries)[-1]]


def _analyses(entries: list[Entry]) -> list[int]:
    return [
        place
        for place, entry in enumerate(entries)
        if operation_named(entry.step.operation).kind != "prepare"
    ]


def _has_loose_numbers(clause: Marked, said: tuple[Said, ...]) -> bool:
    return any(
        not any(one.start <= part.start and part.end <= one.end for one in said)
        for part in clause.linked.of_kind("number", "value")
    )


def _named(one: Named, entries: list[Entry], clause: Marked) -> bool:
    """Makes an analysis the named method, the last that can be first."""
    method = one.method
    assert method is not None
    if not method.is_offered:
        return False
    if _regresses(one, entries, clause):
        return True
    for place in reversed(_analyses(entries)):
        step = entries[place].step
        if step.operation in method.by and not _only_asks(step):
            known = operation_named(step.operation).parameters
            chosen = {k: v for k, v in method.setting.items() if k in known}
            changed = step.model_copy(update={"params": {**step.params, **chosen}})
            entries[place] = replace(entries[place], step=changed)
            return True
    for place in reversed(_analyses(entries)):
        correlated = _correlated(entries[place].step, one, clause)
        if correlated is not None:
            entries[place] = replace(entries[place], step=correlated)
            return True
        for operation in method.by:
            step = entries[place].step
            other = _of_groups(operation, step, method.setting) or filled(
                operation, columns_of(step), clause.linked.columns, method.setting
            )
            if other is not None and _is_whole(other):
                levels = _levels(step)
                known = operation_named(operation).parameters
                if levels and "levels" in known:
                    params = {**other.params, "levels": levels}
                    other = Step(operation=operation, params=params)
                if _only_asks(step):
                    entries[place] = replace(entries[place], step=merged(step, other))
                else:
                    entries.insert(place + 1, replace(entries[place], step=other))
                return True
    return False


def _correlated(step: Step, one: Named, clause: Marked) -> Step | None:
    """A question of how two columns of numbers relate, by the coefficient that is named."""
    assert one.method is not None
    columns = columns_of(step)
    if step.operation != "relate" or one.method.by[0] != "correlation":
        return None
    known = clause.linked.columns
    if len(columns) != 2 or not all(
        n in known and known[n].is_numeric for n in columns
    ):
        return None
    kept = {"alpha": step.params["alpha"]} if "alpha" in step.params else {}
    params = {"columns": columns, **one.method.setting, **kept}
    return Step(operation="correlation", params=params)


def _regresses(one: Named, entries: list[Entry], clause: Marked) -> bool:
    """A regression to be carried out behind a correlation: both are answered."""
    assert one.method is not None
    fit, places = one.method.by[0], _analyses(entries)
    if fit != "linear_regression" or one.method.setting:
        return False
    if any(entries[place].step.operation == fit for place in places):
        return False
    if not re.search(data()["told"]["carried_out"], clause.text):
        return False
    place = places[-1]
    step = entries[place].step
    if step.operation != "correlation" or len(columns_of(step)) != 2:
        return False
    other = filled(fit, columns_of(step)[::-1], clause.linked.columns)
    if other is None:
        return False
    entries.insert(place + 1, replace(entries[place], step=other))
    return True


def _of_groups(operation: str, step: Step, setting: Mapping[str, Any]) -> Step | None:
    """The method for the groups that an analysis has, whatever their codes are."""
    known, meant = operation_named(operation).parameters, context_of(step)
    if (
        meant.group is None
        or not meant.columns
        or not {"columns", "group"} <= set(known)
    ):
        return None
    chosen = {name: value for name, value in setting.items() if name in known}
    params = {"columns": meant.columns, "group": meant.group, **chosen}
    return Step(operation=operation, params=params)


def _levels(step: Step) -> list[str]:
    if step.operation == "calculate":
        keys = step.params.get("by") or []
        return list(keys[0].get("values") or ()) if keys else []
    return list(step.params.get("levels") or ())


def _only_asks(step: Step) -> bool:
    """Whether an analysis only stands for the question that a method answers."""
    return step.operation in ("relate", "compare_groups")


def _obeyed(option: Said, entries: list[Entry]) -> bool:
    done = False
    for place in _analyses(entries):
        changed = obeyed(entries[place].step, option)
        if changed is not None:
            entries[place] = replace(entries[place], step=changed)
            done = True
    usual = {"alpha": 0.05, "confidence_level": 0.95}
    return done or any(
        usual.get(name) == value for one in option.sets for name, value in one.items()
    )
