"""What one run may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one run; sizes in MiB or bytes as named, times in seconds.

    `memory_mb` is what the script may add to the preloaded libraries. `cpu_seconds`
    of None means as much as the wall time allows on every processor it may use.
    """

    wall_seconds: float = 30.0
    cpu_seconds: int | None = None
    memory_mb: int = 2048
    files: int = 100
    threads: int = 64
    processors: int = 4
    disk_mb: int = 256
    disk_files: int = 2048
    output_bytes: int = MIB
    result_bytes: int = 16 * MIB

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value is not None and value <= 0:
                raise ValueError(f"{name} must be positive, not {value}")

    @property
    def cpu_bound(self) -> int:
        """Seconds of processor time after which the kernel ends the run."""
        if self.cpu_seconds is not None:
            return self.cpu_seconds
        return int(self.wall_seconds * self.processors) + 1


# Of a job whose wall is closed before it is known what it will do; the fork server then
# sets what is less. Inputs and what is unpacked share its disk, which is memory.
AHEAD = Limits(wall_seconds=300.0, memory_mb=16 * 1024, disk_mb=512)
AHEAD_INPUT_BYTES = 16 * MIB
TRAINING = Limits(wall_seconds=300.0)
