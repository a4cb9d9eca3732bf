"""Who serves a folder: one server, and perhaps another that stands by, loaded.

Both hold a lock of their own, which the kernel gives back whenever and however its
holder ends. The one that stands by waits for the other's.
"""

from __future__ import annotations

import fcntl
import os

_SERVING, _STANDBY = "serving.lock", "standby.lock"


class Place:
    """A server's hold on its folder."""

    def __init__(self, directory: str) -> None:
        self._serving = _opened(directory, _SERVING)
        self._standby = _opened(directory, _STANDBY)

    def take(self) -> bool:
        """Serve from now on; False while another does."""
        return _locked(self._serving)

    def stand_by(self) -> None:
        """Be known to wait, unless another does already."""
        _locked(self._standby)

    def stand_by_no_more(self) -> None:
        fcntl.flock(self._standby, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._serving)
        os.close(self._standby)


def is_stood_by(directory: str) -> bool:
    """Whether a server is loaded and waits for the place of the one that serves."""
    try:
        fd = _opened(directory, _STANDBY)
    except OSError:
        return False
    try:
        return not _locked(fd)
    finally:
        os.close(fd)


def _opened(directory: str, name: str) -> int:
    path = os.path.join(directory, name)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
