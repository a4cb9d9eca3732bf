"""Edges and labels of bins: "'Child' (0-12), 'Adult' (13 and above)"."""

from __future__ import annotations

import re
from typing import Any

from chat.language.clause import Clause
from chat.language.tokens import MARK

_NUM = f"{MARK}x(\\d+){MARK}(?: ?{MARK}[nyg]\\d+{MARK})?"
_LABEL = rf"(?:{MARK}q(\d+){MARK}|{MARK}v(\d+){MARK}|\b([a-z]\w{{0,30}}))"
_RANGE = re.compile(
    rf"{_LABEL} ?[(:\[] ?(?:from |age[sd]? )?(?:"
    rf"{_NUM} ?(?:-|–|to|and) ?{_NUM}"
    rf"|{_NUM} ?(?:years? (?:old )?)?(?:and|or) (?:above|over|more|older|higher|up)"
    rf"|{_NUM} ?\+"
    rf"|(?:over|above|>|>=|more than|at least) ?{_NUM}"
    rf"|(?:under|below|<|<=|less than|up to) ?{_NUM})"
)


def bin_edges(clause: Clause) -> dict[str, Any]:
    """``edges`` and ``labels`` where the clause lists named ranges; else nothing.

    Whole-number ranges that leave gaps ("0-12, 13-19") are closed upwards: an edge lies
    where the next range starts.
    """
    ranges: list[tuple[float | None, float | None, str]] = []
    for match in _RANGE.finditer(clause.text):
        quoted, value, word, low, high, above, plus, over, under = match.groups()
        label = clause.mentions[int(quoted or value)].text if quoted or value else word
        first = low or above or plus or over
        bottom = float(clause.mentions[int(first)].value) if first else None
        top = high or under
        ranges.append(
            (bottom, float(clause.mentions[int(top)].value) if top else None, label)
        )
        clause.used.update(int(n) for n in match.groups()[3:] if n)
        clause.used.update(int(n) for n in (quoted, value) if n)
    if len(ranges) < 2:
        return _plain_edges(clause)
    ranges.sort(key=lambda item: float("-inf") if item[0] is None else item[0])
    edges = [_tidy(bottom) for bottom, _, _ in ranges]
    last = ranges[-1][1]
    whole = all(e is None or float(e).is_integer() for e in edges)
    edges.append(None if last is None else _tidy(last + 1 if whole else last))
    return {"edges": edges, "labels": [label for _, _, label in ranges]}


def _tidy(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number


_AT = re.compile(
    rf"\b(?:at|edges|cuts?|breaks?|boundaries) (?:of |at )?((?:{_NUM}[, and]*)+)"
)


def _plain_edges(clause: Clause) -> dict[str, Any]:
    """ "at 18, 40 and 65"."""
    match = _AT.search(clause.text)
    if match is None:
        return {}
    numbers = [int(n) for n in re.findall(_NUM, match[1])]
    clause.used.update(numbers)
    edges = [_tidy(float(clause.mentions[n].value)) for n in numbers]
    return {"edges": [None, *sorted(e for e in edges if e is not None), None]}
