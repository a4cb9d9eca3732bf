"""Parts of the calendar as groups: a column made of the dates, for one answer only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.items import as_formula
from chat.reader.frames.frame import NO_ROLE
from chat.reader.frames.items import Group

if TYPE_CHECKING:
    from chat.reader.frames.frame import Frame

# The formula for each unit of time by which rows can be parted.
_FORMULAS = {
    "weekday": "weekday",
    "month": "month",
    "month_of_year": "month",
    "quarter": "quarter",
    "quarter_of_year": "quarter",
    "hour_of_day": "hour",
    "day_of_month": "day",
    "year": "year",
}
# How many different values each has; a table spans a few years.
_PARTS = {"weekday": 7, "month": 12, "quarter": 4, "hour": 24, "day": 31, "year": 5}
_DERIVED = 0.1  # dearer than a column that the table has


def with_grains(frame: Frame, groups: list[Group]) -> list[Group]:
    """The groups, with a column made of the dates for each unit that parts the rows."""
    found = list(groups)
    for grain in frame.said.grains:
        name = _derived(frame, grain.unit)
        if name is None:
            frame.violate(grain.unit, NO_ROLE)
        else:
            found.append(Group((name,), grain.markers))
    return found


def _derived(frame: Frame, unit: str) -> str | None:
    formula = _FORMULAS.get(unit)
    dates = [
        column for column in roles.time_columns(frame.lattice.columns.values())
        if column.kind == "datetime"
    ]  # fmt: skip
    if formula is None or not dates:
        return None
    name = formula if formula not in frame.lattice.columns else f"{formula} of a date"
    expression = f"{formula}({as_formula(dates[0].name)})"
    frame.prepare.append(
        Step(operation="add_column", params={"name": name, "expression": expression})
    )
    frame.made[name] = _made(name, formula)
    frame.cost += _DERIVED
    if unit in ("month", "quarter"):
        frame.assumed.append(f"a {unit} is the same one of every year")
    return name


def _made(name: str, formula: str) -> Column:
    """The derived column: its numbers name parts of the calendar and measure nothing."""
    return Column(name=name, kind="category", n_unique=_PARTS[formula])
