"""Numbers rounded."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import NumericColumns
from analysis.base.wording import counted, names_of
from analysis.results.preparing import RoundColumnsInfo
from analysis.statistics.values import numbers_of

Way = Literal["nearest", "up", "down"]
_FINEST = 12

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Round numbers",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example("round fare", {"columns": ["fare"]}),
            Example("round fare to 1 decimal", {"columns": ["fare"], "decimals": 1}),
            Example("round fare to the nearest 10", {"columns": ["fare"], "step": 10}),
            Example("round age up", {"columns": ["age"], "way": "up"}),
            Example(
                "round age and fare down", {"columns": ["age", "fare"], "way": "down"}
            ),
        ),
    ),
)


@operation.compute
def round_columns(
    data: pd.DataFrame,
    columns: NumericColumns,
    decimals: int = 0,
    step: float | None = None,
    way: Way = "nearest",
) -> tuple[pd.DataFrame, RoundColumnsInfo]:
    """Round columns of numbers, to decimals or to multiples of a number.

    Args:
        decimals: how many stay; -2 rounds to hundreds.
        step: multiples of what (5, 0.25), instead of decimals.
        way: "nearest" (of two equally near ones the even), "up" or "down".

    Raises:
        DataError: a column holds no numbers, or a setting makes no sense.
    """
    if not -_FINEST <= decimals <= _FINEST or (step is not None and step <= 0):
        raise DataError(
            f"Numbers are rounded to at most {_FINEST} decimals, or to multiples of a "
            "number above 0.",
            "For example: round to 2 decimals, round to the nearest 5.",
        )
    unit = 10.0**-decimals if step is None else step
    to_whole = {"nearest": np.rint, "up": np.ceil, "down": np.floor}[way]
    made, n_changed = {}, 0
    for name in dict.fromkeys(columns):
        numbers = numbers_of(data, name)
        # 0.29 * 100 is 28.999999999999996: such traces of the division go first.
        multiples = to_whole((numbers / unit).round(9))
        rounded = (multiples * unit).round(_FINEST)
        if way == "nearest" and step is None:
            rounded = numbers.round(decimals)
        n_changed += int((rounded.ne(numbers) & numbers.notna()).sum())
        whole = not rounded.isna().any() and bool((rounded % 1 == 0).all())
        fits = whole and bool(rounded.abs().max() < 2**53) if len(rounded) else False
        made[name] = rounded.astype("int64") if fits else rounded
    return data.assign(**made), {"columns": list(made), "n_changed": n_changed}


@operation.reshapes
def columns_after(schema: Schema, columns: list[str]) -> list[Column]:
    """The same columns; the rounded values are not known one by one."""
    return [
        one.model_copy(update={"levels": ()}) if one.name in columns else one
        for one in schema.columns
    ]


@operation.restate
def restate(
    columns: list[str],
    decimals: int = 0,
    step: float | None = None,
    way: str = "nearest",
) -> str:
    to = f"multiples of {step:g}" if step is not None else counted(decimals, "decimal")
    if step is None and decimals <= 0:
        to = f"{10**-decimals:,}s" if decimals else "whole numbers"
    return f"{names_of(columns)} rounded{'' if way == 'nearest' else f' {way}'} to {to}"


@operation.present
def present(result: RoundColumnsInfo) -> Answer:
    n = counted(result["n_changed"], "value")
    return Answer(f"Rounded {names_of(result['columns'])}: {n} changed.")
