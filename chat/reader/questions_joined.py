"""Two questions joined in one sentence: "which hotel has the best rating and which room the most?".

Each asks which one comes first of its own groups; read together, the groups would be those of
both. Only where each is a question by itself is it read as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.joining import joined_steps
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_LONGEST = 300  # characters


def read_questions_joined(text: str, schema: Schema, read: Read) -> Reading | None:
    """Both questions one after the other; None for other messages."""
    found = re.fullmatch(
        data_of("light")["joined"]["form"], text.strip(), re.IGNORECASE
    )
    if found is None or len(text) > _LONGEST:
        return None
    tasks = [_ranking(read(f"{found[name]}?")) for name in ("first", "second")]
    first, second = tasks
    if first is None or second is None or _groups(first) == _groups(second):
        return None
    steps = joined_steps([first.steps, second.steps])
    if steps is None or len(steps) != len(first.steps) + len(second.steps):
        return None
    return Understood(
        first.model_copy(
            update={
                "steps": steps,
                "understood": (*first.understood, *second.understood),
                "assumptions": (*first.assumptions, *second.assumptions),
                "evidence": (*first.evidence, *second.evidence),
                "confidence": min(first.confidence, second.confidence),
            }
        )
    )


def _ranking(reading: Reading) -> Task | None:
    """The task of a question that asks which of its groups comes first."""
    if not isinstance(reading, Understood) or reading.task.ignored:
        return None
    step = reading.task.steps[-1]
    asks = step.params.get("asks") == "which" and step.params.get("by")
    return reading.task if step.operation == "calculate" and asks else None


def _groups(task: Task) -> list[str]:
    return [str(key.get("column")) for key in task.steps[-1].params["by"]]
