"""Reads a row that was typed: "sqft 1500, 3 bedrooms, location north"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from chat.linking.words import fold, stem

# No one types this letter: it stands around the number of a feature that was found.
MARK = "ꙮ"
_PARTS = re.compile(r"\s*(?:[,;\n](?!\d{3}\b)|\band\b|&)\s*", re.IGNORECASE)
_JOINTS = re.compile(
    r"^(?:\s|[=:]|\b(?:is|of|are|equals|being)\b)+|[\s=:]+$", re.IGNORECASE
)
_FILLERS = re.compile(
    r"\b(?:a|an|the|with|has|having|in|whose|that|when|if|for|where|at|row|new)\b",
    re.IGNORECASE,
)
_SCALED = re.compile(r"(-?[\d,]*\.?\d+(?:e-?\d+)?)\s*(k|m|%)?\b", re.IGNORECASE)
_SCALES = {"k": 1e3, "m": 1e6}
_TYPO_FROM = 5


@dataclass
class TypedRow:
    """Values by feature, as text or numbers, and what could not be placed."""

    values: dict[str, Any] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def read_row(text: str, features: Sequence[Mapping[str, Any]]) -> TypedRow:
    """The values that a text gives to features.

    A feature's name stands before or behind its value; a level of one category says
    itself which feature it is. JSON is taken as it is.
    """
    if text.strip().startswith("{"):
        return _from_json(text, features)
    marked = with_marks(text, features)
    row = TypedRow()
    for part in _PARTS.split(marked):
        _read_part(part, features, row)
    return row


def _from_json(text: str, features: Sequence[Mapping[str, Any]]) -> TypedRow:
    try:
        given = json.loads(text)
    except ValueError:
        return TypedRow(unread=[text])
    if not isinstance(given, dict):
        return TypedRow(unread=[text])
    known = {fold(one["name"]): one["name"] for one in features}
    row = TypedRow()
    for name, value in given.items():
        if fold(str(name)) in known and isinstance(value, str | int | float):
            row.values[known[fold(str(name))]] = value
        else:
            row.unread.append(str(name))
    return row


def with_marks(text: str, features: Sequence[Mapping[str, Any]]) -> str:
    """The text with features' names replaced by their numbers, the longest first."""
    places = sorted(range(len(features)), key=lambda at: -len(features[at]["name"]))
    for at in places:
        name = features[at]["name"]
        spoken = r"[\s_-]*".join(map(re.escape, re.split(r"[\s_-]+", name)))
        pattern = rf"`{re.escape(name)}`|(?<![\w{MARK}]){spoken}s?(?![\w{MARK}])"
        text = re.sub(pattern, f" {MARK}{at}{MARK} ", text, flags=re.IGNORECASE)
    return re.sub(r"[^\W\d_]\w*", lambda word: _near(word[0], features), text)


def _near(word: str, features: Sequence[Mapping[str, Any]]) -> str:
    """The mark of the feature that a word nearly spells, or the word."""
    folded = fold(word)
    if MARK in word:
        return word
    for at, feature in enumerate(features):
        name = fold(feature["name"])
        same = stem(folded) == stem(name)
        close = (
            len(name) >= _TYPO_FROM and DamerauLevenshtein.distance(folded, name) == 1
        )
        if same or close:
            return f" {MARK}{at}{MARK} "
    return word


def _read_part(part: str, features: Sequence[Mapping[str, Any]], row: TypedRow) -> None:
    pieces = re.split(rf"{MARK}(\d+){MARK}", part)
    numbers = [int(piece) for piece in pieces[1::2]]
    between = [_tidy(piece) for piece in pieces[0::2]]
    if not numbers:
        if between[0]:
            _read_bare(between[0], features, row)
        return
    # "sqft 1500 age 10" has its values behind the names, "3 bedrooms" before.
    behind = bool(between[-1])
    values = between[1:] if behind else between[:-1]
    for number, value in zip(numbers, values, strict=True):
        if value:
            row.values[features[number]["name"]] = _value(features[number], value)
    rest = between[0] if behind else between[-1]
    if rest:
        _read_bare(rest, features, row)


def _tidy(text: str) -> str:
    text = _JOINTS.sub("", text.strip().strip("."))
    kept = _FILLERS.sub(" ", text)
    return " ".join((kept if kept.strip() else text).split()).strip("\"'`“”")


def _value(feature: Mapping[str, Any], text: str) -> Any:
    if feature["role"] != "number":
        return text
    number = _SCALED.match(text.lstrip("$€£ "))
    if number is None:
        return text
    value = float(number[1].replace(",", ""))
    return value * _SCALES.get((number[2] or "").lower(), 1.0)


def _read_bare(text: str, features: Sequence[Mapping[str, Any]], row: TypedRow) -> None:
    """A value without a name: known by its level, where only one feature has it."""
    for words in (text, *text.split()):
        owners = [
            (feature["name"], level)
            for feature in features
            if feature["role"] == "category" and feature["name"] not in row.values
            for level in feature["levels"]
            if fold(str(level)) == fold(words)
        ]
        if len(owners) == 1:
            row.values[owners[0][0]] = owners[0][1]
            return
    row.unread.append(text)
