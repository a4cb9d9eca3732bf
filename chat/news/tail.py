"""Following the event log: one reader per process serves all its sockets.

The log in the database is the truth; this polls it while anybody listens. A short pause
while something is going on keeps answers quick, a longer one keeps idle pages cheap.
Where there is a bell it is rung for each event, and the polling only makes sure.

On databases where several write at once an event may become visible after one of a
higher number, of another conversation: there the numbers that were skipped are looked
for again, for some seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator

from channels.db import database_sync_to_async
from django.db import connection
from django.db.models import Q

from chat.models import Event
from chat.news.bell import has_bell, rings

logger = logging.getLogger(__name__)
BUSY_PAUSE = 0.015
IDLE_PAUSE = 0.15
RUNG_PAUSE = 1.0
BUSY_FOR = 3.0
AT_MOST = 500
# Longer than any transaction that writes events.
LOOK_BACK = 15.0
NOT_YET = 50

Queue = asyncio.Queue[int]


class Tail:
    """The process's reader of the log."""

    def __init__(self) -> None:
        self._queues: dict[uuid.UUID, set[Queue]] = defaultdict(set)
        self._tasks: list[asyncio.Task[None]] = []
        self._busy_until = 0.0
        self._last = 0
        self._out: dict[int, float] = {}
        self._hears = False

    @contextlib.asynccontextmanager
    async def listen(self, conversation: uuid.UUID) -> AsyncIterator[Queue]:
        """A queue that receives a number whenever a conversation has new events."""
        queue: Queue = asyncio.Queue()
        self._queues[conversation].add(queue)
        if not self._tasks or self._tasks[0].done():
            self._out.clear()
            self._last = await _newest()
            self._tasks = [asyncio.create_task(self._follow())]
            if has_bell():
                self._tasks.append(asyncio.create_task(self._hear()))
        try:
            yield queue
        finally:
            self._queues[conversation].discard(queue)
            if not self._queues[conversation]:
                del self._queues[conversation]

    def expect(self) -> None:
        """Something was asked: look more often for a while."""
        self._busy_until = time.monotonic() + BUSY_FOR

    async def _follow(self) -> None:
        while self._queues:
            try:
                found = await _after(self._last, list(self._out))
            except Exception:
                logger.exception("the event log could not be read")
                found = []
                await asyncio.sleep(1)
            for number, conversation in self._new(found):
                self._tell(conversation, number)
            busy = time.monotonic() < self._busy_until
            pause = BUSY_PAUSE if busy else IDLE_PAUSE
            await asyncio.sleep(RUNG_PAUSE if self._hears else pause)
        for task in self._tasks[1:]:
            task.cancel()

    def _new(self, found: list[tuple[int, uuid.UUID]]) -> list[tuple[int, uuid.UUID]]:
        """The same; where to look on, and which numbers are still out, is kept."""
        now = time.monotonic()
        for number, _ in found:
            if number > self._last:
                skipped = range(max(self._last + 1, number - AT_MOST), number)
                self._out.update(dict.fromkeys(skipped, now))
                self._last = number
            self._out.pop(number, None)
        if connection.vendor == "sqlite":
            self._out.clear()  # one writes after the other
        old = [one for one, since in self._out.items() if since < now - LOOK_BACK]
        for number in old:
            del self._out[number]
        if found:
            self.expect()
        return found

    def _tell(self, conversation: uuid.UUID, number: int) -> None:
        for queue in self._queues.get(conversation, ()):
            queue.put_nowait(number)

    async def _hear(self) -> None:
        """Tell of what is rung for; without the bell the log is looked at as ever."""
        while True:
            try:
                async with contextlib.aclosing(rings()) as heard:
                    self._hears = True
                    async for conversation in heard:
                        self._tell(conversation, 0)
            except Exception as error:
                logger.warning("the bell is not heard: %s", type(error).__name__)
            self._hears = False
            await asyncio.sleep(1)


@database_sync_to_async
def _newest() -> int:
    newest = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    # Elsewhere one of these may be written and not be visible yet.
    return newest if connection.vendor == "sqlite" else max(0, newest - NOT_YET)


@database_sync_to_async
def _after(last: int, out: list[int]) -> list[tuple[int, uuid.UUID]]:
    wanted = Q(id__gt=last) | Q(id__in=out) if out else Q(id__gt=last)
    found = Event.objects.filter(wanted).order_by("id")
    return list(found.values_list("id", "conversation_id")[:AT_MOST])


_tails: dict[asyncio.AbstractEventLoop, Tail] = {}


def tail() -> Tail:
    """The tail of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _tails:
        _tails.clear()
        _tails[loop] = Tail()
    return _tails[loop]
