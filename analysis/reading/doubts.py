"""What a reading leaves open of one column, and the other readings that a tap takes."""

from __future__ import annotations

from dataclasses import dataclass

# The choice that leaves values as they are.
KEEP = "keep"


@dataclass(frozen=True)
class Doubt:
    """``what`` is the matter in plain words, ``choice`` the reading that was taken.

    ``key`` is the correction's name without the column; ``options`` are its values, each
    in plain words. One that is ``told`` may change what an answer means: it is said
    under every answer that uses the column until it is settled. One that is ``quiet``
    is offered only where an answer with the column failed.
    """

    what: str
    choice: str
    key: str
    options: tuple[tuple[str, str], ...]
    told: bool = False
    quiet: bool = False
