"""A whole server (web, workers, sandbox, bot) whose parts are killed at random."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from django.conf import settings

from chat.models import Run
from statagent_site.benchmarks.serving import wait_until_ready

# Longer than the supervisor's QUICK_DEATH, and than a busy machine needs for a start.
_SPARED = 30.0
_LATE = 30.0
PARTS = ("web", "worker", "sandbox", "telegram")
_MARKS = {
    "web": "web", "worker": "worker", "sandboxd": "sandbox", "telegram": "telegram",
}  # fmt: skip


class Server:
    """``serve`` on a port of its own; started again when it was killed itself."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._log = folder / "log"
        self._environment = environment
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", "serve", f"127.0.0.1:{self._port}"],
                cwd=settings.BASE_DIR,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> Self:
        try:
            wait_until_ready(f"{self.address}/readyz")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(40)

    @property
    def is_up(self) -> bool:
        return self._process.poll() is None

    def kill_supervisor(self) -> None:
        """End the supervisor itself, and start another at once."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = self._started()

    def services(self) -> dict[str, list[psutil.Process]]:
        """The supervisor's children by name, as far as they are there.

        There are several of what another stands by for.
        """
        found: dict[str, list[psutil.Process]] = {}
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._process.pid).children():
                with suppress(psutil.NoSuchProcess):
                    words = child.cmdline()
                    for mark in _MARKS.keys() & words:
                        found.setdefault(_MARKS[mark], []).append(child)
        return found

    def tracebacks(self) -> list[str]:
        """The last lines of tracebacks in the log."""
        lines = self._log.read_text(errors="replace").splitlines()
        plain = [line.partition("│ ")[2] or line for line in lines]
        ends, inside = [], False
        for line in plain:
            if line.startswith("Traceback"):
                inside = True
            elif inside and line and not line.startswith((" ", "~", "^")):
                ends.append(line)
                inside = False
        return ends


class Killer(threading.Thread):
    """Kills some part every few seconds until told to stop, the supervisor once."""

    def __init__(self, server: Server, pauses: tuple[float, float], seed: int) -> None:
        super().__init__(daemon=True)
        self.killed: Counter[str] = Counter()
        # Seconds until the pages were there again after the web server was killed.
        self.back: list[float] = []
        self._server = server
        self._pauses = pauses
        self._chance = random.Random(seed)
        self._over = threading.Event()
        self._ended = 0
        self._struck = time.monotonic()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(self._chance.uniform(*self._pauses)):
            if not self._something_happened():
                continue
            if not self.killed["supervisor"] and self.killed.total() >= len(PARTS):
                self._server.kill_supervisor()
                self.killed["supervisor"] += 1
            else:
                self._strike()

    def _something_happened(self) -> bool:
        """Whether a run has ended since the last kill, or much time has passed.

        A slow machine that never comes to anything would show nothing.
        """
        ended = Run.objects.exclude(status__in=Run.ACTIVE).count()
        late = time.monotonic() - self._struck > _LATE
        if ended == self._ended and not late:
            return False
        self._ended, self._struck = ended, time.monotonic()
        return True

    def _strike(self) -> None:
        """Kill one service, or one of the processes that it has started."""
        # The supervisor gives up what dies again and again right after its start.
        now = time.time()
        old = {
            name: [one for one in processes if now - _born(one) > _SPARED]
            for name, processes in self._server.services().items()
        }
        names = [name for name, processes in old.items() if processes]
        if not names:
            return
        part = min(names, key=lambda name: (self.killed[name], self._chance.random()))
        service = self._chance.choice(old[part])
        victims = [service]
        with suppress(psutil.NoSuchProcess):
            victims += service.children(recursive=True)
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            os.kill(self._chance.choice(victims).pid, signal.SIGKILL)
            self.killed[part] += 1
            if part == "web":
                self.back.append(self._seconds_until_back())

    def _seconds_until_back(self) -> float:
        struck = time.monotonic()
        while time.monotonic() - struck < _LATE:
            time.sleep(0.1)
            with (
                suppress(OSError),
                urllib.request.urlopen(f"{self._server.address}/healthz", timeout=2),
            ):
                break
        return time.monotonic() - struck


def _born(process: psutil.Process) -> float:
    try:
        return float(process.create_time())
    except psutil.NoSuchProcess:
        return time.time()
