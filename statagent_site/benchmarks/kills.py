"""Two hundred processes killed at random under load: every run must end in the truth.

Victims are the fork server and what it forks (so the scripts), and the workers. The
driver works in the environment of a server of its own, as one more process of it.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
from django.conf import settings

from analysis.base.reply import Progress
from analysis.models import Owner
from chat.models import Conversation, Message, Run
from chat.orchestrator import Request, respond
from chat.people import quotas
from chat.tables.datasets import dataset_from, read_in
from statagent_site.benchmarks.measure import Row
from statagent_site.benchmarks.serving import served, write_houses

KILLS, AT_ONCE = 200, 8
_PAUSES = (0.05, 0.8)
# The supervisor gives up a service that dies five times within ten seconds of its start,
# and the preloaded process needs some seconds before there are scripts to kill.
_SPARED = {"service": 20.0, "preloaded": 6.0}
_END_SECONDS = 120.0
_QUESTIONS = (
    ("mean of price", "mean"),
    ("median of price", "median"),
    ("standard deviation of price", "std"),
)
_DRIVER = """
import sys, django
django.setup()
from statagent_site.benchmarks.kills import drive
drive(sys.argv[1], int(sys.argv[2]))
"""


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "houses.csv"
        write_houses(table)
        with served(Path(folder)):
            # It ends by itself when the server has: there is nothing left to kill.
            told = subprocess.run(
                [sys.executable, "-c", _DRIVER, str(table), str(KILLS)],
                cwd=settings.BASE_DIR,
                env={
                    "PATH": "/usr/bin:/bin",
                    "DJANGO_SETTINGS_MODULE": "statagent_site.settings",
                    "STATAGENT_VAR": str(Path(folder) / "var"),
                },
                stdout=subprocess.PIPE,
                check=True,
            ).stdout
        found: dict[str, Any] = json.loads(told)
    rows = [Row("killed", sum(found["killed"].values()), "", _words(found["killed"]))]
    rows += [Row("runs", sum(found["ended"].values()), "", _words(found["ended"]))]
    return rows + [Row(what, n, "") for what, n in found["wrong"].items()]


def _words(counts: dict[str, int]) -> str:
    return "; ".join(f"{count} {what}" for what, count in sorted(counts.items()))


def drive(table: str, n_kills: int) -> None:
    """Ask and kill at the same time, then look at every run; prints JSON."""
    load = _Load(Path(table))
    killer = _Killer(random.Random(11))
    last = time.monotonic()
    while sum(killer.killed.values()) < n_kills:
        load.top_up(AT_ONCE)
        time.sleep(killer.chance.uniform(*_PAUSES))
        if killer.strike():
            last = time.monotonic()
        elif time.monotonic() - last > _END_SECONDS:
            raise RuntimeError("the server has given up")
    load.wait()
    ended, wrong = load.judged()
    json.dump({"killed": killer.killed, "ended": ended, "wrong": wrong}, sys.stdout)


class _Killer:
    """Kills one process at a time; what the supervisor restarts, not too often."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.killed: Counter[str] = Counter()
        self.struck: dict[str, float] = {}

    def strike(self) -> bool:
        """Kill one of what there is; False when there is nothing."""
        kinds: dict[str, list[psutil.Process]] = {}
        for process in psutil.process_iter():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                kind = self._kind(process)
                if kind:
                    kinds.setdefault(kind, []).append(process)
        for kind in list(kinds):
            if self._recent(kind):
                del kinds[kind]
        if not kinds:
            return False
        kind = self.chance.choice(sorted(kinds))
        with suppress(psutil.NoSuchProcess):
            self.chance.choice(kinds[kind]).kill()
            self.killed[kind] += 1
            self.struck[kind] = time.monotonic()
        return True

    def _recent(self, kind: str) -> bool:
        spared = max((s for word, s in _SPARED.items() if word in kind), default=0.0)
        return time.monotonic() - self.struck.get(kind, -100.0) < spared

    def _kind(self, process: psutil.Process) -> str:
        """What a process is to the server of this folder; empty if nothing."""
        command = process.cmdline()
        if f'"directory": "{settings.VAR_DIR}' in " ".join(command):
            depth = _depth(process, f'"directory": "{settings.VAR_DIR}')
            names = ("fork server (service)", *["preloaded process"] * 2)
            return names[depth] if depth < len(names) else "script or spare"
        if command[-1:] == ["worker"] and _is_ours(process):
            above = sum(one.cmdline()[-1:] == ["worker"] for one in process.parents())
            return "worker" if above > 1 else "cluster of workers (service)"
        return ""


def _is_ours(process: psutil.Process) -> bool:
    return process.environ().get("STATAGENT_VAR") == os.environ["STATAGENT_VAR"]


def _depth(process: psutil.Process, mark: str) -> int:
    return sum(mark in " ".join(above.cmdline()) for above in process.parents())


class _Load:
    """Runs in flight and those that were started, with what they must come to."""

    def __init__(self, table: Path) -> None:
        owner = Owner.objects.create(quotas=dict(quotas.UNLIMITED))
        self.dataset = dataset_from(owner, table.name, table)
        receipt = read_in(self.dataset)
        self.dataset.receipt_json = receipt.model_dump(mode="json")
        self.dataset.save()
        self.prices = pd.read_parquet(self.dataset.parquet)["price"]
        self.started: dict[str, float] = {}

    def top_up(self, wanted: int) -> None:
        active = Run.objects.filter(id__in=self.started, status__in=Run.ACTIVE).count()
        for _ in range(wanted - active):
            question, statistic = _QUESTIONS[len(self.started) % len(_QUESTIONS)]
            talk = Conversation.objects.create(
                owner=self.dataset.owner, dataset=self.dataset
            )
            message = respond(talk, Request(question))
            right = float(getattr(self.prices, statistic)())
            self.started[str(message.run_id)] = right

    def wait(self) -> None:
        """Until nothing is going on any more, or far too long."""
        end = time.monotonic() + _END_SECONDS
        mine = Run.objects.filter(id__in=self.started, status__in=Run.ACTIVE)
        while mine.exists() and time.monotonic() < end:
            time.sleep(0.5)

    def judged(self) -> tuple[Counter[str], dict[str, int]]:
        """How the runs ended, and how many of them did not end in the truth."""
        ended: Counter[str] = Counter()
        wrong = dict.fromkeys(
            ("still active", "wrong number", "failed without a reason",
             "message still in progress"), 0)  # fmt: skip
        for run in Run.objects.filter(id__in=self.started):
            reason = f": {run.error}" if run.status == Run.Status.FAILED else ""
            ended[f"{run.status}{reason}"] += 1
            wrong["still active"] += run.status in Run.ACTIVE
            wrong["failed without a reason"] += reason == ": "
            if run.status == Run.Status.SUCCEEDED:
                assert run.result is not None
                value = next(iter(_numbers(run.result["rows"][0])))
                close = abs(value - self.started[str(run.id)]) < 1e-9 * abs(value)
                wrong["wrong number"] += not close
            reply = Message.objects.get(run=run).reply
            going = reply is None or any(isinstance(b, Progress) for b in reply.blocks)
            wrong["message still in progress"] += going
        return ended, wrong


def _numbers(row: dict[str, Any]) -> list[float]:
    return [value for key, value in row.items() if key in ("mean", "median", "std")]
