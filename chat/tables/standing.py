"""The changes of the table that stand: those whose runs succeeded, and those on the way.

A message that only prepares the table is a run like any other, and further questions may
be asked before it has ended. Its steps join the conversation's at once, marked with the
run (``pending``), so that these questions stand on them. When the run ends the mark is
taken off, or the steps are: what failed, for whatever reason, is nobody's to stand on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.models import Conversation, Run

# A preparation was begun before what stands on it, and is the smaller part of it.
MOST_WAITING = 20.0
_LOOK_EVERY = 0.05


def prepared(conversation: Conversation) -> tuple[Step, ...]:
    """The changes of the table that earlier messages made, or are making."""
    return tuple(Step.model_validate(step) for step in conversation.preparation)


def only_prepares(task: Task) -> bool:
    """Whether a task changes the table and asks nothing of it."""
    asked = [step for step in task.steps if not step.standing]
    return all(operation_named(step.operation).kind == "prepare" for step in asked)


def add_pending(conversation: Conversation, task: Task, run: Run) -> None:
    """Let a task's steps stand until its run has ended."""
    steps = [
        step.model_copy(update={"standing": True, "pending": str(run.id)})
        for step in task.steps
    ]
    added = [step.model_dump(mode="json") for step in steps]
    _store(conversation, [*conversation.preparation, *added])


def settle(conversation: Conversation, run: Run, *, succeeded: bool) -> None:
    """The steps of a run that has ended stand from now on, or are taken away.

    Steps that were taken back meanwhile stay away.
    """
    if run.kind != Run.Kind.ANALYSIS:
        return
    found = Conversation.objects.select_for_update().filter(id=conversation.id).first()
    mine = str(run.id)
    if found is None or all(step.pending != mine for step in prepared(found)):
        return
    left = [
        step.model_copy(update={"pending": ""}) if step.pending == mine else step
        for step in prepared(found)
        if succeeded or step.pending != mine
    ]
    _store(found, [step.model_dump(mode="json") for step in left])


def take_back_last(conversation: Conversation) -> Step | None:
    """Take the last change away; None if there is none."""
    found = Conversation.objects.select_for_update().get(id=conversation.id)
    if not found.preparation:
        return None
    *kept, last = found.preparation
    _store(conversation, kept)
    return Step.model_validate(last)


def _store(conversation: Conversation, steps: list[dict[str, object]]) -> None:
    conversation.preparation = steps
    conversation.save(update_fields=["preparation"])


def known_now(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps without those whose runs have failed since, or were cancelled.

    Those of runs that succeeded lose their mark.
    """
    runs = {step.pending for step in steps if step.pending}
    if not runs:
        return tuple(steps)
    found = Run.objects.filter(id__in=runs).values_list("id", "status")
    status = {str(run): state for run, state in found}
    left = []
    for step in steps:
        state = status.get(step.pending)
        if not step.pending or state in Run.ACTIVE:
            left.append(step)
        elif state == Run.Status.SUCCEEDED:
            left.append(step.model_copy(update={"pending": ""}))
    return tuple(left)


def without(steps: Sequence[Step], run: str) -> tuple[Step, ...]:
    """The steps without those that a run has yet to make; "" leaves all."""
    return tuple(step for step in steps if not run or step.pending != run)


def awaited(steps: Sequence[Step], stopped: Callable[[], bool]) -> tuple[Step, ...]:
    """The same once the runs have ended that others are carrying out just now.

    One that is still queued is not waited for: this may be the only worker.
    """
    until = time.monotonic() + MOST_WAITING
    left = known_now(steps)
    while time.monotonic() < until and not stopped() and _under_way(left):
        time.sleep(_LOOK_EVERY)
        left = known_now(left)
    return left


def _under_way(steps: Sequence[Step]) -> bool:
    runs = {step.pending for step in steps if step.pending}
    return bool(runs) and (
        Run.objects.filter(id__in=runs, status=Run.Status.RUNNING).exists()
    )
