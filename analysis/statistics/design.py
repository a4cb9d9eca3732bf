"""Columns of a table as the design matrix of a regression."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.wording import name_of
from analysis.statistics.values import (
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)

MAX_FACTOR_LEVELS = 50
MAX_DESIGN_COLUMNS = 200
MAX_WRITTEN = 200_000
HIGHEST_DEGREE = 12


class Design(NamedTuple):
    """A design matrix without the column of ones.

    ``values`` is n × k, ``labels`` and ``terms`` name each column and the term that it
    belongs to ("sex = male" of "sex"), ``parts`` are the predictors of each term,
    ``levels`` those of each factor, the reference level first.
    """

    values: np.ndarray
    labels: list[str]
    terms: list[str]
    parts: dict[str, list[str]]
    levels: dict[str, list[str]]


def complete_rows(
    data: pd.DataFrame, predictors: list[str], outcome: pd.Series, name: str
) -> pd.Series:
    """Which rows have the outcome and every predictor, as a mask.

    Raises:
        DataError: no predictor, the outcome among them, or no complete row.
    """
    require_rows(data)
    if not predictors:
        raise DataError(
            f"A regression of “{name}” needs at least one predictor.",
            "Name the columns that may explain it.",
            name,
        )
    if name in predictors:
        raise DataError(
            f"“{name}” cannot explain itself.", "Choose other predictors.", name
        )
    kept = outcome.notna().to_numpy()
    for predictor in predictors:
        column = one_column(data, predictor)
        if is_number_column(column):
            column = numbers_of(data, predictor)
        kept = kept & column.notna().to_numpy()
    if not kept.any():
        raise DataError(
            f"No row has a value of “{name}” and of every predictor.",
            "Leave out the predictor with most missing values, or fill them.",
            name,
        )
    return pd.Series(kept, index=data.index)


def design_of(
    rows: pd.DataFrame,
    predictors: list[str],
    degree: int = 1,
    pairs: list[tuple[str, str]] | None = None,
    *,
    sum_coding: bool = False,
    reference: dict[str, str] | None = None,
    squared: list[str] | None = None,
) -> Design:
    """Main effects, powers of numeric predictors and products of pairs.

    Words and yes/no values are factors in treatment coding: a column of 0 and 1 for each
    level but the first, or but the ``reference`` level of that factor. ``squared`` names
    predictors that have a square beside them. ``sum_coding`` sets the first level to -1 in all of them, as
    type III sums of squares need it.

    Raises:
        DataError: dates, too many levels or columns, or a predictor that does not vary.
    """
    if not 1 <= degree <= HIGHEST_DEGREE:
        raise DataError(
            f"A polynomial has a degree from 1 to {HIGHEST_DEGREE}.",
            "Degree 2 is usual.",
        )
    curved = set(squared or ())
    columns: list[tuple[str, str, np.ndarray]] = []
    first: dict[str, list[tuple[str, np.ndarray]]] = {}
    levels: dict[str, list[str]] = {}
    for name in dict.fromkeys(predictors):
        values = one_column(rows, name)
        if is_number_column(values):
            numbers = written_numbers(numbers_of(rows, name), name)
            first[name] = [(name_of(name), numbers)]
            powers = [
                (f"{name_of(name)}^{power}", numbers**power)
                for power in range(2, degree + 1 + (degree < 2 and name in curved))
            ]
        else:
            levels[name], first[name] = factor_columns(
                values, name, sum_coding, (reference or {}).get(name)
            )
            powers = []
        columns += [(name, *each) for each in (*first[name], *powers)]
    parts = {name: [name] for name in first}
    for a, b in pairs or ():
        term = f"{name_of(a)} × {name_of(b)}"
        parts[term] = [a, b]
        columns += [
            (term, f"{one} × {other}", x * z)
            for one, x in first[a]
            for other, z in first[b]
        ]
    if len(columns) > MAX_DESIGN_COLUMNS:
        raise DataError(
            f"The predictors make {len(columns):,} coefficients; at most "
            f"{MAX_DESIGN_COLUMNS} work.",
            "Leave out columns with many different words.",
            predictors[0],
        )
    # column after column in memory: what follows goes through it by columns
    matrix = np.array([values for _, _, values in columns]).T
    return Design(
        matrix, [c[1] for c in columns], [c[0] for c in columns], parts, levels
    )


def written_numbers(numbers: pd.Series, name: str) -> np.ndarray:
    """Numbers in extended precision, as the decimals that were written in the file.

    So no digit is lost where powers and nearly collinear columns multiply the rounding
    of the values (NIST StRD Longley and the Wampler sets). Very long columns stay double.
    """
    values = numbers.to_numpy(dtype="float64")
    if values.min() == values.max():
        raise DataError(
            f"“{name}” has the same value in all {len(values):,} rows used, so it "
            "cannot explain anything.",
            "Leave it out, or check the filters.",
            name,
        )
    if len(values) > MAX_WRITTEN or np.abs(values).max() > 1e100:
        return np.asarray(values)
    if np.array_equal(values, np.rint(values)):
        return np.asarray(values.astype(np.longdouble))
    return np.array([np.longdouble(repr(value)) for value in values.tolist()])


def factor_columns(
    values: pd.Series, name: str, sum_coding: bool, reference: str | None = None
) -> tuple[list[str], list[tuple[str, np.ndarray]]]:
    """The levels of a factor, the reference first, and a column for each other level."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        raise DataError(
            f"“{name}” holds dates, which cannot be a predictor as they are.",
            "Take a part of the date, such as the year, first.",
            name,
        )
    codes, found = pd.factorize(values, sort=True)
    labels = [name_of(level) for level in found]
    if reference is not None:
        codes, labels = with_reference(codes, labels, reference, name)
    if not 2 <= len(labels) <= MAX_FACTOR_LEVELS:
        problem = (
            f"has {len(labels):,} different words in the rows used; at most {MAX_FACTOR_LEVELS} "
            "work as a predictor"
            if labels[1:]
            else f"has one value only ({labels[0]}) in the rows used"
        )
        raise DataError(
            f"“{name}” {problem}.", "Leave it out, or check the filters.", name
        )
    base = (codes == 0).astype("float64") if sum_coding else 0.0
    return labels, [
        (f"{name_of(name)} = {label}", (codes == place).astype("float64") - base)
        for place, label in enumerate(labels)
        if place > 0
    ]


def with_reference(
    codes: np.ndarray, labels: list[str], reference: str, name: str
) -> tuple[np.ndarray, list[str]]:
    """Codes and labels with the reference level in front."""
    lowered = [label.casefold() for label in labels]
    if reference.casefold() not in lowered:
        raise DataError(
            f"“{name}” has no value “{reference}” in the rows used.",
            f"Its values are {', '.join(labels[:8])}.",
            name,
        )
    at = lowered.index(reference.casefold())
    order = [at, *(place for place in range(len(labels)) if place != at)]
    places = np.argsort(order)
    return places[codes], [labels[place] for place in order]


def paired(
    predictors: list[str], interacting: list[str] | None, every_pair: bool
) -> tuple[list[str], list[tuple[str, str]]]:
    """All predictors with those that interact, and the interacting pairs in order."""
    names = list(dict.fromkeys([*predictors, *(interacting or ())]))
    chosen = names if every_pair else list(dict.fromkeys(interacting or ()))
    if len(chosen) == 1:
        raise DataError(
            f"“{chosen[0]}” has no other predictor to interact with.",
            "Name two columns whose interaction you want.",
            chosen[0],
        )
    ordered = [name for name in names if name in chosen]
    return names, list(combinations(ordered, 2))
