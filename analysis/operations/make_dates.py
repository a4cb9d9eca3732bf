"""Dates from columns of years, months and days."""

from __future__ import annotations

from typing import Annotated

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Language
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import ColumnRole
from analysis.base.wording import counted, name_of, names_of
from analysis.results.preparing import MakeDatesInfo
from analysis.statistics.date_parts import dates_of_parts, parts_of_date
from analysis.statistics.texts import require_free

PartColumns = Annotated[list[str], ColumnRole("any", many=True, minimum=1, maximum=3)]

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Dates from their parts",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(),
    ),
)


@operation.compute
def make_dates(
    data: pd.DataFrame, columns: PartColumns, name: str = "date"
) -> tuple[pd.DataFrame, MakeDatesInfo]:
    """A column of dates from columns of year, month and day, in any order.

    Which is which follows from their names, and from their values where those say nothing.
    Without a day it is the first of the month, without a month that of the year. Parts
    that make no date (31 February) are missing.

    Raises:
        DataError: no column is one of years, or no row makes a date.
    """
    require_free(data, [name], columns[0])
    parts = parts_of_date(data, list(dict.fromkeys(columns)))
    dates = dates_of_parts(data, parts)
    given = pd.concat([data[one].notna() for one in parts.values()], axis=1).all(axis=1)
    if not dates.notna().any():
        raise DataError(
            f"No row of {names_of(columns)} makes a date.",
            "Say which columns are the year, the month and the day.",
            columns[0],
        )
    info: MakeDatesInfo = {
        "name": name,
        "parts": parts,
        "n_impossible": int((given & dates.isna()).sum()),
        "first": f"{dates.min():%Y-%m-%d}",
        "last": f"{dates.max():%Y-%m-%d}",
    }
    return data.assign(**{name: dates}), info


@operation.reshapes
def columns_after(
    schema: Schema, columns: list[str], name: str = "date"
) -> list[Column]:
    """The columns and the new one; its dates are not known."""
    some = max(3, schema.n_rows - 1)
    return [*schema.columns, Column(name=name, kind="datetime", n_unique=some)]


@operation.restate
def restate(columns: list[str], name: str = "date") -> str:
    return f"Dates of {names_of(columns)} as {name_of(name)}"


@operation.present
def present(result: MakeDatesInfo) -> Answer:
    parts = ", ".join(f"{part} from {one}" for part, one in result["parts"].items())
    words = (
        f"New column {name_of(result['name'])} ({parts}), from {result['first']} to "
        f"{result['last']}."
    )
    if result["n_impossible"]:
        words += (
            f" {counted(result['n_impossible'], 'row')} make no date and are missing."
        )
    return Answer(words)
