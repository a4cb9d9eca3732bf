"""Running our generated scripts in the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.execution import DATA
from analysis.scripts.writing import Script
from sandbox.again import once_available
from sandbox.client import run_script
from sandbox.configuration import Profile
from sandbox.limits import Limits
from sandbox.outcome import Outcome
from sandbox.validator import validate

Progress = Callable[[dict[str, Any]], None]


def run_generated(
    script: Script,
    parquet: Path,
    seconds: float,
    *,
    library: str = "sklearn",
    files: Mapping[str, Path] | None = None,
    collect: Sequence[str] = (),
    into: Path | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """Run a script of ours on a stored table and further files, for so many seconds.

    Only the frame is validated: our own functions, which are tested, stand in it as
    they are.
    """
    if violations := validate(script.frame):
        raise ValueError(f"a generated script was refused: {violations[0]}")
    profile: Profile = "tensorflow" if library == "keras" else "base"
    return once_available(
        lambda: run_script(
            script.text,
            inputs={DATA: parquet, **(files or {})},
            argv=[DATA],
            limits=Limits(wall_seconds=seconds),
            profile=profile,
            on_progress=on_progress,
            cancelled=cancelled,
            collect=collect if into else (),
            collect_into=into,
            check=False,
        ),
        cancelled,
    )
