"""Everything that is kept is its owner's alone: no other user of the machine reads it.

Folders are 0700 and files 0600: by the process's umask when they are made, whatever the
shell's was, and mended at the next start where they came from elsewhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PRIVATE_UMASK = 0o077
_FOLDER, _FILE = 0o700, 0o600
# The reduced level runs the scripts of a server of root's as another user, who has to
# pass through to the sandbox's folder; it opens the way, not the view.
_PASSABLE = 0o711


def begin_private() -> int:
    """Make files of this process private from now on; the umask that was before."""
    return os.umask(PRIVATE_UMASK)


def folder_mode(passable: bool) -> int:
    """The mode of the data folder itself."""
    return _PASSABLE if passable and os.geteuid() == 0 else _FOLDER


def make_private(folder: Path, *, passable: bool = False) -> None:
    """Create the data folder, or close it to others: what is in it is out of sight."""
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    if not is_shared(folder):
        with suppress(PermissionError):  # another user's; the doctor tells of it
            folder.chmod(folder_mode(passable))


def is_shared(folder: Path) -> bool:
    """Whether a folder is the system's, such as /tmp or /srv, and not ours to close."""
    place = folder.resolve()
    return len(place.parts) <= 2 or bool(place.stat().st_mode & stat.S_ISVTX)


def exposed(folder: Path, apart: Path) -> Iterator[Path]:
    """What beneath a folder has modes that let others in, the folder itself included.

    ``apart`` is the sandbox's folder: its jobs are other users at times, so it has
    modes of its own inside; sockets and other files in it count.
    """
    if _is_open(folder, _PASSABLE):
        yield folder
    for place, folders, files in os.walk(folder):
        inside = Path(place)
        if inside == apart:
            folders.clear()
        for name in (*folders, *files):
            path = inside / name
            allowed = _PASSABLE if path == apart else _FOLDER
            if _is_open(path, allowed):
                yield path


def mend(folder: Path, apart: Path) -> int:
    """Take others' rights away wherever there are any; how many modes were changed."""
    if is_shared(folder):
        return 0
    count = 0
    for path in list(exposed(folder, apart)):
        with suppress(FileNotFoundError, PermissionError):
            is_folder = stat.S_ISDIR(path.lstat().st_mode)
            path.chmod(_FOLDER if is_folder else _FILE)
            count += 1
    return count


def _is_open(path: Path, allowed: int) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISLNK(mode) and bool(stat.S_IMODE(mode) & 0o077 & ~allowed)
