"""Which groups of a table of counts differ, and in which cells."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.language import Language
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import muted, name_of, percent
from analysis.results.comparisons import CompareSharesResult, ResidualCell, SharesPair
from analysis.results.tests import Found
from analysis.signatures.inference import CountColumn, TwoFactors
from analysis.statistics.adjustment import adjusted_p_values, pairs_verdict
from analysis.statistics.contingency import (
    chi_square_result,
    count_table,
    expected_counts,
    require_levels,
    without_empty,
)
from analysis.statistics.samples import check_shares
from analysis.words.inference import pairs_summary, table_of, test_title

PairAdjustment = Literal["holm", "bh", "none"]
MAX_PAIRED = 15
FAR = 2.0  # adjusted residuals beyond it deviate (Agresti 2007, p. 38)

operation = Operation(
    __name__,
    kind="analyse",
    title="Pairwise chi-square tests",
    category="Compare",
    language=Language(phrases=()),
    by_itself=False,
    references=(
        Reference(
            {"smoker": ["yes", "no"] * 4,
             "study": ["1", "1", "2", "2", "3", "3", "4", "4"],
             "n": [83, 3, 90, 3, 129, 7, 70, 12]},
            {"columns": ["smoker", "study"], "frequency": "n"},
            {"pairs": [{"p_adjusted": 1.0}, {"p_adjusted": 1.0}, {"p_adjusted": 0.119},
                       {"p_adjusted": 1.0}, {"p_adjusted": 0.093},
                       {"p_adjusted": 0.124}]},
            "R: pairwise.prop.test(smokers, patients), help page; Fleiss (1981), p. 139",
            5e-3,
        ),
        Reference(
            {"row": ["female", "female", "female", "male", "male", "male"],
             "column": ["Democrat", "Independent", "Republican"] * 2,
             "n": [762, 327, 468, 484, 239, 477]},
            {"columns": ["row", "column"], "frequency": "n"},
            {"cells": [{"residual": 4.5020535}, {"residual": 0.6994517},
                       {"residual": -5.3159455}, {"residual": -4.5020535},
                       {"residual": -0.6994517}, {"residual": 5.3159455}]},
            "R: chisq.test(M)$stdres, help page; Agresti (2007), p. 39",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def compare_shares(
    data: pd.DataFrame,
    columns: TwoFactors,
    frequency: CountColumn | None = None,
    adjust: PairAdjustment = "holm",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> CompareSharesResult:
    """Chi-square tests of all pairs of groups, adjusted, and the residuals of the cells.

    The groups are the values of the column that has more of them, of the second if they
    are as many. Two by two tables have Yates' correction, as R's pairwise.prop.test.

    Returns ``pairs`` with p as it is and adjusted for their number, and ``cells`` with
    adjusted residuals: distances from independence in standard errors (Haberman 1973).

    Raises:
        DataError: a column with one value, or more than 15 groups.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    levels, table, n_missing = count_table(data, columns, frequency)
    levels, table = without_empty(levels, table)
    for column, labels in zip(columns, levels, strict=True):
        require_levels(column, labels, test="a comparison")
    place = 0 if table.shape[0] > table.shape[1] else 1
    groups = levels[place]
    if len(groups) > MAX_PAIRED:
        raise DataError(
            f"“{columns[place]}” has {len(groups)} groups; at most {MAX_PAIRED} are "
            "compared in pairs.",
            "Filter to fewer.",
            columns[place],
        )
    counts = table if place == 0 else table.T
    pairs = group_pairs(groups, counts, adjust, alpha)
    return {
        "pairs": pairs,
        "cells": cell_residuals(levels, table),
        **pairs_verdict([pair["significant"] for pair in pairs]),
        "compared": columns[place],
        "alpha": alpha,
        "adjust": adjust,
        "method": "pairwise chi-square tests",
        "n_obs": int(table.sum()),
        "n_missing": n_missing,
    }


def group_pairs(
    groups: list[str], counts: np.ndarray, adjust: str, alpha: float
) -> list[SharesPair]:
    """A chi-square test for every pair of rows of a table of counts."""
    pairs: list[SharesPair] = []
    for first, second in combinations(range(len(groups)), 2):
        part = counts[[first, second]]
        part = part[:, part.sum(axis=0) > 0]
        found: Found = {"statistic": 0.0, "p_value": 1.0, "dof": 0}
        if part.shape[1] > 1:
            found = chi_square_result(part, part.shape == (2, 2))
        pairs.append({"first": groups[first], "second": groups[second], **found})
    raw = [float(pair["p_value"]) for pair in pairs]
    for pair, p_value in zip(pairs, adjusted_p_values(raw, adjust), strict=True):
        pair["p_adjusted"] = p_value
        pair["significant"] = bool(p_value < alpha)
    return pairs


def cell_residuals(levels: list[list[str]], table: np.ndarray) -> list[ResidualCell]:
    """Counts, expected counts and adjusted residuals, row by row."""
    expected, total = expected_counts(table), table.sum()
    rows = 1 - table.sum(axis=1, keepdims=True) / total
    columns = 1 - table.sum(axis=0, keepdims=True) / total
    residuals = (table - expected) / np.sqrt(expected * rows * columns)
    return [
        {
            "row": levels[0][i],
            "column": levels[1][j],
            "count": float(table[i, j]),
            "expected": float(expected[i, j]),
            "residual": float(residuals[i, j]),
            "p_value": float(2 * stats.norm.sf(abs(residuals[i, j]))),
        }
        for i in range(table.shape[0])
        for j in range(table.shape[1])
    ]


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return test_title("Pairwise chi-square tests", columns)


@operation.present
def present(result: CompareSharesResult, columns: list[str]) -> Answer:
    pairs = sorted(result["pairs"], key=lambda pair: pair["p_adjusted"])
    cells = sorted(result["cells"], key=lambda cell: -abs(cell["residual"]))
    heads = {
        "first": ("group", "text"),
        "second": ("with", "text"),
        "statistic": ("χ²", "number"),
        "p_value": ("p", "p_value"),
        "p_adjusted": ("p adjusted", "p_value"),
    }
    cell_heads = {
        "row": (name_of(columns[0]), "text"),
        "column": (name_of(columns[1]), "text"),
        "count": ("count", "integer"),
        "expected": ("expected", "number"),
        "residual": ("adjusted residual", "number"),
        "p_value": ("p", "p_value"),
    }
    missing = f"; {result['n_missing']:,} left out" if result["n_missing"] else ""
    adjusted = {
        "holm": "Holm's method",
        "bh": "Benjamini and Hochberg",
        "none": "nothing",
    }
    return Answer(
        pairs_summary(
            pairs,
            "p_adjusted",
            f"at alpha = {result['alpha']:g}",
            of=f" of {name_of(result['compared'])}",
        )
        + _far_words(cells[0]),
        (
            table_of(pairs, heads, "Pairs"),
            table_of(cells, cell_heads, "Cells, the most unusual first"),
            muted(
                f"P-values of the pairs adjusted by {adjusted[result['adjust']]}; residuals "
                f"beyond {FAR:g} stand out (about {percent(0.05)} by chance). "
                f"n = {result['n_obs']:,}{missing}."
            ),
        ),
    )


def _far_words(far: ResidualCell) -> str:
    """The cell furthest from what chance gives, where it is far."""
    if abs(far["residual"]) <= FAR:
        return ""
    more = "more" if far["residual"] > 0 else "less"
    return (
        f" {far['row']} with {far['column']} is {more} frequent than by chance "
        f"({far['count']:g} against {far['expected']:.1f})."
    )
