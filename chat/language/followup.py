"""Changes to the task before: "and for age?", "now by sex", "same but Spearman"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from analysis.operation import Operation
from analysis.task import Step, Task
from chat.language.binding import bind
from chat.language.change import APPENDS, UNGROUPED, Change, change_columns, regroup
from chat.language.clause import Clause
from chat.language.conditions import Condition, all_of
from chat.language.confidence import step_words
from chat.language.draft import Draft
from chat.language.filters import read_filters
from chat.language.options import chosen_numbers, chosen_options
from chat.language.outcomes import Reading, Understood
from chat.language.parsing import Message
from chat.language.phrases import phrase_scores, spoken_operations
from chat.language.transfer import (
    is_group_role,
    step_groups,
    step_subjects,
    transferred,
)

_MARKER = re.compile(
    r"^\W*(?:and|now|same|also|but|then|ok(?:ay)?|what about|how about|what if|instead|only"
    r"|without|excluding|except|add|as (?:a |an )?|by|per|for|make (?:it|that|this|them)"
    r"|in (?:a|an)?|top|bottom|with|just|group|use|using|switch|change|show (?:it|that|this"
    r"|them)|turn (?:it|that)|colou?r|split|break|plot (?:it|that|this|them)|draw (?:it"
    r"|that)|sort|no|again|repeat|the same|do (?:it|that|the same)|remove|drop|try|replace"
    r"|include|put|limit|restrict|sorted|ascending|descending|reverse|percent)\b"
)
_SAME = re.compile(r"\b(?:same|again|it|that|this|them|instead)\b")
_CONTINUES = re.compile(
    r"^\W*(?:and|now|also|but|then|ok(?:ay)?|what|how|only|without)\b"
)
_UNFILTERED = re.compile(
    r"\b(?:all (?:the )?(?:rows|data|records|people|passengers)|without (?:the |any )?filters?"
    r"|(?:remove|drop|clear) (?:the |all )?filters?|everyone|whole (?:table|dataset))\b"
)
_NEW_REQUEST = 2.5
_SHORT = 6
_NAMED = 0.6
_CONFIDENCE = 0.9


def follow_up(message: Message, draft: Draft, previous: Task) -> Reading | None:
    """The previous task with what the message changes; None for a request of its own."""
    place = _target(previous)
    if place is None or not message.tokens:
        return None
    clause = message.clause((0, len(message.tokens)))
    if _is_whole_pipeline(clause, draft):
        return None
    marked = bool(
        _MARKER.search(clause.text)
        or _UNFILTERED.search(clause.text)
        or UNGROUPED.search(clause.text)
    )
    scores = phrase_scores(clause)
    if not marked and _is_complete(message, draft, scores):
        return None
    if _stands_alone(message, clause, scores, marked, draft, previous.steps[place]):
        return None
    columns = message.index.columns
    known = [s for s in previous.steps if not s.companion]
    at = known.index(previous.steps[place])
    change = Change(known[:at], known[at])
    work = replace(clause, used=set(clause.used))
    _change_operation(change, work, scores, message)
    operation = spoken_operations()[change.target.operation]
    _change_settings(change, work, operation)
    _change_rows(change, work, message)
    change_columns(change, work, operation, message)
    if not change.changed or not _columns_exist(change, columns):
        return None
    return Understood(_task(change, work))


def _target(previous: Task) -> int | None:
    kinds = spoken_operations()
    for place in range(len(previous.steps) - 1, -1, -1):
        step = previous.steps[place]
        known = kinds.get(step.operation)
        if known is not None and known.kind != "prepare" and not step.companion:
            return place
    return None


def _is_whole_pipeline(clause: Clause, draft: Draft) -> bool:
    """ "remove outliers of fare, then the mean by sex": nothing is left open."""
    kinds = {spoken_operations()[step.operation].kind for step in draft.steps}
    return (
        "prepare" in kinds
        and len(kinds) > 1
        and not draft.missing
        and not _CONTINUES.match(clause.text)
        and not _SAME.search(clause.text)
    )


def _is_complete(message: Message, draft: Draft, scores: dict[str, float]) -> bool:
    """Whether a message asks for something by name, and of columns that it names.

    "Pie chart of embarked" is about that column; "pie chart by class" is not about the
    class, and takes what it is about from the question before.
    """
    if (
        draft.missing
        or not draft.steps
        or max(scores.values(), default=0) < _NEW_REQUEST
    ):
        return False
    step = draft.steps[-1]
    subjects, groups = step_subjects(step), step_groups(step)
    return any(
        mention.column in subjects
        or (
            mention.column in groups
            and mention.first > 0
            and message.tokens[mention.first - 1].folded == "of"
        )
        for mention in message.mentions
        if mention.kind == "column" and mention.score >= _NAMED
    )


def _stands_alone(
    message: Message,
    clause: Clause,
    scores: dict[str, float],
    marked: bool,
    draft: Draft,
    step: Step,
) -> bool:
    """Whether the message is complete without the one before."""
    names = [m for m in message.mentions if m.kind == "column" and m.score >= _NAMED]
    best, score = next(iter(scores.items()), ("", 0.0))
    if score >= _NEW_REQUEST and names and not (marked and _SAME.search(clause.text)):
        operation = spoken_operations()[best]
        if operation.kind == "prepare" and marked:
            return False
        bound = bind(operation, replace(clause, used=set(clause.used)))
        own = [n for n, role in operation.column_parameters().items()
               if bound.params.get(n) and not is_group_role(role)]  # fmt: skip
        if own and not bound.missing:
            return not (marked and len(names) < len(step_subjects(step)))
        return False
    if marked or (draft.missing and len(message.tokens) <= _SHORT):
        return False
    if len(message.tokens) > _SHORT or (score >= _NEW_REQUEST and not names):
        known = spoken_operations()[step.operation]
        options, _ = chosen_options(known, clause)
        return not (options and len(message.tokens) <= _SHORT)
    return score < _NEW_REQUEST and not message.mentions and not scores


def _change_operation(
    change: Change, clause: Clause, scores: dict[str, float], message: Message
) -> None:
    """ "as a bar chart", "make it a box plot", "without outliers"."""
    known = spoken_operations()
    present = known[change.target.operation]
    options, _ = chosen_options(present, clause)
    if chosen_numbers(present, replace(clause, used=set(clause.used))):
        return
    for name, score in scores.items():
        operation = known[name]
        if score < _NEW_REQUEST or name == "filter_rows":
            continue
        if operation.kind == "prepare":
            _prepare(change, clause, operation, message)
            return
        if name == change.target.operation:
            return
        if operation.kind != "chart" and options:
            return
        params = _carried(change.target, operation, message)
        if params is not None:
            change.target = Step(operation=name, params=params)
            change.changed = True
        return


def _carried(
    step: Step, operation: Operation, message: Message
) -> dict[str, Any] | None:
    return transferred(
        operation, step_subjects(step), step_groups(step), step, message.columns
    )


def _prepare(
    change: Change, clause: Clause, operation: Operation, message: Message
) -> None:
    context = step_subjects(change.target)
    bound = bind(operation, clause, context)
    options, _ = chosen_options(operation, clause)
    params = {**bound.params, **options, **chosen_numbers(operation, clause)}
    if bound.missing:
        return
    clause.used.update(bound.used)
    change.before.append(Step(operation=operation.name, params=params))
    change.changed = True


def _change_settings(change: Change, clause: Clause, operation: Operation) -> None:
    options, _ = chosen_options(operation, clause)
    settings = {**options, **chosen_numbers(operation, clause)}
    if not settings:
        return
    params = dict(change.target.params)
    for name, value in settings.items():
        old = params.get(name)
        if isinstance(value, list) and old and APPENDS.search(clause.text):
            value = [*old, *(v for v in value if v not in old)]
        if name == "top":
            params.pop("bottom", None)
        elif name == "bottom":
            params.pop("top", None)
        params[name] = value
    change.changed = change.changed or params != change.target.params
    change.target = Step(operation=operation.name, params=params)


def _change_rows(change: Change, clause: Clause, message: Message) -> None:
    if _UNFILTERED.search(clause.text):
        kept = [s for s in change.before if s.operation != "filter_rows"]
        change.changed = change.changed or kept != change.before
        change.before = kept
        return
    filters = read_filters(clause, message.index)
    for group in filters.groups:
        regroup(change, [group], append=False)
    if filters.condition is None:
        return
    conditions = _flat(filters.condition)
    told = {str(c.get("column")) for c in conditions}
    kept_steps = []
    for step in change.before:
        if step.operation == "filter_rows":
            old = [
                c for c in _flat(step.params["where"]) if c.get("column") not in told
            ]
            conditions = [*old, *conditions]
            continue
        kept_steps.append(step)
    change.before = [
        *kept_steps,
        Step(operation="filter_rows", params={"where": all_of(conditions)}),
    ]
    change.changed = True


def _flat(condition: Condition) -> list[Condition]:
    parts: list[Condition] = condition.get("all", [condition])
    return parts


def _columns_exist(change: Change, columns: Any) -> bool:
    made = {s.params.get("name") for s in change.before}
    named = [*step_subjects(change.target), *step_groups(change.target)]
    return all(name in columns or name in made for name in named)


def _task(change: Change, clause: Clause) -> Task:
    steps = (*change.before, change.target)
    return Task(
        steps=steps,
        confidence=_CONFIDENCE,
        understood=tuple(step_words(step) for step in steps),
        assumptions=("the rest as in the question before",),
        evidence=tuple(m.evidence() for m in clause.mentions),
        source="followup",
    )
