"""One of two times that is said: "do groups differ in fvc at the start of the course?".

Where a thing was measured twice and only one of both times is said, the column of that
time is meant: "before the course", "the initial errors", "at the end of the season".
"""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Schema
from chat.linking.naming import quoted
from chat.linking.tokens import tokenise
from chat.reader.base.roles import parts_of
from chat.reader.enquiries.comparing import in_two_stages, is_early
from chat.reader.enquiries.stages import stems_of
from chat.reader.methods.names import data_of

_LONGEST = 240  # characters


def with_stage(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with the columns of the one time that is said, and what was taken so."""
    if len(text) > _LONGEST:
        return text, ()
    early, late = (list(form.finditer(text)) for form in _times())
    if bool(early) == bool(late) or re.search(_data()["both"], text, re.IGNORECASE):
        return text, ()
    said = early or late
    if len(said) != 1 or any(name in text for name in _of_stages(schema)):
        return text, ()
    time = said[0]
    if time["event"] and _names_a_column(time["event"], schema):
        return text, ()
    places = _places(text, schema, bool(late))
    if not places or any(s < time.end() and time.start() < e for s, e, _ in places):
        return text, ()
    told: list[str] = []
    places.append((time.start(), time.end(), ""))
    for first, last, name in sorted(places, reverse=True):
        if name:
            told.insert(0, _data()["told"].format(said=text[first:last], column=name))
        text = f"{text[:first]}{quoted(name) if name else ''}{text[last:]}"
    return _tidy(text), tuple(told)


def _tidy(text: str) -> str:
    text = re.sub(r"^\s*[,:]\s*|\s+(?=[,:;?.!])", "", text)
    return re.sub(r"\s{2,}", " ", text).strip()


@cache
def _data() -> dict[str, str]:
    return dict(data_of("stage_said"))


@cache
def _times() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = _data()
    forms = (
        form.replace("EVENT", data["event"]) for form in (data["early"], data["late"])
    )
    early, late = (re.compile(form, re.IGNORECASE) for form in forms)
    return early, late


def _pairs(schema: Schema) -> dict[str, tuple[str, str]]:
    """What was measured twice, of which one name tells of the earlier time."""
    pairs = in_two_stages(schema.columns) | in_two_stages(schema.columns, flags=True)
    return {
        bare: pair
        for bare, pair in pairs.items()
        if is_early(pair[0]) and not is_early(pair[1])
    }


def _of_stages(schema: Schema) -> list[str]:
    return [name for pair in _pairs(schema).values() for name in pair]


def _names_a_column(said: str, schema: Schema) -> bool:
    """ "before treatment" of a table with a column treatment may mean its values."""
    stems = {token.stem for token in tokenise(said)}
    return any(stems & set(parts_of(name)) for name in schema.names)


def _places(text: str, schema: Schema, late: bool) -> list[tuple[int, int, str]]:
    """Where things that were measured twice are named, and the column of the time."""
    pairs = _pairs(schema)
    twice = {name for pair in pairs.values() for name in pair}
    others = {
        stem for name in schema.names if name not in twice for stem in parts_of(name)
    }
    stems = {bare: stems_of(bare) - others for bare in pairs}
    tokens = tokenise(text)
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        things = [bare for bare, own in stems.items() if tokens[at].stem in own]
        if len(things) != 1:
            at += 1
            continue
        last = at + 1
        for ahead in range(at + 1, len(tokens)):
            if ahead - last > 1 or tokens[ahead].kind == "mark":
                break
            if tokens[ahead].stem in stems[things[0]]:
                last = ahead + 1
        name = pairs[things[0]][late]
        found.append((tokens[at].start, tokens[last - 1].end, name))
        at = last
    return found
