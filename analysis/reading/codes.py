"""Numbers that stand for "no answer": 9999, -99, 99 beside a scale of 1 to 5."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from .doubts import Doubt
from .observed import observed
from .typing_columns import TypedColumn

# What questionnaires and instruments put in the place of a missing value.
_CODES = (
    -1, -2, -3, -6, -7, -8, -9, -66, -77, -88, -99, -666, -777, -888, -999, -6666, -7777,
    -8888, -9999, -99999, -999999, 77, 88, 98, 99, 777, 888, 998, 999, 7777, 8888, 9998,
    9999, 77777, 88888, 99999, 777777, 888888, 999999, 9999999, 99999999,
)  # fmt: skip
_LEAST_ROWS = 8
# A code is rarer than the values around it.
_MOST_SHARE = 0.5


def suspected_codes(column: TypedColumn) -> tuple[tuple[int, int], ...]:
    """Values that look like codes for "no answer", each with its number of cells."""
    if column.recipe.kind not in ("integer", "number"):
        return ()
    values = observed(column.values)
    if len(values) < _LEAST_ROWS:
        return ()
    numbers = values.cast(pl.Float64)
    low, high = numbers.min(), numbers.max()
    likely = [code for code in _CODES if code in (low, high)]
    if not likely:
        return ()
    among = numbers.filter(numbers.is_in([float(code) for code in _CODES])).unique()
    present = [int(code) for code in among.to_list()]
    rest = numbers.filter(~numbers.is_in([float(code) for code in present]))
    far = _far(present, rest)
    if not far:
        return ()
    counts = {code: int((numbers == code).sum()) for code in far}
    if sum(counts.values()) > _MOST_SHARE * len(values):
        return ()
    return tuple(sorted(counts.items()))


def _far(codes: Sequence[int], rest: pl.Series) -> list[int]:
    """The codes that no other value comes near."""
    if rest.n_unique() < 2:
        return []
    low, high = float(rest.min()), float(rest.max())  # type: ignore[arg-type]
    reach = high - low
    found = [
        code
        for code in codes
        if (code > high + reach and code > 2 * high)
        or (code < 0 <= low and (abs(code) > reach or abs(code) in (1, 9, 99, 999)))
        or (code < low - reach and code < 0)
    ]
    # -1 alone is a value of many columns: it takes whole numbers of a short scale.
    return [code for code in found if abs(code) > 9 or _is_scale(rest)]


def _is_scale(rest: pl.Series) -> bool:
    whole = bool((rest == rest.round()).all())
    return whole and rest.n_unique() <= 12 and float(rest.max()) <= 20  # type: ignore[arg-type]


def codes_doubt(column: TypedColumn, chosen: bool) -> Doubt | None:
    """The doubt about codes of a column, None where it has none or it is settled."""
    if chosen or not (found := suspected_codes(column)):
        return None
    name = column.recipe.name
    count = sum(times for _, times in found)
    words = " and ".join(str(code) for code, _ in found)
    cells = f"in {count:,} row{'' if count == 1 else 's'}"
    return Doubt(
        what=f"{name} holds {words} {cells}, far from its other values: perhaps a code "
        "for “no answer”",
        choice="a number like the others",
        key="codes",
        options=(
            ("|".join(str(code) for code, _ in found), f"{words} means missing"),
            ("keep", f"{words} is a number"),
        ),
        told=True,
    )
