"""Tables of counts, and what is computed from them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.wording import name_of
from analysis.results.test_kinds import OddsRatio
from analysis.results.tests import CountsRow, Found
from analysis.statistics.values import numbers_of, one_column, require_rows

MAX_TABLE_LEVELS = 50
MAX_CASES = 1e12
SMALLEST_COUNT = 1e-6


def level_codes(
    data: pd.DataFrame, column: str, kept: pd.Series, most: int = MAX_TABLE_LEVELS
) -> tuple[np.ndarray, list[str]]:
    """A column's values as codes with their labels, in order; rows outside kept dropped."""
    codes, found = pd.factorize(one_column(data, column)[kept], sort=True)
    if len(found) > most:
        raise DataError(
            f"“{column}” has {len(found):,} different values; a table of counts takes at "
            f"most {most}.",
            "Choose a column with fewer, or put its values into bins first.",
            column,
        )
    return codes, [name_of(value) for value in found]


def case_weights(data: pd.DataFrame, frequency: str | None) -> pd.Series:
    """How many cases each row stands for: the counts in ``frequency``, or one."""
    if frequency is None:
        return pd.Series(1.0, index=data.index)
    weights = numbers_of(data, frequency)
    if (weights < 0).any() or float(weights.sum()) > MAX_CASES:
        raise DataError(
            f"“{frequency}” holds numbers that cannot be counts of cases.",
            "Counts are zero or more, and whole numbers of cases.",
            frequency,
        )
    return weights.where(~(weights < SMALLEST_COUNT), 0.0)


def count_table(
    data: pd.DataFrame, columns: list[str], frequency: str | None = None
) -> tuple[list[list[str]], np.ndarray, int]:
    """Counts of all combinations of the columns' values.

    Args:
        frequency: a column of counts, where each row stands for several cases.

    Returns the levels per column, the counts with one axis per column, and how many rows
    were left out because a value was missing.

    Raises:
        DataError: a column named twice, too many levels, or no complete row.
    """
    require_rows(data)
    if len(set(columns)) != len(columns):
        raise DataError(
            f"“{columns[0]}” is named twice.", "Name different columns.", columns[0]
        )
    weights = case_weights(data, frequency)
    kept = weights.notna()
    for column in columns:
        kept &= one_column(data, column).notna()
    if not kept.any() or not weights[kept].sum() >= 1:
        raise DataError(
            f"No row has a value in all of {', '.join(f'“{c}”' for c in columns)}.",
            "Check the filters, or choose other columns.",
            columns[0],
        )
    codes, levels = [], []
    for column in columns:
        found, labels = level_codes(data, column, kept)
        codes.append(found)
        levels.append(labels)
    shape = tuple(len(labels) for labels in levels)
    cells = np.ravel_multi_index(tuple(codes), shape)
    counts = np.bincount(
        cells,
        weights=weights[kept].to_numpy(dtype="float64"),
        minlength=math.prod(shape),
    )
    return levels, counts.reshape(shape), int((~kept).sum())


def without_empty(
    levels: list[list[str]], table: np.ndarray
) -> tuple[list[list[str]], np.ndarray]:
    """A two-way table without rows and columns that count nothing."""
    rows, columns = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    named = [
        [label for label, used in zip(labels, filled, strict=True) if used]
        for labels, filled in zip(levels, (rows, columns), strict=True)
    ]
    return named, table[rows][:, columns]


def require_levels(
    column: str, levels: list[str], exactly: int | None = None, test: str = "the test"
) -> None:
    """A DataError unless a column has two or more, or exactly so many, values."""
    shown = ", ".join(levels[:8])
    if len(levels) < 2:
        raise DataError(
            f"“{column}” has one value only ({shown}); {test} needs at least two.",
            "Choose a column that varies, or check the filters.",
            column,
        )
    if exactly is not None and len(levels) != exactly:
        raise DataError(
            f"“{column}” has {len(levels)} values ({shown}); {test} needs {exactly}.",
            f"Filter to {exactly} of them, or choose another column.",
            column,
        )


def expected_counts(table: np.ndarray) -> np.ndarray:
    """The counts of a two-way table if rows and columns were independent."""
    product: np.ndarray = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return product


def chi_square_result(table: np.ndarray, correction: bool) -> Found:
    """Pearson's (1900) chi-square of independence; Yates' correction for 2 × 2."""
    expected = expected_counts(table)
    distance = np.abs(table - expected)
    if correction and table.shape == (2, 2):
        distance = distance - np.minimum(0.5, distance)
    chi2 = float((distance**2 / expected).sum())
    dof = (table.shape[0] - 1) * (table.shape[1] - 1)
    return {"statistic": chi2, "p_value": float(stats.chi2.sf(chi2, dof)), "dof": dof}


def likelihood_ratio_result(table: np.ndarray) -> Found:
    """The G test of independence (Wilks 1938)."""
    expected = expected_counts(table)
    filled = table > 0
    g = float(2 * (table[filled] * np.log(table[filled] / expected[filled])).sum())
    g = max(0.0, g)
    dof = (table.shape[0] - 1) * (table.shape[1] - 1)
    return {"statistic": g, "p_value": float(stats.chi2.sf(g, dof)), "dof": dof}


def odds_ratio_interval(table: np.ndarray, confidence_level: float) -> OddsRatio:
    """The sample odds ratio of a 2 × 2 table with Woolf's (1955) interval.

    A half is added to every cell where one is empty (Haldane 1956, Anscombe 1956).
    """
    cells = table + 0.5 if (table == 0).any() else table
    (a, b), (c, d) = cells
    log_ratio = math.log(a * d / (b * c))
    error = math.sqrt(float((1 / cells).sum()))
    half = float(stats.norm.ppf((1 + confidence_level) / 2)) * error
    return {
        "odds_ratio": math.exp(log_ratio),
        "odds_ratio_ci_low": math.exp(log_ratio - half),
        "odds_ratio_ci_high": math.exp(log_ratio + half),
    }


def table_records(
    levels: list[list[str]], table: np.ndarray, expected: np.ndarray | None = None
) -> list[CountsRow]:
    """A two-way table as one dict per row: row, counts, total, expected counts."""
    rows: list[CountsRow] = []
    for i, label in enumerate(levels[0]):
        row: CountsRow = {
            "row": label,
            "counts": [plain_count(value) for value in table[i]],
            "total": plain_count(table[i].sum()),
        }
        if expected is not None:
            row["expected"] = [float(value) for value in expected[i]]
        rows.append(row)
    return rows


def plain_count(value: float) -> int | float:
    """A count as a whole number where it is one."""
    return int(value) if float(value).is_integer() else float(value)
