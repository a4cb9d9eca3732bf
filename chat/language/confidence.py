"""How sure a reading is, and what becomes of it."""

from __future__ import annotations

from analysis.errors import TaskError
from analysis.task import Step, Task
from chat.language.draft import Draft
from chat.language.parsing import Message
from chat.language.phrases import spoken_operations

# Answered as it is from ANSWER on, with the reading restated first from RESTATE on; below
# that a question is put where there are two readings, down to ASK.
ANSWER = 0.9
RESTATE = 0.7
ASK = 0.4
_CLEAR = 2.5
_IGNORED_COST = 0.06
_MOST_IGNORED_COST = 0.35


def confidence_of(message: Message, draft: Draft) -> float:
    """Belief in the operations times the weakest link, less for words left unused."""
    link = min(1.0, 0.25 + draft.link_score) if draft.link_score < 0.9 else 1.0
    ignored = min(_IGNORED_COST * len(draft.ignored), _MOST_IGNORED_COST)
    unmet = 0.75 if draft.unmet else 1.0
    return round(max(0.0, draft.probability * link * (1 - ignored) * unmet), 3)


def is_out_of_scope(message: Message, draft: Draft) -> bool:
    """Whether too little of the message was made sense of to act on it."""
    if not draft.steps or draft.begins_unmet:
        return True
    if draft.missing and max(draft.scores.values(), default=0.0) >= _CLEAR:
        return False
    strong = any(
        m.kind in ("column", "value") and m.score >= 0.75 for m in message.mentions
    )
    free = any(
        spoken_operations()[step.operation].language.column_free
        for step in draft.steps
        if step.operation in spoken_operations()
    )
    if (
        not strong
        and not free
        and any(s.operation == "filter_rows" for s in draft.steps)
    ):
        return len(draft.ignored) > 1
    if not strong and not free:
        return not any(m.kind == "column" for m in message.mentions)
    if strong and max(draft.scores.values(), default=0.0) >= _CLEAR:
        return False
    unexplained = len(draft.ignored)
    if not strong:
        return unexplained > 1
    return unexplained > max(3, 0.6 * draft.n_content)


def task_of(draft: Draft, confidence: float) -> Task:
    """The draft as a task, restated part by part."""
    return Task(
        steps=tuple(draft.steps),
        confidence=confidence,
        understood=tuple(step_words(step) for step in draft.steps),
        assumptions=tuple(dict.fromkeys(draft.assumptions)),
        ignored=(*draft.unmet, *draft.ignored),
        evidence=tuple(draft.evidence),
    )


def step_words(step: Step) -> str:
    """A step in words, as its operation puts it."""
    operation = spoken_operations().get(step.operation)
    if operation is None:
        return step.operation.replace("_", " ")
    try:
        return operation.words(step.params)
    except (TaskError, TypeError):
        return operation.title
