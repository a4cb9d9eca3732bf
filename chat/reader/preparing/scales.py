"""Answers in words counted by their order, and classes that ranges are put into.

"From strongly disagree = 1 to strongly agree = 5" gives the two ends of a scale; what lies
between follows from the order of the answers. "Below 6 is small, 6 to 8 is medium, above 8
is large" are classes of a column of numbers.
"""

from __future__ import annotations

import re
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.linking.words import fold
from chat.reader.base.senses import Lattice
from chat.reader.briefs.classing import classes_of_numbers
from chat.reader.briefs.ranges import Range, labelled_ranges, ranges_in
from chat.reader.preparing.slots import Filled, plain
from chat.reader.preparing.words import longest, preparations

_MOST_WORDS = 6  # of an answer
_OPENS, _CLOSES = "([", ")]"

_End = tuple[int, str, int | float]


def scale(lattice: Lattice, at: int, name: str | None) -> Filled:
    """ "from poor = 1 to excellent = 4", "from 1 (poor) to 4 (excellent)"."""
    column = lattice.columns.get(name or "")
    if column is None or not column.is_ranked:
        return
    lists = preparations().lists
    start = at + longest(lists["from"], lattice.tokens, at)
    first = _end_of_scale(lattice, start, column)
    if first is None:
        return
    through = longest(lists["through"], lattice.tokens, first[0])
    last = _end_of_scale(lattice, first[0] + through, column) if through else None
    counted = _counted(column, first, last) if last else None
    if last is not None and counted is not None:
        yield last[0], counted


def _end_of_scale(lattice: Lattice, at: int, column: Column) -> _End | None:
    """ "strongly agree = 5", "5 (strongly agree)", "5 for strongly agree"."""
    tokens = lattice.tokens
    if at >= len(tokens):
        return None
    number = _number(lattice, at)
    if number is not None:
        place = at + 1 + _joint(lattice, at + 1)
        answer = _answer(lattice, place, column)
        if answer is None or place == at + 1:
            return None
        return _past_bracket(lattice, answer[0]), answer[1], number
    answer = _answer(lattice, at, column)
    if answer is None:
        return None
    place = answer[0] + _joint(lattice, answer[0])
    number = _number(lattice, place) if place > answer[0] else None
    if number is None:
        return None
    return _past_bracket(lattice, place + 1), answer[1], number


def _number(lattice: Lattice, at: int) -> int | float | None:
    if at >= len(lattice.tokens) or lattice.tokens[at].kind != "number":
        return None
    return plain(lattice.tokens[at])


def _joint(lattice: Lattice, at: int) -> int:
    """What stands between an answer and its number."""
    if at < len(lattice.tokens) and lattice.tokens[at].text in f"{_OPENS}:-":
        return 1
    return longest(preparations().lists["counts_as"], lattice.tokens, at)


def _past_bracket(lattice: Lattice, at: int) -> int:
    closes = at < len(lattice.tokens) and lattice.tokens[at].text in _CLOSES
    return at + 1 if closes else at


def _answer(lattice: Lattice, at: int, column: Column) -> tuple[int, str] | None:
    """The level of a column that the words from a token on spell, the longest."""
    levels = {fold(level): level for level in column.order}
    for last in range(min(at + _MOST_WORDS, len(lattice.tokens)), at, -1):
        token = lattice.tokens[at]
        quoted = last == at + 1 and token.kind == "quoted"
        said = fold(token.text if quoted else lattice.words(at, last))
        if said in levels:
            return last, levels[said]
    return None


def _counted(column: Column, first: _End, last: _End) -> dict[str, Any] | None:
    """Each answer's number, where every one lies between the ends, a step apart."""
    order = list(column.order)
    ends = [order.index(first[1]), order.index(last[1])]
    held = {str(level) for level, _ in column.levels}
    steps = abs(ends[1] - ends[0])
    if not steps or abs(last[2] - first[2]) != steps:
        return None
    way = 1 if (last[2] > first[2]) == (ends[1] > ends[0]) else -1
    given = {
        level: first[2] + way * (place - ends[0])
        for place, level in enumerate(order)
        if min(ends) <= place <= max(ends)
    }
    return given if held <= set(given) else None


def classes(lattice: Lattice, at: int) -> Filled:
    """The labelled ranges that stand from a token on, to the end of the last of them."""
    if at >= len(lattice.tokens):
        return
    start = lattice.tokens[at].start
    text = lattice.text[start:]
    found = labelled_ranges(text)
    if not found or _names_first(lattice, at, found[0].label):
        return
    end = start + _end_of_classes(text, found[-1].label)
    yield (
        next(
            (n for n, t in enumerate(lattice.tokens) if t.start >= end),
            len(lattice.tokens),
        ),
        found,
    )


def _end_of_classes(text: str, label: str) -> int:
    """The place behind the last range, and its label where it stands behind."""
    end = ranges_in(text)[-1][1]
    closes = len(text) - len(text[end:].lstrip(f" {_CLOSES}"))
    behind = re.match(rf"[^,;.]*?\b{re.escape(label)}\b[\"'”’]?", text[end:])
    return end + behind.end() if behind else closes


def _names_first(lattice: Lattice, at: int, label: str) -> bool:
    """ "called size: small up to 6": what stands there is a name, and no class yet."""
    lists = preparations().lists
    if any(longest(lists[one], lattice.tokens, at) for one in ("called", "bins")):
        return True
    for token in lattice.tokens[at:]:
        if token.text == ":":
            return label.casefold() not in lattice.text[: token.start].casefold()
        if token.kind == "number" and token.text[0].isdigit():
            return False
    return False


def classing(column: Column, ranges: list[Range], name: str | None) -> Step | None:
    """The step that puts a column of numbers into classes."""
    made = classes_of_numbers(column, ranges, name) if column.is_numeric else None
    return made.steps[0] if made is not None else None
