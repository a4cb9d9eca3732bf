"""A hundred conversations while the server's parts are killed at random.

Half of the people sit before the page, half before Telegram (the fake Bot API). In the
end every question must have exactly one answer, the same as in an undisturbed
conversation, and Telegram must have got every post once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from django.conf import settings
from django.db import close_old_connections

from chat.models import Conversation, Run
from chat.models.telegram import TelegramPost
from chat.telegram.fake.app import FakeTelegram
from statagent_site.benchmarks.disturbing import Killer, Server
from statagent_site.benchmarks.measure import Row
from statagent_site.benchmarks.people import (
    Phone,
    Seen,
    Talk,
    Visitor,
    differences,
    unanswered_messages,
)

CONVERSATIONS, AT_ONCE = 100, 6
PAUSES = (1.0, 4.0)
_FIRST_CHAT = 1000
_QUESTIONS = (
    ("average price by town", "linear regression of price on area"),
    ("correlation between area and price", "histogram of price", "/columns"),
    ("train a linear regression to predict price from area and town", "start"),
    ("is there a difference in price between the towns", "median of area", "/ledger"),
)
_DRIVER = """
import sys, django
django.setup()
from statagent_site.benchmarks.outages import drive
drive(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
"""


def run() -> list[Row]:
    found = disturbed(CONVERSATIONS, PAUSES)
    rows = [Row("killed", sum(found["killed"].values()), "", _words(found["killed"]))]
    rows += [Row("web server back after, median", found["back"], "s")]
    rows += [Row("web server back after, longest", found["back_longest"], "s")]
    rows += [Row("conversations", found["conversations"], "")]
    rows += [Row("runs", sum(found["runs"].values()), "", _words(found["runs"]))]
    rows += [Row(what, n, "") for what, n in found["wrong"].items()]
    return [
        *rows,
        *(Row("in the log", n, "", what) for what, n in found["log"].items()),
    ]


def disturbed(conversations: int, pauses: tuple[float, float]) -> dict[str, Any]:
    """Hold so many conversations with a kill every few seconds; what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(
            [sys.executable, "-c", _DRIVER, folder, str(conversations),
             *map(str, pauses)],
            cwd=settings.BASE_DIR,
            env={
                "PATH": "/usr/bin:/bin",
                "DJANGO_SETTINGS_MODULE": "statagent_site.settings",
                "STATAGENT_VAR": str(Path(folder) / "var"),
            },
            stdout=subprocess.PIPE,
            check=True,
        ).stdout  # fmt: skip
    found: dict[str, Any] = json.loads(told)
    return found


def _words(counts: dict[str, int]) -> str:
    return "; ".join(f"{count} {what}" for what, count in sorted(counts.items()))


def drive(folder: str, conversations: int, shortest: float, longest: float) -> None:
    """Serve, talk undisturbed, talk again among outages, judge; prints JSON."""
    fake = FakeTelegram(first=1)
    fake.start()
    environment = {
        "PATH": "/usr/bin:/bin",
        "STATAGENT_VAR": os.environ["STATAGENT_VAR"],
        "TELEGRAM_TOKEN": "4242:test",
        "TELEGRAM_API_URL": fake.address,
    }
    with Server(Path(folder), environment) as server:
        people = _People(server, fake)
        # Every talk once at each door, whatever the number of conversations.
        kinds = 2 * len(_QUESTIONS)
        people.hold(range(kinds))
        killer = Killer(server, (shortest, longest), seed=7)
        killer.start()
        people.hold(range(kinds, kinds + conversations))
        killer.stop()
        if not server.is_up:
            raise RuntimeError("the server has given up")
        wrong = people.judged(kinds)
        log = Counter(server.tracebacks())
    fake.stop()
    runs = Counter(Run.objects.values_list("status", flat=True))
    json.dump(
        {
            "killed": killer.killed,
            "back": round(median(killer.back or [0.0]), 2),
            "back_longest": round(max(killer.back, default=0.0), 2),
            "conversations": conversations,
            "runs": runs,
            "wrong": wrong,
            "log": log,
        },
        sys.stdout,
    )


class _People:
    """Everybody who talks; the number decides the door, the table and the questions."""

    def __init__(self, server: Server, fake: FakeTelegram) -> None:
        self._server = server
        self._fake = fake
        self._seen: dict[int, Seen] = {}

    def hold(self, numbers: range) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for number, seen in zip(
                numbers, pool.map(self._talk, numbers), strict=True
            ):
                self._seen[number] = seen

    def _talk(self, number: int) -> Seen:
        close_old_connections()
        talk = _talk_of(_kind(number))
        if number % 2:
            return Phone(self._fake.world, _FIRST_CHAT + number).talk(talk)
        return Visitor(self._server.address).talk(talk)

    def judged(self, kinds: int) -> dict[str, int]:
        """What is wrong, each kind with how often; all must be 0."""
        wrong = Counter(
            {"still going on": Run.objects.filter(status__in=Run.ACTIVE).count(),
             "questions without an answer": unanswered_messages(),
             "conversations with a question too many": self._asked_too_often(),
             "posts not sent": TelegramPost.objects.exclude(
                 state=TelegramPost.State.SENT).count()}
        )  # fmt: skip
        for number, seen in self._seen.items():
            expected = self._seen[number % kinds].answers
            missing, extra = differences(seen.answers, expected)
            door = "Telegram" if number % 2 else "the browser"
            wrong[f"answers missing in {door}"] += missing
            wrong[f"other answers or twice in {door}"] += extra
            wrong["shown twice"] += seen.twice
            wrong["waited for in vain"] += seen.unanswered
            if missing or extra:
                have, want = Counter(seen.answers), Counter(expected)
                print(
                    number,
                    door,
                    "missing:",
                    *(want - have).elements(),
                    "| too many:",
                    *(have - want).elements(),
                    file=sys.stderr,
                )
        return dict(wrong)

    def _asked_too_often(self) -> int:
        most = {
            n: sum(c.messages.filter(text=t).count() > 1 for t in _texts())
            for n, c in enumerate(Conversation.objects.all())
        }
        return sum(1 for n in most.values() if n)


def _texts() -> list[str]:
    return [text for questions in _QUESTIONS for text in questions]


def _kind(number: int) -> int:
    return number // 2 % len(_QUESTIONS)


def _talk_of(kind: int) -> Talk:
    """A table of its own for each kind, so that a stranger's answer would be noticed."""
    random = np.random.default_rng(kind)
    area = random.normal(110, 30, 250).round(1)
    table = pd.DataFrame(
        {
            "area": area,
            "price": (area * 3.1 + random.normal(0, 40, 250)).round(2),
            "town": random.choice(["Aarau", "Basel", "Chur"], 250),
        }
    )
    content = table.to_csv(index=False).encode()
    return Talk(f"houses_{kind}.csv", content, _QUESTIONS[kind])
