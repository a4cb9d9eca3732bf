"""Days counted as spreadsheets do: 45292 is 1 January 2024."""

from __future__ import annotations

import polars as pl

from .doubts import Doubt
from .lexicon import is_named
from .observed import observed
from .recipe import Mend

# 1 October 1954 to 6 April 2064, in days since 30 December 1899.
_FIRST, _LAST = 20_000, 60_000
SERIAL = Mend(step="plain_dates", how={"serial": True})


def are_serials(numbers: pl.Series) -> bool:
    """Whether all numbers may be days as spreadsheets count them."""
    known = observed(numbers)
    if known.n_unique() < 2:
        return False
    low, high = float(known.min()), float(known.max())  # type: ignore[arg-type]
    return low >= _FIRST and high <= _LAST


def serial_doubts(name: str, numbers: pl.Series) -> tuple[Doubt, ...]:
    """The doubt about a column that is named like dates and holds such numbers."""
    if not is_named(name, "dates") or not are_serials(numbers):
        return ()
    first = float(observed(numbers)[0])
    return (
        Doubt(
            what=f"{name} holds numbers such as {first:g}, as spreadsheets count days",
            choice="numbers",
            key="kind",
            options=(("datetime", "dates"), ("number", "numbers")),
            told=True,
        ),
    )
