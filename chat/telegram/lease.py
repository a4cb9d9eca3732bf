"""One sender among all machines: two would send everything twice.

The right to send is a row, held for some seconds and prolonged while the bot works. A
bot that ended is followed at once on its own machine, where its process can be looked
for, and elsewhere when its time is over. The machines' clocks may differ by less than
that time.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterator
from datetime import timedelta

from channels.db import database_sync_to_async
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from chat.models import Lease
from chat.runs.machine import is_gone, process_name

logger = logging.getLogger(__name__)
NAME = "telegram"
HELD_FOR = timedelta(seconds=20)
PROLONG_EVERY = 5.0
LOOK_EVERY = 2.0


class AlreadyRunning(Exception):
    """Another bot of this installation is sending."""


class LeaseLost(Exception):
    """Another bot has taken over: this one must send nothing more."""


@contextlib.contextmanager
def only_one(*, wait: bool = False) -> Iterator[None]:
    """Hold the right to send; with ``wait`` stand by until it is free.

    Raises:
        AlreadyRunning: another process holds it.
    """
    told = False
    while not take():
        if not wait:
            raise AlreadyRunning
        if not told:
            logger.info("another bot is at work; this one stands by")
        told = True
        time.sleep(LOOK_EVERY)
    try:
        yield
    finally:
        mine = Lease.objects.filter(name=NAME, holder=process_name())
        with contextlib.suppress(DatabaseError):  # it runs out by itself
            mine.update(until=timezone.now())


def take() -> bool:
    """Take or prolong the right to send; False if another process holds it."""
    now, me = timezone.now(), process_name()
    lease, _ = Lease.objects.get_or_create(name=NAME, defaults={"until": now})
    free = Q(holder=me) | Q(until__lte=now)
    if is_gone(lease.holder):
        free |= Q(holder=lease.holder)
    held = Lease.objects.filter(free, name=NAME)
    return bool(held.update(holder=me, until=now + HELD_FOR))


async def keep() -> None:
    """Prolong the right for as long as this runs.

    Raises:
        LeaseLost: another process has it, or it ran out while the database was away.
    """
    sure = time.monotonic()
    while True:
        await asyncio.sleep(PROLONG_EVERY)
        try:
            if not await database_sync_to_async(take)():
                raise LeaseLost
            sure = time.monotonic()
        except DatabaseError:
            logger.warning("the right to send could not be prolonged")
        if time.monotonic() - sure > HELD_FOR.total_seconds() - PROLONG_EVERY:
            raise LeaseLost
