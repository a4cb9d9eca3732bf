"""A column with two values as the event and non-event of a logistic regression."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.wording import name_of
from analysis.statistics.design import Design, complete_rows, design_of, paired
from analysis.statistics.sandwich import cluster_codes
from analysis.statistics.values import (
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)


def binary_model(
    data: pd.DataFrame,
    outcome: str,
    predictors: list[str],
    interacting: list[str] | None = None,
    all_interactions: bool = False,
    reference: dict[str, str] | None = None,
    cluster: str | None = None,
    event_level: str | None = None,
) -> tuple[Design, np.ndarray, list[str], list[str], np.ndarray | None]:
    """Design, events as 0 and 1, the outcome's two levels (event last), the predictors.

    Last come each row's cluster as a number, if there are clusters.

    The event is ``event_level``, else the level that sorts last: 1 of 0 and 1, yes of
    no and yes.

    Raises:
        DataError: the outcome does not have exactly two values in the rows used, or the
            event is none of them.
    """
    require_rows(data)
    names, pairs = paired(predictors, interacting, all_interactions)
    column = one_column(data, outcome)
    if is_number_column(column):
        column = numbers_of(data, outcome)
    kept = complete_rows(data, names, column, outcome)
    if cluster is not None:
        kept = kept & one_column(data, cluster).notna()
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
    if event_level is not None and _place_of(event_level, levels, outcome) == 0:
        codes, levels = 1 - codes, levels[::-1]
    design = design_of(
        data.loc[kept.to_numpy(), names], names, 1, pairs, reference=reference
    )
    groups = (
        None
        if cluster is None
        else cluster_codes(one_column(data, cluster)[kept], cluster)
    )
    return design, codes.astype("float64"), levels, names, groups


def _place_of(level: str, levels: list[str], outcome: str) -> int:
    """Where a level is among the two that there are."""
    said = [name.casefold() for name in levels]
    if str(level).casefold() not in said:
        raise DataError(
            f"“{outcome}” has no value “{level}” in the rows used: it has "
            f"“{levels[0]}” and “{levels[1]}”.",
            "Name one of them as the event.",
            outcome,
        )
    return said.index(str(level).casefold())
