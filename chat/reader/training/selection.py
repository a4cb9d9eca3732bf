"""Reads an answer to "which columns?": numbers, names, ranges, lists, or all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from analysis.base.errors import TaskError
from chat.linking.words import fold

_ALL = re.compile(r"(?:all|everything|every column|all columns|all of them|\*)")
_EXCEPT = re.compile(r"\b(?:except(?: for)?|but(?: not)?|without|excluding)\b")
_RANGE = re.compile(r"(\d{1,6})\s*(?:-|–|—|\.\.|to|through)\s*(\d{1,6})")
_NUMBER = re.compile(r"\d{1,6}")
_JOINTS = re.compile(r"\s*(?:[,;\n](?:\s*and\b)?|\s+and\s+|\s*&\s*)\s*", re.IGNORECASE)
# What may stand around a name: "the club too".
_AROUND = re.compile(
    r"^(?:the|my|our|its|also)\s+|\s+(?:too|as well|also|please|columns?|features?)$",
    re.IGNORECASE,
)


def select_columns(text: str, names: Sequence[str]) -> list[str]:
    """The columns that an answer chooses, in the order chosen and each once.

    ``5`` is the fifth, ``price`` a name in any case, ``1-5`` a range, ``1,2,3`` and
    ``age, income`` lists, ``age,2,4-6`` a mixture, ``all`` every one and
    ``all except id`` the others.

    Raises:
        TaskError: nothing was chosen, a number is out of range, or there is no such
            column (with the nearest names as options).
    """
    text = text.strip().strip(".!")
    whole = _exact(text, names)
    if whole is not None:
        return [whole]
    chosen, *excluded = _EXCEPT.split(text, maxsplit=1)
    if excluded and (not chosen.strip() or _ALL.fullmatch(fold(chosen.strip()))):
        out = set(_listed(excluded[0], names))
        return [name for name in names if name not in out]
    return _listed(text, names)


def _listed(text: str, names: Sequence[str]) -> list[str]:
    if _ALL.fullmatch(fold(text.strip())):
        return list(names)
    found: list[str] = []
    for part in _JOINTS.split(text.strip()):
        if part:
            found.extend(name for name in _part(part, names) if name not in found)
    if not found:
        raise TaskError(
            "Nothing was selected.",
            f"Send a number from 1 to {len(names)}, a name, a list or “all”.",
            tuple(names[:5]),
        )
    return found


def _part(part: str, names: Sequence[str]) -> list[str]:
    bare = part
    while bare != (shorter := _AROUND.sub("", bare).strip()):
        bare = shorter
    name = _exact(part, names) or _exact(bare, names)
    if name is not None:
        return [name]
    between = _RANGE.fullmatch(part)
    if between:
        first, last = sorted((int(between[1]), int(between[2])))
        _check(first, names)
        _check(last, names)
        return list(names[first - 1 : last])
    if _NUMBER.fullmatch(part):
        _check(int(part), names)
        return [names[int(part) - 1]]
    if re.fullmatch(r"-?\d+(?:\.\d+)?", part):
        raise _out_of_range(names)
    return _spaced(part, names)


def _spaced(part: str, names: Sequence[str]) -> list[str]:
    """Several selections with only spaces between them."""
    words = part.split()
    if len(words) > 1 and all(
        _exact(word, names) or _NUMBER.fullmatch(word) for word in words
    ):
        return [name for word in words for name in _part(word, names)]
    raise _unknown(part, names)


def _exact(text: str, names: Sequence[str]) -> str | None:
    text = text.strip().strip("\"'`“”‘’").strip()
    if text in names:
        return text
    key = _key(text)
    same = [name for name in names if fold(name) == fold(text)]
    same = same or [name for name in names if key and _key(name) == key]
    return same[0] if same else None


def _key(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum()) if not text.isdigit() else ""


def _check(number: int, names: Sequence[str]) -> None:
    if not 1 <= number <= len(names):
        raise _out_of_range(names)


def _out_of_range(names: Sequence[str]) -> TaskError:
    return TaskError(f"Number out of range. Please select 1-{len(names)}.")


def _unknown(word: str, names: Sequence[str]) -> TaskError:
    shown = word if len(word) <= 60 else word[:59] + "…"
    near = process.extract(
        fold(word), {n: fold(n) for n in names}, scorer=JaroWinkler.similarity, limit=3
    )
    return TaskError(
        f"Column '{shown}' not found. Available: {', '.join(names[:20])}"
        + (" …" if len(names) > 20 else "."),
        "Choose by number or name.",
        tuple(str(name) for _, score, name in near if score > 0.6),
    )
