"""Where the fork server lives, what it must be able to do, what it preloads."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, Self

from . import lent

Profile = Literal["base", "reading", "tensorflow"]
Level = Literal["full", "reduced"]

_PACKAGE = Path(__file__).resolve().parent
ROOT = str(_PACKAGE.parent)
_BASE = (
    "inspect",
    "joblib",
    "numpy",
    "pandas",
    # Imported by the first table that Arrow hands to pandas.
    "pandas.core.arrays.arrow.extension_types",
    "pyarrow.csv",
    "pyarrow.dataset",
    "pyarrow.json",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "sklearn.cluster",
    "sklearn.compose",
    "sklearn.decomposition",
    "sklearn.ensemble",
    "sklearn.impute",
    "sklearn.inspection",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "sklearn.naive_bayes",
    "sklearn.neural_network",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.svm",
    "skops.io",
    "statsmodels.api",
    "statsmodels.formula.api",
)
PRELOADED: Mapping[Profile, tuple[str, ...]] = {
    "base": _BASE,
    "reading": (
        "pandas",
        "pandas.core.arrays.arrow.extension_types",
        "pyarrow.parquet",
        "pyarrow.dataset",
        "polars",
        "python_calamine",
        "pyreadstat",
        "charset_normalizer",
        "analysis.reading.importing",
    ),
    "tensorflow": (
        "pyarrow.dataset",
        "sklearn.compose",
        "sklearn.linear_model",
        "sklearn.model_selection",
        "skops.io",
        "tensorflow",
    ),
}

# Packages of this project that a profile's process brings along in its memory.
LENT: Mapping[Profile, tuple[str, ...]] = {
    "reading": ("analysis.base", "analysis.reading"),
}

# Profiles whose spare children close their wall and call this function (module and
# name) before a job comes: what a library does at its first use, and what a fork shares
# until it is written to, then costs the job nothing.
AHEAD: Mapping[Profile, str] = {"reading": "analysis.reading.behind:warm_up"}

# Starts threads when imported, and others import it when they find it.
HIDDEN_WHILE_PRELOADING = ("polars",)

# Threads that a library starts when it is imported, by the name that the kernel shows
# (15 characters), and that sleep until the library is used: a fork without them is safe
# as long as they sleep. Polars removes what it has spilled to disk with this one.
SLEEPERS = frozenset(["polars-ooc-clea"])


@cache
def _sources() -> tuple[tuple[str, int], ...]:
    """This package's files as they were when this process started."""
    return tuple(
        (source.name, source.stat().st_mtime_ns)
        for source in sorted(_PACKAGE.glob("*.py"))
    )


@dataclass(frozen=True)
class Configuration:
    """One fork server's settings.

    `minimum` is the weakest level at which scripts may run; `highest` holds a stronger
    machine back (to test the reduced level). After ``heavy_idle_seconds`` without work
    the process that holds TensorFlow is given back; the next such script starts it.
    ``code`` is the fingerprint of who starts the server: a process that was started
    before an upgrade finds the server that it started, whatever lies on the disk now.
    With ``standby`` it waits, loaded, until no other server serves the folder.
    """

    directory: str
    minimum: Level = "full"
    highest: Level = "full"
    idle_seconds: float = 600.0
    heavy_idle_seconds: float = 300.0
    stay: bool = False
    dies_with_parent: bool = False
    standby: bool = False
    preload: Mapping[Profile, tuple[str, ...]] = field(
        default_factory=lambda: PRELOADED
    )
    code: str = ""

    def dump(self) -> str:
        """As JSON, for the command line of the server."""
        return json.dumps(asdict(self) | {"code": self.code or self._fingerprint()})

    @classmethod
    def load(cls, text: str) -> Self:
        """The configuration that `dump` wrote."""
        return cls(**json.loads(text))

    @property
    def jobs(self) -> str:
        return os.path.join(self.directory, "jobs")

    @property
    def mount_point(self) -> str:
        return os.path.join(self.directory, "root")

    def socket_name(self, profile: Profile) -> str:
        """Differs when code, Python or wall differ: no job meets an old server."""
        return f"{profile}-{self.code or self._fingerprint()}.sock"

    def _fingerprint(self) -> str:
        parts: list[object] = [sys.prefix, sys.version, self.minimum, self.highest]
        parts += [sorted((k, tuple(v)) for k, v in self.preload.items())]
        parts.append(_sources())
        parts.append(lent.written(ROOT, (n for names in LENT.values() for n in names)))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


_configured: list[Configuration] = []


def configure(directory: str, minimum: str) -> None:
    """Choose the settings that `current` returns from now on.

    Raises:
        ValueError: the minimum is neither `full` nor `reduced`.
    """
    if minimum not in ("full", "reduced"):
        raise ValueError(
            f"STATAGENT_SANDBOX_MINIMUM is {minimum!r}, not full or reduced"
        )
    level: Level = "full" if minimum == "full" else "reduced"
    _configured[:] = [Configuration(os.path.abspath(directory), level)]


def current() -> Configuration:
    """What `configure` chose, or else what the environment says."""
    if not _configured:
        configure(
            os.environ.get(
                "STATAGENT_SANDBOX_DIR", str(_PACKAGE.parent / "var" / "sandbox")
            ),
            os.environ.get("STATAGENT_SANDBOX_MINIMUM", "full"),
        )
    return _configured[0]


def server_environment() -> dict[str, str]:
    """The whole environment of fork server and jobs: built from nothing."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TMPDIR": "/tmp",
        "HOME": "/tmp",
        "MPLCONFIGDIR": "/tmp",
        "MPLBACKEND": "agg",
        # One thread: more would make the fork of a loaded process unsafe.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        # Arrow's own pool reserves a gigabyte at its first use, in the preloading
        # process, where no limit of a job would count it.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "_RJEM_MALLOC_CONF": "background_thread:false",
        "MALLOC_ARENA_MAX": "2",
        "JOBLIB_MULTIPROCESSING": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "",
        "KERAS_BACKEND": "tensorflow",
    }
