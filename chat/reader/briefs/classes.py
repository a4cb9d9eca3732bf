"""Classes of a column: "child (0-12), teen (13-19), adult (20 and above)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from analysis.base.task import Step
from chat.reader.briefs.deriving import created_name
from chat.reader.briefs.marked import Marked
from chat.reader.briefs.words import data, pattern

_FEWEST = 2


@dataclass(frozen=True)
class _Range:
    low: float | None
    high: float | None
    label: str | None
    includes: bool = False


def binned(clause: Marked, context: list[str]) -> Step | None:
    """The step that sorts a column into classes; None where a clause names none."""
    words = data()["classes"]
    if not re.search(words["opens"], clause.text):
        return None
    column = _column(clause, context)
    if column is None:
        return None
    params: dict[str, Any] = {"column": column}
    said = created_name(clause.linked.text)
    if said is not None and said[0] not in clause.linked.columns:
        params["name"] = said[0]
    classes = _classes(clause)
    if classes:
        return Step(operation="bin_column", params={**params, **classes})
    match = pattern(words["equal"]).search(clause.text)
    if match is None:
        return None
    params["bins"] = int(clause.value_in(match["n"]))
    if re.search(words["quantiles"], clause.text):
        params["quantiles"] = True
    return Step(operation="bin_column", params=params)


def _column(clause: Marked, context: list[str]) -> str | None:
    named = [n for n in clause.columns if clause.schema[n].is_numeric]
    return next(iter(named or context), None)


def _classes(clause: Marked) -> dict[str, Any]:
    """``edges`` and ``labels`` where ranges are listed; else nothing."""
    ranges = _ranges(clause)
    if len(ranges) < _FEWEST:
        return {}
    ranges.sort(key=lambda one: float("-inf") if one.low is None else one.low)
    edges = [one.low for one in ranges]
    for place in range(1, len(ranges)):
        if edges[place] is None:
            edges[place] = ranges[place - 1].high
    last = ranges[-1]
    whole = all(e is None or float(e).is_integer() for e in edges)
    closes = last.high is not None and last.includes and whole
    edges.append(last.high + 1 if closes and last.high is not None else last.high)
    found: dict[str, Any] = {"edges": [_tidy(edge) for edge in edges]}
    labels = [one.label for one in ranges]
    if all(labels):
        found["labels"] = labels
    return found


def _tidy(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number


def _ranges(clause: Marked) -> list[_Range]:
    words = data()["classes"]
    forms = [(words["from_to"], True), *((one, False) for one in words["above"])]
    forms += [(words["over"], False), (words["under"], False), (words["up_to"], True)]
    found: list[tuple[int, _Range]] = []
    taken: list[tuple[int, int]] = []
    for form, includes in forms:
        for match in pattern(form).finditer(clause.text):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            said = match.groupdict()
            low = clause.value_in(said.get("low"))
            high = clause.value_in(said.get("high"))
            label = _label(clause, start)
            found.append((start, _Range(_float(low), _float(high), label, includes)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _label(clause: Marked, at: int) -> str | None:
    match = pattern(data()["classes"]["label"]).search(clause.text[:at])
    if match is None:
        return None
    if match["word"]:
        word = match["word"]
        start = clause.linked.low.rfind(word)
        return clause.linked.text[start : start + len(word)] if start >= 0 else word
    stretch = match["q"] or match["v"]
    return str(clause.value_in(stretch))
