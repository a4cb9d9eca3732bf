"""Answers that have an order: agreement, weekdays, sizes, bands of ages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .doubts import Doubt
from .lexicon import CIRCLES, SCALES

_LEAST, _MOST = 3, 15
MOST_ORDERED = 2 * _MOST
_NUMBERED = re.compile(r"(\d{1,2})\s*[-–=:.)]\s*[^\W\d].*")
_BAND = re.compile(
    r"(?:(?P<low>\d[\d.,]*)\s*(?:-|–|to|bis|à|a)\s*[\d.,]+|(?P<open>\d[\d.,]*)\s*\+"
    r"|(?P<under>[<≤]|under|below|unter|moins de|menos de|bis)\s*(?P<top>\d[\d.,]*)"
    r"|(?:[>≥]|over|above|über|ab|plus de|más de)\s*(?P<over>\d[\d.,]*)"
    r"|(?P<more>\d[\d.,]*)\s*(?:and|or|und|oder|et|y)\s*(?:more|over|older|mehr|älter|plus|más))"
    r"\D*",
    re.IGNORECASE,
)


def scale_order(words: Sequence[str]) -> tuple[str, ...]:
    """The words from low to high where all are of one scale, else nothing."""
    if not _LEAST <= len(words) <= MOST_ORDERED:
        return ()
    plain = {
        word: " ".join(word.casefold().replace("’", "'").split()) for word in words
    }
    wanted = set(plain.values())
    for scale in SCALES.values():
        if len(wanted) >= _LEAST and wanted <= set(scale):
            return tuple(
                sorted(words, key=lambda word: (scale.index(plain[word]), word))
            )
    return ()


def goes_around(order: Sequence[str]) -> bool:
    """Whether the words are of an order that begins again: weekdays, months."""
    plain = {" ".join(word.casefold().split()) for word in order}
    return len(plain) >= _LEAST and any(plain <= set(one) for one in CIRCLES.values())


def numbered_order(words: Sequence[str]) -> tuple[str, ...]:
    """The words by the number that each begins with: “1 - never”, “18-24”, “65+”."""
    if not _LEAST <= len(words) <= _MOST:
        return ()
    numbered = [_NUMBERED.fullmatch(word) for word in words]
    if all(numbered):
        places = [int(match[1]) for match in numbered if match]
        if len(set(places)) == len(places):
            return tuple(word for _, word in sorted(zip(places, words, strict=True)))
        return ()
    bands = [_BAND.fullmatch(word.strip()) for word in words]
    if all(bands):
        lows = [_low(match) for match in bands if match]
        if len(set(lows)) == len(lows):
            return tuple(word for _, word in sorted(zip(lows, words, strict=True)))
    return ()


def _low(match: re.Match[str]) -> tuple[float, int]:
    """Where a band begins; what is below a number comes before what begins there."""
    if match["top"]:
        return _number(match["top"]), 0
    known = match["low"] or match["open"] or match["over"] or match["more"]
    return _number(known), 2 if match["over"] else 1


def _number(digits: str) -> float:
    return float(re.sub(r"[.,](?=\d{3})", "", digits).replace(",", ".").rstrip("."))


def order_doubt(name: str, order: Sequence[str]) -> tuple[Doubt, ...]:
    """The other reading of answers that have an order: their places as numbers."""
    if not order:
        return ()
    return (
        Doubt(
            what=f"The answers of {name} have an order, from {order[0]} to {order[-1]}",
            choice="words",
            key="kind",
            options=(("number", f"numbers from 1 to {len(order)}"),),
            quiet=True,
        ),
    )
