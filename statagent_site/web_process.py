"""The web server as a process that can be replaced at once.

Loading the site takes seconds, more on a busy machine. So one process loads it and does
nothing else but fork the process that listens; if that one is killed, the next stands
there loaded. If the one that loads is killed, the listener goes on by itself until the
next keeper is loaded, and gives its place to that one's.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn

import psutil

from statagent_site.leftovers import MARK, supervisor_lives

# A server that cannot even start shall not be forked for ever: the supervisor counts.
QUICK_DEATH, MOST_QUICK_DEATHS = 2.0, 5
PAUSE = 0.2  # seconds after the first quick death; twice as long after each further one
# Far more than a keeper takes to load on a busy machine.
ORPHAN_SECONDS = 90.0
_LOOK_EVERY = 0.5
_GRACE = 3.0


class Forking:
    """Keeps one forked child at work until told to stop."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._child = 0
        self._stopping = False

    def run(self) -> int:
        """Fork and wait; the exit status is 0 after a stop, 1 if it dies at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        deaths = 0
        end_orphans()
        while not self._stopping:
            began = time.monotonic()
            self._fork()
            self._wait()
            quick = time.monotonic() - began < QUICK_DEATH
            deaths = deaths + 1 if quick else 0
            if deaths >= MOST_QUICK_DEATHS:
                return 1
            if quick and not self._stopping:
                time.sleep(PAUSE * 2**deaths)
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        if self._child:
            os.kill(self._child, signal.SIGTERM)

    def _fork(self) -> None:
        parent = os.getpid()
        sys.stdout.flush()
        self._child = os.fork()
        if not self._child:
            self._be_the_child(parent)
        if self._stopping:  # told so between the look and the fork
            os.kill(self._child, signal.SIGTERM)

    def _be_the_child(self, parent: int) -> NoReturn:
        """Work and exit, whatever happens; never return into the parent's loop."""
        status = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            # Out of the keeper's group, with which its supervisor ends what is left.
            os.setpgid(0, 0)
            threading.Thread(target=_outlive, args=(parent,), daemon=True).start()
            if os.getppid() == parent:
                self._work()
                status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _wait(self) -> None:
        while True:
            try:
                os.waitpid(self._child, 0)
            except InterruptedError:
                continue
            except ChildProcessError:
                pass
            _end_group(self._child)
            self._child = 0
            return


def _outlive(parent: int) -> None:
    """End this process when nobody keeps it any more: at once without a supervisor."""
    orphaned = 0.0
    while True:
        time.sleep(_LOOK_EVERY)
        if os.getppid() == parent:
            continue
        orphaned = orphaned or time.monotonic()
        if not supervisor_lives() or time.monotonic() - orphaned > ORPHAN_SECONDS:
            os.killpg(0, signal.SIGKILL)


def _end_group(pid: int) -> None:
    """End what a listener has started and left: it is the first of its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def end_orphans() -> None:
    """End the listener that a killed keeper of the same supervisor has left."""
    mark, own = os.environ.get(MARK), psutil.Process()
    if not mark:
        return
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            # The same command; charts are drawn by another, which goes with its parent.
            if (
                process.pid != own.pid
                and process.cmdline() == own.cmdline()
                and process.environ().get(MARK) == mark
            ):
                process.terminate()
                found.append(process)
    for process in psutil.wait_procs(found, timeout=_GRACE)[1]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(found, timeout=_GRACE)
    for process in found:
        _end_group(process.pid)


def listen(arguments: Sequence[str]) -> None:
    """Be daphne, with the site that is loaded already."""
    # Only here: it makes the event loop, of which each process needs its own.
    from daphne.cli import CommandLineInterface

    CommandLineInterface().run(list(arguments))
