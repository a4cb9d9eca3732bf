"""Everything on one machine under one supervisor."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from analysis.files.kept import copies
from chat.models import Run
from chat.runs.queues import queues_of
from chat.runs.recovery import recover
from statagent_site import parts
from statagent_site.leftovers import MARK, end_leftovers, mark_of
from statagent_site.privacy import mend
from statagent_site.serving import ServedAlready, only_server
from statagent_site.supervisor import Child, Supervisor, say

LOOK_EVERY = 1.0
STALLED_AFTER = timedelta(seconds=20)
# What the first page needs is loaded by then.
_SECOND_AFTER = 20.0
_SWEEP_EVERY = 3600.0


class Command(BaseCommand):
    help = "Serve the site: web, workers and sandbox, restarted when they die."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        host, _, port = options["address"].rpartition(":")
        try:
            with only_server(settings.VAR_DIR):
                sys.exit(self._serve(host or "127.0.0.1", port))
        except ServedAlready as other:
            raise CommandError(
                f"{settings.VAR_DIR} is served already, by process {other.pid}."
                f" End it first (kill {other.pid}), or serve another folder"
                " (STATAGENT_VAR)."
            ) from None

    def _serve(self, host: str, port: str) -> int:
        left = end_leftovers(settings.VAR_DIR)
        if left:
            say("serve", f"{left} processes of a server that was killed were ended")
        mended = mend(settings.VAR_DIR, settings.SANDBOX_DIR)
        if mended:
            say("serve", f"{mended} files and folders were open to others; closed")
        _check_free(host, port)
        call_command("migrate", verbosity=0, interactive=False)
        if not settings.DEBUG:
            call_command("collectstatic", verbosity=0, interactive=False)
        return asyncio.run(_serve(host, port))


def _check_free(host: str, port: str) -> None:
    """Say at once what no restart would mend.

    Raises:
        CommandError: the address is taken, or is none.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
        family, kind, _, _, address = found[0]
        if int(port) not in range(2**16):
            raise ValueError(f"{port} is no port")
        with socket.socket(family, kind) as tried:
            # As the web server does: what was closed just now is free.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except (OSError, ValueError, OverflowError) as error:
        raise CommandError(f"{host}:{port} cannot be served at: {error}") from error


async def _serve(host: str, port: str) -> int:
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    workers = Child("worker", [*manage, "worker"])
    children = [
        Child("sandbox", [*manage, "sandboxd", "--standby"]),
        workers,
        Child("web", [*manage, "web", "-b", host, "-p", port]),
    ]
    if settings.SANDBOX_STANDBY:
        # Whichever of the two serves, the other stands by.
        second = [*manage, "sandboxd", "--standby"]
        children.append(Child("sandbox2", second, needed=False, delay=_SECOND_AFTER))
    if settings.TELEGRAM_TOKEN:
        children.append(
            Child("telegram", [*manage, "telegram", "--standby"], needed=False)
        )
    for child in children:
        child.environment[MARK] = mark_of(settings.VAR_DIR)
    supervisor = Supervisor(children, Path(settings.VAR_DIR) / parts.NAME)
    say("serve", f"StatAgent is starting on http://{host}:{port}/")
    watch = asyncio.create_task(_watch(workers))
    drawing = asyncio.create_task(_prepare_charts())
    sweeping = asyncio.create_task(_sweep())
    try:
        return await supervisor.run()
    finally:
        watch.cancel()
        drawing.cancel()
        sweeping.cancel()


_BUNDLE = """
import socket
import sys
import time
from pathlib import Path
from chat.render.charts import vega_bundle
if __name__ == "__main__":
    vega_bundle(Path(sys.argv[1]))
"""


async def _prepare_charts() -> None:
    """Make the charts' script, so that the first chart on a page need not wait for it.

    In a process of its own: the library that makes it stays in memory.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _BUNDLE, str(settings.VAR_DIR)),
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    await process.wait()


async def _sweep() -> None:
    """Let copies go of files that nobody here has asked for, for a day."""
    while settings.STORAGE:
        await asyncio.sleep(_SWEEP_EVERY)
        try:
            await sync_to_async(copies().sweep)()
        except OSError as error:
            say("serve", f"copies of files could not be looked through: {error}")


async def _watch(workers: Child) -> None:
    """Bring back what dead workers left, and restart workers that take nothing up."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            found, stalled = await sync_to_async(_look)()
        except Exception as error:
            say("serve", f"the runs could not be looked after: {error}")
            continue
        if found:
            say("serve", f"{found} runs were recovered")
        # Workers that were only just started may still be loading.
        old = time.monotonic() - workers.started > 2 * STALLED_AFTER.total_seconds()
        if stalled and old:
            say("serve", "no worker takes up queued runs; restarting the workers")
            workers.kill()


def _look() -> tuple[int, bool]:
    close_old_connections()
    found = recover()
    then = timezone.now() - STALLED_AFTER
    runs = Run.objects.select_related("dataset", "rerun_of").only(
        "kind", "dataset__size", "rerun_of__kind"
    )
    waiting = runs.filter(status=Run.Status.QUEUED, created__lt=then)
    busy = runs.filter(
        Q(status=Run.Status.RUNNING) | Q(started__gt=then) | Q(finished__gt=then)
    )
    return found, bool(queues_of(waiting) - queues_of(busy))
