"""Following the event log: one reader per process serves all its sockets.

The log in the database is the truth; this polls it while anybody listens. A short pause
while something is going on keeps answers quick, a longer one keeps idle pages cheap.
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

from chat.models import Event

logger = logging.getLogger(__name__)
BUSY_PAUSE = 0.015
IDLE_PAUSE = 0.15
BUSY_FOR = 3.0
AT_MOST = 500

Queue = asyncio.Queue[int]


class Tail:
    """The process's reader of the log."""

    def __init__(self) -> None:
        self._queues: dict[uuid.UUID, set[Queue]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._busy_until = 0.0
        self._last = 0

    @contextlib.asynccontextmanager
    async def listen(self, conversation: uuid.UUID) -> AsyncIterator[Queue]:
        """A queue that receives the number of each new event of a conversation."""
        queue: Queue = asyncio.Queue()
        self._queues[conversation].add(queue)
        if self._task is None or self._task.done():
            self._last = await _newest()
            self._task = asyncio.create_task(self._follow())
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
                found = await _after(self._last)
            except Exception:
                logger.exception("the event log could not be read")
                found = []
                await asyncio.sleep(1)
            for number, conversation in found:
                self._last = number
                for queue in self._queues.get(conversation, ()):
                    queue.put_nowait(number)
            if found:
                self.expect()
            busy = time.monotonic() < self._busy_until
            await asyncio.sleep(BUSY_PAUSE if busy else IDLE_PAUSE)


@database_sync_to_async
def _newest() -> int:
    newest = Event.objects.order_by("-id").values_list("id", flat=True).first()
    return newest or 0


@database_sync_to_async
def _after(last: int) -> list[tuple[int, uuid.UUID]]:
    found = Event.objects.filter(id__gt=last).order_by("id")
    return list(found.values_list("id", "conversation_id")[:AT_MOST])


_tails: dict[asyncio.AbstractEventLoop, Tail] = {}


def tail() -> Tail:
    """The tail of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _tails:
        _tails.clear()
        _tails[loop] = Tail()
    return _tails[loop]
