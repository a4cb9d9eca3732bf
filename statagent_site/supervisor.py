"""Keeping a few processes alive: start, prefix their logs, restart, end cleanly.

A part that dies at once is started again after longer and longer pauses; the others go
on meanwhile. How all of them are is written to a file for whoever asks.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from statagent_site.parts import Part, write_parts

QUICK_DEATH = 10.0
# Long enough that a part which always dies costs next to nothing (a start of a part
# takes 2 to 4 s of a processor), short enough to be back soon after it was mended.
LONGEST_PAUSE = 60.0
_FIRST_PAUSE = 0.3
GRACE = 15.0
_LOOK_EVERY = 0.1
_LAST_LINES = 1.0
_LONGEST_LINE = 1 << 20


@dataclass
class Child:
    """One supervised process; ``deaths`` counts quick ones in a row.

    ``started`` is when its process was, by the monotonic clock. Without one that is
    ``needed`` the site cannot serve. ``delay`` is how many seconds the first start waits.
    """

    name: str
    command: Sequence[str]
    process: asyncio.subprocess.Process | None = None
    deaths: int = 0
    started: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)
    needed: bool = True
    delay: float = 0.0
    status: int | None = None
    starts_at: float | None = None

    @property
    def pause(self) -> float:
        """Seconds until it is started again after its latest death."""
        # The power is capped, too: a part may die for months.
        return min(_FIRST_PAUSE * 2.0 ** min(self.deaths, 20), LONGEST_PAUSE)

    def as_part(self) -> Part:
        """What is told of it; ``starts_at`` is by the clock on the wall."""
        return Part(
            self.name, self.deaths, self.status, self.starts_at, needed=self.needed
        )

    def kill(self) -> None:
        """End it hard, with its own children; it will be started again.

        Children that outlive it belong to its group still, and hold what it served.
        """
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Runs children until asked to stop; their state is written to ``report``."""

    def __init__(self, children: Sequence[Child], report: Path | None = None) -> None:
        self.children = children
        self.stopping = asyncio.Event()
        self._report = report
        self._logs: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        """Serve; the exit status after a stop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stopping.set)
        self._tell()
        keepers = [asyncio.create_task(self._keep(child)) for child in self.children]
        await self.stopping.wait()
        await self._stop()
        await asyncio.gather(*keepers)
        if self._report is not None:
            self._report.unlink(missing_ok=True)
        return 0

    async def _keep(self, child: Child) -> None:
        if child.delay:
            await self._paused(child.delay)
        while not self.stopping.is_set():
            child.started = time.monotonic()
            child.starts_at = None
            try:
                child.status = await self._live(child)
            except OSError as error:
                say(child.name, f"could not be started: {error}")
                child.status = None
            if self.stopping.is_set():
                return
            quick = time.monotonic() - child.started < QUICK_DEATH
            child.deaths = child.deaths + 1 if quick else 0
            self._say_death(child)
            child.starts_at = time.time() + child.pause
            self._tell()
            await self._paused(child.pause)

    async def _live(self, child: Child) -> int:
        """From a start to the death: the exit status."""
        child.process = await asyncio.create_subprocess_exec(
            *child.command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **child.environment},
            limit=_LONGEST_LINE,
        )
        log = asyncio.create_task(self._copy_log(child))
        settled = asyncio.create_task(self._settled(child))
        status = await _exit_status(child.process)
        settled.cancel()
        child.kill()
        # What outlives it on purpose, in a group of its own, still writes there.
        self._logs.add(log)
        log.add_done_callback(self._logs.discard)
        await asyncio.wait([log], timeout=_LAST_LINES)
        return status

    async def _settled(self, child: Child) -> None:
        """A part that has lived for long enough is well again, and is said to be."""
        await asyncio.sleep(QUICK_DEATH)
        if child.deaths:
            say(child.name, "is well again")
        child.deaths = 0
        self._tell()

    def _say_death(self, child: Child) -> None:
        again = "starting it again"
        if child.deaths > 1:
            again += f" in {child.pause:.0f} s ({child.deaths} times in a row)"
        say(child.name, f"ended with status {child.status}; {again}")

    async def _paused(self, seconds: float) -> None:
        """Wait, but not longer than it serves."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    def _tell(self) -> None:
        if self._report is None:
            return
        try:
            write_parts(self._report, [child.as_part() for child in self.children])
        except OSError as error:
            say("serve", f"the state of the parts could not be written: {error}")

    async def _copy_log(self, child: Child) -> None:
        assert child.process is not None and child.process.stdout is not None
        # Of this process: what outlives it writes there when there is another already.
        output = child.process.stdout
        while True:
            try:
                line = await output.readline()
            except ValueError:
                # Longer than any line should be: that much of it is left out.
                continue
            if not line:
                return
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
