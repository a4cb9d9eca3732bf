"""Outliers asked for, by whatever rule the clause or the brief names."""

from __future__ import annotations

import re

from analysis.base.task import Step
from analysis.operations import operation_named
from chat.reader.briefs.draft import Draft, Unread
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.outliers import outlier_rule, seeks_outliers
from chat.reader.briefs.referring import meant
from chat.reader.briefs.words import data, pattern

_NEAR = 0.7  # a link that is worth an answer without asking
_CLEARLY = 0.1  # a link that much better than the next one is the one meant


def found(clause: Marked, draft: Draft) -> bool:
    """Whether a clause asks for outliers; their search is then in the draft.

    Where its words are only near to columns' names, a rule of the brief may say which is
    meant: until then the clause is kept as ``sought``.
    """
    known = _outlying(draft)
    rule = outlier_rule(clause)
    if known is not None and rule.get("threshold") and draft.ruled:
        _change(draft, {**known.params, **rule})
        draft.sought = None
        return True
    if known is not None and _labelled(clause, draft, known):
        return True
    if not seeks_outliers(clause, draft.ruled):
        return False
    numbers, labels = _columns(clause, draft)
    sure = bool(set(numbers) & set(clause.strong)) or not draft.ruled
    if known is None and not clause.strong and _found_again(draft, numbers, rule):
        return True
    if not numbers and (known is None or len(labels) > 1):
        if draft.ruled:
            draft.sought = Unread(clause.linked.text, asks=True)
        return draft.ruled
    params = {"columns": numbers, **rule}
    if known is not None:
        params = {**known.params, **rule}
        if draft.sought is not None and clause.strong and numbers:
            params["columns"], draft.sought = numbers, None
    if labels and (sure or known is not None):
        params["label"] = labels[0]
    if known is not None:
        _change(draft, params)
    else:
        draft.ask([Step(operation="find_outliers", params=params)])
    if not sure and known is None:
        draft.sought = Unread(clause.linked.text, asks=True)
    return True


def _labelled(clause: Marked, draft: Draft, known: Step) -> bool:
    """ "Report the names of the outliers": the search names them by that column."""
    match = pattern(data()["outliers"]["labelled"]).search(clause.text)
    if match is None:
        return False
    named = clause.columns_in(match["c"])
    if set(named) <= set(known.params["columns"]):
        return True
    _change(draft, {**known.params, "label": named[0]})
    return True


def replaces_outliers(clause: Marked) -> bool:
    """Whether a clause puts others in the place of outliers, which nothing here does."""
    return bool(re.search(data()["outliers"]["replaced"], clause.text))


def ruled_for(clause: Marked, draft: Draft) -> None:
    """Takes the columns that a rule names for the outliers sought before."""
    bracketed = re.findall(r"\((\ue010c\d+\ue011)\)", clause.text)
    named = clause.strong or clause.columns_in("".join(bracketed))
    numbers = [name for name in named if draft.schema[name].is_numeric]
    if draft.sought is None or not numbers:
        return
    known = _outlying(draft)
    if known is None:
        draft.ask([Step(operation="find_outliers", params={"columns": numbers})])
    else:
        _change(draft, {**known.params, "columns": numbers})
    draft.sought = None


def is_unsure(draft: Draft) -> bool:
    """Whether outliers are sought, and no clause says of what."""
    return draft.sought is not None and _outlying(draft) is None


def _columns(clause: Marked, draft: Draft) -> tuple[list[str], list[str]]:
    """The columns of numbers and the others that a clause names, or that are spoken of."""
    kinds = draft.schema
    strong = [name for name in clause.strong if kinds[name].is_numeric]
    named = clause.columns or meant(draft)
    numbers = strong or [name for name in named if kinds[name].is_numeric]
    if draft.ruled and not strong and clause.columns:
        odd = re.search(data()["outliers"]["odd"], clause.text)
        behind = clause.columns_in(clause.text[odd.end() :] if odd else "")
        near = {p.column for p in clause.linked.of_kind("column") if p.score >= _NEAR}
        numbers = [name for name in numbers if name in behind and name in near]
    labels = [name for name in named if not kinds[name].is_numeric]
    judged = pattern(data()["outliers"]["judged"]).search(clause.text)
    if judged is not None:
        said = clause.columns_in(judged["c"])
        numbers = [name for name in said if kinds[name].is_numeric] or numbers
    if len(numbers) > 1 and not strong and clause.columns:
        scores = {
            part.column: part.score
            for part in clause.linked.of_kind("column")
            if part.column in numbers
        }
        best, second = sorted(numbers, key=lambda name: -scores[name])[:2]
        if scores[best] - scores[second] >= _CLEARLY:
            numbers = [best]
    return numbers, labels


def _outlying(draft: Draft) -> Step | None:
    """The search for outliers that the last analysis is."""
    place = _last(draft)
    step = draft.steps[place] if place is not None else None
    return step if step is not None and step.operation == "find_outliers" else None


def _found_again(draft: Draft, numbers: list[str], rule: dict[str, object]) -> bool:
    """Whether a clause says again, behind all that was asked, how outliers are found.

    "Identify the outliers by …" then holds for the one search for them.
    """
    places = [n for n, s in enumerate(draft.steps) if s.operation == "find_outliers"]
    if len(places) != 1:
        return False
    step = draft.steps[places[0]]
    if numbers and set(numbers) != set(step.params["columns"]):
        return False
    params = {**step.params, **rule}
    draft.change(places[0], Step(operation="find_outliers", params=params))
    draft.sought = None
    return True


def _last(draft: Draft) -> int | None:
    """The place of the last analysis."""
    steps = list(enumerate(draft.steps))
    kinds = ((n, operation_named(step.operation).kind) for n, step in reversed(steps))
    return next((n for n, kind in kinds if kind != "prepare"), None)


def _change(draft: Draft, params: dict[str, object]) -> None:
    place = _last(draft)
    if place is not None:
        draft.change(place, Step(operation="find_outliers", params=params))
