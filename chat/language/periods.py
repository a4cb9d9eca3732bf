"""Times that rows must lie in: "since March 2020", "in 2016", "last year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from chat.language.clause import Clause
from chat.language.conditions import Condition, all_of, any_of, leaf
from chat.language.dates import Interval, year_interval
from chat.language.found import Found
from chat.language.tokens import MARK

_WHEN = f"{MARK}[wx]\\d+{MARK}"
_COL = f"{MARK}[dy]\\d+{MARK}"
_WORD = (
    r"(?P<word>since|after|before|until|till|up to|by the end of|prior to|from|in|during"
    r"|on|of|for|within|throughout|over|between|=|==|>=|<=|>|<|is|later than"
    r"|earlier than|starting(?: in| from)?|not in|not|except|excluding|than|beyond)"
)
_TIME = re.compile(
    rf"(?:(?P<col>{_COL})(?: (?:is|was|were|are|column))* ?)?"
    rf"(?:\b|(?<=\W)){_WORD} ?(?:either |the )*(?:years? |months? )?(?P<one>{_WHEN})"
    rf"(?:(?P<link> and | to | until | till | through | - |-| or |, )(?:in |the )?"
    rf"(?:years? )?(?P<two>{_WHEN})(?P<on> and (?:later|beyond|after|above))?)?"
    rf"(?P<onward> (?:onwards?|and later|or later|and beyond|and after))?"
)
_ALONE = re.compile(rf"(?P<one>{MARK}w\d+{MARK})")
_YEARS = range(1800, 2101)


def periods(clause: Clause) -> Iterator[Found]:
    """The conditions on dates, or on years held as whole numbers."""
    column, number = _time_column(clause)
    if column is None:
        return
    taken: set[int] = set()
    for match in _TIME.finditer(clause.text):
        found = _period(clause, match, column, number)
        if found:
            taken.update(found.mentions)
            yield found
    for match in _ALONE.finditer(clause.text):
        mention = clause.number(match["one"])
        interval = clause.mentions[mention].value
        if mention in taken or not isinstance(interval, Interval):
            continue
        condition = _within(clause, column, interval)
        yield Found(match.start(), match.end(), condition, (mention,),
                    notes=_relative_note(interval, column))  # fmt: skip


def _time_column(clause: Clause) -> tuple[str | None, int | None]:
    for number, mention in enumerate(clause.mentions):
        if mention.kind == "column":
            column = clause.columns[mention.column]
            if (
                column.kind == "datetime"
                or clause.text[clause.place(number)[0] + 1] == "y"
            ):
                return mention.column, number
    return clause.time, None


def _period(
    clause: Clause, match: re.Match[str], column: str, mentioned: int | None
) -> Found | None:
    places = [match[side] for side in ("one", "two") if match[side]]
    numbers = [clause.number(place) for place in places]
    intervals = [_interval(clause, number) for number in numbers]
    if intervals[0] is None or numbers[0] in clause.used:
        return None
    own = [clause.number(match["col"])] if match["col"] else []
    if own:
        column = clause.mentions[own[0]].column
    elif mentioned is not None:
        own = []
    if len(intervals) > 1 and (intervals[1] is None or numbers[1] in clause.used):
        intervals, numbers = intervals[:1], numbers[:1]
    condition = _condition(clause, match, column, [i for i in intervals if i])
    return Found(
        match.start(),
        match.end(),
        condition,
        (*own, *numbers),
        soft=tuple(own),
        notes=_relative_note(intervals[0], column),
    )


def _relative_note(interval: Interval | None, column: str) -> tuple[str, ...]:
    if interval is None or not interval.relative:
        return ()
    return (f"counted back from the last date in {column}",)


def _interval(clause: Clause, number: int) -> Interval | None:
    mention = clause.mentions[number]
    if isinstance(mention.value, Interval):
        return mention.value
    value = mention.value
    if mention.kind == "number" and value in _YEARS and len(mention.text) == 4:
        return year_interval(int(value))
    return None


def _condition(
    clause: Clause, match: re.Match[str], column: str, intervals: list[Interval]
) -> Condition:
    word = match["word"]
    first, last = intervals[0], intervals[-1]
    if len(intervals) > 1:
        if match["link"].strip() in ("or", ",") or (
            match["link"] == " and " and word not in ("between", "from")
        ):
            return any_of([_within(clause, column, i) for i in intervals])
        return _within(clause, column, Interval(first.start, last.end))
    if word in ("since", ">=", "starting", "starting in", "starting from") or (
        match["onward"] or word == "from"
    ):
        return _bound(clause, column, ">=", first.start)
    if word in ("after", ">", "later than", "beyond"):
        return _bound(clause, column, ">=", first.end)
    if word in ("before", "<", "prior to", "earlier than"):
        return _bound(clause, column, "<", first.start)
    if word in ("until", "till", "up to", "by the end of", "<="):
        return _bound(clause, column, "<", first.end)
    if word in ("not in", "not", "except", "excluding"):
        return {"not": _within(clause, column, first)}
    return _within(clause, column, first)


def _bound(clause: Clause, column: str, op: str, day: date) -> Condition:
    if clause.columns[column].is_numeric:
        return leaf(column, op, day.year)
    return leaf(column, op, day.isoformat())


def _within(clause: Clause, column: str, interval: Interval) -> Condition:
    if clause.columns[column].is_numeric:
        low, high = interval.start.year, interval.end.year - 1
        if low >= high:
            return leaf(column, "==", interval.start.year)
        return leaf(column, "between", [low, high])
    return all_of(
        [
            _bound(clause, column, ">=", interval.start),
            _bound(clause, column, "<", interval.end),
        ]
    )
