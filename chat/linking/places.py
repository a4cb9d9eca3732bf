"""Countries, their codes, and the words for what comes from them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "places.en.txt"
_LETTERS = (2, 3)
_MANY = 5  # different codes of two letters that are no coincidence
_ALL, _MOST = 1.0, 0.8  # of the values that must be codes


@cache
def _places() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """The usual name of each place, its codes, and other words for it."""
    found = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            usual, codes, others = (part.strip() for part in line.split("|"))
            names = tuple(name.strip() for name in others.split(","))
            found.append((usual, tuple(codes.split()), names))
    return tuple(found)


@cache
def place_names() -> dict[str, str]:
    """Every known spelling of a place → its usual name."""
    names: dict[str, str] = {}
    for usual, codes, others in _places():
        for name in (usual, *others):
            names[name] = usual
        for code in codes:
            if code in ("us", "usa", "uk", "uae"):  # these are said, too
                names[code] = usual
    return names


@cache
def _by_code() -> dict[str, str]:
    return {code: usual for usual, codes, _ in _places() for code in codes}


def names_of_codes(levels: Sequence[str], of_places: bool) -> dict[str, str]:
    """The places that a column's codes stand for; none where they may be anything else.

    Two letters are codes of places in a column ``of_places``, or where there are many.
    """
    codes = [level for level in levels if level.isupper() and len(level) in _LETTERS]
    known = {
        code: _by_code()[low] for code in codes if (low := code.lower()) in _by_code()
    }
    if not levels or len(known) < _MOST * len(levels):
        return {}
    short = any(len(code) == _LETTERS[0] for code in known)
    if (
        short
        and not of_places
        and (len(known) < _MANY or len(known) < _ALL * len(levels))
    ):
        return {}
    return known
