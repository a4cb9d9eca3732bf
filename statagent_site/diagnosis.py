"""What this installation can do, and what keeps it from doing more."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from analysis import VERSION
from analysis.files.kept import kept
from analysis.scripts.writing import LIBRARIES
from chat.render.charts import chart_png
from chat.runs.queues import tasks_waiting, unserved, workers
from sandbox.client import run_script
from sandbox.configuration import current
from sandbox.probe import namespace_remedy, probe
from statagent_site.privacy import exposed, is_shared
from statagent_site.several import secret_trouble

Level = Literal["ok", "warn", "fail"]
_MIB = 1024 * 1024
_LITTLE, _TOO_LITTLE = 2048 * _MIB, 200 * _MIB
_MOST_EXPOSED = 100
_SCRIPT = "result = {'answer': 6 * 7}"
_CHART = {
    "data": {"values": [{"x": 1, "y": 2}]},
    "mark": "bar",
    "encoding": {"x": {"field": "x"}, "y": {"field": "y"}},
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and how to mend it."""

    name: str
    level: Level
    text: str
    fix: str = ""


def diagnose() -> Iterator[Finding]:
    """Every check, one after the other; a check that breaks is itself a failure."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as problem:
            text = f"{type(problem).__name__}: {problem}"
            name = check.__name__.strip("_").replace("_", " ")
            yield Finding(name, "fail", text, "This check itself broke; see the log.")


def _versions() -> Iterator[Finding]:
    supported = sys.version_info >= (3, 11)
    yield Finding(
        "Python",
        "ok" if supported else "fail",
        f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        "" if supported else "Install Python 3.11 or newer.",
    )
    yield Finding("StatAgent", "ok", VERSION)
    for name in ("django", *LIBRARIES, "tensorflow"):
        try:
            yield Finding(name, "ok", version(name))
        except PackageNotFoundError:
            fix = "pip install -r requirements.txt"
            yield Finding(name, "fail", "is not installed", fix)


def _wall() -> Iterator[Finding]:
    report, minimum = probe(), current().minimum
    if report.level == "full":
        yield Finding("isolation", "ok", str(report))
    elif report.allows(minimum):
        fix = f"{namespace_remedy()}."
        yield Finding("isolation", "warn", str(report), fix)
    elif report.level == "reduced":
        fix = (
            f"{namespace_remedy()}; or accept less: STATAGENT_SANDBOX_MINIMUM=reduced."
        )
        yield Finding("isolation", "fail", f"{report}; the minimum is {minimum}", fix)
    else:
        fix = (
            "Linux 5.13 or newer with Landlock and seccomp is needed (lsm=landlock,…)."
        )
        yield Finding("isolation", "fail", str(report), fix)
    for layer in ("namespaces", "landlock", "seccomp"):
        why = getattr(report, layer)
        yield Finding(layer, "warn" if why else "ok", why or "available")


def _sandbox() -> Iterator[Finding]:
    outcome = run_script(_SCRIPT)
    if outcome.status == "succeeded" and outcome.result == {"answer": 42}:
        text = f"a script ran in {outcome.seconds * 1000:.0f} ms ({outcome.isolation})"
        yield Finding("sandbox", "ok", text)
    else:
        fix = "See the line “isolation”, and the log of manage.py sandboxd."
        yield Finding("sandbox", "fail", outcome.error or outcome.status, fix)


def _database() -> Iterator[Finding]:
    fix = "Check DATABASE_URL and whether the server runs."
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        yield Finding("database", "fail", f"{connection.vendor}: {problem}", fix)
        return
    yield Finding("database", "ok", connection.vendor)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        text = f"{len(plan)} are not applied"
        yield Finding("migrations", "fail", text, "python manage.py migrate")
    else:
        yield Finding("migrations", "ok", "all are applied")


def _workers() -> Iterator[Finding]:
    waiting = f"{tasks_waiting()} tasks wait"
    missing = unserved()
    if not missing:
        count = sum(workers().values())
        yield Finding("workers", "ok", f"{count} are running, {waiting}")
    else:
        fix = "python manage.py serve starts everything; python manage.py worker only them."
        text = f"no {' and no '.join(missing)} is running, {waiting}"
        yield Finding("workers", "warn", text, fix)


def _services() -> Iterator[Finding]:
    """What several machines share: where one thing is shared, the others must be, too."""
    words, remedy = secret_trouble()
    if words:
        yield Finding("secret key", "fail", words, remedy)
    if not settings.REDIS_URL:
        return
    try:
        cache.set("doctor", 1, 5)
        yield Finding("redis", "ok", "answers")
    except Exception as problem:
        fix = "Check REDIS_URL and whether the server runs."
        yield Finding("redis", "fail", type(problem).__name__, fix)
    if settings.SECRET_IS_OURS and not words:
        text = "it is this machine's own"
        fix = "With several machines set SECRET_KEY, the same on all of them."
        yield Finding("secret key", "warn", text, fix)
    if settings.FILES_DIR == settings.VAR_DIR and not settings.STORAGE:
        text = "files lie in this machine's own folder"
        fix = "With several machines set STORAGE_URL, or STATAGENT_FILES to a folder that they share."
        yield Finding("files", "warn", text, fix)


def _files() -> Iterator[Finding]:
    """The bucket, where there is one: a folder is looked at with the disk."""
    if settings.STORAGE:
        trouble = kept().trouble()
        fix = "Check STORAGE_URL, and whether its key may list, read, write and delete."
        bucket = settings.STORAGE["bucket_name"]
        yield Finding("files", "fail" if trouble else "ok",
                      trouble or f"the bucket {bucket} answers", trouble and fix)  # fmt: skip


def _disk() -> Iterator[Finding]:
    place = Path(settings.VAR_DIR)
    probe_file = place / ".doctor"
    try:
        probe_file.write_text("ok", encoding="ascii")
        probe_file.unlink()
    except OSError as problem:
        fix = "Make it writable, or set STATAGENT_VAR to another folder."
        yield Finding("disk", "fail", f"cannot write: {problem.strerror}", fix)
        return
    free = shutil.disk_usage(place).free
    level: Level = "fail" if free < _TOO_LITTLE else "warn" if free < _LITTLE else "ok"
    fix = "" if level == "ok" else "Free space, or set STATAGENT_VAR to another disk."
    yield Finding("disk", level, f"{free / _MIB:,.0f} MB free", fix)


def _privacy() -> Iterator[Finding]:
    place = Path(settings.VAR_DIR)
    if is_shared(place):
        fix = "Set STATAGENT_VAR to a folder of its own."
        yield Finding("privacy", "fail", f"{place} is a folder of the system's", fix)
        return
    found = list(islice(exposed(place, Path(settings.SANDBOX_DIR)), _MOST_EXPOSED))
    if not found:
        yield Finding(
            "privacy", "ok", "no other user of this machine can read the data"
        )
        return
    names = ", ".join(str(path.relative_to(place.parent)) for path in found[:3])
    count = f"{len(found)}{'+' if len(found) == _MOST_EXPOSED else ''}"
    text = f"{count} files and folders have modes for others: {names}"
    fix = f"manage.py serve mends it at its start; or: chmod -R go= {place}"
    # Behind a closed folder nothing can be reached, whatever its own mode.
    yield Finding("privacy", "fail" if place in found else "warn", text, fix)


def _charts() -> Iterator[Finding]:
    picture = chart_png(_CHART)
    if picture.startswith(b"\x89PNG"):
        yield Finding("charts", "ok", f"drawn, {len(picture):,} bytes")
    else:
        fix = "pip install --force-reinstall vl-convert-python"
        yield Finding("charts", "fail", "no picture came out", fix)


def _static_files() -> Iterator[Finding]:
    if finders.find("chat/page.js") is None:
        fix = "Restore the folder static/ of the project."
        yield Finding("static files", "fail", "chat/page.js is missing", fix)
    elif settings.DEBUG or not hasattr(staticfiles_storage, "manifest_name"):
        yield Finding("static files", "ok", "served from their folder")
    elif staticfiles_storage.exists(staticfiles_storage.manifest_name):
        yield Finding("static files", "ok", "collected")
    else:
        fix = "python manage.py collectstatic (serve does it)"
        yield Finding("static files", "warn", "not collected yet", fix)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _versions,
    _wall,
    _sandbox,
    _database,
    _services,
    _files,
    _workers,
    _disk,
    _privacy,
    _charts,
    _static_files,
)
