"""Fixtures for all tests."""

from __future__ import annotations

import gc
import inspect
import os

import pytest
from hypothesis import HealthCheck, settings

from analysis.models import Owner

# The same examples at each run; HYPOTHESIS_PROFILE=default looks for new ones.
settings.register_profile(
    "same",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# What is collected, and the libraries, stay to the end: a collector of garbage that walks
# over all of it again and again takes a tenth of the suite's time.
gc.disable()


@pytest.fixture
def alice(db) -> Owner:
    return Owner.objects.create()


@pytest.fixture
def bob(db) -> Owner:
    return Owner.objects.create()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coroutines come first: Playwright's loop, once begun, stays in its process."""
    items.sort(
        key=lambda item: (
            not inspect.iscoroutinefunction(getattr(item, "function", None))
        )
    )


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()
