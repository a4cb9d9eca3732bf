"""Transformed columns within a question: "is log price normal", "the daily returns of KO".

Each "log of …", "square root of …", "percentage change of …" is a column that is made
first; what is asked is asked of it. A change from row to row is one in the order of time,
and of one series only: where a moment comes twice, the rows are of several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, Sense
from chat.reader.composing.made import Made
from chat.reader.methods.names import data_of
from chat.reader.preparing.formulas import column_term

_SURE = 0.45  # what the link to a name may cost
_MOST = 4  # columns that one question transforms


@dataclass(frozen=True)
class _Form:
    """A way to speak of a transformation: what stands before a name, and behind it.

    ``of_rows``: it goes from row to row, in the order of time. ``assumed``: what a word
    with several senses is taken to be.
    """

    function: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    of_rows: bool
    assumed: str
    lists: bool


@dataclass(frozen=True)
class _Found:
    """A stretch of the text that is a transformed column."""

    start: int
    end: int
    form: _Form
    column: str

    @property
    def expression(self) -> str:
        return self.form.function.replace("{}", column_term(self.column))


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(
        _Form(
            one["function"],
            re.compile(rf"(?:{one['before']})\s*[(]?\s*(?:the |its )?$", re.IGNORECASE),
            re.compile(rf"\s*(?:{one.get('behind', '')})", re.IGNORECASE),
            one.get("of_rows", False),
            one.get("assumed", ""),
            one.get("lists", False),
        )
        for one in data_of("transformed")["forms"]
    )


def transformed(lattice: Lattice) -> Made | None:
    """The question about the columns that it transforms; None where it does not."""
    if re.search(data_of("transformed")["own"], lattice.text, re.IGNORECASE):
        return None  # a regression takes transformed columns itself
    found = list(_found(lattice))[:_MOST]
    if not found or _is_answered(lattice, found):
        return None
    times = list(roles.time_columns(lattice.columns.values()))
    if _of_rows(found) and not _is_one_series(lattice, times):
        return None
    steps: dict[str, Step] = {}
    text = lattice.text
    for one in reversed(found):
        step = _step(one)
        steps[step.params["name"]] = step
        text = f"{text[: one.start]}`{step.params['name']}`{text[one.end :]}"
    made = list(reversed(steps.values()))
    ordered = [_in_order(times[0])] if times and _of_rows(found) else []
    assumed = tuple(
        dict.fromkeys(one.form.assumed for one in found if one.form.assumed)
    )
    told = ", ".join(lattice.text[one.start : one.end] for one in found)
    return Made(made[-1], text, told, (*ordered, *made[:-1]), assumed)


def _of_rows(found: list[_Found]) -> bool:
    return any(one.form.of_rows for one in found)


def _step(found: _Found) -> Step:
    name = data_of("transformed")["names"][found.form.function].format(found.column)
    return Step(
        operation="add_column",
        params={"name": name, "expression": found.expression},
    )


def _in_order(time: Column) -> Step:
    return Step(operation="sort_rows", params={"columns": [time.name]})


def _is_one_series(lattice: Lattice, times: list[Column]) -> bool:
    """Whether the rows come one after another: no moment twice, or no time at all."""
    if not times:
        return True
    return len(times) == 1 and times[0].n_unique == lattice.index.n_rows


def _is_answered(lattice: Lattice, found: list[_Found]) -> bool:
    """Whether nothing is asked of a change but what it is: that has its own answer."""
    if not _of_rows(found) or len(found) > 1:
        return False
    rest = lattice.text[: found[0].start] + " " + lattice.text[found[0].end :]
    return bool(re.fullmatch(data_of("transformed")["plain"], rest.strip(), re.I))


def _found(lattice: Lattice) -> Iterator[_Found]:
    """Transformed columns in the order of the text, those of a list each by itself."""
    last, going = 0, None
    for sense in sorted(_columns(lattice), key=lambda s: (s.first, -s.last)):
        start, end = _span(lattice, sense)
        if start < last:
            continue
        listed = lattice.text[last:start] if going is not None else ""
        found = _transformed(lattice, sense, last)
        if found is None and going is not None and going.lists and _joins(listed):
            found = _Found(start, end, going, sense.concept)
        going = found.form if found else None
        if found is not None:
            yield found
            last = found.end


def _joins(text: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:,|and|,\s*and)\s*(?:the |of )?", text, re.I))


def _transformed(lattice: Lattice, sense: Sense, after: int) -> _Found | None:
    start, end = _span(lattice, sense)
    before, behind = lattice.text[after:start], lattice.text[end:]
    for form in _forms():
        opening = form.before.search(before)
        closing = form.behind.match(behind)
        if opening is None or closing is None:
            continue
        first = after + opening.start()
        last = end + closing.end()
        inside = lattice.text[first:last]
        if inside.count("(") > inside.count(")"):
            if not behind[closing.end() :].lstrip().startswith(")"):
                continue
            last = lattice.text.index(")", last) + 1
        return _Found(first, last, form, sense.concept)
    return None


def _columns(lattice: Lattice) -> Iterator[Sense]:
    """The columns of numbers that are named, the surest link of each place."""
    for sense in lattice.all("column"):
        if sense.cost <= _SURE and roles.is_measure(
            lattice.columns[sense.concept], lattice.index.n_rows
        ):
            others = lattice.at("column", sense.first)
            if sense.cost == min(one.cost for one in others):
                yield sense


def _span(lattice: Lattice, sense: Sense) -> tuple[int, int]:
    tokens = lattice.tokens
    return tokens[sense.first].start, tokens[sense.last - 1].end
