"""Work in a thread of its own that may take so long and no longer.

A thread cannot be ended from outside, but one that computes can be made to raise: what
it has begun in the database is undone then. One that waits for something raises once that
has come; nobody waits for it meanwhile. Whoever waits for the database, which somebody
else holds, or for a processor of a busy machine, is not to blame for it, and gets the
time once more.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, connections

logger = logging.getLogger(__name__)
_T = TypeVar("_T")
# The database itself gives up waiting before.
_MOST_TIMES = 3


class TookTooLong(Exception):
    """It was given up after its time."""


class _GivenUp(BaseException):
    """Raised in the thread; no Exception, which somebody might catch and go on."""


class _Work(threading.Thread):
    """Calls a function; its end is told to the loop that waits for it."""

    def __init__(self, function: Callable[[], Any]) -> None:
        super().__init__(daemon=True, name="apart")
        self._function = function
        self._loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self._loop.create_future()
        self.in_database = False

    def run(self) -> None:
        try:
            with connection.execute_wrapper(self._asking):
                told: tuple[Any, BaseException | None] = (self._function(), None)
        except BaseException as error:
            told = (None, error)
        finally:
            with contextlib.suppress(Exception):
                connections.close_all()
        # The loop may be over, and then nobody waits.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._tell, *told)

    def _asking(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.in_database = True
        try:
            return execute(*args)
        finally:
            self.in_database = False

    def _tell(self, result: Any, error: BaseException | None) -> None:
        if self.future.done():
            if error is not None:
                logger.info("what was given up ended: %s", type(error).__name__)
        elif error is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(error)

    def computed(self) -> float:
        """Seconds of a processor that it has had."""
        if self.ident is None or not self.is_alive():
            return 0.0
        return time.clock_gettime(time.pthread_getcpuclockid(self.ident))

    def give_up(self) -> None:
        """Let the thread raise at its next step in Python."""
        if self.ident is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(self.ident), ctypes.py_object(_GivenUp)
            )


class Apart:
    """Carries functions out, ``most`` at a time, each within ``limit`` seconds.

    One that has had a processor for less than the ``share`` of these has been kept from
    its work, and gets the time once more.
    """

    def __init__(self, limit: float, most: int, share: float = 0.0) -> None:
        self.limit = limit
        self._least = share * limit
        self._places = asyncio.Semaphore(most)
        self._given_up: list[_Work] = []

    @property
    def stuck(self) -> int:
        """How many that were given up are still at work."""
        self._given_up = [work for work in self._given_up if work.is_alive()]
        return len(self._given_up)

    async def carry_out(self, function: Callable[..., _T], *args: Any) -> _T:
        """What the function returns or raises.

        Raises:
            TookTooLong: its time was over first.
        """
        async with self._places:
            work = _Work(lambda: function(*args))
            work.start()
            for _ in range(_MOST_TIMES):
                done, _ = await asyncio.wait([work.future], timeout=self.limit)
                kept = work.in_database or work.computed() < self._least
                if done or not kept:
                    break
            if work.future.done():
                found: _T = work.future.result()
                return found
            work.future.cancel()
            self._given_up.append(work)
            work.give_up()
            raise TookTooLong(f"given up after {self.limit:g} seconds")
