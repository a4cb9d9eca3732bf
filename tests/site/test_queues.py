"""Long work has a queue and workers of its own: a question never waits behind it."""

from __future__ import annotations

import json
import os
import uuid
from types import SimpleNamespace

import numpy as np
import pandas as pd
import psutil
import pytest
from django.conf import settings as site
from django_q.conf import Conf

from analysis.models import Dataset
from chat.models import Run
from chat.runs import queues
from chat.runs.recovery import enqueue
from statagent_site.clusters import serve_queue
from statagent_site.diagnosis import _workers
from statagent_site.management.commands import serve
from tests.site.served import Site

USUAL, LONG = "statagent", "statagent-long"
MIB = 1024 * 1024


def run_of(kind, size=1000, repeats=None):
    return Run(kind=kind, dataset=Dataset(size=size),
               rerun_of=Run(kind=repeats) if repeats else None)  # fmt: skip


@pytest.mark.parametrize(
    "run, queue",
    [
        (run_of("analysis"), USUAL),
        (run_of("analysis", 900 * MIB), USUAL),
        (run_of("plan"), USUAL),
        (run_of("prediction"), USUAL),
        (run_of("training"), LONG),
        (run_of("import"), USUAL),
        (run_of("import", 900 * MIB), LONG),
        (run_of("script"), USUAL),
        (run_of("script", repeats="analysis"), USUAL),
        (run_of("script", repeats="training"), LONG),
        (Run(kind="import"), USUAL),
    ],
)
def test_what_takes_long_waits_in_a_queue_of_its_own(run, queue, settings):
    assert queues.queue_of(run) == queue
    settings.LONG_WORKERS = 0
    assert queues.queue_of(run) == USUAL


def test_the_size_from_which_on_an_import_is_long_is_a_setting(settings):
    settings.LONG_IMPORT_BYTES = 10
    assert [queues.queue_of(run_of("import", n)) for n in (10, 11)] == [USUAL, LONG]


@pytest.mark.parametrize("kind, queue", [("analysis", USUAL), ("training", LONG)])
def test_a_run_rings_in_its_own_queue(
    alice, kind, queue, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr("chat.runs.recovery.async_task",
                        lambda *args, **more: rung.append(more["cluster"]))  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(Run.objects.create(owner=alice, kind=kind))
    assert rung == [queue]


@pytest.fixture
def alive(monkeypatch):
    """Clusters that say they are at work: queue and number of workers each."""

    def alive(**found):
        clusters = [SimpleNamespace(queue=name.replace("_", "-"), workers=range(count))
                    for name, count in found.items()]  # fmt: skip
        monkeypatch.setattr(queues.Stat, "get_all", lambda: clusters)

    return alive


def test_a_queue_without_workers_is_named(alive, client, db):
    alive(statagent=2, statagent_long=1)
    assert (queues.workers(), queues.unserved()) == ({USUAL: 2, LONG: 1}, ())
    alive(statagent=2)
    words = client.get("/readyz").json()["workers"]
    assert words == "no worker for long work is running (0 tasks wait)"
    [finding] = _workers()
    assert (finding.level, finding.text[:26]) == ("warn", "no worker for long work is")
    alive(statagent_long=1)
    assert client.get("/readyz").json()["workers"].startswith("no worker is running")
    alive()
    assert queues.unserved() == ("worker", "worker for long work")


def test_without_a_queue_for_long_work_nobody_misses_its_workers(alive, settings):
    settings.LONG_WORKERS = 0
    alive(statagent=2)
    assert (queues.queues(), queues.unserved()) == ((USUAL,), ())


def test_each_cluster_has_the_workers_of_its_queue(monkeypatch):
    for name in ("CLUSTER_NAME", "WORKERS", "POLL", "SCHEDULER"):
        monkeypatch.setattr(Conf, name, getattr(Conf, name))
    monkeypatch.setitem(site.Q_CLUSTER, "workers", 7)
    serve_queue(LONG)
    assert (Conf.CLUSTER_NAME, Conf.WORKERS, Conf.SCHEDULER) == (LONG, 1, False)
    serve_queue(USUAL)
    assert (Conf.CLUSTER_NAME, Conf.WORKERS, Conf.SCHEDULER) == (USUAL, 7, True)


def test_workers_are_stalled_by_queue(alice, monkeypatch):
    """A training that goes on is no sign that questions are taken up."""
    monkeypatch.setattr(serve, "close_old_connections", lambda: None)
    training = Run.objects.create(owner=alice, kind="training")
    assert training.start(f"{uuid.uuid4()}:{os.getpid()}")
    assert serve._look()[1] is False
    old = training.created - 2 * serve.STALLED_AFTER
    Run.objects.create(owner=alice, kind="training", created=old)
    assert serve._look()[1] is False
    Run.objects.create(owner=alice, kind="analysis", created=old)
    assert serve._look()[1] is True


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    found = Site(tmp_path_factory.mktemp("served"))
    yield found
    found.stop()


@pytest.mark.timeout(240)
def test_a_mean_is_answered_while_a_training_goes_on(served):
    random = np.random.default_rng(1)
    columns = {f"x{n}": random.normal(size=12_000).round(3) for n in range(12)}
    table = pd.DataFrame(columns)
    table["y"] = (table.sum(axis=1) + random.normal(size=len(table))).round(3)
    made = served.upload("table.csv", table.to_csv(index=False).encode())
    dataset, into = made["dataset"]["id"], made["message"]["conversation"]
    order = {"dataset": dataset, "target": "y", "model": "auto"}
    trained = served.call("/models", json.dumps(order).encode())["run"]

    def going_on():
        return served.call(f"/runs/{trained}")["status"] == "running"

    served.until(going_on, 30)
    for _ in range(3):
        answer = served.ask(into, "mean of y")
        assert answer["status"] == "answered", answer
        assert going_on()
    served.call(f"/runs/{trained}/cancel", b"")


@pytest.mark.timeout(240)
def test_all_workers_are_started_again_when_one_cluster_dies(served):
    def clusters():
        own = psutil.Process(served.process.pid).children()
        [workers] = [one for one in own if one.cmdline()[-1] == "worker"]
        return workers, workers.children()

    keeper, [first, second] = clusters()
    lost = [*second.children(), *first.children(), first]
    second.kill()
    psutil.wait_procs([*lost, keeper], timeout=20)
    assert [one for one in lost if one.is_running()] == []
    served.until(lambda: served.ready() and len(clusters()[1]) == 2, 60)
    assert clusters()[0] != keeper
