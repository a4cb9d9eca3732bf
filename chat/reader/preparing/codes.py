"""Codes that a request says to mean no value: "mean of income where 9999 means missing"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from analysis.base.columns import Column, Scalar, Schema
from analysis.base.task import Step
from chat.linking.words import fold
from chat.reader.methods.names import data_of

_CODE = r"(?P<code>[-−–]?\d+(?:\.\d+)?|[\"“'][^\"”']+[\"”'])"
_OPENING, _CLOSING = r"(?<![\w.])[(\[]?\s*", r"\s*[)\]]?(?=[\s,.;:?!]|$)"
_MARKS = " ,.;:?!-–"
_QUOTES = "\"“”'"


def codes_said(text: str, schema: Schema) -> tuple[tuple[Step, ...], str] | None:
    """Steps that set the codes of a request to missing, and the rest of its text.

    None where it says of no code that it is missing, or no column holds the code.
    """
    match = _found(text, schema) if _missing().search(text) else None
    if match is None:
        return None
    rest = _rest(text, match)
    held = _held(match, rest, schema)
    steps = tuple(_step(name, code) for name, code in held.items())
    return (steps, rest) if steps else None


def _found(text: str, schema: Schema) -> re.Match[str] | None:
    for form in _forms(schema.names):
        match = form.search(text)
        if match is not None:
            return match
    return None


@cache
def _missing() -> re.Pattern[str]:
    """Words for what is missing, without which no other form is tried."""
    return re.compile(data_of("codes")["words"]["missing"], re.IGNORECASE)


@lru_cache(maxsize=32)
def _forms(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    data = data_of("codes")
    said = sorted({_spaced(name) for name in names}, key=len, reverse=True)
    named = f"`?(?P<name>{'|'.join(said)})`?" if said else r"(?P<name>(?!))"
    return tuple(
        re.compile(
            _OPENING + _with_words(form, data["words"], named) + _CLOSING, re.IGNORECASE
        )
        for form in (*data["forms"]["done"], *data["forms"]["said"])
    )


def _with_words(form: str, words: Mapping[str, str], named: str) -> str:
    for name, said in words.items():
        form = form.replace(f"<{name}>", said)
    return form.replace("{code}", _CODE).replace("{name}", named)


def _spaced(name: str) -> str:
    """A column's name with spaces or underscores between its words."""
    return r"[\s_]".join(re.escape(word) for word in re.split(r"[\s_]+", name) if word)


def _rest(text: str, match: re.Match[str]) -> str:
    """The text without what says of the code that it is missing."""
    before, after = text[: match.start()], text[match.end() :]
    joint = re.compile(rf"^(?:(?:{data_of('codes')['words']['joint']})\b[\s,]*)+", re.I)
    after = after.strip(_MARKS)
    if not before.strip(_MARKS):
        return joint.sub("", after).strip(_MARKS)
    return f"{before.strip(_MARKS)} {after}".strip(_MARKS)


def _held(match: re.Match[str], rest: str, schema: Schema) -> dict[str, Scalar]:
    """The code as the columns hold it: the one named, those of the request, or all."""
    code = match["code"].strip(_QUOTES).replace("−", "-").replace("–", "-")
    named = _plain(match.groupdict().get("name") or "")
    columns = [c for c in schema.columns if not named or _plain(c.name) == named]
    held = {c.name: value for c in columns for value in _values(c, code)}
    said = {
        name: value for name, value in held.items()
        if re.search(rf"\b{re.escape(_plain(name))}\b", _plain(rest))
    }  # fmt: skip
    return said or held


def _plain(name: str) -> str:
    return fold(re.sub(r"[\s_]+", " ", name).strip())


def _values(column: Column, code: str) -> Iterator[Scalar]:
    """The value that a code is in a column, if it has it."""
    if not column.holds_numbers:
        if any(str(level) == code for level, _ in column.levels):
            yield code
        return
    number = _number(code)
    known: set[Any] = {level for level, _ in column.levels}
    if number in (known or {column.minimum, column.maximum}):
        assert number is not None
        yield number


def _number(code: str) -> int | float | None:
    try:
        number = float(code)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _step(name: str, code: Scalar) -> Step:
    where = {"column": name, "op": "==", "value": code}
    return Step(operation="replace_where", params={"column": name, "where": where})
