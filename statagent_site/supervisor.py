"""Keeping a few processes alive: start, prefix their logs, restart, end cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

QUICK_DEATH = 10.0
GIVE_UP_AFTER = 5
GRACE = 15.0
_LOOK_EVERY = 0.1


@dataclass
class Child:
    """One supervised process; ``deaths`` counts quick ones in a row.

    ``started`` is when its process was, by the monotonic clock.
    """

    name: str
    command: Sequence[str]
    process: asyncio.subprocess.Process | None = None
    deaths: int = 0
    started: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)

    def kill(self) -> None:
        """End it hard, with its own children; it will be started again.

        Children that outlive it belong to its group still, and hold what it served.
        """
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Runs children until asked to stop, or until one cannot be kept alive."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stopping = asyncio.Event()
        self.failed = ""

    async def run(self) -> int:
        """Serve; the exit status is 0 after a clean stop, 1 if a child gave up."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stopping.set)
        keepers = [asyncio.create_task(self._keep(child)) for child in self.children]
        await self.stopping.wait()
        await self._stop()
        await asyncio.gather(*keepers)
        if self.failed:
            say("serve", f"{self.failed} could not be kept running; stopping.")
        return 1 if self.failed else 0

    async def _keep(self, child: Child) -> None:
        while not self.stopping.is_set():
            child.started = time.monotonic()
            child.process = await asyncio.create_subprocess_exec(
                *child.command,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **child.environment},
            )
            log = asyncio.create_task(self._copy_log(child))
            status = await _exit_status(child.process)
            child.kill()
            await log
            if self.stopping.is_set():
                return
            quick = time.monotonic() - child.started < QUICK_DEATH
            child.deaths = child.deaths + 1 if quick else 0
            say(child.name, f"ended with status {status}; starting it again")
            if child.deaths >= GIVE_UP_AFTER:
                self.failed = child.name
                self.stopping.set()
                return
            await asyncio.sleep(min(0.3 * 2**child.deaths, 5))

    async def _copy_log(self, child: Child) -> None:
        assert child.process is not None and child.process.stdout is not None
        async for line in child.process.stdout:
            say(child.name, line.decode(errors="replace").rstrip())

    async def _stop(self) -> None:
        running = [
            child.process
            for child in self.children
            if child.process is not None and child.process.returncode is None
        ]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        waits = [asyncio.create_task(_exit_status(process)) for process in running]
        if waits:
            await asyncio.wait(waits, timeout=GRACE)
        for child in self.children:
            child.kill()


async def _exit_status(process: asyncio.subprocess.Process) -> int:
    """The status of the process itself.

    ``wait`` returns when its output has ended too, and that a child which outlives it
    may hold open for ever.
    """
    while process.returncode is None:
        await asyncio.sleep(_LOOK_EVERY)
    return process.returncode


def say(name: str, line: str) -> None:
    """One line of the common log."""
    sys.stdout.write(f"{name:>8} │ {line}\n")
    sys.stdout.flush()
