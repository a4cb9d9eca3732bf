"""A column of counts as the outcome of a Poisson regression."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special, stats

from analysis.base.errors import DataError
from analysis.results.regressions import CountDispersion
from analysis.statistics.design import Design, complete_rows, design_of, paired
from analysis.statistics.sandwich import cluster_codes
from analysis.statistics.values import numbers_of, one_column, require_rows

LARGEST_COUNT = 1e12


def count_model(
    data: pd.DataFrame,
    outcome: str,
    predictors: list[str],
    interacting: list[str] | None = None,
    all_interactions: bool = False,
    reference: dict[str, str] | None = None,
    cluster: str | None = None,
) -> tuple[Design, np.ndarray, np.ndarray | None]:
    """Design, counts, and each row's cluster as a number, if there are clusters.

    Raises:
        DataError: the outcome does not hold counts, or only zeros.
    """
    require_rows(data)
    names, pairs = paired(predictors, interacting, all_interactions)
    numbers = numbers_of(data, outcome)
    kept = complete_rows(data, names, numbers, outcome)
    if cluster is not None:
        kept = kept & one_column(data, cluster).notna()
    counts = numbers[kept].to_numpy(dtype="float64")
    require_counts(counts, outcome)
    design = design_of(
        data.loc[kept.to_numpy(), names], names, 1, pairs, reference=reference
    )
    groups = (
        None
        if cluster is None
        else cluster_codes(one_column(data, cluster)[kept], cluster)
    )
    return design, counts, groups


def require_counts(counts: np.ndarray, outcome: str) -> None:
    """A DataError for values that are no counts, or all zero."""
    whole = np.array_equal(counts, np.rint(counts))
    if not whole or counts.min() < 0 or counts.max() > LARGEST_COUNT:
        raise DataError(
            f"“{outcome}” does not hold counts (whole numbers from 0).",
            "Ask for a linear regression, or choose a column of counts.",
            outcome,
        )
    if counts.max() == 0:
        raise DataError(
            f"All {len(counts):,} values of “{outcome}” are zero, so no rate can be "
            "explained.",
            "Check the filters, or choose another outcome.",
            outcome,
        )


def count_dispersion(
    counts: np.ndarray, fitted: np.ndarray, dof: int
) -> CountDispersion:
    """Pearson's dispersion with its chi-square test, and the model's deviances."""
    pearson = float(((counts - fitted) ** 2 / fitted).sum())
    return {
        "dispersion": pearson / dof,
        "dispersion_p_value": float(stats.chi2.sf(pearson, dof)),
        "deviance": poisson_deviance(counts, fitted),
        "null_deviance": poisson_deviance(counts, np.full(len(counts), counts.mean())),
    }


def poisson_deviance(counts: np.ndarray, fitted: np.ndarray) -> float:
    """Twice the distance of the log likelihood from the saturated model's."""
    parts = special.xlogy(counts, counts / fitted) - (counts - fitted)
    return float(2 * parts.sum())
