"""Timing, and rows of figures."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: what, how much of which unit, and beside which peer."""

    what: str
    value: float
    unit: str
    note: str = ""


def times_ms(work: Callable[[], object], n: int, warm: int = 2) -> list[float]:
    """Wall times of ``n`` calls in milliseconds, after ``warm`` that do not count."""
    for _ in range(warm):
        work()
    found = []
    for _ in range(n):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(what: str, values: Sequence[float], note: str = "") -> list[Row]:
    """Median and 95th percentile as rows."""
    return [
        Row(f"{what}, p50", statistics.median(values), "ms", note),
        Row(f"{what}, p95", percentile(values, 0.95), "ms", note),
    ]


@dataclass(frozen=True)
class Process:
    """A finished process: its wall time and its own peak memory."""

    seconds: float
    peak_mb: float


def process(command: Sequence[str], **environment: str) -> Process:
    """Run a command to its end; RuntimeError with its last words if it fails."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )
    assert child.stderr is not None
    words = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if child.returncode:
        raise RuntimeError(words.decode(errors="replace")[-400:])
    return Process(seconds, usage.ru_maxrss / 1024)
