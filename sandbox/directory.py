"""The private folder of a fork server, and what belongs in it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress

from . import canary
from .configuration import Configuration
from .protocol import WORK


def prepare_directory(configuration: Configuration) -> None:
    """Create the private folder and what belongs in it.

    Raises:
        PermissionError: the folder belongs to somebody else.
    """
    # A job of a root-started server without namespaces is another user and has to
    # pass through; the sockets check who connects, the other files are 0600.
    passable = os.geteuid() == 0 and configuration.minimum == "reduced"
    os.makedirs(configuration.directory, mode=0o700, exist_ok=True)
    if os.stat(configuration.directory).st_uid != os.geteuid():
        raise PermissionError(
            f"{configuration.directory} belongs to another user; "
            "set STATAGENT_SANDBOX_DIR to a folder of your own"
        )
    os.chmod(configuration.directory, 0o711 if passable else 0o700)
    for path, mode in (
        (configuration.jobs, 0o711),
        (configuration.mount_point, 0o755),
        (os.path.join(configuration.jobs, canary.CANARY_JOB), 0o711),
        (os.path.join(configuration.jobs, canary.CANARY_JOB + WORK), 0o777),
    ):
        os.makedirs(path, exist_ok=True)
        os.chmod(path, mode)
    secret = os.path.join(configuration.directory, "secret")
    with open(secret, "w", opener=_private) as file:
        file.write("no script may read this\n")
    for stale in list(_abandoned(configuration.directory)):
        # Another process may be clearing up as well.
        with suppress(FileNotFoundError):
            os.unlink(stale)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _abandoned(directory: str) -> Iterator[str]:
    """Sockets that nobody listens on any more."""
    with os.scandir(directory) as found:
        entries = list(found)
    for entry in entries:
        if entry.name.endswith(".sock"):
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as probe:
                try:
                    probe.connect(entry.path)
                except ConnectionRefusedError:
                    yield entry.path
                except OSError:
                    continue
