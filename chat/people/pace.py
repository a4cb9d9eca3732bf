"""How fast somebody may go: what was done within the last seconds, counted per process.

One process serves the page, so its memory is exact, and a flood costs the database
nothing. Several web processes count each for itself.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import Counter, deque
from collections.abc import Hashable

_MANY_KEYS = 10_000


class Pace:
    """A sliding window of ``seconds``: how often each key was counted within it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._times: dict[Hashable, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: Hashable, most: int | None) -> float:
        """0 and counted, if there were fewer than ``most``; else the seconds to wait."""
        if most is None:
            return 0.0
        now = time.monotonic()
        with self._lock:
            self._forget(now)
            times = self._times.setdefault(key, deque())
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) < most:
                times.append(now)
                return 0.0
            return times[0] + self.seconds - now if times else self.seconds

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._times.clear()

    def _forget(self, now: float) -> None:
        """Drop keys that have been quiet, once there are many."""
        if len(self._times) < _MANY_KEYS:
            return
        start = now - self.seconds
        self._times = {
            key: times
            for key, times in self._times.items()
            if times and times[-1] > start
        }


class Places:
    """How many of something each key holds at the same time."""

    def __init__(self) -> None:
        self._held: Counter[Hashable] = Counter()
        self._lock = threading.Lock()

    def take(self, limits: dict[Hashable, int | None]) -> bool:
        """Take one place of each key, or none at all if a limit is reached."""
        with self._lock:
            for key, most in limits.items():
                if most is not None and self._held[key] >= most:
                    return False
            self._held.update(limits.keys())
            return True

    def give_back(self, keys: dict[Hashable, int | None]) -> None:
        """Give the places back that ``take`` has taken."""
        with self._lock:
            self._held.subtract(keys.keys())
            for key in keys:
                if self._held[key] <= 0:
                    del self._held[key]


def network_of(address: str) -> str:
    """An address as it is counted: of IPv6 the network, which one person has whole."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
