"""Words for the sizes of effects, each with the source of its bounds."""

from __future__ import annotations

import math
from typing import NamedTuple

from analysis.base.wording import strength
from analysis.results.tests import Tabled

_COHEN = "Cohen (1988)"


class Size(NamedTuple):
    """An effect's size in a word, and where the word's bounds come from."""

    word: str
    scale: str


# By the beginning of an effect's name: bounds of small, medium and large, the source.
_BOUNDS: tuple[tuple[str, tuple[float, float, float], str], ...] = (
    ("Hedges g", (0.2, 0.5, 0.8), _COHEN),
    ("Cohen's d", (0.2, 0.5, 0.8), _COHEN),
    ("Glass", (0.2, 0.5, 0.8), _COHEN),
    ("Cohen's h", (0.2, 0.5, 0.8), _COHEN),
    ("Cohen's w", (0.1, 0.3, 0.5), _COHEN),
    ("Cohen's f", (0.1, 0.25, 0.4), _COHEN),
    ("partial eta²", (0.01, 0.06, 0.14), _COHEN),
    ("generalised eta²", (0.01, 0.06, 0.14), _COHEN),
    ("eta²", (0.01, 0.06, 0.14), _COHEN),
    ("omega²", (0.01, 0.06, 0.14), _COHEN),
    ("epsilon²", (0.01, 0.06, 0.14), _COHEN),
    ("R²", (0.02, 0.13, 0.26), _COHEN),
    ("rank-biserial r", (0.1, 0.3, 0.5), _COHEN),
    ("Kendall's W", (0.1, 0.3, 0.5), _COHEN),
    ("odds ratio", (1.68, 3.47, 6.71), "Chen, Cohen and Chen (2010)"),
)
_WORDS = ("very small", "small", "medium", "large")


def size_words(name: str, value: float, result: Tabled) -> Size | None:
    """The word for an effect of this name; None where the field has no scale for it."""
    if name in ("r", "rho", "Kendall tau", "tau") or name.endswith("correlation"):
        return Size(strength(value), "Evans (1996): weak below 0.4, strong from 0.6")
    if name.startswith("Cramér's V") or name == "phi":
        smaller = (
            min(len(result.get("table") or ()), len(result.get("levels") or ())) or 2
        )
        root = math.sqrt(max(smaller - 1, 1))
        bounds = tuple(bound / root for bound in (0.1, 0.3, 0.5))
        return _on_scale(abs(value), bounds, _COHEN)
    for start, bounds, source in _BOUNDS:
        if name.startswith(start):
            size = abs(value)
            if start == "odds ratio" and size > 0:
                size = max(size, 1 / size)
            return _on_scale(size, bounds, source)
    return None


def _on_scale(size: float, bounds: tuple[float, ...], source: str) -> Size:
    place = sum(size >= bound for bound in bounds)
    shown = ", ".join(f"{bound:.3g}" for bound in bounds)
    return Size(_WORDS[place], f"{source}: small, medium and large from {shown}")
