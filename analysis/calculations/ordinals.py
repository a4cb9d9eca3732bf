"""Numbers that tell a place: 90th, second."""

from __future__ import annotations

from analysis.base.wording import figure

_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth",
)  # fmt: skip
_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}


def ordinal(number: float) -> str:
    """1st, 2nd, 3rd, 11th; 97.5th."""
    text = figure(number)
    if text[-2:] in ("11", "12", "13") or "." in text:
        return f"{text}th"
    return text + _ENDINGS.get(text[-1], "th")


def ordinal_word(number: int) -> str:
    """first to tenth, then 11th."""
    return _WORDS[number - 1] if number <= len(_WORDS) else ordinal(number)
