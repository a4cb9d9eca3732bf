"""Columns whose words hold digits: durations, numbers with marks, dates in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from .decorations import Decoration, decoration
from .doubts import Doubt
from .durations import durations
from .marks import currencies, possible_marks
from .recipe import Mend
from .scales import numbered_order, order_doubt
from .several import several_answers
from .verdict import Verdict, known, numbers_with
from .written_dates import WrittenDates, period_of, written_dates

_DAY = "%Y-%m-%d %H:%M:%S"
# More different words are not looked at one by one.
_MOST = 200_000


def judge_written(
    name: str,
    words: pl.Series,
    text: pl.Series,
    missing: tuple[str, ...],
    choices: Mapping[str, str],
) -> Verdict:
    """The verdict on a column that is neither plain numbers nor dates of one form.

    ``words`` are the distinct ones without those of ``missing``; ``text`` all cells.
    """
    plain = text.filter(~text.is_in(list(missing))) if missing else text
    nearly, few = _nearly(plain)
    verdict = Verdict("str", missing=known(missing), strays=few, would_be=nearly)
    if len(words) > _MOST:
        return verdict
    every = words.sort().to_list()
    if period := period_of(every):
        return _dates(name, period, text, missing, choices)
    if found := durations(name, every, choices.get("duration", "")):
        doubt = _unless_chosen(found.doubt, choices)
        if found.mend is None:
            return replace(verdict, doubts=(doubt,))
        return Verdict("float64", missing=missing, mends=(found.mend,), doubts=(doubt,))
    taken = choices.get("limits", "missing")
    made = decoration(name, every, text, taken)
    if made and (numbers := _numbers(made, words, text, missing, choices)):
        return numbers
    if dates := written_dates(every):
        return _dates(name, dates, text, missing, choices)
    order = numbered_order(every)
    verdict = replace(verdict, order=order, doubts=order_doubt(name, order))
    return several_answers(name, verdict, text, choices)


def _unless_chosen(doubt: Doubt, choices: Mapping[str, str]) -> Doubt:
    """A doubt that the user settled is not told any more."""
    return replace(doubt, told=False) if doubt.key in choices else doubt


def _numbers(
    made: Decoration,
    words: pl.Series,
    text: pl.Series,
    missing: tuple[str, ...],
    choices: Mapping[str, str],
) -> Verdict | None:
    bare = made.bare(words)
    bare = bare.filter(bare != "").unique()
    readings = possible_marks(bare)
    if not readings or len(currencies(words)) > 1:
        return None
    verdict = numbers_with(readings, bare, text, missing)
    rounded = verdict.dtype == "int64" and not ({"powers", "limits"} & made.how.keys())
    return replace(
        verdict,
        dtype="int64" if rounded else "float64",
        mends=(Mend(step="plain_numbers", how=made.how),),
        remarks=tuple(made.remarks),
        unit=made.unit,
        doubts=tuple(_unless_chosen(doubt, choices) for doubt in made.doubts),
    )


def _dates(
    name: str,
    dates: WrittenDates,
    text: pl.Series,
    missing: tuple[str, ...],
    choices: Mapping[str, str],
) -> Verdict:
    how, doubts = dict(dates.how), []
    if dates.swapped:
        doubt, how["formats"] = _order(name, dates, choices)
        doubts.append(doubt)
    remarks = [_said(name, how)]
    if dates.strays:
        count = int(text.is_in(list(dates.strays)).sum())
        shown = ", ".join(f"“{word}”" for word in dates.strays[:3])
        doubts.append(
            Doubt(
                what=f"{count:,} values of {name} are no dates ({shown})",
                choice="missing",
                key="kind",
                options=(("category", "keep the column as words"),),
                told=True,
            )
        )
    return Verdict(
        "datetime64[us]",
        date_format=_DAY,
        missing=missing,
        mends=(Mend(step="plain_dates", how=how),),
        remarks=tuple(remarks),
        doubts=tuple(doubts),
    )


def _order(
    name: str, dates: WrittenDates, choices: Mapping[str, str]
) -> tuple[Doubt, list[str]]:
    now, other = list(dates.how["formats"]), list(dates.swapped)
    day_first = any(form.startswith("%d") for form in now)
    wanted = choices.get("order", "day-first" if day_first else "month-first")
    if wanted != ("day-first" if day_first else "month-first"):
        now, day_first = other, not day_first
    orders = {"day-first": "03/04 is 3 April", "month-first": "03/04 is March 4"}
    chosen = "day-first" if day_first else "month-first"
    doubt = Doubt(
        what=f"The dates of {name} can be read in two ways",
        choice=orders[chosen],
        key="order",
        options=tuple((key, said) for key, said in orders.items() if key != chosen),
        told="order" not in choices,
    )
    return doubt, now


def _said(name: str, how: Mapping[str, object]) -> str:
    if period := how.get("period"):
        return f"{name} holds {period}s; each is read as its first day."
    if how.get("words"):
        return f"The months of {name} are written in words and are read as dates."
    return f"The dates of {name} are written in several forms."


def _nearly(text: pl.Series) -> tuple[str, tuple[str, ...]]:
    """Whether the column would be numbers but for a few words, and which."""
    pattern = r"^[+\-−]?[$€£]?\d[\d.,]*%?$"
    stray = text.filter(~text.str.contains(pattern))
    stray = stray.drop_nulls()
    n_values = len(text) - text.null_count()
    if n_values < 10 or len(stray) > 0.1 * n_values:
        return "", ()
    return "number", tuple(sorted(stray.unique().to_list()))[:200]
