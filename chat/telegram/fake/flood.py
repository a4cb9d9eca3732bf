"""Telegram's patience: who calls more often than the rates allow has to wait."""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict, deque
from typing import Any

from chat.telegram.fake.checks import Refused
from chat.telegram.rates import Rates


class Flood:
    """A fault of the world that refuses with 429 what comes too fast.

    ``refused`` counts how often. The rates are kept to the letter; the real server lets
    short bursts pass.
    """

    def __init__(self, rates: Rates | None = None) -> None:
        self._rates = rates or Rates()
        self._lock = threading.Lock()
        self._taken: dict[Any, deque[float]] = defaultdict(deque)
        self.refused = 0

    def __call__(self, method: str, values: dict[str, Any]) -> None:
        if not method.startswith(("send", "edit")) or method == "sendChatAction":
            return
        with self._lock:
            wait = max(self._left(key, *rate) for key, rate in self._keys(values))
            if wait > 0:
                self.refused += 1
                seconds = math.ceil(wait)
                words = f"Too Many Requests: retry after {seconds}"
                raise Refused(429, words, retry_after=seconds)
            for key, _ in self._keys(values):
                self._taken[key].append(time.monotonic())

    def _keys(
        self, values: dict[str, Any]
    ) -> list[tuple[tuple[Any, ...], tuple[int, float]]]:
        chat = values["chat_id"]
        found: list[tuple[tuple[Any, ...], tuple[int, float]]] = [
            (("all",), self._rates.overall),
            (("chat", chat), self._rates.chat),
        ]
        if chat < 0:
            found.append((("group", chat), self._rates.group))
        return found

    def _left(self, key: tuple[Any, ...], most: int, seconds: float) -> float:
        """Seconds until one more is allowed."""
        taken, now = self._taken[key], time.monotonic()
        while taken and taken[0] <= now - seconds:
            taken.popleft()
        return taken[0] + seconds - now if len(taken) >= most else 0.0
