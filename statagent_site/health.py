"""Is the process up, and can it serve?"""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from analysis.files.kept import kept
from chat.runs.queues import tasks_waiting, unserved
from statagent_site.parts import NAME, read_parts

MINIMUM_FREE_BYTES = 200 * 1024**2


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """Database, migrations, storage, workers and parts, each with what is wrong.

    A part that the site can do without, as the bot, is told of and makes nothing unready.
    """
    parts = read_parts(Path(settings.VAR_DIR) / NAME)
    checks = {
        "database": _database(),
        "migrations": _migrations(),
        "storage": _storage(),
        "workers": _workers(),
    }
    good = all(word == "ok" for word in checks.values())
    good = good and not any(part.failing and part.needed for part in parts)
    named = {f"part {part.name}": part.words for part in parts}
    return JsonResponse({**checks, **named}, status=200 if good else 503)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not plan else f"{len(plan)} not applied: run manage.py migrate"


def _storage() -> str:
    trouble = kept().trouble()
    if trouble:
        return trouble
    free = shutil.disk_usage(settings.FILES_DIR).free
    return "ok" if free > MINIMUM_FREE_BYTES else "disk almost full"


def _workers() -> str:
    missing = unserved()
    if not missing:
        return "ok"
    return f"no {' and no '.join(missing)} is running ({tasks_waiting()} tasks wait)"
