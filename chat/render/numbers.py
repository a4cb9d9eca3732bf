"""Numbers as people read them. The only place that rounds.

A value travels unrounded with its format; here it becomes text. Four significant digits
are shown, never fewer than the whole digits of the number, and none that the value does
not have: 0.5 stays 0.5, 29.699 becomes 29.70, 123456.7 becomes 123,457.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeGuard

from analysis.base.reply import Cell, Format

MISSING = "—"
SIGNIFICANT = 4
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_GREATEST = 1e300
_APART = 1e6  # so far apart, values share no decimals: they are of different measures
_SIZES = ("bytes", "kB", "MB", "GB", "TB")


def format_cell(value: Cell, format: Format, *, minus: str = "-") -> str:
    """One value as text; ``minus`` is the sign that negative numbers get."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) or format in ("text", "code"):
        return str(value)
    if abs(value) > _GREATEST:
        return "∞" if value > 0 else f"{minus}∞"
    return _written(value, format).replace("-", minus)


def format_column(
    values: Sequence[Cell], format: Format, *, minus: str = "-"
) -> list[str]:
    """The values of one table column, all with the same decimals where that reads well.

    The largest value decides, as long as the smallest keeps two significant digits and
    needs at most three decimals more. Whole numbers (``int``) stay whole.
    """
    scale = 100 if format == "percent" else 1
    measures = [value * scale for value in values if _is_measure(value)]
    places = _shared_decimals(measures, format)
    if places is None:
        return [format_cell(value, format, minus=minus) for value in values]
    unit = " %" if format == "percent" else ""
    return [
        f"{value * scale:z,.{places}f}{unit}".replace("-", minus)
        if _is_measure(value)
        else format_cell(value, format, minus=minus)
        for value in values
    ]


def _shared_decimals(values: Sequence[float], format: Format) -> int | None:
    """The decimals that suit all values of a column, or nothing if there are none."""
    sizes = sorted(abs(value) for value in values if value)
    if format not in ("number", "percent") or not sizes:
        return None
    largest = sizes[-1]
    least = max(0, _precision(largest, format) - 1 - _magnitude(largest))
    most = max(least, 1 - _magnitude(sizes[0]))
    if most - least > 3 or largest > _APART * sizes[0]:
        return None
    return max(_fewest(value, most) for value in values)


def _is_measure(value: Cell) -> TypeGuard[float]:
    """Whether the value is a fraction of ordinary size, that shares its decimals."""
    return (
        isinstance(value, float)
        and math.isfinite(value)
        and (value == 0 or 1e-5 <= abs(value) < 1e13)
    )


def _written(value: float, format: Format) -> str:
    match format:
        case "integer" if float(value).is_integer():
            return f"{int(value):,}"
        case "percent":
            percent = value * 100
            return f"{_number(percent, _precision(percent, format))} %"
        case "p_value":
            return _p_value(value)
        case "seconds":
            return _seconds(value)
        case "bytes":
            return _size(value)
        case _:
            return _number(value, SIGNIFICANT)


def _precision(value: float, format: Format) -> int:
    """Significant digits: a percentage has one decimal, and two digits at least."""
    if format != "percent":
        return SIGNIFICANT
    return max(2, _magnitude(value) + 2) if value else 2


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0


def _decimals(value: float, significant: int) -> int:
    """Decimals for that many significant digits, or for the value if it has fewer."""
    return _fewest(value, max(0, significant - 1 - _magnitude(value)))


def _fewest(value: float, most: int) -> int:
    """The decimals, at most so many, that lose nothing of the value."""
    for places in range(most):
        if math.isclose(round(value, places), value, rel_tol=1e-12):
            return places
    return most


def _number(value: float, significant: int) -> str:
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**15 else _scientific(value)
    if value and not 1e-4 <= abs(value) < 1e15:
        return _scientific(value)
    return f"{value:z,.{_decimals(value, significant)}f}"


def _scientific(value: float) -> str:
    mantissa, _, exponent = f"{value:.{SIGNIFICANT - 1}e}".partition("e")
    digits = mantissa.rstrip("0").rstrip(".")
    return f"{digits} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def _p_value(value: float) -> str:
    if value < 0.001:
        return "< 0.001"
    return "> 0.999" if value > 0.999 else f"{value:.3f}"


def _seconds(value: float) -> str:
    if abs(value) < 1:
        return f"{value * 1000:.0f} ms"
    if abs(value) < 60:
        return f"{value:.1f} s"
    minutes, seconds = divmod(round(value), 60)
    if abs(minutes) < 60:
        return f"{minutes} min {seconds:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes:02d} min"


def _size(value: float) -> str:
    size, unit = float(value), _SIZES[0]
    for larger in _SIZES[1:]:
        if abs(size) < 1000:
            break
        size, unit = size / 1000, larger
    if unit == _SIZES[0]:
        return f"{size:.0f} {'byte' if size == 1 else unit}"
    return f"{size:.0f} {unit}" if abs(size) >= 100 else f"{size:.1f} {unit}"
