"""Trying again what fails only for a while."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable

from .outcome import Outcome

logger = logging.getLogger(__name__)
ATTEMPTS = 5
FIRST_PAUSE = 0.1


def pauses() -> list[float]:
    """The seconds before each further attempt: doubling, with a quarter of chance."""
    return [
        FIRST_PAUSE * 2**number * random.uniform(0.75, 1.25)
        for number in range(ATTEMPTS - 1)
    ]


def once_available(
    run: Callable[[], Outcome], stopped: Callable[[], bool] | None = None
) -> Outcome:
    """How a run ends once the sandbox is there: its server may be starting anew.

    A script that was killed from outside gets a second chance, and no third: the
    machine may really be short of memory.
    """
    outcome, killed = run(), 0
    for pause in pauses():
        killed += outcome.killed_from_outside
        passing = outcome.status == "unavailable" or outcome.killed_from_outside
        if not passing or killed > 1 or (stopped is not None and stopped()):
            break
        logger.warning("a script: a fault of the sandbox; trying again")
        time.sleep(pause)
        outcome = run()
    return outcome
