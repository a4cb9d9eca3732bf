"""What came of a run, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .validator import Violation

Status = Literal[
    "succeeded",
    "failed",
    "timed_out",
    "out_of_memory",
    "refused",
    "cancelled",
    "unavailable",
]

KILLED_FROM_OUTSIDE = (
    "The script was killed from outside; the machine may be short of memory."
)


@dataclass(frozen=True)
class Outcome:
    """A finished run.

    `result` is the plain JSON that the script left, NaN and infinities as None.
    `peak_memory_mb` is what the script used beyond the preloaded libraries, in MiB.
    `isolation` names the walls that stood; empty when nothing ran. `error` is one
    sentence for people, empty after success.
    """

    status: Status
    result: Any = None
    stdout: str = ""
    stderr: str = ""
    seconds: float = 0.0
    peak_memory_mb: float = 0.0
    cpu_seconds: float = 0.0
    isolation: str = ""
    error: str = ""
    violations: tuple[Violation, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)

    @property
    def killed_from_outside(self) -> bool:
        """Whether neither the script nor a limit ended it."""
        return self.error == KILLED_FROM_OUTSIDE
