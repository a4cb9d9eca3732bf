"""Changes of the table stand when their run has succeeded, and else for nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from analysis.base.errors import TaskError
from analysis.base.task import Step, Task
from analysis.operations import operations
from chat.models import Conversation, Run, events
from chat.orchestrator import Request, respond
from chat.queueing import queue_task
from chat.runs import jobs, recovery
from chat.runs.jobs import execute_run
from chat.runs.kinds import MOST_ATTEMPTS
from chat.tables import standing
from chat.tables.standing import prepared
from chat.tables.working import working_schema
from tests.chat.asking import answer

PREPARING = [name for name, one in operations().items() if one.kind == "prepare"]
GOOD = Step(operation="rename_column", params={"column": "sibsp", "name": "siblings"})
BAD = Step(operation="convert_column", params={"column": "sex", "to": "number"})
COUNT = Step(operation="count_rows", params={})


def queued(conversation, *steps):
    """A task queued in its conversation, as another process would see that."""
    fresh = Conversation.objects.select_related("dataset").get(id=conversation.id)
    started = []
    question = events.say(fresh, "change it", None)
    queue_task(fresh, question, Task(steps=steps), started.append)
    return started[0]


def done(run):
    execute_run(str(run.id))
    run.refresh_from_db()
    return run


def stand(conversation):
    found = prepared(Conversation.objects.get(id=conversation.id))
    return [(step.operation, step.pending) for step in found]


def broken_params(operation):
    """Parameters of the right shape that name a column that is not there."""
    values = {
        "columns": ["gone"], "column": "gone", "group_by": ["gone"], "to": "number",
        "name": "x", "expression": "gone + 1", "mapping": {"a": "b"}, "by": ["gone"],
        "where": {"op": ">", "column": "gone", "value": 1}, "method": "iqr",
        "names_from": "gone", "values_from": ["gone"], "conditions": [], "bins": 3,
    }  # fmt: skip
    known = operation.parameters
    return {
        name: values[name]
        for name in known
        if name in values and (known[name].required or known[name].role is not None)
    }


@pytest.mark.parametrize("name", PREPARING)
def test_a_step_over_a_column_that_is_gone_is_not_kept(conversation, name):
    operation = operations()[name]
    step = Step(operation=name, params=broken_params(operation))

    run = done(queued(conversation, step))

    assert run.status == Run.Status.FAILED
    assert stand(conversation) == []
    counted = answer(conversation, "how many rows are there?")
    assert 60 in counted.run.result.values()
    assert working_schema(conversation).names == conversation.dataset.schema.names


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyError("years"), TaskError("gone"), MemoryError()]
)
def test_whatever_ends_the_run_the_change_is_not_kept(conversation, monkeypatch, error):
    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr(jobs, "execute", broken)
    run = queued(conversation, GOOD)
    assert stand(conversation) == [("rename_column", str(run.id))]

    assert done(run).status == Run.Status.FAILED
    assert stand(conversation) == []


def test_a_change_that_succeeded_stands_without_its_mark(conversation):
    done(queued(conversation, GOOD))

    assert stand(conversation) == [("rename_column", "")]
    names = working_schema(Conversation.objects.get(id=conversation.id)).names
    assert "siblings" in names
    assert "sibsp" not in names


def test_a_cancelled_change_is_not_kept(conversation):
    waiting = queued(conversation, GOOD)
    recovery.cancel(waiting)
    assert stand(conversation) == []

    running = queued(conversation, GOOD)
    running.start("elsewhere:1")
    Run.objects.filter(id=running.id).update(cancel_requested=True, heartbeat=None)
    recovery.recover()
    assert stand(conversation) == []


def test_a_killed_worker_changes_nothing_until_its_run_is_given_up(conversation):
    run = queued(conversation, GOOD)
    long_ago = timezone.now() - timedelta(minutes=1)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert stand(conversation) == [("rename_column", str(run.id))]
        Run.objects.filter(id=run.id).update(
            status=Run.Status.RUNNING, attempts=attempt, worker="gone:1",
            heartbeat=long_ago,
        )  # fmt: skip
        recovery.recover()

    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert stand(conversation) == []


def test_a_run_that_was_taken_away_does_not_settle_anything(conversation):
    run = queued(conversation, GOOD)
    run.start("elsewhere:1")
    Run.objects.filter(id=run.id).update(worker="another:2")

    assert not run.finish(Run.Status.FAILED)
    assert stand(conversation) == [("rename_column", str(run.id))]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_questions_in_flight_do_not_stand_on_a_change_that_fails(conversation, order):
    """However the workers take them up: bad change, good change, question."""
    runs = [queued(conversation, one) for one in (BAD, GOOD, COUNT)]

    for place in order:
        done(runs[place])

    assert [run.status for run in runs] == ["failed", "succeeded", "succeeded"]
    assert runs[2].result["count"] == 60
    assert stand(conversation) == [("rename_column", "")]


def test_a_question_waits_for_a_change_that_is_being_made(conversation, monkeypatch):
    change = queued(conversation, BAD)
    question = queued(conversation, COUNT)
    change.start("elsewhere:1")
    slept = []

    def fails_meanwhile(seconds):
        slept.append(seconds)
        Run.objects.filter(id=change.id).update(status=Run.Status.FAILED)

    monkeypatch.setattr(standing.time, "sleep", fails_meanwhile)

    assert done(question).result["count"] == 60
    assert slept == [standing._LOOK_EVERY]


def test_a_change_that_fails_while_a_question_runs_is_left_out_of_it(
    conversation, monkeypatch
):
    change = queued(conversation, BAD)
    question = queued(conversation, COUNT)
    execute = jobs.execute

    def failing_meanwhile(*args, **kwargs):
        done_now = execute(*args, **kwargs)
        Run.objects.filter(id=change.id).update(status=Run.Status.FAILED)
        return done_now

    monkeypatch.setattr(jobs, "execute", failing_meanwhile)

    assert done(question).result["count"] == 60


def test_what_was_taken_back_in_flight_stays_away(conversation):
    run = queued(conversation, GOOD)
    answer(conversation, "undo")

    assert done(run).status == Run.Status.SUCCEEDED
    assert stand(conversation) == []


def test_changes_from_two_windows_both_stand(conversation):
    windows = [Conversation.objects.get(id=conversation.id) for _ in range(2)]
    for window, name in zip(windows, ("siblings", "children"), strict=True):
        column = {"siblings": "sibsp", "children": "parch"}[name]
        started = []
        respond(window, Request(f"rename {column} to {name}"), start=started.append)
        done(started[0])

    names = working_schema(Conversation.objects.get(id=conversation.id)).names
    assert {"siblings", "children"} < set(names)


def test_a_deleted_conversation_ends_its_runs(conversation):
    run = queued(conversation, GOOD)
    conversation.delete()

    done(run)

    assert not run.is_active


def test_a_choice_of_reading_that_fails_is_not_kept(conversation):
    dataset = conversation.dataset
    answer(conversation, "treat sex as number")
    dataset.refresh_from_db()
    assert dataset.overrides == {}

    answer(conversation, "treat parch as category")
    dataset.refresh_from_db()
    assert dataset.overrides == {"kind:parch": "category"}


def test_undo_names_a_step_of_an_earlier_version(conversation):
    old = [
        {"operation": "no_more", "params": {}, "standing": True},
        {"operation": "convert_column", "params": {"column": "a"}, "standing": True},
    ]
    Conversation.objects.filter(id=conversation.id).update(preparation=old)
    conversation.refresh_from_db()

    first, second = (answer(conversation, "undo").reply.summary for _ in range(2))

    assert (first, second) == (
        "Taken back: Convert a column of a.",
        "Taken back: no more.",
    )


def test_the_columns_are_shown_as_they_are_now(conversation):
    answer(conversation, "rename sibsp to siblings")
    answer(conversation, "add total = siblings + parch")

    [table] = answer(conversation, "/columns").reply.blocks

    names = [row[0] for row in table.rows]
    assert "siblings" in names
    assert "sibsp" not in names
    assert dict(zip(names, table.rows, strict=True))["total"][2:] == (None, None)


def test_an_export_that_breaks_names_its_step(conversation):
    step = Step(operation="add_column", params={"name": "x", "expression": "sqrt(sex)"})
    Conversation.objects.filter(id=conversation.id).update(
        preparation=[step.model_copy(update={"standing": True}).model_dump()]
    )
    conversation.refresh_from_db()

    said = answer(conversation, "/export csv").reply.summary

    assert "the step “New column x = sqrt(sex)” (columns: sex)" in said
