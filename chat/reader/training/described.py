"""Reads a row that is described in a sentence: "a 3 bedroom house in the north"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.columns import Schema
from chat.linking.message import link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.linking.words import fold
from chat.reader.training.questions import filler_words
from chat.reader.training.row_values import MARK, TypedRow, with_marks

_TOKEN = re.compile(
    rf"{MARK}(?P<mark>\d+){MARK}|(?P<number>-?[$€£]?\d[\d,]*(?:\.\d+)?(?:[kKmM]\b)?)"
    r"|(?P<word>[^\W\d_][\w'-]*)"
)
_YEARS_OLD = re.compile(
    r"(?:aged\s+(\d+)|(\d+)[\s-]*(?:years?|yrs?|y)[\s-]*(?:of[\s-]age|old|o)\b)",
    re.IGNORECASE,
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
    numbers = [one for one in features if one["role"] not in ("category", "text")]
    if any(fold(one["name"]) == "age" for one in numbers):
        text = _YEARS_OLD.sub(lambda m: f" age {m[1] or m[2]} , ", text)
    if schema is not None and not _all_named(text, numbers):
        text = _with_names(text, numbers, schema, target)
    row = TypedRow()
    for part in re.split(r"[,;](?!\d{3}\b)", with_marks(text, features)):
        tokens = [
            (m.lastgroup or "", m[m.lastgroup or 0]) for m in _TOKEN.finditer(part)
        ]
        left = _take_numbers(tokens, features, row)
        _take_levels(left, features, row)
    if schema is not None and row.unread:
        _take_meanings(features, schema, row)
    small = filler_words()
    row.unread = [word for word in row.unread if fold(word) not in small]
    return row


def _all_named(text: str, numbers: Sequence[Mapping[str, Any]]) -> bool:
    """Whether each number has a feature's own name to stand beside."""
    n_named = sum(
        1 for one in numbers
        if re.search(rf"(?<!\w){re.escape(one['name'])}(?!\w)", text, re.IGNORECASE)
    )  # fmt: skip
    return n_named >= len(re.findall(r"(?<![\w.])-?[\d,.]*\d", text))


def _with_names(
    text: str, numbers: Sequence[Mapping[str, Any]], schema: Schema, target: str
) -> str:
    """The text with features of numbers under their own names, without the target's."""
    names = {str(one["name"]) for one in numbers}
    message = link_message(normalise(text), schema_index(schema))
    said = message.text
    for mention in reversed(message.mentions):
        if mention.kind != "column" or not mention.columns:
            continue
        name = mention.columns[0]
        if name != target and name not in names:
            continue
        start = message.tokens[mention.first].start
        end = message.tokens[mention.last - 1].end
        said = f"{said[:start]} {'' if name == target else name} {said[end:]}"
    return said


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
        if fold(str(level)) == fold(words)
    ]
    named = [one for one in owners if one[0] == beside]
    if named or len(owners) == 1:
        return (named or owners)[0]
    return None


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
