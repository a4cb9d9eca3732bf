"""Questions back: which column, which reading, 40 of what."""

from __future__ import annotations

import re

from analysis.task import Step, Task
from chat.language.confidence import ASK, RESTATE, confidence_of, step_words, task_of
from chat.language.draft import Candidate, Draft, columns_in
from chat.language.kinship import are_kin
from chat.language.leftovers import EMPTY
from chat.language.outcomes import Question
from chat.language.parsing import Message
from chat.language.phrases import spoken_operations
from chat.language.words import STOPWORDS

_MOST_OPTIONS = 3
_MOST_NAMED = 4
_FOR_EACH = re.compile(r"\b(?:for each|for every|in each|by each) (\w{3,})\b")


def question_about(message: Message, draft: Draft) -> Question | None:
    """The question that has to be answered before the draft can run, if any."""
    return (
        _missing(message, draft)
        or _loose(message, draft)
        or _ambiguous(message, draft)
        or _rivals(draft)
        or _ungrouped(message, draft)
        or _doubtful(message, draft)
    )


def _missing(message: Message, draft: Draft) -> Question | None:
    if not draft.missing:
        return None
    place, role_name = draft.missing[0]
    step = draft.steps[place]
    operation = spoken_operations()[step.operation]
    role = operation.column_parameters()[role_name]
    taken = {
        name
        for value in step.params.values()
        for name in (value if isinstance(value, list) else [value])
        if isinstance(name, str)
    }
    fitting = [
        c.name
        for c in message.index.columns.values()
        if role.accepts(c) and c.name not in taken and c.kind != "identifier"
    ]
    # The message with the column is read again, and the next one asked for.
    several = sum(at == place for at, _ in draft.missing) > 1
    options: list[tuple[Task | str, str]] = []
    for name in fitting[:_MOST_OPTIONS]:
        given = step.params.get(role_name, [])
        value = [*given, name] if role.many else name
        if several:
            options.append((f"{message.text} {name}", name))
            continue
        changed = _changed(draft, place, {**step.params, role_name: value})
        options.append((task_of(changed, 0.95), name))
    subject = operation.title.lower()
    return Question(
        prompt=f"Which column do you mean for {subject}?",
        options=tuple(options),
        why=f"{operation.title} needs a column that the message does not name.",
    )


def _changed(draft: Draft, place: int, params: dict[str, object]) -> Draft:
    steps = list(draft.steps)
    steps[place] = steps[place].model_copy(update={"params": params})
    return Draft(
        columns=draft.columns,
        steps=steps,
        assumptions=draft.assumptions,
        ignored=draft.ignored,
        evidence=draft.evidence,
    )


def _loose(message: Message, draft: Draft) -> Question | None:
    """ "over 40": of which column?"""
    if not draft.loose:
        return None
    words, _, value = draft.loose[0]
    options = []
    columns = [c for c in message.index.columns.values() if c.is_numeric]
    fitting = [
        c.name
        for c in columns
        if isinstance(c.minimum, (int, float))
        and isinstance(c.maximum, (int, float))
        and c.minimum <= value <= c.maximum
    ]
    for name in fitting[:_MOST_OPTIONS]:
        text = message.text.replace(words, f"with {name} {words}", 1)
        options.append((text, f"{name} {words}"))
    return Question(
        prompt=f"“{words}” of which column?",
        options=tuple(options),
        why="A condition was given without a column.",
    )


def _ambiguous(message: Message, draft: Draft) -> Question | None:
    for place, role, columns in draft.ambiguous:
        step = draft.steps[place]
        value = step.params.get(role)
        chosen = value[0] if isinstance(value, list) and value else value
        if chosen not in columns:
            continue
        options = []
        for name in columns[:_MOST_OPTIONS]:
            new = (
                [name if v == chosen else v for v in value]
                if isinstance(value, list)
                else name
            )
            changed = _changed(draft, place, {**step.params, role: new})
            options.append((task_of(changed, 0.95), name))
        if len(options) > 1:
            return Question(
                prompt="Which column do you mean?",
                options=tuple(options),
                why=f"Several columns fit: {', '.join(columns)}.",
            )
    return None


def _rivals(draft: Draft) -> Question | None:
    if not draft.rivals:
        return None
    place, rival = draft.rivals[0]
    if place >= len(draft.steps) or not _is_close(draft, rival):
        return None
    options = [(task_of(draft, 0.95), step_words(draft.steps[place]))]
    steps = list(draft.steps)
    steps[place] = steps[place].model_copy(
        update={"operation": rival.operation, "params": rival.params}
    )
    other = Draft(columns=draft.columns, steps=steps, evidence=draft.evidence)
    options.append((task_of(other, 0.95), step_words(steps[place])))
    return Question(
        prompt="Which of these do you mean?",
        options=tuple(options),
        why="The message fits both.",
    )


def _doubtful(message: Message, draft: Draft) -> Question | None:
    """A reading that too little of the message speaks for is confirmed first."""
    if confidence_of(message, draft) >= ASK:
        return None
    options = [(task_of(draft, 0.95), "; ".join(map(step_words, draft.steps)))]
    options += [(task, "; ".join(task.understood)) for task in other_readings(draft)]
    unused = ", ".join(f"“{word}”" for word in draft.ignored[:_MOST_NAMED])
    return Question(
        prompt="Is this what you mean?",
        options=tuple(options[:_MOST_OPTIONS]),
        why=f"I could make nothing of {unused}." if unused else "I am not sure.",
    )


def _is_unknown(message: Message, word: str) -> bool:
    """Whether a word means neither the rows nor anything that was linked."""
    linked = " ".join(m.text.lower() for m in message.mentions)
    return word not in EMPTY and word not in STOPWORDS and word not in linked


def _ungrouped(message: Message, draft: Draft) -> Question | None:
    """ "for each month" where no column holds months: by which column?"""
    place = len(draft.steps) - 1
    step = draft.steps[place]
    if step.operation not in ("describe", "aggregate") or step.params.get("group_by"):
        return None
    match = _FOR_EACH.search(message.text.lower())
    if match is None or not _is_unknown(message, match[1]):
        return None
    if any(s.params.get("group_by") or s.params.get("group") for s in draft.steps):
        return None
    taken = columns_in(step.operation, step.params)
    options = []
    for column in message.index.columns.values():
        if column.is_grouping and column.name not in taken:
            new = {**step.params, "group_by": [column.name]}
            options.append((task_of(_changed(draft, place, new), 0.95), column.name))
    options.append((task_of(draft, 0.95), "all rows together"))
    return Question(
        prompt=f"By which column are the groups “{match[1]}”?",
        options=tuple(options[-_MOST_OPTIONS:]),
        why=f"No column was found for “{match[1]}”.",
    )


def other_readings(draft: Draft) -> tuple[Task, ...]:
    """What else the message may have asked, to offer beside the answer."""
    found = []
    for place, rival in draft.rivals[: _MOST_OPTIONS - 1]:
        if place < len(draft.steps) and rival.params:
            steps = list(draft.steps)
            steps[place] = Step(operation=rival.operation, params=rival.params)
            other = Draft(columns=draft.columns, steps=steps, evidence=draft.evidence)
            found.append(task_of(other, RESTATE))
    return tuple(found)


def _is_close(draft: Draft, rival: Candidate) -> bool:
    """Whether the difference is worth a question: not for two views of one answer."""
    place = draft.rivals[0][0]
    pair = {draft.steps[place].operation, rival.operation}
    if are_kin(pair):
        return False
    return draft.probability < 0.6 and bool(rival.params)
