"""Which part of a large product is tried by default; ``-m slow`` tries all of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pytest


def in_sample(*parts: object, one_in: int) -> bool:
    """Whether a member of a product is in its sample: the same one at every run."""
    return zlib.crc32("/".join(map(str, parts)).encode()) % one_in == 0


def shares(one_in: int) -> Callable[[Any], Any]:
    """Gives a test ``one_in``: so many by default, and 1 (all of them) where it is slow."""
    return pytest.mark.parametrize(
        "one_in",
        [one_in, pytest.param(1, marks=pytest.mark.slow)],
        ids=["some", "all"],
    )
