"""What the django-q2 workers carry out, by dotted path."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction

from analysis.errors import TaskError
from analysis.execution import Execution, execute
from analysis.models import Dataset, Run
from analysis.reading.importing import import_table
from analysis.reply import Notice, Reply
from chat import events
from chat.combination_runs import carry_out_combination
from chat.datasets import table_of
from chat.export_runs import carry_out_export
from chat.faults import classify, persistently
from chat.finishing import Finish, Stopped, facts_of, finish_with, reminded
from chat.models import Conversation, Message
from chat.prediction_runs import carry_out_prediction
from chat.pulse import Pulse
from chat.receipt import receipt_reply, unread_reply
from chat.runs import CANCELLED, worker_name
from chat.script_runs import run_given, versions
from chat.training_runs import carry_out_training, look_at_plan
from chat.violations import record_outcome
from chat.working import take_back, work_on
from sandbox.outcome import Outcome

logger = logging.getLogger(__name__)
PROGRESS_EVERY = 0.4


def execute_run(run_id: str) -> None:
    """Carry out a queued run and put its reply in place. A second call does nothing."""
    run = (
        Run.objects.select_related("dataset", "owner", "rerun_of")
        .filter(id=run_id)
        .first()
    )
    if run is None or not run.start(worker_name()):
        return
    message = Message.objects.select_related("conversation").get(run=run)
    with Pulse(run) as pulse:
        try:
            finish = persistently(
                lambda: _WORK[run.kind](run, message, pulse), what=f"run {run.id}"
            )
        except Stopped:
            finish = finish_with(run, message, Run.Status.CANCELLED, CANCELLED)
        except TaskError as error:
            finish = _refused(run, message, error)
        except Exception as error:
            fault = classify(error)
            fields = {"kind": fault.kind, "severity": fault.severity}
            logger.exception("run %s", run.id, extra=fields)
            finish = _broken(run, message)
    persistently(transaction.atomic(finish), what=f"run {run.id}")


def _analyse(run: Run, message: Message, pulse: Pulse) -> Finish:
    if run.dataset is None:
        raise TaskError("The dataset is not there any more.", "Upload it again.")
    task, table = run.task, table_of(run.dataset)
    done = execute(
        task,
        table,
        run.question,
        cancelled=pulse.stopped,
        on_progress=_reporter(message),
    )
    record_outcome(run, done.outcome)
    finish = finish_with(
        run,
        message,
        _status(done),
        reminded(message, done.reply),
        done.task,
        script=done.script.text,
        script_sha256=done.script.sha256,
        result=done.result,
        **_record(done.outcome),
    )
    if _status(done) == Run.Status.SUCCEEDED:
        return finish

    def finish_without_changes() -> None:
        finish()
        take_back(message.conversation_id, task)

    return finish_without_changes


def _run_script(run: Run, message: Message, pulse: Pulse) -> Finish:
    done = run_given(run, cancelled=pulse.stopped, on_progress=_reporter(message))
    record_outcome(run, done.outcome)
    status = Run.Status.SUCCEEDED if done.succeeded else Run.Status.FAILED
    if done.outcome.status == "cancelled":
        status = Run.Status.CANCELLED
    return finish_with(
        run,
        message,
        status,
        reminded(message, done.reply),
        result=done.result,
        **_record(done.outcome),
    )


def _status(done: Execution) -> str:
    if done.status in (Run.Status.SUCCEEDED, Run.Status.CANCELLED):
        return done.status
    return Run.Status.FAILED


def _record(outcome: Outcome) -> dict[str, Any]:
    return {**facts_of(outcome), "versions": versions()}


def _reporter(message: Message) -> Callable[[dict[str, Any]], None]:
    last = time.monotonic()

    def report(news: dict[str, Any]) -> None:
        nonlocal last
        if time.monotonic() - last > PROGRESS_EVERY:
            last = time.monotonic()
            events.progress(
                message, str(news.get("message", "Working")), news.get("progress")
            )

    return report


def _import(run: Run, message: Message, pulse: Pulse) -> Finish:
    dataset = run.dataset
    if dataset is None:
        raise TaskError("The file is not there any more.", "Upload it again.")
    report = _reporter(message)

    def on_progress(fraction: float) -> None:
        if pulse.stopped():
            raise Stopped
        report({"message": f"Reading {dataset.name}", "progress": fraction})

    started = time.monotonic()
    try:
        receipt = import_table(
            dataset.original,
            name=dataset.name,
            parquet_path=dataset.parquet,
            overrides=dataset.overrides,
            progress=on_progress,
        )
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
        dataset.save(update_fields=["receipt_json"])
        finish()
        _use(message.conversation, dataset)

    return take_up


def _use(conversation: Conversation, dataset: Dataset) -> None:
    work_on(conversation, dataset)
    events.dataset_changed(conversation)
    if not conversation.title:
        events.titled(conversation, dataset.name)


def _refused(run: Run, message: Message, error: TaskError) -> Finish:
    reply = Reply(
        summary=error.message,
        blocks=(Notice(text=error.message, level="error", fix=error.hint),),
    )
    return finish_with(run, message, Run.Status.FAILED, reply, error=error.message)


def _broken(run: Run, message: Message) -> Finish:
    text = "Something went wrong on our side; it has been written to the log."
    fix = f"Try again; if it happens again, report run {str(run.id)[:8]}."
    reply = Reply(summary=text, blocks=(Notice(text=text, level="error", fix=fix),))
    return finish_with(run, message, Run.Status.FAILED, reply, error="internal error")


_WORK = {
    Run.Kind.IMPORT: _import,
    Run.Kind.ANALYSIS: _analyse,
    Run.Kind.SCRIPT: _run_script,
    Run.Kind.PLAN: look_at_plan,
    Run.Kind.TRAINING: carry_out_training,
    Run.Kind.PREDICTION: carry_out_prediction,
    Run.Kind.EXPORT: carry_out_export,
    Run.Kind.COMBINE: carry_out_combination,
}
