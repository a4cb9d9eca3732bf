"""What the reading of a file may use: memory, disk and time, by the file's size.

A file is read in the sandbox, whose limits must be known before anything in it is
looked at: all there is to go by is its size and its first bytes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20
MAX_MB = 500
MAX_UNPACKED_MB = 1024
# Measured, with Python 3.11 on tables of 8 to 20 mixed columns: CSV takes 10 MB of
# memory for each MB of the file, at 60 MB for the smallest; JSON and workbooks, whose
# cells are Python's objects on the way, about as much for each MB once unpacked.
_LEAST_MB, _MEMORY_PER_MB = 512, 12
# A third of a second is usual; the rest is for a machine that is busy.
_LEAST_SECONDS, _SECONDS_PER_MB, _MOST_SECONDS = 15.0, 0.6, 240.0
# How much larger than the file its content usually is: text under gzip 3 to 6 times, a
# workbook's XML likewise, Parquet 2 to 4.
_PACKED = {b"\x1f\x8b": 6, b"BZ": 6, b"\xfd7": 6, b"PK": 6, b"PA": 4}


@dataclass(frozen=True)
class Allowance:
    """``memory_mb`` beyond the libraries, ``disk_mb`` for what is unpacked and written,
    in MiB; ``seconds`` of wall time."""

    memory_mb: int
    disk_mb: int
    seconds: float

    def holds(self, n_bytes: float) -> bool:
        """Whether so much decoded content can be worked on."""
        return n_bytes < self.memory_mb * MIB


ORDINARY = Allowance(8 * 1024, MAX_UNPACKED_MB + MAX_MB, _MOST_SECONDS)


def allowance_for(path: Path) -> Allowance:
    """What the reading of this file may use.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        packed = _PACKED.get(file.read(2), 1)
        size = os.fstat(file.fileno()).st_size / MIB
    content = size * packed
    half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MIB // 2
    most = max(_LEAST_MB, min(ORDINARY.memory_mb, half))
    return Allowance(
        memory_mb=int(min(most, _LEAST_MB + _MEMORY_PER_MB * content)),
        disk_mb=int(min(ORDINARY.disk_mb, 256 + 2 * content)),
        seconds=min(_MOST_SECONDS, _LEAST_SECONDS + _SECONDS_PER_MB * content),
    )
