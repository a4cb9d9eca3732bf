"""The course of some numbers in one line of blocks, where no picture can be drawn."""

from __future__ import annotations

from collections.abc import Sequence

_HEIGHTS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], most: int) -> str:
    """The last ``most`` values, one letter each, from the lowest to the highest of them."""
    shown = values[-most:]
    if not shown:
        return ""
    low, span = min(shown), (max(shown) - min(shown)) or 1.0
    top = len(_HEIGHTS) - 1
    return "".join(_HEIGHTS[round(top * (value - low) / span)] for value in shown)
