"""Durations and times of day: 2:08:00, 20:15, 8h30, 1 h 5 min."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from .doubts import Doubt
from .lexicon import is_named
from .recipe import Mend
from .spelled import plain_durations

_FULL = re.compile(r"(?:\d+ days?,? )?(?P<h>\d+):\d{1,2}:\d{1,2}(?:\.\d+)?")
_SHORT = re.compile(r"(?P<a>\d+):(?P<b>\d{2})(?:\.\d+)?")
_WORDS = re.compile(
    r"(?:\d+\s*(?:d|days?|tage?)\s*)?(?:\d+\s*(?:h|hrs?|hours?|std\.?|stunden?)\s*)"
    r"(?:\d{1,2}\s*(?:m|min|mins|minutes?|minuten?)?\s*)?(?:\d{1,2}\s*s\w*)?"
    r"|\d+\s*(?:m|min)\s*\d{1,2}\s*(?:s|sec)",
    re.IGNORECASE,
)
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600}


@dataclass(frozen=True)
class Durations:
    """``mend`` is None where they are times of day, which are no numbers."""

    mend: Mend | None
    doubt: Doubt


def durations(name: str, words: Sequence[str], chosen: str = "") -> Durations | None:
    """How a column of durations is read, None where the words are none.

    ``chosen``: the user's unit (seconds, minutes, hours), with "m:s" or "h:m" before
    it for the parts of 20:15; "clock"; or any other word for durations of any unit.
    """
    if not words or not all(map(_is_one, words[:50])) or not all(map(_is_one, words)):
        return None
    first = _first_part(name, words)
    clock = _may_be_clock(words) and not is_named(name, "durations")
    parts, _, unit = chosen.rpartition(" ")
    if parts in ("m:s", "h:m"):
        first = 60 if parts == "m:s" else 3600
    if (clock and not chosen) or chosen == "clock":
        return Durations(None, _clock(name, words[0]))
    if unit not in UNITS:
        unit = _fitting_unit(words, first, name)
    mend = Mend(step="plain_durations", how={"unit": UNITS[unit], "first": first})
    return Durations(mend, _doubt(name, words, mend, unit, first))


def _is_one(word: str) -> bool:
    return bool(
        _FULL.fullmatch(word) or _SHORT.fullmatch(word) or _WORDS.fullmatch(word)
    )


def _first_part(name: str, words: Sequence[str]) -> int:
    """Seconds of the first part of 20:15: minutes in names of short things."""
    if is_named(name, "hours"):
        return 3600
    firsts = [int(m["a"]) for w in words if (m := _SHORT.fullmatch(w))]
    return 60 if is_named(name, "minutes") or max(firsts, default=0) > 200 else 3600


def _may_be_clock(words: Sequence[str]) -> bool:
    for word in words:
        full, short = _FULL.fullmatch(word), _SHORT.fullmatch(word)
        hours = int(full["h"] if full else short["a"] if short else 99)
        if hours > 23 or word.startswith("-") or "day" in word:
            return False
    return True


def _seconds(words: Sequence[str], first: int) -> pd.Series:
    frame = pd.DataFrame({"x": pd.Series(list(words), dtype="str")})
    made = plain_durations(frame, {"x": {"unit": 1, "first": first}})
    return pd.to_numeric(made["x"])


def _fitting_unit(words: Sequence[str], first: int, name: str) -> str:
    """The unit in which the middle of the durations is neither tiny nor huge."""
    for unit in UNITS:
        if is_named(name, "hours") and unit == "hours":
            return unit
    middle = float(_seconds(words[:2000], first).median())
    if middle < 120:
        return "seconds"
    return "minutes" if middle < 5 * 3600 else "hours"


def _doubt(name: str, words: Sequence[str], mend: Mend, unit: str, first: int) -> Doubt:
    word = words[0]
    value = float(_seconds([word], first).iloc[0]) / UNITS[unit]
    parts = "m:s" if first == 60 else "h:m"
    options = [(f"{parts} {one}", one) for one in UNITS if one != unit]
    if any(map(_SHORT.fullmatch, words)):
        other = "h:m" if parts == "m:s" else "m:s"
        said = "hours and minutes" if other == "h:m" else "minutes and seconds"
        options.append((f"{other} {unit}", f"{said}, in {unit}"))
    return Doubt(
        what=f"{name} holds durations",
        choice=f"{unit}, “{word}” is {value:g}",
        key="duration",
        options=tuple(options),
        told=True,
    )


def _clock(name: str, word: str) -> Doubt:
    return Doubt(
        what=f"{name} holds times of day such as {word}",
        choice="text, since the times before and after midnight have no common mean",
        key="duration",
        options=(("h:m hours", "durations in hours"), ("h:m minutes", "in minutes")),
        told=True,
    )
