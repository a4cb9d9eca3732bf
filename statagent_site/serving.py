"""One ``serve`` for a data folder: a second one would fight the first for everything."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "serve.lock"


class ServedAlready(Exception):
    """Another process serves this folder; ``pid`` is its process id."""

    def __init__(self, pid: str) -> None:
        super().__init__(pid)
        self.pid = pid


@contextmanager
def only_server(folder: Path) -> Iterator[None]:
    """Hold the right to serve a folder. It ends with the process, however that ends.

    Raises:
        ServedAlready: another process holds it.
    """
    with (folder / LOCK).open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise ServedAlready(lock.read().strip() or "unknown") from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
