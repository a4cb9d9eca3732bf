"""A server of its own, with its own data, to measure or to disturb."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from django.conf import settings


def write_houses(path: Path) -> None:
    """A small table: two columns of numbers and one of three towns."""
    random = np.random.default_rng(3)
    area = random.normal(110, 30, 250).round(1)
    pd.DataFrame(
        {
            "area": area,
            "price": (area * 3.1 + random.normal(0, 40, 250)).round(2),
            "town": random.choice(["Aarau", "Basel", "Chur"], 250),
        }
    ).to_csv(path, index=False)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server as ``make run`` starts it, ready; it ends with the block.

    Its data lie in ``folder / "var"``.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Into a file: nobody reads a pipe, and a full one would stop the server.
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            env={
                "PATH": "/usr/bin:/bin",
                "STATAGENT_VAR": str(folder / "var"),
                # What is measured is the speed, not the limits of people.
                "STATAGENT_MESSAGES_A_MINUTE": "100000",
                "STATAGENT_ADDRESS_MESSAGES_A_MINUTE": "100000",
            },
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(f"{address}/readyz")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def wait_until_ready(address: str) -> None:
    """Until the server's own check says so; RuntimeError after some minutes."""
    for _ in range(1000):
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                if re.search(rb'"workers": "ok"', response.read()):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the server did not become ready")
