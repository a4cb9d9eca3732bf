"""Chats served side by side, each by one task at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Generic, TypeVar

logger = logging.getLogger(__name__)
Chat = TypeVar("Chat")  # a chat's number; None for updates of no chat


class SideBySide(Generic[Chat]):
    """Serves chats by ``serve``; what fails in one is logged and harms no other."""

    def __init__(self, serve: Callable[[Chat], Coroutine[Any, Any, None]]) -> None:
        self._serve = serve
        self._busy: dict[Chat, asyncio.Task[None]] = {}

    def begin(self, chats: Iterable[Chat]) -> None:
        """Start with every chat that is not being served; forget what is done."""
        for chat in chats:
            if chat not in self._busy or self._busy[chat].done():
                self._busy[chat] = asyncio.create_task(self._serve(chat))
        for chat in [chat for chat, task in self._busy.items() if task.done()]:
            error = self._busy.pop(chat).exception()
            if error is not None:
                logger.error("chat %s could not be served", chat, exc_info=error)

    async def settle(self) -> None:
        """Wait for what was begun."""
        await asyncio.gather(*self._busy.values())
