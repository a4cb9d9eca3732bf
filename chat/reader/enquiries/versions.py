"""Two versions compared by what they bring: "A or B: which one brings more sales, or is it luck".

Also by how many percentage points a share is higher with one than with the other. Each
word is used: it names the versions, what they bring, or says that they are compared.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.linking.mentions import is_flag
from chat.linking.words import stem
from chat.reader.base.roles import is_key, parts, yes_of
from chat.reader.enquiries.sentence import Sentence
from chat.reader.methods.names import data_of

Read = tuple[list[Step], list[str]]

_SURE = 0.45
_TWO = 2
_HUNDRED = 100
_LEAST_STEM = 5  # letters that two words of one thing share: "renewals", "renewed"


@cache
def _data() -> dict[str, Any]:
    return data_of("versions")


def versions_compared(sentence: Sentence) -> Read | None:
    """The comparison of two values of a column by a yes or no; None for other questions."""
    text = sentence.lattice.text.casefold()
    data = _data()
    chance = re.search(data["chance"], text) and re.search(data["which"], text)
    asked = (re.search(data[form], text) for form in ("points", "gained", "brought"))
    if not chance and not any(asked):
        return None
    if re.search(data["otherwise"], text):
        return None
    group, levels = _versions(sentence)
    event = _event(sentence, group) if group else None
    if group is None or event is None:
        return None
    sentence.known.update((group, event))
    params: dict[str, Any] = {"columns": [event], "group": group, "levels": levels}
    level = re.search(data["level"], text)
    if level is not None:
        params["confidence_level"] = float(level["level"]) / _HUNDRED
        _use_text(sentence, level)
    _use_plain(sentence)
    if any(True for _ in sentence.numbers()) or sentence.limits():
        return None
    if sentence.names_more() or sentence.left():
        return None
    return [Step(operation="compare_groups", params=params)], []


def _versions(sentence: Sentence) -> tuple[str | None, list[str]]:
    """The column of which two values are named, and these in their order."""
    said: dict[str, dict[str, set[int]]] = {}
    for sense in sentence.lattice.all("value"):
        places = sentence.places(sense)
        if sense.cost < _SURE and places:
            held = said.setdefault(sense.column, {})
            held.setdefault(str(sense.concept), set()).update(places)
    pairs = {name: values for name, values in said.items() if len(values) == _TWO}
    if len(pairs) != 1:
        return None, []
    ((name, values),) = pairs.items()
    for places in values.values():
        sentence.used |= places
    for span in sentence.columns:
        if span.name == name:
            sentence.use(span)
    return name, sorted(values, key=lambda value: min(values[value]))


def _event(sentence: Sentence, group: str) -> str | None:
    """The column of yes and no that is named, by its name, its yes or a noun of it."""
    columns, n_rows = sentence.lattice.columns, sentence.lattice.index.n_rows
    flags = {
        name: {stem(part) for part in parts(column)} for name, column in columns.items()
        if is_flag(column) and name != group
    }  # fmt: skip
    found: dict[str, set[int]] = {}
    for span in sentence.columns:
        places = set(range(span.first, span.last))
        if span.name in flags:
            found.setdefault(span.name, set()).update(places)
        elif not (
            places & sentence.used
            or _is_plain(sentence, places)
            or is_key(columns[span.name], n_rows)
            or _is_of_versions(sentence, places, columns[group])
        ):
            return None
    for sense in sentence.lattice.all("value"):
        if sense.column in flags and str(sense.concept) == str(
            yes_of(columns[sense.column])
        ):
            found.setdefault(sense.column, set()).update(sentence.places(sense))
    for n, word in enumerate(sentence.words):
        for name, stems in flags.items():
            if any(_share_stem(word.stem, one) for one in stems):
                found.setdefault(name, set()).add(n)
            elif _joined(sentence, n) in stems:
                found.setdefault(name, set()).update((n, n + 1))
    if len(found) != 1:
        return None
    ((name, places),) = found.items()
    sentence.used |= places
    return name


def _is_of_versions(sentence: Sentence, places: set[int], group: Column) -> bool:
    """ "the new page" of a column page_version, "its visitors": no measure of pages."""
    stems, words = {stem(part) for part in parts(group)}, sentence.words
    rows = {
        n for sense in sentence.lattice.all("rownoun") for n in sentence.places(sense)
    }
    rows |= {n for n in places if words[n].stem in sentence.lattice.index.row_nouns}
    if all(words[n].stem in stems or n in rows for n in places):
        sentence.used |= places
        return True
    return False


def _joined(sentence: Sentence, at: int) -> str:
    """ "sign-ups" of a column signup: two words as one."""
    pair = sentence.words[at : at + 2]
    return stem("".join(word.text for word in pair)) if len(pair) == _TWO else ""


def _share_stem(one: str, other: str) -> bool:
    """ "renewal" of renewed, "relapses" of relapsed."""
    return (
        min(len(one), len(other)) >= _LEAST_STEM
        and one[:_LEAST_STEM] == other[:_LEAST_STEM]
    )


def _is_plain(sentence: Sentence, places: set[int]) -> bool:
    plain = frozenset(_data()["plain"].split())
    return all(sentence.words[n].text in plain for n in places)


def _use_plain(sentence: Sentence) -> None:
    for n, _ in enumerate(sentence.words):
        if _is_plain(sentence, {n}):
            sentence.used.add(n)


def _use_text(sentence: Sentence, match: re.Match[str]) -> None:
    for n, word in enumerate(sentence.words):
        if match.start() <= sentence.lattice.tokens[word.at].start < match.end():
            sentence.used.add(n)
