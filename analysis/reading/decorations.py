"""Numbers with something written on them: units, thousands in words, notes, limits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import polars as pl

from .doubts import Doubt
from .lexicon import MEASURES, ORDINALS, POWERS, UNITS
from .marks import CURRENCY
from .spelled import plain_numbers

_PARTS = re.compile(
    rf"(?P<limit>[<>≤≥])?\s*~?\s*[+\-−(]?\s*(?:{CURRENCY})?\s*"
    r"(?:\d[\d.,'’]*(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?"
    r"(?P<tail>.*)",
    re.DOTALL,
)
_KEPT = re.compile(rf"\s*\)?\s*(?:{CURRENCY}|%)?\s*\)?")
_NOTE = re.compile(r"\s*(\*+|[†‡§#]+|[¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜ]+|\[\w{1,3}\]|\([a-z]\)|\s\(\d\))")
_FLAG = re.compile(r"\s+[a-z]{1,2}")
_UNIT = re.compile(r"\s*[A-Za-zµμ°Ω][\w²³°/.µμ]{0,11}")
# Words that were looked at show what the others are; a column of text is given up soon.
_SAMPLE, _MOST = 40, 50_000
# A unit stands behind at least half of the different numbers, a remark behind fewer.
_USUAL = 0.5
_FLAGGED = 0.75
# "9A" and "10B" beside each other are names of classes, rooms or seats, no measurements:
# so few words that each comes again, whole numbers with one capital letter behind them.
_LABEL = re.compile(r"\d{1,4}[A-Z]")
_MOST_LABELS, _TIMES_LABELLED = 40, 3


@dataclass
class Decoration:
    """``how`` is what ``plain_numbers`` takes; ``remarks`` and ``doubts`` say it.

    ``unit`` is the one that all numbers are in, where one stands behind them.
    """

    how: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unit: str = ""

    def bare(self, words: pl.Series) -> pl.Series:
        """The distinct words without what is written on them; empty where none is."""
        frame = pd.DataFrame({"x": pd.Series(words.to_list(), dtype="str")})
        found = plain_numbers(frame, {"x": self.how})["x"].to_list()
        return pl.Series(words.name, found, dtype=pl.String)


def decoration(
    name: str, words: Sequence[str], cells: pl.Series, limits: str = "missing"
) -> Decoration | None:
    """How to read numbers with something on them, None where they are no such numbers.

    ``words`` are the distinct ones without those that mean "missing"; ``cells`` all.
    ``limits``: what <0.5 stands for.
    """
    if len(words) > _MOST or not all(map(_PARTS.fullmatch, words[:_SAMPLE])):
        return None
    parts = [_PARTS.fullmatch(word) for word in words]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts) or _are_labels(words, cells):
        return None
    made = Decoration()
    tails = Counter(part["tail"].rstrip() for part in found)
    odd = {tail: n for tail, n in tails.items() if not _KEPT.fullmatch(tail)}
    if not _read_tails(name, odd, len(words), made):
        return None
    beyond = [word for word, part in zip(words, found, strict=True) if part["limit"]]
    if len(beyond) == len(words) or not (odd or beyond):
        return None
    if beyond:
        made.how["limits"] = limits
        made.doubts.append(_limits(name, beyond, cells, limits))
        if "," in "".join(words) and "." not in "".join(words):
            made.how["decimal"] = ","
    return made


def _are_labels(words: Sequence[str], cells: pl.Series) -> bool:
    """Whether numbers with a letter are names: of several letters, or of one that counts
    nothing (B stands for billions only beside millions or thousands)."""
    if not all(map(_LABEL.fullmatch, words)):
        return False
    letters = {word[-1] for word in words}
    if letters <= {"K", "M"} or letters == {"K", "M", "B"} or letters == {"M", "B"}:
        return False
    if len(letters) > 1:
        return True
    few = len(words) <= _MOST_LABELS
    return few and cells.drop_nulls().len() >= _TIMES_LABELLED * len(words)


def _read_tails(name: str, odd: dict[str, int], n_words: int, made: Decoration) -> bool:
    """Put what stands behind the numbers into ``made``; False where it is unknown."""
    units: Counter[str] = Counter()
    patterns: dict[str, None] = {}
    notes: dict[str, None] = {}
    powers = _powers(odd)
    for tail, count in odd.items():
        bare = tail.strip()
        if bare in ("-", "−"):
            continue
        if bare in powers:
            made.how.setdefault("powers", {})[re.escape(bare)] = powers[bare]
        elif _NOTE.fullmatch(tail):
            notes[bare] = None
            patterns[re.escape(bare)] = None
        elif _UNIT.fullmatch(tail) and bare not in ORDINALS:
            if bare in UNITS or (len(bare) > 1 and _is_word(tail)) or _FLAG.match(tail):
                units[bare] += count
            else:
                return False
        else:
            return False
    if "powers" in made.how:
        said = ", ".join(f"{word} is {10**n:,}" for word, n in powers.items())
        made.remarks.append(f"The words behind the numbers of {name} are read: {said}.")
    if units and not _read_units(name, units, n_words, made, patterns):
        return False
    if notes:
        said = ", ".join(notes)
        made.remarks.append(
            f"Marks behind the numbers of {name} were left out: {said}."
        )
    if any(tail.strip() in ("-", "−") for tail in odd):
        made.remarks.append(f"Numbers of {name} such as 12- are read as negative.")
    if patterns:
        made.how["marks"] = rf"\s*(?:{'|'.join(sorted(patterns, key=len))})$"
    return True


def _is_word(tail: str) -> bool:
    """A word in small letters, or one with a space before it: 3 items, 12 Monate."""
    bare = tail.strip()
    plain = bare.isalpha() and (bare.islower() or (tail[0] == " " and len(bare) > 2))
    return plain or "/" in bare


def _powers(odd: dict[str, int]) -> dict[str, int]:
    """Thousands and millions among the tails; m and b only beside k or M."""
    bare = {tail.strip() for tail in odd}
    found = {word: POWERS[word] for word in POWERS if word in bare}
    if found and not bare & {"g", "mm", "cm", "km"}:
        found |= {w: n for w, n in (("m", 6), ("b", 9)) if w in bare}
    if bare == {"K"}:
        # Alone it may be kelvins as well as thousands.
        return {}
    return found


def _read_units(
    name: str,
    units: Counter[str],
    n_words: int,
    made: Decoration,
    patterns: dict[str, None],
) -> bool:
    usual, _ = units.most_common(1)[0]
    flags = all(len(unit) < 3 and unit.islower() for unit in units)
    bare = units.total() < n_words
    few = units.total() <= _FLAGGED * n_words or len(units) > 1
    if flags and bare and few and not units.keys() & UNITS:
        # A letter or two behind some numbers: flags, as statistical offices set them.
        patterns |= dict.fromkeys(map(re.escape, units))
        said = ", ".join(units)
        made.remarks.append(f"Flags behind numbers of {name} were left out: {said}.")
        return True
    if units.total() < _USUAL * n_words:
        if not units.keys() <= UNITS:
            return False
        made.doubts.append(_some(name, usual))
    if len(units) == 1 or len({unit.casefold() for unit in units}) == 1:
        patterns |= dict.fromkeys(map(re.escape, units))
        made.unit = usual
        made.remarks.append(
            f"“{usual}” behind the numbers of {name} was left out: they are in {usual}."
        )
        return True
    measure = next((m for m in MEASURES.values() if units.keys() <= m.keys()), None)
    if measure is None:
        return False
    for unit in units:
        if measure[unit] == measure[usual]:
            patterns[re.escape(unit)] = None
        else:
            powers = made.how.setdefault("powers", {})
            powers[re.escape(unit)] = measure[unit] - measure[usual]
    made.unit = usual
    others = ", ".join(unit for unit in units if unit != usual)
    made.remarks.append(
        f"The numbers of {name} are in {usual}; those in {others} were converted."
    )
    return True


def _some(name: str, usual: str) -> Doubt:
    return Doubt(
        what=f"Only some numbers of {name} are written with {usual}",
        choice=f"all in {usual}",
        key="kind",
        options=(("category", "keep the column as words"),),
        told=True,
    )


def _limits(name: str, beyond: Sequence[str], cells: pl.Series, taken: str) -> Doubt:
    count = int(cells.is_in(list(beyond)).sum())
    words = {"missing": "missing", "half": "half of the limit", "limit": "the limit"}
    first = min(beyond)
    return Doubt(
        what=f"{count:,} values of {name} are limits such as “{first}”",
        choice=words[taken],
        key="limits",
        options=tuple(
            (key, f"read “{first}” as {word}")
            for key, word in words.items()
            if key != taken
        ),
        told=True,
    )
