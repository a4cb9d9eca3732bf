"""Queueing, cancelling and recovering runs."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_q.tasks import async_task

from analysis.base.reply import Choices, Notice, Option, Reply
from chat.models import Message, Run, events
from chat.runs.faults import classify, note, persistently
from chat.runs.kinds import KINDS
from chat.runs.machine import is_gone
from chat.runs.queues import queue_of
from chat.tables.standing import settle

logger = logging.getLogger(__name__)

_WORK = "chat.runs.jobs.execute_run"
HEARTBEAT_LOST = timedelta(seconds=15)
QUEUE_LOST = timedelta(seconds=30)
CANCELLED = Reply(
    summary="Cancelled.",
    blocks=(Notice(text="Cancelled.", fix="The data is still there."),),
)


def enqueue(run: Run) -> None:
    """Hand a run to the workers once what was written so far is stored."""
    queue = queue_of(run)
    transaction.on_commit(lambda: _hand_over(str(run.id), queue))


def _hand_over(run_id: str, queue: str) -> None:
    """Put a run into the queue; where that fails, ``recover`` finds it again."""
    try:
        persistently(
            lambda: async_task(_WORK, run_id, task_name=run_id, cluster=queue),
            what=f"queueing run {run_id}",
        )
    except (OSError, DatabaseError) as error:
        note(classify(error), f"run {run_id} could not be queued")


def cancel(run: Run) -> None:
    """Stop a run: at once while it waits, by its worker while it is carried out."""
    with transaction.atomic():
        waiting = Run.objects.filter(id=run.id, status=Run.Status.QUEUED).update(
            status=Run.Status.CANCELLED, finished=timezone.now()
        )
        if waiting:
            _close(run, CANCELLED)
    if not waiting:
        Run.objects.filter(id=run.id).update(cancel_requested=True)


def recover() -> int:
    """Find runs whose worker died or that the queue lost; the number dealt with.

    A run is started at most five times, the reading of a file twice; then it fails with
    the reason. Every change is a compare-and-set, so any number of processes may call this.
    """
    now, found = timezone.now(), 0
    for run in Run.objects.filter(status=Run.Status.RUNNING):
        if _worker_is_gone(run):
            found += _restart_or_fail(run)
    lost = Run.objects.filter(status=Run.Status.QUEUED, queued__lt=now - QUEUE_LOST)
    for run in lost:
        if Run.objects.filter(id=run.id, queued=run.queued).update(queued=now):
            enqueue(run)
            found += 1
    return found


def _worker_is_gone(run: Run) -> bool:
    if is_gone(run.worker):
        return True
    return run.heartbeat is None or timezone.now() - run.heartbeat > HEARTBEAT_LOST


def _restart_or_fail(run: Run) -> int:
    held = Run.objects.filter(
        id=run.id, status=Run.Status.RUNNING, attempts=run.attempts
    )
    if run.cancel_requested:
        with transaction.atomic():
            if held.update(status=Run.Status.CANCELLED, finished=timezone.now()):
                _close(run, CANCELLED)
        return 1
    if run.attempts < KINDS[run.kind].most_attempts:
        now = timezone.now()
        if held.update(status=Run.Status.QUEUED, worker="", queued=now):
            logger.warning("run %s: its worker died, queued again", run.id)
            message = Message.objects.filter(run=run).first()
            if message is not None:
                events.progress(message, "The worker stopped; starting again")
            enqueue(run)
        return 1
    with transaction.atomic():
        error = f"The worker process died {run.attempts} times while it was at this."
        if held.update(status=Run.Status.FAILED, error=error, finished=timezone.now()):
            logger.error("run %s failed: %s", run.id, error)
            _close(run, _died(run))
    return 1


def _died(run: Run) -> Reply:
    text = (
        "This could not be finished: the worker process was stopped"
        f" {run.attempts} times."
    )
    fix = "It may need more memory than there is. Try fewer columns or rows."
    blocks = [Notice(text=text, level="error", fix=fix)]
    if run.question:
        repeat = f"/train again {str(run.id)[:8]}"
        said = repeat if run.kind == Run.Kind.TRAINING else run.question
        again = Option(label="Try again", value=said)
        return Reply(summary=text, blocks=(*blocks, Choices(options=(again,))))
    return Reply(summary=text, blocks=tuple(blocks))


def _close(run: Run, reply: Reply) -> None:
    message = Message.objects.filter(run=run).first()
    if message is not None:
        settle(message.conversation, run, succeeded=False)
        events.replace(message, reply)
