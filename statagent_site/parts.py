"""How the parts of a served site are: written by the supervisor, read by ``/readyz``."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "parts.json"
# Quick deaths in a row from which on a part is said to fail; one may be a kill.
FAILING = 2


@dataclass(frozen=True)
class Part:
    """One supervised process: quick deaths in a row, and how the latest one ended.

    ``starts_at`` is when it will be started again, in seconds since 1970; None while it
    runs. Without a part that is ``needed`` the site cannot serve.
    """

    name: str
    deaths: int = 0
    status: int | None = None
    starts_at: float | None = None
    needed: bool = True

    @property
    def failing(self) -> bool:
        return self.deaths >= FAILING

    @property
    def words(self) -> str:
        """What is wrong with it, or ok."""
        if not self.failing:
            return "ok"
        words = f"ended {self.deaths} times in a row, at last with status {self.status}"
        if self.starts_at is None:
            return words
        left = max(0, round(self.starts_at - time.time()))
        return f"{words}; the next start is in {left} s"


def write_parts(path: Path, parts: Sequence[Part]) -> None:
    """Replace the file as a whole, so that no reader sees half of it."""
    content = {"supervisor": os.getpid(), "parts": [asdict(part) for part in parts]}
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file)
    fresh.replace(path)


def read_parts(path: Path) -> list[Part]:
    """The parts of the supervisor that is at work; none if there is none."""
    try:
        content = json.loads(path.read_text())
        if not Path("/proc", str(int(content["supervisor"]))).exists():
            return []
        return [Part(**part) for part in content["parts"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []
