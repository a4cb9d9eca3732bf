"""A bell for new events between machines: with REDIS_URL nobody has to look.

What is in the database is the truth; a bell that is not heard costs a moment, until the
log is looked at the next time. It is Redis' own publishing: to ring from the middle of
synchronous work takes a tenth of a millisecond, where a channel layer needs an event
loop for it.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import AsyncGenerator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)
NAME = "statagent:news"
_PATIENCE = 0.25  # seconds: work never waits long for a bell
_REST = 5.0  # after a failure, seconds in which nobody rings
_silent_until = 0.0


def has_bell() -> bool:
    """Whether the processes can ring for each other."""
    return bool(settings.REDIS_URL)


@cache
def _ringer(url: str) -> Redis:
    from redis import Redis

    return Redis.from_url(
        url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
    )


def ring_for(sender: object, instance: Any, created: bool, **kwargs: Any) -> None:
    """Ring for an event once it is there for all to see."""
    if created and has_bell():
        conversation = str(instance.conversation_id)
        transaction.on_commit(lambda: _ring(conversation))


def _ring(conversation: str) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        _ringer(settings.REDIS_URL).publish(NAME, conversation)
    except Exception as error:
        _silent_until = time.monotonic() + _REST
        logger.warning("the bell for news is silent: %s", type(error).__name__)


async def rings() -> AsyncGenerator[uuid.UUID, None]:
    """The conversations that are rung for, as long as the connection lives."""
    from redis.asyncio import Redis

    async with Redis.from_url(settings.REDIS_URL) as redis, redis.pubsub() as heard:
        await heard.subscribe(NAME)
        async for message in heard.listen():
            if message["type"] == "message":
                yield uuid.UUID(message["data"].decode())
