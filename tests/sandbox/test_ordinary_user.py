"""The tests of the wall again: as an ordinary user, at the full and reduced level."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TESTS = ("test_attacks", "test_client", "test_layers_matter", "test_limits",
         "test_workloads")  # fmt: skip
# Each takes less than a minute alone, on a machine that does much else several.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(os.geteuid() != 0, reason="this is an ordinary user"),
    pytest.mark.parametrize("level", ["full", "reduced"]),
]


@pytest.mark.parametrize("name", TESTS)
def test_the_wall_stands_for_an_ordinary_user(level: str, name: str) -> None:
    _tested(level, "not slow", name)


def test_memory_counts_for_an_ordinary_user(level: str) -> None:
    _tested(level, "slow or not slow", "test_memory")


def _tested(level: str, marks: str, name: str) -> None:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        # Every user may pass it, and what is left in it goes with it.
        os.chmod(folder, 0o777)
        done = subprocess.run(
            [
                *(sys.executable, str(HERE / "as_ordinary_user.py"), *command),
                *("-m", marks, "--basetemp", f"{folder}/tests"),
                str(HERE / f"{name}.py"),
            ],
            env={**os.environ, "SANDBOX_TEST_LEVEL": level},
            cwd=HERE.parents[1],
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout[-4000:]
