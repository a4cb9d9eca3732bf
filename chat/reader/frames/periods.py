"""How far ahead, and by which periods: units of time that an operation on a series takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat.reader.base import roles
from chat.reader.base.series import finer, many_of, period_of, periods_in

if TYPE_CHECKING:
    from chat.reader.frames.frame import Frame

# What a forecast needs at the least.
_LEAST_PERIODS = 10


def settle_periods(frame: Frame) -> None:
    """Puts horizon, unit and total in accord with the table's own periods."""
    _own_periods(frame)
    _totalled(frame)


def _own_periods(frame: Frame) -> None:
    """ "the next 3 weeks" of a daily series are 21 of its days.

    "The monthly revenue of the next quarter" is three months; and where the table spans
    too few of a unit to learn from, a finer one is taken.
    """
    unit, ahead = frame.params.get("grain"), frame.params.get("horizon")
    if unit is None or ahead is None:
        return
    grains = _grains_said(frame)
    if grains.count(unit) > 1:
        return  # "weekly sales for the next 3 weeks"
    wanted = [u for u in grains if periods_in(u, unit)]
    for column in roles.time_columns(frame.lattice.columns.values()):
        own = period_of(column, frame.lattice.index.n_rows)
        step = wanted[0] if wanted else own
        if step is None and column.kind == "datetime":
            few = many_of(unit, column) < _LEAST_PERIODS
            step = finer(unit) if few else None
        many = periods_in(step, unit) if step else None
        if step is None or many is None:
            continue
        frame.params["horizon"] = ahead * many
        frame.params["grain"] = step
        if step == own:
            frame.params.pop("grain")
        words = f"{ahead} {unit}{'s' if ahead != 1 else ''}"
        frame.assumed.append(f"{words} taken as {ahead * many} {step}s")
        return


def _grains_said(frame: Frame) -> list[str]:
    """The units of time that were said: "monthly", "3 months"."""
    meanings = [term.meaning for term in frame.said.terms]
    for named in frame.said.named:
        meanings += [named.after, named.before]
    return [
        options["grain"]
        for meaning in meanings
        for options in meaning.options.values()
        if "grain" in options
    ]


def _totalled(frame: Frame) -> None:
    """Amounts of a period are added up, where no statistic was said."""
    if "grain" not in frame.params or frame.params.get("statistic"):
        return
    name = frame.params.get("column") or frame.params.get("y")
    if not frame.has("statistic") or not isinstance(name, str):
        return
    if roles.adds_up(frame.columns[name]):
        frame.params["statistic"] = "sum"
        grain = frame.params["grain"]
        frame.assumed.append(
            f"{name} is totalled for each {grain}; say “mean” for the other"
        )
