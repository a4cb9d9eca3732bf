"""Runs that lose their worker, and runs that the queue loses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Message, Run
from chat.orchestrator import Request, respond
from chat.runs.kinds import MOST_ATTEMPTS
from chat.runs.machine import machine_name, process_name
from chat.runs.recovery import cancel, recover

DEAD = f"{machine_name()}:999999999"
ELSEWHERE = "another-host:1"


@pytest.fixture
def run(conversation):
    return respond(conversation, Request("mean of fare")).run


def started_by(run, worker, heartbeat=None):
    assert run.start(worker)
    if heartbeat:
        Run.objects.filter(id=run.id).update(heartbeat=heartbeat)


def status_of(run):
    return Run.objects.get(id=run.id).status


def test_only_one_worker_wins_a_run(run):
    same = Run.objects.get(id=run.id)

    assert [run.start("a:1"), same.start("b:2")] == [True, False]


def test_a_run_of_a_dead_worker_is_queued_again(run):
    started_by(run, DEAD)

    assert recover() == 1
    assert status_of(run) == Run.Status.QUEUED


def test_a_run_that_kills_its_worker_again_and_again_fails_with_the_reason(run):
    for _ in range(MOST_ATTEMPTS):
        started_by(run, DEAD)
        recover()

    assert status_of(run) == Run.Status.FAILED
    assert "stopped 5 times" in Message.objects.get(run=run).reply.summary


def test_a_run_of_a_living_worker_is_left_alone(run):
    started_by(run, process_name())

    assert recover() == 0
    assert status_of(run) == Run.Status.RUNNING


def test_a_run_that_another_started_meanwhile_is_left_to_it(run, monkeypatch):
    started_by(run, DEAD)

    def meanwhile(seen):
        Run.objects.filter(id=seen.id).update(
            attempts=seen.attempts + 1, worker=process_name()
        )
        return True

    monkeypatch.setattr("chat.runs.recovery._worker_is_gone", meanwhile)
    recover()

    now = Run.objects.get(id=run.id)
    assert (now.status, now.worker) == (Run.Status.RUNNING, process_name())


def test_a_run_elsewhere_is_judged_by_its_heartbeat(run):
    started_by(run, ELSEWHERE, timezone.now() - timedelta(seconds=60))

    assert recover() == 1
    assert status_of(run) == Run.Status.QUEUED


def test_a_run_that_the_queue_lost_is_queued_again(run):
    long_ago = timezone.now() - timedelta(minutes=5)
    Run.objects.filter(id=run.id).update(queued=long_ago)

    assert recover() == 1
    assert Run.objects.get(id=run.id).queued > long_ago


def test_a_run_that_waits_for_its_turn_is_not_queued_twice(run):
    queued = timezone.now() - timedelta(seconds=5)
    Run.objects.filter(id=run.id).update(queued=queued)

    assert recover() == 0
    assert Run.objects.get(id=run.id).queued == queued


def test_a_cancelled_run_whose_worker_died_ends_cancelled(run):
    started_by(run, DEAD)
    cancel(run)

    recover()

    assert status_of(run) == Run.Status.CANCELLED


def test_a_worker_that_lost_its_run_cannot_close_it(run):
    started_by(run, DEAD)
    recover()
    again = Run.objects.get(id=run.id)
    assert again.start(process_name())

    assert not run.finish(Run.Status.SUCCEEDED)
    assert status_of(run) == Run.Status.RUNNING
