"""Requests that change which rows the table has: what goes, and what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.account import unused_stretches
from chat.reader.base.chart import Chart
from chat.reader.base.cover import covers
from chat.reader.base.dropping import left_without
from chat.reader.base.items import Rows
from chat.reader.base.requests import sentences
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice
from chat.reader.calculating.assembly import settled_rows
from chat.reader.calculating.conditions import where_of, years_as_numbers
from chat.reader.calculating.state import bag_of
from chat.reader.grammar import RULES
from chat.reader.preparing.slots import ends_request
from chat.reader.preparing.words import longest, preparations

_LAID = {"rows": 0.15, "noun_": 0.05, "sign": 0.3}
_OPENS_AT = 3
_ACCEPTED = 1.6
_MOST_ENDS, _MOST_COVERS = 4, 4


def rows_changed(lattice: Lattice) -> Reading | None:
    """ "remove all returned orders" drops them, "keep only West" drops all others."""
    opening = _opening(lattice)
    if opening is None:
        return None
    concept, first = opening
    chart = Chart(lattice)
    chart.apply(RULES)
    for cover in covers(chart, _LAID, first=first):
        if cover.cost > _ACCEPTED or unused_stretches(lattice, cover.unused):
            return None
        bag = bag_of(cover)
        if set(bag.marks) - {"both"}:
            continue
        rows = settled_rows(lattice, bag)
        if not rows:
            continue
        return _task(lattice, concept, rows)
    return None


def condition_at(
    lattice: Lattice, at: int, drop: bool, own: str = "", within: Sequence[str] = ()
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The conditions that stand from a token to where a request may end, longest first.

    ``drop`` turns them round: what they name goes. Conditions without a column are of
    ``own`` ("where it is above 50"); ``within`` a request they end before words of these
    lists ("to").
    """
    last = min((s.last for s in sentences(lattice) if at < s.last), default=at)
    ends = [end for end in range(at + 1, last + 1) if ends_request(lattice, end)]
    if within:
        lists = preparations().lists
        ends = [
            end for end in range(at + 2, last)
            if any(longest(lists[name], lattice.tokens, end) for name in within)
        ]  # fmt: skip
    chart: Chart | None = None
    for end in ends[-_MOST_ENDS:][::-1]:
        if chart is None:
            chart = Chart(lattice)
            chart.apply(RULES)
        for cover in covers(chart, _LAID, first=at, last=end)[:_MOST_COVERS]:
            if cover.cost > _ACCEPTED or unused_stretches(lattice, cover.unused):
                break
            bag = bag_of(cover)
            if set(bag.marks) - {"both"} or not cover.items:
                continue
            if own:
                bag.rows[:] = [
                    (edge, rows if rows.column else replace(rows, column=own))
                    for edge, rows in bag.rows
                ]
            rows = settled_rows(lattice, bag)
            gone = drop and any(
                r.op == "is_missing" and not r.negated for r in rows or ()
            )
            if rows and not gone:
                where = years_as_numbers(where_of(rows), lattice)
                yield end, left_without(where, lattice.columns) if drop else where
                break


def _opening(lattice: Lattice) -> tuple[str, int] | None:
    for at in range(min(_OPENS_AT, len(lattice.tokens))):
        found = lattice.at("imperative", at)
        if found:
            longest = max(found, key=lambda sense: sense.last)
            return str(longest.concept), longest.last
        if not lattice.at("filler", at) and not lattice.at("continues", at):
            return None
    return None


def _task(lattice: Lattice, concept: str, rows: list[Rows]) -> Understood:
    where = years_as_numbers(where_of(rows), lattice)
    if concept == "drop":
        where = left_without(where, lattice.columns)
    gone = [one.column for one in rows if one.op == "is_missing" and not one.negated]
    if concept == "drop" and len(gone) == len(rows) == 1:
        step = Step(operation="drop_missing", params={"columns": gone})
    else:
        step = Step(operation="filter_rows", params={"where": where})
    return Understood(
        Task(steps=(step,), confidence=0.95, understood=(step_words(step),))
    )
