"""Telegram's rates, counted before a call is made.

The client's own limiter counts a chat with one person not at all, and lets a bucket that
is full go out at once and again as it refills: up to twice as much as is allowed within
the time. Here what was sent within the time is counted, an edit like a message.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

_Answer = bool | dict[str, Any] | list[dict[str, Any]]
# What is seen of a person for a moment is no message.
_NO_MESSAGE = frozenset(["sendChatAction"])
# Chats that were not written to for so long need no memory of it.
_FORGET_BEYOND = 1000


@dataclass(frozen=True)
class Rates:
    """So many messages in so many seconds: of the bot, of a chat, of a group.

    Source: core.telegram.org/bots/faq, "My bot is hitting limits". ``margin`` lengthens
    the seconds, because calls do not take the same time to arrive.
    """

    overall: tuple[int, float] = (30, 1.0)
    chat: tuple[int, float] = (1, 1.0)
    group: tuple[int, float] = (20, 60.0)
    margin: float = 0.05

    def times_faster(self, times: float) -> Rates:
        """The same numbers in less time; no server of Telegram's allows them."""

        def faster(rate: tuple[int, float]) -> tuple[int, float]:
            return rate[0], rate[1] / times

        return Rates(
            faster(self.overall), faster(self.chat), faster(self.group), self.margin
        )


class Window:
    """Lets so many through within any stretch of so many seconds, in their order."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._passed: deque[float] = deque()
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> None:
        async with self._turn:
            while len(self._passed) >= self._most:
                left = self._passed[0] + self._seconds - time.monotonic()
                if left > 0:
                    await asyncio.sleep(left)
                else:
                    self._passed.popleft()
            self._passed.append(time.monotonic())

    async def __aexit__(self, *_: object) -> None:
        """Nothing: what was sent counts for its time, whatever came of it."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing counts any more and nobody waits."""
        over = time.monotonic() - self._seconds
        counts = bool(self._passed) and self._passed[-1] > over
        return not counts and not self._turn.locked()


class RateLimiter(BaseRateLimiter[None]):
    """Holds calls back until Telegram's rates allow them."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._overall = self._window(rates.overall)
        self._chats: dict[tuple[int, float, Any], Window] = {}

    async def initialize(self) -> None:
        """Nothing is held."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> _Answer:
        """Make a call as soon as it may be made; its failures are the caller's."""
        chat = data.get("chat_id")
        async with AsyncExitStack() as waiting:
            if chat is not None and endpoint not in _NO_MESSAGE:
                for window in self._of(chat):
                    await waiting.enter_async_context(window)
            if chat is not None:
                await waiting.enter_async_context(self._overall)
            return await callback(*args, **kwargs)

    def _of(self, chat: int | str) -> list[Window]:
        """The windows of a chat; groups and channels have negative numbers, or names."""
        is_group = isinstance(chat, str) or chat < 0
        rates = [self._rates.group] if is_group else []
        if len(self._chats) > _FORGET_BEYOND:
            self._chats = {k: w for k, w in self._chats.items() if not w.is_idle}
        found = []
        for rate in [*rates, self._rates.chat]:
            key = (*rate, chat)
            if key not in self._chats:
                self._chats[key] = self._window(rate)
            found.append(self._chats[key])
        return found

    def _window(self, rate: tuple[int, float]) -> Window:
        most, seconds = rate
        return Window(most, seconds * (1 + self._rates.margin))


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wanted = error.retry_after
    seconds = wanted.total_seconds() if isinstance(wanted, timedelta) else float(wanted)
    return seconds + 0.1
