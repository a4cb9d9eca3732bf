"""Cuts a message into words, numbers, dates, quoted stretches and marks."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from chat.linking.words import fold, stem

# A letter that no one types: it stands around placeholders,
# where it lets word boundaries work as beside words.
MARK = "ꙮ"

TokenKind = Literal["word", "number", "date", "quoted", "mark"]

_PATTERN = re.compile(
    r"""
      "(?P<double>[^"\n]{1,120})"
    | “(?P<curly>[^”\n]{1,120})”
    | `(?P<back>[^`\n]{1,120})`
    | (?<![\w'’])['‘](?P<single>[^'’\n]{1,80})['’](?!\w)
    | (?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?
        | \d{1,2}[/.]\d{1,2}[/.]\d{4} | \d{4}-\d{2}(?![\d-]))(?![\w])
    | (?P<number>(?:(?:(?<=[\s(\[])|^)-(?=[\d]))?[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?
        (?:\ ?%|\ ?(?:thousand|million|billion)\b|(?:k|mn|m|bn|b)\b)?)
        (?:(?![\w])|(?=(?:st|nd|rd|th)\ (?:per|quan|dec)))
    | (?P<word>[^\W_](?:\w)*(?:['’](?:s|t|re|ll|d|ve|m)\b)?|_\w+|\d+\w+)
    | (?P<mark><=|>=|!=|<>|==|=>|=<|≤|≥|≠|\*\*|\n|[^\s\w]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
}
_NUMBER_WORDS = {
    word: float(n)
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
    "hundred": 100.0,
    "thousand": 1000.0,
    "million": 1e6,
    "dozen": 12.0,
}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a message; ``start`` and ``end`` are its place in the text.

    ``letters`` are its letters and digits alone, for names written together.

    ``value`` is the number of a number token (20 % is 20.0 with ``percent``).
    """

    text: str
    folded: str
    stem: str
    start: int
    end: int
    kind: TokenKind
    value: float | None = None
    percent: bool = False
    letters: str = ""


def tokenise(text: str, most: int | None = None) -> tuple[Token, ...]:
    """The (first ``most``) tokens of a text that was made :func:`normal <normalise>`."""
    return tuple(_token(match) for match in islice(_PATTERN.finditer(text), most))


def normalise(text: str) -> str:
    """Compatibility forms unified and control characters made spaces."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if c != "\n" and (c == MARK or unicodedata.category(c)[0] == "C") else c
        for c in text
    )


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "mark"
    text = match[kind]
    if kind in ("double", "curly", "back", "single"):
        return _made(match, text.strip(), "quoted")
    if kind == "date":
        return _made(match, text, "date")
    if kind == "number":
        value, percent = _number(text)
        if math.isfinite(value):
            return _made(match, text, "number", value, percent)
        return _made(match, text, "word")
    if kind == "word" and fold(text) in _NUMBER_WORDS:
        return _made(match, text, "number", _NUMBER_WORDS[fold(text)])
    return _made(match, text, "word" if kind == "word" else "mark")


def _made(
    match: re.Match[str],
    text: str,
    kind: TokenKind,
    value: float | None = None,
    percent: bool = False,
) -> Token:
    folded = fold(text)
    root = stem(folded) if kind == "word" else folded
    letters = "".join(c for c in folded.removesuffix("'s") if c.isalnum())
    start, end = match.span()
    return Token(text, folded, root, start, end, kind, value, percent, letters)


def _number(text: str) -> tuple[float, bool]:
    sign = -1.0 if text.startswith("-") else 1.0
    body = text.lower().lstrip("-$€£").replace(",", "")
    percent = body.endswith("%")
    digits = re.match(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?", body)
    assert digits is not None
    unit = body[digits.end() :].strip().rstrip("%").strip()
    return sign * float(digits[0]) * _SCALES.get(unit, 1.0), percent
