"""From the draft of a brief to its task: settings of the whole, order, what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import (
    Question,
    Reading,
    Understood,
    UnknownColumn,
    question_without,
)
from chat.reader.base.restating import step_words
from chat.reader.briefs.draft import Draft, Unread
from chat.reader.briefs.finding import is_unsure
from chat.reader.briefs.judging import decides, is_asked, names_object, stands
from chat.reader.briefs.steps import CHANGES_OUTLIERS
from chat.reader.briefs.words import data

_OF_OUTLIERS = ("find_outliers", *CHANGES_OUTLIERS)
_FIGURES = frozenset(
    ("mean", "median", "std", "variance", "min", "max", "sum", "count", "range")
)
_CHANGES_VALUES = (
    *CHANGES_OUTLIERS,
    "fill_missing",
    "drop_missing",
    "scale_columns",
)


def settle(draft: Draft) -> bool:
    """Puts what the brief says of all steps into them; False where one cannot obey."""
    for place, step in enumerate(draft.steps):
        draft.change(place, _with_rules(step, draft, draft.steps[:place]))
    if draft.ddof is not None and not _divided(draft):
        return False
    for name, value in draft.judging.items():
        for place, step in enumerate(draft.steps):
            draft.change(place, _judged(step, name, value))
    return True


def _with_rules(step: Step, draft: Draft, before: list[Step]) -> Step:
    params: dict[str, Any] = step.params
    if step.operation in _OF_OUTLIERS:
        params = {**_found_by(step, before), **draft.outliers, **params}
        if params.get("method") != "zscore":
            params.pop("ddof", None)
    if step.operation == "scale_columns" and draft.scaling:
        params = {"method": draft.scaling, **params}
        params["method"] = draft.scaling
    return step.model_copy(update={"params": params})


def _found_by(step: Step, before: list[Step]) -> dict[str, Any]:
    """The rule that the same outliers were found by: those are the ones removed."""
    if step.operation not in CHANGES_OUTLIERS or "method" in step.params:
        return {}
    columns = set(step.params.get("columns") or ())
    for one in reversed(before):
        if one.operation == "find_outliers" and columns <= set(one.params["columns"]):
            known = operation_named(step.operation).parameters
            kept = {name: value for name, value in one.params.items() if name in known}
            return {name: kept[name] for name in kept if name != "columns"}
    return {}


def _divided(draft: Draft) -> bool:
    """Gives the denominator of standard deviations to what has one."""
    done = draft.ddof == 1  # the usual one
    for place, step in enumerate(draft.steps):
        described = _described(step)
        if described is not None:
            draft.change(place, described)
            step = described
        known = operation_named(step.operation).parameters
        if step.operation in _OF_OUTLIERS and step.params.get("method") != "zscore":
            continue
        if "ddof" in known and "ddof" not in step.params:
            params = {**step.params, "ddof": draft.ddof}
            draft.change(place, step.model_copy(update={"params": params}))
        done = done or "ddof" in known
    return done


def _described(step: Step) -> Step | None:
    """Plain figures of a column by groups as a description, which has a denominator."""
    params = step.params
    measures = params.get("measures") or []
    if step.operation != "calculate" or set(params) - {"measures", "by", "chart"}:
        return None
    if any(set(each) - {"statistic", "of"} or not each.get("of") for each in measures):
        return None
    if any(set(key) - {"column"} for key in params.get("by") or ()):
        return None
    statistics = [each["statistic"] for each in measures]
    columns = list(dict.fromkeys(str(each["of"]).strip("`") for each in measures))
    if not {"std", "variance"} & set(statistics) or set(statistics) - _FIGURES:
        return None
    by = [key["column"] for key in params.get("by") or ()]
    said: dict[str, Any] = {"columns": columns, "statistics": statistics}
    return Step(operation="describe", params=said | ({"group_by": by} if by else {}))


def _judged(step: Step, name: str, value: float) -> Step:
    known = operation_named(step.operation).parameters
    if name not in known:
        return step
    if name == "linear_from" and len(step.params.get("columns") or ()) != 2:
        return step
    if known[name].default == value and name not in step.params:
        return step
    return step.model_copy(update={"params": {**step.params, name: value}})


def parted(task: Task, said: str) -> Task:
    """The figures of each group where groups are chosen and asked for "separately"."""
    steps = task.steps
    if len(steps) != 2 or not re.search(data()["parted"]["forms"], said.lower()):
        return task
    where = steps[0].params.get("where") or {}
    known = operation_named(steps[1].operation).parameters
    leaves = where.get("all", [where])
    chosen = [leaf for leaf in leaves if leaf.get("op") == "in"]
    if len(chosen) != 1 or "group_by" not in known:
        return task
    params = {"group_by": [chosen[0]["column"]], **steps[1].params}
    grouped = steps[1].model_copy(update={"params": params})
    return task.model_copy(update={"steps": (steps[0], grouped)})


def with_halves(steps: list[Step], before: list[Step], both: list[Step]) -> list[Step]:
    """The steps with analyses before the table is changed, or before it and after."""
    first = next(
        (n for n, step in enumerate(steps) if step.operation in _CHANGES_VALUES),
        len(steps),
    )
    placed = [*steps[:first], *before, *both, *steps[first:]]
    return [*placed, *both] if first < len(steps) else placed


def with_gaps_asked(steps: list[Step]) -> list[Step]:
    """The steps without the dropping of those gaps that one of them is about.

    "On how many days was no volume recorded? Ignore them in the average": figures leave
    gaps out anyway, and without their rows there would be none to count.
    """
    asked = {
        str(leaf.get("column"))
        for step in steps
        for leaf in _leaves(step.params)
        if leaf.get("op") == "is_missing"
    }
    return [
        step for step in steps
        if step.operation != "drop_missing"
        or not asked & set(step.params.get("columns") or ())
    ]  # fmt: skip


def _leaves(node: Any) -> Iterator[dict[str, Any]]:
    """Every condition within parameters."""
    if isinstance(node, dict):
        if "op" in node:
            yield node
        for inner in node.values():
            yield from _leaves(inner)
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from _leaves(inner)


def words_of(steps: list[Step]) -> tuple[str, ...]:
    return tuple(step_words(step) for step in steps)


def which_first(draft: Draft) -> Question:
    """Requests about different rows: one task holds but one of them."""
    shared = [entry.step for entry in draft.entries if not entry.rows]
    tasks = []
    for entry in draft.parted:
        own = [e.step for e in draft.entries if e.rows == entry.rows]
        steps = [*shared, *entry.rows, *own]
        said = words_of([*entry.rows, *own])
        task = Task(
            steps=tuple(steps),
            confidence=draft.confidence,
            understood=words_of(steps),
        )
        tasks.append((task, " · ".join(said)))
    return Question(
        "These questions are about different rows. Which one first?",
        tuple(tasks),
        "several requests",
    )


def finished(draft: Draft, before: list[Step], both: list[Step]) -> Reading | None:
    """The draft as a task, a refusal or a question; None where nothing is asked."""
    if not draft.entries and not both:
        return draft.refused[0][1] if draft.refused else None
    if not settle(draft):
        return None
    if draft.parted:
        return which_first(draft)
    steps = with_gaps_asked(with_halves(draft.ordered(), before, both))
    for said, refused in draft.refused:
        if _is_refused(said, refused, steps, draft):
            return refused
    left = [one.text for one in draft.unread] + [said.text for said, _ in draft.refused]
    task = Task(
        steps=tuple(steps),
        confidence=draft.confidence,
        understood=words_of(steps),
        assumptions=tuple(dict.fromkeys(draft.assumed)),
        ignored=tuple(dict.fromkeys([*draft.told, *left])),
        rules=() if _names_relation(steps) else draft.verdicts.rules,
        evidence=tuple(draft.evidence),
    )
    if draft.sought is not None and is_unsure(draft):
        return question_without(draft.sought.text, task)
    for one in draft.unread:
        restated = draft.explicit and not one.late
        if decides(replace(one, restated=restated), steps, draft.schema):
            return question_without(one.text, task)
    return Understood(task)


def _names_relation(steps: list[Step]) -> bool:
    """Whether a step obeys the rule by a setting of its own."""
    return any("linear_from" in step.params for step in steps)


def _is_refused(
    said: Unread, refused: Reading, steps: list[Step], draft: Draft
) -> bool:
    """Whether a clause with a name that is not there stops the brief.

    A question that introduces the matter may use any words, where a clause behind it asks
    by the columns' names, and the name stands in no place of a column.
    """
    if not is_asked(steps):
        return True
    word = refused.word if isinstance(refused, UnknownColumn) else ""
    introduces = bool(word) and said.asks and not names_object(said.text, word)
    restated = introduces and draft.explicit and not said.late
    if not decides(replace(said, restated=restated), steps, draft.schema):
        return False
    done = any(word.lower() in step.operation for step in steps) if word else False
    if said.late and said.asks and not done:
        return True
    return stands(said.text, refused, steps, draft.schema)
