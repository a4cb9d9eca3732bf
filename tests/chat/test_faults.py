"""What passes is tried again; what does not is said at once."""

import errno
import logging

import pytest
from django.db import IntegrityError, OperationalError

from analysis.base.errors import TaskError
from analysis.base.task import Step
from chat.models import Run, events
from chat.orchestrator import Request, respond
from chat.runs import faults, jobs
from chat.runs.faults import Fault, classify, persistently
from sandbox.again import once_available, pauses
from sandbox.outcome import KILLED_FROM_OUTSIDE, Outcome
from tests.chat.asking import answer


@pytest.fixture
def slept(monkeypatch):
    found = []
    monkeypatch.setattr(faults.time, "sleep", found.append)
    return found


def failing(*errors):
    """Work that raises these one after the other, then gives 42."""
    left = list(errors)

    def work():
        if left:
            raise left.pop(0)
        return 42

    return work


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OperationalError("database is locked"), Fault("database", "warning", True)),
        (OperationalError("deadlock detected"), Fault("database", "warning", True)),
        (OperationalError("no such table: x"), Fault("database", "critical")),
        (IntegrityError("UNIQUE constraint failed"), Fault("database", "error")),
        (OSError(errno.ENOSPC, "No space left"), Fault("disk", "critical")),
        (OSError(errno.EACCES, "denied"), Fault("disk", "error")),
        (MemoryError(), Fault("memory", "error")),
        (TaskError("no such column"), Fault("request", "info")),
        (ValueError("Smith"), Fault("program", "error")),
    ],
)
def test_faults_are_told_apart(error, fault):
    assert classify(error) == fault


def test_what_passes_is_tried_again_after_longer_and_longer_pauses(slept):
    locked = OperationalError("database is locked")

    assert persistently(failing(locked, locked, locked), what="x") == 42
    assert len(slept) == 3
    assert slept[0] < slept[1] < slept[2]


def test_it_is_given_up_after_five_attempts(slept):
    locked = OperationalError("database is locked")

    with pytest.raises(OperationalError):
        persistently(failing(*[locked] * 5), what="x")
    assert len(slept) == 4


def test_what_does_not_pass_is_raised_at_once(slept):
    with pytest.raises(ValueError):
        persistently(failing(ValueError("x")), what="x")
    assert slept == []


def test_pauses_double_from_a_tenth_of_a_second():
    for number, pause in enumerate(pauses()):
        assert 0.075 * 2**number <= pause <= 0.125 * 2**number


def test_the_log_gets_the_classification_and_no_words(slept, caplog):
    with caplog.at_level(logging.INFO):
        persistently(failing(OperationalError("row 'Smith' is locked")), what="run 7")

    record = caplog.records[0]
    assert (record.kind, record.severity, record.transient) == (
        "database", "warning", True,
    )  # fmt: skip
    assert record.getMessage() == "run 7: a fault of the database; trying again"


def test_a_sandbox_that_starts_anew_is_waited_for(slept):
    outcomes = [Outcome("unavailable"), Outcome("unavailable"), Outcome("succeeded")]

    done = once_available(lambda: outcomes.pop(0))

    assert done.status == "succeeded"
    assert len(slept) == 2


def test_a_script_that_was_killed_from_outside_is_run_once_more(slept):
    killed = Outcome("failed", error=KILLED_FROM_OUTSIDE)
    outcomes = [killed, Outcome("succeeded")]

    assert once_available(lambda: outcomes.pop(0)).status == "succeeded"

    outcomes = [killed] * 3
    assert once_available(lambda: outcomes.pop(0)) == killed
    assert len(outcomes) == 1


def test_a_cancelled_run_waits_for_no_sandbox(slept):
    done = once_available(lambda: Outcome("unavailable"), lambda: True)

    assert (done.status, slept) == ("unavailable", [])


def test_an_answer_survives_a_locked_database(conversation, monkeypatch, slept):
    """The work is done once; only storing it is tried again."""
    executed, refusals = [], [OperationalError("database is locked")]
    execute, finish = jobs.execute, Run.finish

    def counting(*args, **kwargs):
        executed.append(1)
        return execute(*args, **kwargs)

    def refusing(run, status, **fields):
        if refusals:
            raise refusals.pop()
        return finish(run, status, **fields)

    monkeypatch.setattr(jobs, "execute", counting)
    monkeypatch.setattr(Run, "finish", refusing)

    message = answer(conversation, "mean of fare")

    assert message.run.status == Run.Status.SUCCEEDED
    assert (len(executed), len(slept)) == (1, 1)


def test_work_that_met_a_locked_database_is_done_again(
    conversation, monkeypatch, slept
):
    execute, refusals = jobs.execute, [OperationalError("database is locked")]

    def refusing(*args, **kwargs):
        if refusals:
            raise refusals.pop()
        return execute(*args, **kwargs)

    monkeypatch.setattr(jobs, "execute", refusing)

    message = answer(conversation, "mean of fare")

    assert message.run.status == Run.Status.SUCCEEDED
    assert len(slept) == 1


def test_a_bug_is_reported_once_with_its_class_in_the_log(
    conversation, monkeypatch, slept, caplog
):
    def broken(*args, **kwargs):
        raise ValueError("could not convert 'Smith'")

    monkeypatch.setattr(jobs, "execute", broken)

    message = answer(conversation, "mean of fare")

    assert message.run.error == "internal error"
    assert "Smith" not in message.reply.model_dump_json()
    record = next(one for one in caplog.records if one.name == "chat.runs.jobs")
    assert (record.kind, record.severity, slept) == ("program", "error", [])


def test_a_run_that_the_queue_refuses_is_left_for_recovery(
    conversation, monkeypatch, slept, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError(errno.ECONNREFUSED, "no broker")

    monkeypatch.setattr("chat.runs.recovery.async_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        message = respond(conversation, Request("mean of fare"))

    assert Run.objects.get(id=message.run_id).status == Run.Status.QUEUED


def test_of_several_steps_those_that_worked_are_kept(conversation):
    """The second step cannot be done; what the first one found is not lost."""
    first = answer(conversation, "mean of fare")
    good = [step for step in first.run.task.steps if not step.companion]
    bad = Step(operation="histogram", params={"column": "sex"})
    both = first.run.task.model_copy(update={"steps": (*good, bad)})
    run = Run.objects.create(
        owner=conversation.owner,
        dataset=conversation.dataset,
        task_json=both.model_dump(mode="json"),
    )
    waiting = events.working(str(run.id), "Calculating")
    message = events.answer(conversation, None, waiting, run=run)

    jobs.execute_run(str(run.id))

    run.refresh_from_db()
    message.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert run.result == first.run.result
    assert any(block.kind == "key_values" for block in message.reply.blocks)
    assert "sex" in message.reply.model_dump_json()
