"""The words of ``words.py``, as the reading of files needs them."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from .words import WORDS

_WORDS: dict[str, Any] = tomllib.loads(WORDS)

MONTHS: dict[str, int] = _WORDS["months"]
TOTALS: frozenset[str] = frozenset(_WORDS["totals"]["words"])
CIRCLES: dict[str, list[str]] = _WORDS["circles"]
SCALES: dict[str, list[str]] = _WORDS["scales"] | CIRCLES
NO_ANSWERS: frozenset[str] = frozenset(_WORDS["no_answers"]["words"])
POWERS: dict[str, int] = _WORDS["powers"]
MEASURES: dict[str, dict[str, int]] = {
    name: units for name, units in _WORDS["units"].items() if isinstance(units, dict)
}
UNITS: frozenset[str] = frozenset(_WORDS["units"]["others"]).union(*MEASURES.values())
ORDINALS: frozenset[str] = frozenset(_WORDS["units"]["ordinals"])
_NAMES: dict[str, list[str]] = _WORDS["names"]


def is_named(name: str, what: str) -> bool:
    """Whether a column's name holds a word for ``what`` (durations, phones …)."""
    plain = " ".join(
        re.findall(r"[^\W\d_]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name))
    )
    return any(re.search(rf"\b{word}\b", plain.lower()) for word in _NAMES[what])
