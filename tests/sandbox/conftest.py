from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import run_script
from sandbox.configuration import Configuration, Level
from sandbox.launch import takeover
from sandbox.outcome import Outcome

Run = Callable[..., Outcome]

# `test_ordinary_user` runs the tests of the wall again at the other level.
LEVEL: Level = (
    "reduced" if os.environ.get("SANDBOX_TEST_LEVEL") == "reduced" else "full"
)


@pytest.fixture(scope="session")
def level() -> Level:
    return LEVEL


@pytest.fixture(scope="session")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Configuration]:
    folder = tmp_path_factory.mktemp("sandbox")
    settings = Configuration(str(folder), minimum=LEVEL, highest=LEVEL)
    server = takeover(settings, None)
    yield settings
    server.terminate()
    assert server.wait(10) == 0


@pytest.fixture
def run(configuration: Configuration) -> Run:
    """Run a script with the validator switched off: the wall is what is tested."""

    def run(script: str, **options: Any) -> Outcome:
        options.setdefault("check", False)
        options.setdefault("configuration", configuration)
        return run_script(script, **options)

    return run


@pytest.fixture
def light(tmp_path: Path) -> Iterator[Configuration]:
    """A server of its own for tests that end or disturb it; starts in an instant."""
    preload = {"base": ("json",), "tensorflow": ("json",)}
    settings = Configuration(
        str(tmp_path / "sandbox"), minimum=LEVEL, highest=LEVEL, preload=preload
    )
    yield settings
    for path in (tmp_path / "sandbox").glob("*.sock"):
        path.unlink()
