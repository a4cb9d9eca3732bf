"""Readings that one column leaves open, settled by the other columns of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import polars as pl

from .marks import PLAIN, Marks
from .observed import observed
from .typing_columns import as_pandas
from .verdict import Verdict


def settle(
    verdicts: Sequence[Verdict], texts: Sequence[pl.Series], europe: bool
) -> list[Verdict]:
    """Choose between 1,234 as 1234 or 1.234, and 03/04 as 3 April or March 4.

    ``europe``: the file's delimiter is a semicolon, as in countries that write a
    decimal comma. What was not chosen stays in ``alternatives``.
    """
    settled = _settle_decimals(verdicts, texts, europe)
    comma = any(verdict.marks.decimal == "," for verdict in settled)
    return _settle_dates(settled, texts, europe or comma)


def _settle_decimals(
    verdicts: Sequence[Verdict], cells: Sequence[pl.Series], comma_likely: bool
) -> list[Verdict]:
    """Read ``1,234`` and ``1.234`` as the clear columns of the same file suggest."""
    clear = [
        v.marks.decimal
        for v in verdicts
        if v.dtype in ("float64", "int64")
        and v.marks != PLAIN
        and not v.alternatives
        and (v.marks.thousands or v.marks.decimal == ",")
    ]
    comma = clear.count(",") > clear.count(".") or (comma_likely and not clear)
    return [
        _with_decimal(v, column, comma)
        for v, column in zip(verdicts, cells, strict=True)
    ]


def _with_decimal(verdict: Verdict, cells: pl.Series, comma: bool) -> Verdict:
    marks = [m for m in verdict.alternatives if isinstance(m, Marks)]
    if marks and comma and verdict.marks.decimal != ",":
        chosen = next((m for m in marks if m.decimal == ","), None)
        if chosen:
            return with_marks(verdict, chosen)
    if comma and verdict.dtype == "float64" and verdict.marks == PLAIN:
        text = observed(cells)
        text = text.filter(~text.is_in(list(verdict.missing)))
        if len(text) and bool(text.str.contains(r"^-?\d{1,3}(\.\d{3})*$").all()):
            return with_marks(
                replace(verdict, alternatives=(Marks(decimal=",", thousands="."),)),
                Marks(decimal=",", thousands="."),
            )
    return verdict


def with_marks(verdict: Verdict, marks: Marks) -> Verdict:
    """The other reading of the same numbers."""
    others = [m for m in (verdict.marks, *verdict.alternatives) if m != marks]
    whole = marks.decimal == "," and marks.thousands and not verdict.missing
    dtype = verdict.dtype if whole or marks.decimal == "." else "float64"
    return replace(verdict, marks=marks, alternatives=tuple(others), dtype=dtype)


def _settle_dates(
    verdicts: Sequence[Verdict], cells: Sequence[pl.Series], europe: bool
) -> list[Verdict]:
    """Read 03/04 as the clear dates of the same file do, else as the rows' order."""
    clear = [
        v.date_format[:2]
        for v in verdicts
        if v.date_format[:2] in ("%d", "%m")
        and not v.alternatives
        and "/" in v.date_format
    ]
    settled = []
    for verdict, column in zip(verdicts, cells, strict=True):
        if verdict.date_format and verdict.alternatives:
            first = _order(verdict, column, clear, europe)
            verdict = with_date_format(verdict, first)
        settled.append(verdict)
    return settled


def with_date_format(verdict: Verdict, start: str) -> Verdict:
    formats = (verdict.date_format, *verdict.alternatives)
    chosen = next(
        (str(f) for f in formats if str(f).startswith(start)), verdict.date_format
    )
    others = tuple(str(f) for f in formats if f != chosen)
    return replace(verdict, date_format=chosen, alternatives=others)


def _order(
    verdict: Verdict, cells: pl.Series, clear: Sequence[str], europe: bool
) -> str:
    if clear:
        return max(("%m", "%d"), key=list(clear).count)
    formats = [verdict.date_format, *map(str, verdict.alternatives)]
    text = as_pandas(observed(cells).head(5000))
    text = text[~text.isin(list(verdict.missing))]
    rising = [
        f for f in formats if _is_sorted(pd.to_datetime(text, format=f, utc=True))
    ]
    if len(rising) == 1 and len(text) > 3:
        return rising[0][:2]
    mark = verdict.date_format[2]
    return "%d" if europe or mark == "." else "%m"


def _is_sorted(dates: pd.Series) -> bool:
    return bool(dates.is_monotonic_increasing or dates.is_monotonic_decreasing)
