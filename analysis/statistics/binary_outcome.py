"""A column with two values as the event and non-event of a logistic regression."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.statistics.design import Design, complete_rows, design_of, paired
from analysis.statistics.values import (
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)
from analysis.wording import name_of


def binary_model(
    data: pd.DataFrame,
    outcome: str,
    predictors: list[str],
    interacting: list[str] | None = None,
    all_interactions: bool = False,
) -> tuple[Design, np.ndarray, list[str], list[str]]:
    """Design, events as 0 and 1, the outcome's two levels (event last), the predictors.

    The event is the level that sorts last: 1 of 0 and 1, yes of no and yes.

    Raises:
        DataError: the outcome does not have exactly two values in the rows used.
    """
    require_rows(data)
    names, pairs = paired(predictors, interacting, all_interactions)
    column = one_column(data, outcome)
    if is_number_column(column):
        column = numbers_of(data, outcome)
    kept = complete_rows(data, names, column, outcome)
    codes, found = pd.factorize(column[kept], sort=True)
    if len(found) != 2:
        raise DataError(
            f"“{outcome}” has {len(found):,} different value"
            f"{'' if len(found) == 1 else 's'} in the rows used; a logistic regression "
            "needs two.",
            "Recode it to two values, or ask for a linear regression."
            if len(found) > 2
            else "Check the filters, or choose another outcome.",
            outcome,
        )
    levels = [name_of(level) for level in found]
    design = design_of(data.loc[kept.to_numpy(), names], names, 1, pairs)
    return design, codes.astype("float64"), levels, names
