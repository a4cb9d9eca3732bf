"""Ranges with labels in a sentence: "young up to 25, adult 26 to 40, senior 41 and over"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from chat.reader.briefs.words import data

_FEWEST = 2
_LONGEST = 3  # words of a label


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``; None is open. Times count in hours."""

    low: float | None
    high: float | None
    label: str
    takes_low: bool = True
    takes_high: bool = False
    time: bool = False


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    low: str | None
    high: str | None
    takes_low: bool
    takes_high: bool


@cache
def _forms() -> tuple[tuple[re.Pattern[str], bool, bool], ...]:
    words = data()["ranges"]
    made = []
    for name, takes_low, takes_high in (
        ("excluding", True, False), ("from_to", True, True), ("above", True, False),
        ("below", True, True), ("up_to", True, True), ("at_least", True, False),
        ("over", False, False), ("under", True, False),
    ):  # fmt: skip
        source = words[name]
        for part in ("number", "unit"):
            source = source.replace(f"<{part}>", words[part])
        low = source.replace("<low>", f"(?P<low>{words['number']})")
        whole = low.replace("<high>", f"(?P<high>{words['number']})")
        made.append((re.compile(whole), takes_low, takes_high))
    return tuple(made)


def labelled_ranges(text: str) -> list[Range]:
    """The ranges of a sentence, each with its label; [] unless there are two at least."""
    low = text.lower()
    found = _found(low)
    if len(found) < _FEWEST:
        return []
    labels = _labels(text, found)
    if labels is None:
        return []
    return [_range(one, label) for one, label in zip(found, labels, strict=True)]


def ranges_in(text: str) -> list[tuple[int, int, Range]]:
    """All ranges of a text with where they stand; each is labelled as it is said."""
    return [
        (one.start, one.end, _range(one, text[one.start : one.end].strip()))
        for one in _found(text.lower())
    ]


def _found(low: str) -> list[_Found]:
    taken: list[_Found] = []
    for form, takes_low, takes_high in _forms():
        for match in form.finditer(low):
            start, end = match.span()
            if any(start < one.end and one.start < end for one in taken):
                continue
            said = match.groupdict()
            taken.append(
                _Found(
                    start, end, said.get("low"), said.get("high"), takes_low, takes_high
                )
            )
    return sorted(taken, key=lambda one: one.start)


def _labels(text: str, found: list[_Found]) -> list[str] | None:
    """The words in front of the ranges, or behind them; None where some have none."""
    ends = [0, *(one.end for one in found[:-1])]
    starts = [*(one.start for one in found[1:]), len(text)]
    before = [text[end : one.start] for end, one in zip(ends, found, strict=True)]
    behind = [text[one.end : start] for one, start in zip(found, starts, strict=True)]
    sides = [(before, True), (behind, False)]
    told = re.compile(data()["ranges"]["told_behind"], re.IGNORECASE)
    if all(told.match(one) for one in behind):
        behind = [told.sub("", one, count=1) for one in behind]
        sides = [(behind, False)]
    for stretches, last in sides:
        labels = [_label(one, last) for one in stretches]
        if all(labels) and len(set(labels)) == len(labels):
            return labels
    return None


def _label(stretch: str, last: bool) -> str:
    """The label in the last piece of a stretch, or in its first; "" where is none."""
    pieces = [one for one in re.split(r"[;,:()\[\]]", stretch) if re.search(r"\w", one)]
    if not pieces:
        return ""
    piece = pieces[-1 if last else 0]
    quoted = re.search(r"[\"'“‘]([^\"'”’]+)[\"'”’]", piece)
    if quoted:
        return quoted[1].strip()
    found: list[str] = []
    for word in re.findall(r"[^\W\d][\w-]*", piece):
        if re.fullmatch(data()["ranges"]["no_labels"], word.lower()):
            if found:
                break
            continue
        found.append(word)
    return " ".join(found) if len(found) <= _LONGEST else ""


def _range(one: _Found, label: str) -> Range:
    time = any(":" in (each or "") for each in (one.low, one.high))
    return Range(
        _number(one.low), _number(one.high), label, one.takes_low, one.takes_high, time
    )


def _number(said: str | None) -> float | None:
    if said is None:
        return None
    if ":" in said:
        hours, minutes = said.split(":")[:2]
        return int(hours) + int(minutes) / 60
    return float(said.replace(",", "").replace("−", "-"))


def edges_of(ranges: list[Range]) -> tuple[list[Range], list[float | None]] | None:
    """The ranges in order and the bounds between them, each of the class above it.

    None where ranges overlap, or leave a gap that is no step of whole numbers.
    """
    ordered = sorted(ranges, key=lambda r: float("-inf") if r.low is None else r.low)
    edges: list[float | None] = [ordered[0].low]
    for one, other in pairwise(ordered):
        bound = _bound(one, other)
        if bound is None:
            return None
        edges.append(bound)
    last = ordered[-1]
    step = _step(last)
    closed = last.high is not None and last.takes_high
    edges.append(last.high + step if closed and last.high is not None else last.high)
    return ordered, edges


def _step(one: Range) -> float:
    return 1 / 60 if one.time else 1


def _bound(one: Range, other: Range) -> float | None:
    """Where one class ends and the next begins."""
    if other.low is None and one.high is None:
        return None
    if other.low is None or one.high is None:
        low = one.high if other.low is None else other.low
        assert low is not None
        taken = one.takes_high if other.low is None else not other.takes_low
        return low + _step(one) if taken else low
    if one.high > other.low:
        return None
    gap = other.low - one.high
    if gap > _step(one) + 1e-9:
        return None
    return other.low if other.takes_low or gap else other.low + _step(one)
