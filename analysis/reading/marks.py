"""Decimal, thousands, currency and percent marks in a column of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

_CODES = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "SEK", "NOK",
          "DKK", "PLN", "CZK", "HUF", "RUB", "BRL", "Rs.", "Rs", "kr.", "kr", "zł", "Kč",
          "Ft", "руб.", "R$", "US$")  # fmt: skip
_SIGNS = "$€£¥₹₽₩₪₺฿₫₴¢%‰"
_SPACES = " \u00a0\u202f\u2009"
_AFFIX = re.compile("|".join(map(re.escape, sorted(_CODES, key=len, reverse=True))))
CURRENCY = rf"{_AFFIX.pattern}|[{_SIGNS[: _SIGNS.index('%')]}]"


@dataclass(frozen=True)
class Marks:
    """``other`` holds the characters that are left out of every number; ``signs``:
    some are written as (12) or with a typographic minus."""

    decimal: str = "."
    thousands: str = ""
    other: str = ""
    signs: bool = False

    def pattern(self) -> str:
        """What a whole cell looks like once ``other`` is taken out of it."""
        point = re.escape(self.decimal)
        whole = r"\d+"
        if self.thousands:
            comma = f"[{re.escape(self.thousands)}]"
            # Indian numbers group by two: 12,34,567.
            whole = rf"(?:\d{{1,3}}(?:{comma}\d{{2,3}})*{comma}\d{{3}}|\d+)"
        number = rf"(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?"
        return rf"^(?:[+\-−]?{number}|\({number}\))$"


PLAIN = Marks()
_LAYOUTS = (
    PLAIN,
    Marks(thousands=","),
    Marks(decimal=","),
    Marks(decimal=",", thousands="."),
    Marks(thousands=_SPACES),
    Marks(decimal=",", thousands=_SPACES),
    Marks(thousands="'’"),
    Marks(decimal=",", thousands="'’"),
)


def possible_marks(words: pl.Series) -> tuple[Marks, ...]:
    """All readings under which every one of ``words`` is a number, in no order.

    ``words`` are distinct and stripped, without missing ones. More than one reading is
    an ambiguity: ``1,234`` alone may be 1234 or 1.234.
    """
    other = _other_characters(words.head(1000).to_list())
    if other is None:
        return ()
    found = []
    for layout in _LAYOUTS:
        marks = Marks(layout.decimal, layout.thousands, _without(other, layout))
        if not _may_be_number(words[0], marks):
            continue
        if _has_gap(words, marks):
            continue
        text = words
        for char in marks.other:
            text = text.str.replace_all(char, "", literal=True)
        if marks.other:
            text = text.str.strip_chars()
        first = text.head(200)
        if not first.str.contains(marks.pattern()).all():
            continue
        if text.str.contains(marks.pattern()).all():
            used = _used(marks.thousands, text)
            signs = bool(text.str.contains(r"[(−]").any())
            found.append(Marks(marks.decimal, used, marks.other, signs))
    return tuple(dict.fromkeys(found))


def _may_be_number(word: str, marks: Marks) -> bool:
    """Whether one word is a number under these marks; without one, no column is."""
    for char in marks.other:
        word = word.replace(char, "")
    return re.search(marks.pattern(), word.strip()) is not None


def _has_gap(words: pl.Series, marks: Marks) -> bool:
    """Spaces between digits are thousands marks or the cell holds two numbers."""
    if not set(marks.other) & set(_SPACES):
        return False
    return bool(words.str.contains(rf"\d[{_SPACES}]+\d").any())


def _used(thousands: str, words: pl.Series) -> str:
    return "".join(c for c in thousands if words.str.contains(c, literal=True).any())


def _without(other: str, layout: Marks) -> str:
    return "".join(c for c in other if c not in layout.thousands)


def _other_characters(words: Sequence[str]) -> str | None:
    """Currency and percent marks of the words, None where something else is in them."""
    found: dict[str, None] = {}
    percent = 0
    for word in words:
        bare = _AFFIX.sub("", word)
        found |= dict.fromkeys("".join(_AFFIX.findall(word)))
        for char in bare:
            if char in _SIGNS or char in _SPACES:
                found[char] = None
            elif char not in "0123456789.,'’+-−()eE":
                return None
        percent += "%" in bare
    if percent not in (0, len(words)):
        return None
    has_affix = any(char.isalpha() for char in found)
    if has_affix and any(re.search(r"\d[eE][+-]?\d", word) for word in words):
        return None
    return "".join(found)


def only_thousands_or_decimals(words: pl.Series) -> bool:
    """Whether each mark could be either: ``1,234`` but not ``12,34`` or ``1,234.5``."""
    with_mark = words.filter(words.str.contains(r"[.,]"))
    return bool(with_mark.str.contains(r"^[^\d]*\d{1,3}[.,]\d{3}[^\d]*$").all())


# One currency has a sign and a code, and dollars of several countries share a sign.
_SAME = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "$": "USD", "US$": "USD",
         "Rs": "INR", "Rs.": "INR", "R$": "BRL", "kr.": "kr", "₽": "RUB", "руб.": "RUB",
         "zł": "PLN", "Kč": "CZK", "Ft": "HUF"}  # fmt: skip
_MONEY = re.compile(CURRENCY)


def currencies(words: pl.Series) -> dict[str, str]:
    """The currencies that are written on numbers, each with a first example."""
    found: dict[str, str] = {}
    for word in words.head(5000).to_list():
        for sign in _MONEY.findall(word):
            found.setdefault(_SAME.get(sign, sign), word)
    return found
