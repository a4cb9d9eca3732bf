"""The sign of life of a run's worker, and its ear for cancelling."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from django.db import OperationalError, connection

from chat.models import Run

logger = logging.getLogger(__name__)
FIRST_BEAT = 0.4
CHECK_EVERY = 0.1
BEAT_EVERY = 20  # checks


class Pulse:
    """While entered, keeps a run's heartbeat fresh and notices that it was cancelled.

    A thread does it, because reading a large file is one long call. It starts working
    only after ``FIRST_BEAT`` seconds: most runs are over by then.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._over = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def stopped(self) -> bool:
        """Whether the run was cancelled or taken away from this worker."""
        return self._stopped.is_set()

    def _watch(self) -> None:
        if self._over.wait(FIRST_BEAT):
            return
        try:
            while not self._over.is_set():
                try:
                    if self._beat_for_a_while():
                        return
                except OperationalError:
                    logger.warning("run %s: its heartbeat failed", self._run.id)
        finally:
            connection.close()

    def _beat_for_a_while(self) -> bool:
        """True when there is nothing left to watch."""
        if not self._run.beat():
            self._stopped.set()
            return True
        for _ in range(BEAT_EVERY):
            if self._over.wait(CHECK_EVERY):
                return True
            asked = Run.objects.filter(id=self._run.id, cancel_requested=True)
            if asked.exists():
                self._stopped.set()
                return True
        return False
