"""Ten thousand runs in a row, then eight at once: what is left behind afterwards."""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from array import array
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from sandbox.client import run_script
from sandbox.configuration import Configuration, Level, current
from sandbox.launch import takeover
from statagent_site.benchmarks.measure import Row, percentile

IN_A_ROW, AT_ONCE, CALLERS = 10_000, 2_000, 8
_MIB = 1024 * 1024
_SETTLE_SECONDS = 60.0
# Every fourth run fails: a failure may leave no more behind than a success.
_SCRIPTS = (
    "import pandas as pd\nresult = int(pd.Series([1, 2, 3]).sum())",
    "result = sum(range(1000))",
    "with open('mine', 'w') as file:\n    file.write('x' * 100000)\nresult = 1",
    "raise ValueError('as it should be')",
)


@dataclass(frozen=True)
class _Left:
    """What there is at one moment, of the server and of this process."""

    processes: int
    descriptors: int
    folders: int
    mounts: int
    server_mb: float
    own_mb: float


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        level: Level = current().minimum
        configuration = Configuration(folder, minimum=level)
        server = takeover(configuration, None)
        try:
            return _measured(configuration, psutil.Process(server.pid))
        finally:
            server.terminate()
            server.wait(30)


def _measured(configuration: Configuration, server: psutil.Process) -> list[Row]:
    _many(configuration, 80, CALLERS)
    before = _settled(configuration, server)
    row, times = _many(configuration, IN_A_ROW, 1)
    between = _settled(configuration, server)
    crowd, crowd_times = _many(configuration, AT_ONCE, CALLERS)
    after = _settled(configuration, server)
    return [
        *_counted(f"{IN_A_ROW:,} in a row", row, times),
        *_counted(f"{AT_ONCE:,} by {CALLERS} at once", crowd, crowd_times),
        *_compared(before, between, after),
    ]


def _one(configuration: Configuration, number: int) -> tuple[str, float]:
    start = time.perf_counter()
    outcome = run_script(
        _SCRIPTS[number % len(_SCRIPTS)], configuration=configuration, check=False
    )
    return outcome.status, (time.perf_counter() - start) * 1000


def _many(
    configuration: Configuration, n_runs: int, callers: int
) -> tuple[Counter[str], Sequence[float]]:
    # A future for each run would be counted as this process's memory: about 1 KiB,
    # all made before the first run, and not all given back afterwards.
    numbers = iter(range(n_runs))
    statuses: Counter[str] = Counter()
    times = array("d")
    lock = threading.Lock()

    def call() -> None:
        for number in numbers:
            status, taken = _one(configuration, number)
            with lock:
                statuses[status] += 1
                times.append(taken)

    with ThreadPoolExecutor(callers) as pool:
        for caller in [pool.submit(call) for _ in range(callers)]:
            caller.result()
    return statuses, times


def _counted(what: str, statuses: Counter[str], times: Sequence[float]) -> list[Row]:
    told = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    wrong = sum(statuses.values()) - statuses["succeeded"] - statuses["failed"]
    return [
        Row(f"{what}: in no expected state", wrong, "runs", told),
        Row(f"{what}: each, p50", statistics.median(times), "ms"),
        Row(f"{what}: each, p99", percentile(times, 0.99), "ms"),
    ]


def _left(configuration: Configuration, server: psutil.Process) -> _Left:
    family = [server, *server.children(recursive=True)]
    return _Left(
        processes=len(family),
        descriptors=sum(one.num_fds() for one in family)
        + len(os.listdir("/proc/self/fd")),
        folders=len(os.listdir(configuration.jobs)),
        mounts=Path("/proc/self/mounts").read_text().count("\n"),
        server_mb=sum(one.memory_info().rss for one in family) / _MIB,
        own_mb=psutil.Process().memory_info().rss / _MIB,
    )


def _settled(configuration: Configuration, server: psutil.Process) -> _Left:
    """Measured when nothing is being renewed: the same processes for two seconds."""
    end, last, since = time.monotonic() + _SETTLE_SECONDS, None, time.monotonic()
    while time.monotonic() < end:
        family = {one.pid for one in server.children(recursive=True)}
        if family != last:
            last, since = family, time.monotonic()
        elif time.monotonic() - since > 2.0:
            break
        time.sleep(0.1)
    return _left(configuration, server)


def _compared(before: _Left, between: _Left, after: _Left) -> list[Row]:
    rows = []
    for name, value in asdict(before).items():
        unit = "MB" if name.endswith("_mb") else ""
        then, last = getattr(between, name), getattr(after, name)
        note = f"before; {then:.0f} after the row, {last:.0f} after the crowd"
        rows.append(Row(name.replace("_mb", " memory"), value, unit, note))
    return rows
