"""How sure a reading is, and what becomes of it."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import TaskError
from analysis.task import Step, Task
from chat.language.draft import Draft
from chat.language.parsing import Message
from chat.language.phrases import spoken_operations

# Below ASK a reading is right about as often as not: it is put as a question. What is
# offered beside an answer counts as RESTATE.
RESTATE = 0.7
ASK = 0.4
_CLEAR = 2.5
_UNMET = 0.75
_FLOOR = -1.5
_MOST_IGNORED = 10
_STRONGEST = 6.0
_USUAL = 4.0


@cache
def calibration() -> dict[str, Any]:
    """The fitted weights, with how they were fitted (``calibration.json``)."""
    path = Path(__file__).with_name("calibration.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def confidence_of(message: Message, draft: Draft) -> float:
    """How often readings with such figures were right: calibrated, see ``calibration``.

    It falls with words left unused, with weak links to columns, with readings that are
    near to each other and with faint evidence for what is asked.
    """
    figures = figures_of(draft)
    weights = calibration()["weights"]
    logit = calibration()["intercept"]
    logit += sum(weights[name] * value for name, value in figures.items())
    unmet = _UNMET if draft.unmet else 1.0
    return round(unmet / (1 + math.exp(-logit)), 3)


def figures_of(draft: Draft) -> dict[str, float]:
    """What confidence rests on; ``calibration()["figures"]`` says what each is."""
    n_ignored = len(draft.ignored)
    return {
        "log_probability": max(math.log(max(draft.probability, 1e-9)), _FLOOR),
        "link": min(draft.link_score, 1.0),
        "ignored": min(n_ignored, _MOST_IGNORED),
        "share_ignored": min(n_ignored / max(draft.n_content, 1), 1.0),
        "evidence": min(min(draft.scores.values(), default=_USUAL), _STRONGEST),
    }


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
