"""Reads a row that is described in a sentence: "a 3 bedroom house in the north"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.columns import Schema
from chat.linking.message import link_message
from chat.linking.naming import name_parts
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.linking.words import fold, stem
from chat.reader.base.roles import parts_of
from chat.reader.training.pieces import measured_by
from chat.reader.training.questions import filler_words, row_words
from chat.reader.training.row_values import MARK, TypedRow, with_marks
from chat.reader.training.spoken_values import with_values_beside

_TOKEN = re.compile(
    rf"{MARK}(?P<mark>\d+){MARK}|(?P<number>-?[$€£]?\d[\d,]*(?:\.\d+)?(?:[kKmM]\b)?)"
    r"|(?P<word>[^\W\d_][\w'-]*)"
)
_SCALES = {"k": 1e3, "m": 1e6}
_LONGEST_LEVEL = 5


def read_described(
    text: str,
    features: Sequence[Mapping[str, Any]],
    schema: Schema | None,
    target: str = "",
) -> TypedRow:
    """The values that a sentence gives to features, in any order of its words.

    A number belongs to the feature that stands next to it, a word to the one feature
    that has it as a level, or (with the table's ``schema``) means one ("woman" is
    female) or the feature ("earning 42000" is the income). Words for the ``target`` say
    nothing of the row. ``unread`` is what is left beside the small words.
    """
    if schema is not None:
        text = with_values_beside(text, features, schema, target)
    row = TypedRow()
    for part in re.split(r"[,;](?!\d{3}\b)", with_marks(text, features)):
        tokens = [
            (m.lastgroup or "", m[m.lastgroup or 0]) for m in _TOKEN.finditer(part)
        ]
        left = _take_numbers(tokens, features, row)
        _take_levels(left, features, row)
    _take_calendar(features, row)
    if schema is not None and row.unread:
        _take_meanings(features, schema, row)
    small = filler_words() | _words_of(target, schema)
    said = {part for name in row.values for part in parts_of(name)}
    row.unread = [
        word
        for word in row.unread
        if fold(word) not in small and stem(fold(word)) not in said
    ]
    return row


def _words_of(target: str, schema: Schema | None) -> set[str]:
    """What says no more than the target's name: the time for Finish_min."""
    if schema is None or target not in schema.names:
        return set()
    return {*name_parts(target), *measured_by(target)}


def _take_calendar(features: Sequence[Mapping[str, Any]], row: TypedRow) -> None:
    """Days and months, where the one feature that has them cuts them short."""
    known = row_words()["calendar"].split()
    left = []
    for word in row.unread:
        said = fold(word).removesuffix("s")
        owners = [
            (str(one["name"]), level)
            for one in features
            if one["role"] == "category" and one["name"] not in row.values
            for level in one["levels"]
            if said in known
            and len(str(level)) > 1
            and said.startswith(fold(str(level)))
        ]
        if len(owners) == 1:
            row.values[owners[0][0]] = owners[0][1]
        else:
            left.append(word)
    row.unread = left


def _take_numbers(
    tokens: list[tuple[str, str]], features: Sequence[Mapping[str, Any]], row: TypedRow
) -> list[tuple[str, str]]:
    """Numbers given to the features beside them; the tokens that are left."""
    marks = [at for at, (kind, text) in enumerate(tokens)
             if kind == "mark" and features[int(text)]["role"] in ("number", "boolean")]  # fmt: skip
    values = [at for at, (kind, _) in enumerate(tokens) if kind == "number"]
    if not marks or not values:
        return tokens
    # "sqft 1500 age 10" has its values behind the names, "3 bedrooms" before.
    steps = (1, -1) if values[0] < marks[0] else (-1, 1)
    used: set[int] = set()
    for step in steps:
        for value in values:
            beside = _beside(value, step, marks, values, used)
            if value in used or beside is None:
                continue
            used |= {value, beside}
            name = features[int(tokens[beside][1])]["name"]
            row.values.setdefault(name, _number(tokens[value][1]))
    return [token for at, token in enumerate(tokens) if at not in used]


def _beside(
    value: int, step: int, marks: list[int], values: list[int], used: set[int]
) -> int | None:
    """The next free name in a direction, with no other number between."""
    others = [at for at in marks if (at - value) * step > 0 and at not in used]
    nearest = min(others, key=lambda at: abs(at - value), default=None)
    if nearest is None or abs(nearest - value) > 3:
        return None
    between = range(min(value, nearest) + 1, max(value, nearest))
    return None if any(at in values for at in between) else nearest


def _number(text: str) -> float:
    bare = text.replace(",", "").strip("$€£")
    scale = _SCALES.get(bare[-1:].lower(), 1.0)
    return float(bare.rstrip("kKmM")) * scale


def _take_levels(
    tokens: list[tuple[str, str]], features: Sequence[Mapping[str, Any]], row: TypedRow
) -> None:
    at, beside = 0, ""
    while at < len(tokens):
        kind, text = tokens[at]
        if kind == "mark":
            beside = str(features[int(text)]["name"])
            at += 1
            continue
        for length in range(min(_LONGEST_LEVEL, len(tokens) - at), 0, -1):
            words = " ".join(text for _, text in tokens[at : at + length])
            if any(kind == "mark" for kind, _ in tokens[at : at + length]):
                continue
            found = _owner(words, features, row, beside)
            if found is not None:
                row.values[found[0]] = found[1]
                at += length
                break
        else:
            row.unread.append(text)
            at += 1


def _owner(
    words: str, features: Sequence[Mapping[str, Any]], row: TypedRow, beside: str
) -> tuple[str, Any] | None:
    """The feature that has these words as a level, and the level."""
    owners = [
        (str(one["name"]), level)
        for one in features
        if one["role"] == "category" and one["name"] not in row.values
        for level in one["levels"]
        if _plain(str(level)) == _plain(words)
    ]
    named = [one for one in owners if one[0] == beside]
    if named or len(owners) == 1:
        return (named or owners)[0]
    return None


def _plain(words: str) -> str:
    """Words without marks between them: "Dr. Patel" is Dr Patel."""
    return " ".join(re.findall(r"\w+", fold(words)))


def _take_meanings(
    features: Sequence[Mapping[str, Any]], schema: Schema, row: TypedRow
) -> None:
    """Words that mean a value of a column, as the table's own linking knows them."""
    known = {one["name"] for one in features if one["role"] in ("category", "boolean")}
    left = []
    for word in row.unread:
        message = link_message(normalise(word), schema_index(schema))
        meant = {
            (mention.column, str(mention.value))
            for mention in message.mentions
            if mention.kind == "value" and mention.columns
            and mention.column in known and mention.column not in row.values
        }  # fmt: skip
        if len(meant) == 1:
            column, value = meant.pop()
            row.values[column] = value
        else:
            left.append(word)
    row.unread = left
