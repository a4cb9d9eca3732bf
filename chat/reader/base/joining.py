"""The steps of several requests of one message as one task."""

from __future__ import annotations

from analysis.base.task import Step, Task


def joined_task(tasks: list[Task]) -> Task | None:
    """Several requests of one message as one task; None where they cannot stand in one."""
    steps = joined_steps([task.steps for task in tasks])
    if steps is None:
        return None
    assumed = dict.fromkeys(said for one in tasks for said in one.assumptions)
    return tasks[0].model_copy(
        update={
            "steps": steps,
            "understood": tuple(said for one in tasks for said in one.understood),
            "assumptions": tuple(assumed),
            "evidence": tuple(said for one in tasks for said in one.evidence),
            "confidence": min(one.confidence for one in tasks),
        }
    )


def joined_steps(parts: list[tuple[Step, ...]]) -> tuple[Step, ...] | None:
    """The steps of several requests one after another.

    A condition stands before all that follows it, so the requests for all rows come
    first; two different conditions cannot stand in one task (None).
    """
    conditions = {
        repr(s.params) for p in parts for s in p if s.operation == "filter_rows"
    }
    if len(conditions) > 1:
        return None
    whole = [s for p in parts if p[0].operation != "filter_rows" for s in p]
    limited = [s for p in parts if p[0].operation == "filter_rows" for s in p]
    kept = [
        s for n, s in enumerate(limited)
        if s.operation != "filter_rows" or n == 0
    ]  # fmt: skip
    return (*whole, *kept)
