"""Memory counts whoever asks for it: Arrow, numpy, threads, what was inherited."""

from __future__ import annotations

import pytest

from sandbox.limits import Limits
from tests.sandbox.conftest import Run
from tests.sandbox.memory_payloads import PAYLOADS, QUICK, REFUSED

# Part of the memory is had before anybody can look: a tenth.
ROOM = 1.1


@pytest.mark.parametrize("name", QUICK)
def test_no_allocator_gets_past_the_limit(run: Run, name: str) -> None:
    _stays_within(run, name, 128)


@pytest.mark.slow
@pytest.mark.parametrize("memory_mb", [64, 256])
@pytest.mark.parametrize("name", PAYLOADS)
def test_no_way_to_come_by_memory_gets_past_the_limit(
    run: Run, name: str, memory_mb: int
) -> None:
    _stays_within(run, name, memory_mb)


def _stays_within(run: Run, name: str, memory_mb: int) -> None:
    outcome = run(PAYLOADS[name], limits=Limits(memory_mb=memory_mb, wall_seconds=100))

    # Some are refused by the kernel or by the library before they have much; on a
    # machine that is very busy the time may be over first.
    expected = {"failed"} if name in REFUSED else {"out_of_memory", "timed_out"}
    assert outcome.status in expected, outcome.error
    assert outcome.peak_memory_mb <= ROOM * memory_mb


def test_a_script_that_ends_as_if_there_were_no_wall_has_failed(run: Run) -> None:
    outcome = run("import os\nos._exit(120)")

    assert (outcome.status, outcome.isolation != "") == ("failed", True)


def test_a_forged_report_holds_no_infinite_number_and_no_half_character(
    run: Run,
) -> None:
    outcome = run(
        "import os\n"
        "for fd in range(3, 20):\n"
        "    try: place = os.readlink(f'/proc/self/fd/{fd}')\n"
        "    except OSError: continue\n"
        "    if 'report' in place:\n"
        '        os.pwrite(fd, b\'{"result": [1e999, -1e999, 1.5, "\\\\ud800"]}\', 0)\n'
        "os._exit(0)"
    )

    assert outcome.result == [None, None, 1.5, "\ufffd"]
