"""The tests of the wall again: as an ordinary user, at the full and reduced level."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TESTS = ("test_attacks", "test_client", "test_layers_matter", "test_limits",
         "test_workloads")  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="this is an ordinary user")
@pytest.mark.parametrize("level", ["full", "reduced"])
def test_the_wall_stands_for_an_ordinary_user(level: str) -> None:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [
            *(sys.executable, str(HERE / "as_ordinary_user.py"), *command),
            *("-m", "not slow", *(str(HERE / f"{name}.py") for name in TESTS)),
        ],
        env={**os.environ, "SANDBOX_TEST_LEVEL": level},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
