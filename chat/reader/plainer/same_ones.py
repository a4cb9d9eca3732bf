"""The same ones measured again: "did the score rise between week 0 and week 12 in the same dogs?".

Where each row is one measurement and a message says that the same ones were measured, the
column of who they are pairs the rows; two times that are named are the groups compared.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.base.columns import Column, Schema
from chat.linking.naming import name_parts, quoted
from chat.reader.frames.subjects import is_repeated
from chat.reader.methods.names import data_of

_LONGEST = 300  # characters
_NUMBERING = frozenset(("no", "nr", "num", "number", "id", "code", "key", "index"))


class _Design(NamedTuple):
    """Who was measured, which measurement it was, and the forms with their words."""

    subject: str
    when: str
    same: tuple[re.Pattern[str], ...]
    two: tuple[re.Pattern[str], ...]
    over: re.Pattern[str]
    who: re.Pattern[str]


def with_same_ones(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with its subject and its times by name, and what was taken for what."""
    if len(text) > _LONGEST or not re.search(
        r"\b(?:same|within|each|every|who|which|paired|matched)\b", text, re.IGNORECASE
    ):
        return text, ()
    for design in _designs(schema):
        said = text
        for form in design.same:
            said = form.sub(" ", said)
        if said == text or re.search(rf"\b{re.escape(design.subject)}\b", said):
            continue
        said, timed = _with_times(said, design)
        if not timed:
            continue
        said = design.who.sub(r"\1", said)
        said = re.sub(data_of("same_ones")["gain"], "", said, flags=re.IGNORECASE)
        said = re.sub(r"\s+([,.;:?!])", r"\1", re.sub(r"\s{2,}", " ", said)).strip()
        return said, (data_of("same_ones")["told"].format(column=design.subject),)
    return text, ()


def _with_times(said: str, design: _Design) -> tuple[str, bool]:
    """The two times that are compared, or all of them, and who is the same behind them."""
    subject = f", subject {quoted(design.subject)}"
    for form in design.two:
        found = form.search(said)
        if found is not None:
            first, second = found["a"], found["b"]
            plain = f" for {quoted(design.when)} {first} and {second}{subject}"
            return f"{said[: found.start()]}{plain}{said[found.end() :]}", True
    found = design.over.search(said)
    if found is None:
        return said, False
    plain = f" by {quoted(design.when)}{subject}"
    return f"{said[: found.start()]}{plain}{said[found.end() :]}", True


@lru_cache(maxsize=64)
def _designs(schema: Schema) -> tuple[_Design, ...]:
    """Columns of which each value of one has a row of every value of the other."""
    found = []
    for subject in schema.columns:
        if subject.kind not in ("category", "text", "identifier", "integer"):
            continue
        for when in schema.columns:
            fewer = 1 < when.n_unique < subject.n_unique < schema.n_rows
            if when is not subject and fewer and is_repeated(when, subject):
                found.append(_design(subject, when))
    return tuple(found)


def _design(subject: Column, when: Column) -> _Design:
    data = data_of("same_ones")
    words = [one for one in name_parts(subject.name) if one not in _NUMBERING]
    own = "|".join(rf"{re.escape(one)}(?:e?s)?" for one in words if one.isalpha())
    column = re.escape(subject.name)
    nouns = f"{data['nouns']}|{column}" + (f"|{own}" if own else "")
    times = [one for one in name_parts(when.name) if one not in _NUMBERING]
    spelled = r"[\s_]+".join(re.escape(one) for one in times) or re.escape(when.name)
    called = rf"`?(?:{re.escape(when.name)}|{spelled}s?)`?"
    levels = sorted((str(level) for level, _ in when.levels), key=len, reverse=True)
    level = "|".join(re.escape(one) for one in levels)

    def form(said: str) -> re.Pattern[str]:
        said = said.replace("SUBJECT", nouns).replace("COLUMN", column)
        said = said.replace("WHEN", called).replace("LEVEL", f"(?:{level})")
        return re.compile(said, re.IGNORECASE)

    return _Design(
        subject.name,
        when.name,
        tuple(form(one) for one in data["same"]),
        tuple(form(one) for one in data["two"]),
        form(data["all"]),
        form(data["who"]),
    )
