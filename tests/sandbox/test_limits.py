from __future__ import annotations

import threading
import time
from dataclasses import asdict
from textwrap import dedent

import pytest

from sandbox.configuration import Level
from sandbox.limits import MIB, TRAINING, Limits
from tests.sandbox.conftest import Run

SMALL = Limits(memory_mb=300)
MEMORY_BOMBS = {
    "bytes": "b'x' * (1 << 30)",
    "a growing list": "[bytearray(1 << 20) for _ in range(4096)]",
    "numpy": "__import__('numpy').ones(1 << 27)",
    "pandas": "__import__('pandas').Series(range(10**8)).astype('float64') * 2.0",
    "a private map": "__import__('mmap').mmap(-1, 1 << 30, 34)",
    "threads' stacks": """
[__import__('threading').stack_size(1 << 28),
 [__import__('threading').Thread(target=print).start() for _ in range(60)]]""",
}


def test_the_defaults_are_the_specified_ones() -> None:
    limits = Limits()
    assert (limits.memory_mb, limits.wall_seconds, limits.files) == (2048, 30, 100)
    assert asdict(TRAINING) == {**asdict(limits), "wall_seconds": 300}


def test_limits_must_be_positive() -> None:
    with pytest.raises(ValueError, match="memory_mb must be positive, not 0"):
        Limits(memory_mb=0)


@pytest.mark.parametrize("bomb", MEMORY_BOMBS.values(), ids=MEMORY_BOMBS.keys())
def test_memory_is_bounded(run: Run, bomb: str) -> None:
    script = f"""
try:
    kept = {bomb.strip()}
except RuntimeError as problem:
    raise MemoryError from problem
"""
    outcome = run(script, limits=SMALL)
    assert (outcome.status, outcome.error) == (
        "out_of_memory",
        "The script needed more than 300 MB of memory.",
    )
    assert outcome.peak_memory_mb < 400


def test_memory_shared_between_processes_cannot_be_had(run: Run) -> None:
    script = "import mmap\nmmap.mmap(-1, 4096)"
    assert run(script).error == "PermissionError: [Errno 1] Operation not permitted"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("while True: pass", id="spin"),
        pytest.param("import time\ntime.sleep(60)", id="sleep"),
        pytest.param(
            """
import contextlib, signal
for number in range(1, 65):
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
while True: pass
""",
            id="deaf to signals",
        ),
        pytest.param("9**9**9", id="in one instruction"),
        pytest.param(
            "import threading\nfor _ in range(8):\n"
            "    threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()\n"
            "while True: pass",
            id="threads",
        ),
    ],
)
def test_wall_time_is_bounded(run: Run, script: str) -> None:
    started = time.monotonic()
    outcome = run(script, limits=Limits(wall_seconds=0.6))
    assert (outcome.status, outcome.error) == (
        "timed_out",
        "The script did not finish within 0.6 seconds.",
    )
    assert 0.6 <= outcome.seconds < 2.0
    assert time.monotonic() - started < 3.0


def test_processor_time_is_bounded(run: Run) -> None:
    script = """
import signal
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
while True: pass
"""
    outcome = run(script, limits=Limits(wall_seconds=20, cpu_seconds=1))
    assert (outcome.status, outcome.error) == (
        "timed_out",
        "The script used more than 1 seconds of processor time.",
    )


def test_open_files_are_bounded(run: Run) -> None:
    script = """
opened = []
try:
    while True:
        opened.append(open("/dev/null"))
except OSError as problem:
    result = [problem.errno, len(opened)]
"""
    assert run(script).result == [24, 94]


def test_what_else_its_user_does_takes_no_threads_from_a_script(run: Run) -> None:
    run("result = 1")  # The next job is prepared from here on.
    script = """
        import threading, time
        for _ in range(10):
            threading.Thread(target=time.sleep, args=(0.2,), daemon=True).start()
        result = "all of them"
    """
    enough = threading.Event()
    others = [threading.Thread(target=enough.wait) for _ in range(40)]
    for other in others:
        other.start()
    try:
        outcome = run(dedent(script), limits=Limits(threads=14))
    finally:
        enough.set()

    assert (outcome.result, outcome.error) == ("all of them", "")


def test_threads_are_bounded(run: Run) -> None:
    script = """
import threading, time
started = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
        started += 1
except RuntimeError:
    result = started
"""
    assert 16 <= run(script, limits=Limits(threads=32)).result <= 32


def test_one_file_is_bounded(run: Run) -> None:
    script = """
try:
    with open("big", "wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
except OSError as problem:
    result = problem.errno
"""
    assert run(script, limits=Limits(disk_mb=16)).result == 27  # EFBIG


def test_all_files_together_are_bounded(run: Run, level: Level) -> None:
    script = """
import time
try:
    for number in range(400):
        with open(f"part{number}", "wb") as file:
            file.write(bytes(1 << 20))
    time.sleep(5)
    result = "got through"
except OSError as problem:
    result = problem.errno
"""
    outcome = run(script, limits=Limits(wall_seconds=10))
    if level == "full":
        assert outcome.result == 28  # ENOSPC
    else:
        assert (outcome.status, outcome.error) == (
            "failed",
            "The script wrote more than 256 MB to disk.",
        )


def test_the_number_of_files_is_bounded(run: Run, level: Level) -> None:
    script = """
import time
try:
    for number in range(5000):
        open(f"f{number}", "w").close()
    time.sleep(5)
    result = "got through"
except OSError as problem:
    result = [problem.errno, 1500 < number < 2100]
"""
    outcome = run(script, limits=Limits(wall_seconds=10))
    if level == "full":
        assert outcome.result == [28, True]
    else:
        assert (outcome.status, outcome.error) == (
            "failed",
            "The script made more than 2048 files.",
        )


def test_output_is_cut_without_failing(run: Run) -> None:
    script = "print('x' * (1 << 22))\nresult = 'went on'"
    outcome = run(script)
    assert (outcome.result, len(outcome.stdout)) == ("went on", MIB)


def test_output_behind_the_stream_is_sealed(run: Run) -> None:
    script = """
import os
written = 0
try:
    while True:
        written += os.write(1, b"x" * 65536)
except OSError as problem:
    result = [problem.errno, written]
"""
    outcome = run(script)
    assert (outcome.result, len(outcome.stdout)) == ([1, MIB], MIB)


def test_a_result_has_a_largest_size(run: Run) -> None:
    outcome = run("result = 'x' * 4096", limits=Limits(result_bytes=4096))
    assert (outcome.status, outcome.error) == (
        "failed",
        "ValueError: the result has 4123 bytes; 4096 are allowed",
    )


def test_a_deep_result_is_no_result(run: Run) -> None:
    script = """
deep = []
for _ in range(100000):
    deep = [deep]
result = deep
"""
    outcome = run(script)
    assert (outcome.status, outcome.result) == ("failed", None)


def test_a_run_keeps_to_its_processors(run: Run) -> None:
    script = """
import os
before = os.sched_getaffinity(0)
os.sched_setaffinity(0, range(os.cpu_count()))
result = [len(before), os.sched_getaffinity(0) == before]
"""
    assert run(script, limits=Limits(processors=1)).result == [1, True]
