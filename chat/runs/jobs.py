"""What the django-q2 workers carry out, by dotted path."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import transaction

from analysis.base.errors import TaskError
from analysis.base.reply import Notice, Reply
from analysis.execution import Execution, Table, execute
from analysis.models import Dataset
from analysis.pipeline import task_columns
from analysis.reading.sandboxed import ReadingStopped
from chat.models import Conversation, Message, Run, events
from chat.models.details import ImportDetails
from chat.people.violations import record_outcome
from chat.runs.faults import Fault, classify, is_trouble, persistently, trouble_words
from chat.runs.finishing import Finish, Stopped, facts_of, finish_with, reminded
from chat.runs.job import Job
from chat.runs.kinds import KINDS
from chat.runs.machine import process_name
from chat.runs.pulse import Pulse
from chat.runs.recovery import CANCELLED
from chat.runs.script import versions
from chat.tables.datasets import read_in, table_of
from chat.tables.doubts import with_doubts
from chat.tables.receipt import receipt_reply, unread_reply
from chat.tables.standing import awaited, known_now, without
from chat.tables.working import work_on
from sandbox.outcome import Outcome

logger = logging.getLogger(__name__)


def execute_run(run_id: str) -> None:
    """Carry out a queued run and put its reply in place. A second call does nothing."""
    run = (
        Run.objects.select_related("dataset", "owner", "rerun_of")
        .filter(id=run_id)
        .first()
    )
    if run is None or not run.start(process_name()):
        return
    message = Message.objects.select_related("conversation").filter(run=run).first()
    if message is None:
        # The conversation was deleted: there is nobody to answer.
        run.finish(Run.Status.CANCELLED)
        return
    with Pulse(run) as pulse:
        job = Job(run, message, pulse)
        try:
            carry_out = KINDS[run.kind].carry_out
            finish = persistently(lambda: carry_out(job), what=f"run {run.id}")
        except Stopped:
            finish = Job(run, message, pulse).cancelled(CANCELLED)
        except TaskError as error:
            finish = Job(run, message, pulse).refused(error)
        except Exception as error:
            fault = classify(error)
            fields = {"kind": fault.kind, "severity": fault.severity}
            logger.exception("run %s", run.id, extra=fields)
            finish = _broken(job, fault)
    persistently(transaction.atomic(finish), what=f"run {run.id}")


def analyse(job: Job) -> Finish:
    """Carry out a task on its table."""
    run, message = job.run, job.message
    if run.dataset is None:
        raise TaskError("The dataset is not there any more.", "Upload it again.")
    done = _executed(job, table_of(run.dataset))
    record_outcome(run, done.outcome)
    return finish_with(
        run,
        message,
        _status(done),
        reminded(message, _with_doubts(done, run.dataset)),
        done.task,
        script=done.script.text,
        script_sha256=done.script.sha256,
        result=done.result,
        **_record(done.outcome),
    )


def _with_doubts(done: Execution, dataset: Dataset) -> Reply:
    """The reply, with what the reading of the columns that it used leaves open."""
    columns = task_columns(done.task, dataset.schema)
    failed = _status(done) != Run.Status.SUCCEEDED
    return with_doubts(done.reply, dataset.receipt, columns, failed=failed)


def _executed(job: Job, table: Table) -> Execution:
    """The task carried out on the table with the changes that stand.

    A change that was on its way when this was asked may fail while this runs, or here
    first, since the run that makes it waits yet; then this is done again without it.
    """
    task = job.run.task
    steps = awaited(task.steps, job.stopped)
    while True:
        done = execute(
            task.model_copy(update={"steps": steps}),
            table,
            job.run.question,
            cancelled=job.stopped,
            on_progress=job.reporter(),
        )
        broken = done.at_fault.pending if done.at_fault else ""
        left = known_now(without(steps, broken))
        if _status(done) != Run.Status.FAILED or len(left) == len(steps):
            return done
        steps = left


def _status(done: Execution) -> str:
    if done.status in (Run.Status.SUCCEEDED, Run.Status.CANCELLED):
        return done.status
    return Run.Status.FAILED


def _record(outcome: Outcome) -> dict[str, Any]:
    return {**facts_of(outcome), "versions": versions()}


def read_file(job: Job) -> Finish:
    """Read an uploaded file, and take it into use."""
    run, message, pulse = job.run, job.message, job.pulse
    dataset = run.dataset
    if dataset is None:
        raise TaskError("The file is not there any more.", "Upload it again.")
    overrides = job.asked(ImportDetails).overrides
    if overrides is None:
        overrides = dataset.overrides
    report = job.reporter()

    def on_progress(fraction: float) -> None:
        report({"message": f"Reading {dataset.name}", "progress": fraction})

    started = time.monotonic()
    try:
        receipt = read_in(
            dataset,
            overrides=overrides,
            progress=on_progress,
            cancelled=pulse.stopped,
        )
    except ReadingStopped:
        raise Stopped from None
    except TaskError as error:
        return finish_with(
            run, message, Run.Status.FAILED, unread_reply(error), error=error.message
        )
    finish = finish_with(
        run,
        message,
        Run.Status.SUCCEEDED,
        receipt_reply(receipt),
        seconds=time.monotonic() - started,
    )

    def take_up() -> None:
        dataset.receipt_json = receipt.model_dump(mode="json")
        dataset.overrides = overrides
        dataset.save(update_fields=["receipt_json", "overrides"])
        finish()
        events.belongs_to(message, dataset)
        _use(message.conversation, dataset)

    return take_up


def _use(conversation: Conversation, dataset: Dataset) -> None:
    work_on(conversation, dataset)
    events.dataset_changed(conversation)
    if not conversation.title:
        events.titled(conversation, dataset.name)


def _broken(job: Job, fault: Fault) -> Finish:
    text = "Something went wrong on our side; it has been written to the log."
    fix = f"Try again; if it happens again, report run {str(job.run.id)[:8]}."
    error = "internal error"
    if is_trouble(fault):
        text, error = trouble_words(fault), f"a fault of the {fault.kind}"
    reply = Reply(summary=text, blocks=(Notice(text=text, level="error", fix=fix),))
    return job.failed(reply, error=error)
