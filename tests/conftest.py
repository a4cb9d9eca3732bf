"""Fixtures for all tests."""

from __future__ import annotations

import gc
import inspect
import os
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from analysis.models import Owner
from tests.storage import bucket, s3  # noqa: F401  (fixtures for all)

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


# What databases, queues and caches differ in: transactions, locks, JSON, files.
SERVICES = """
    chat/api chat/test_access.py chat/test_accounts.py chat/test_consumer.py
    chat/test_forgetting.py chat/test_linking.py chat/test_orchestrator.py
    chat/test_news.py chat/test_pruning.py chat/test_quotas.py chat/test_runs.py
    chat/test_tokens.py chat/test_uploads.py mlmodels/test_models.py
    site/test_backups.py site/test_bucket.py site/test_migrations.py telegram
""".split()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test's threads may hold connections: a server does not drop their database."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            connection.close()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coroutines come first, browsers last: Playwright's loop stays in its process."""
    for item in items:
        place = item.path.relative_to(Path(__file__).parent).as_posix()
        if any(place == one or place.startswith(f"{one}/") for one in SERVICES):
            item.add_marker("services")
    items.sort(
        key=lambda item: (
            not inspect.iscoroutinefunction(getattr(item, "function", None)),
            item.get_closest_marker("browser") is not None,
        )
    )


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()
