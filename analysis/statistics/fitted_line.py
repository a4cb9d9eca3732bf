"""A least-squares model from its table: rows, design, weights, fit and covariance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.design import (
    Design,
    complete_rows,
    design_of,
    paired,
    written_numbers,
)
from analysis.statistics.least_squares import (
    Fit,
    classical_covariance,
    clustered_covariance,
    least_squares,
    robust_covariance,
)
from analysis.statistics.samples import require_scale
from analysis.statistics.sandwich import cluster_codes
from analysis.statistics.values import numbers_of, one_column


class FittedLine(NamedTuple):
    """A fitted model: ``kept`` says which rows it used, ``y`` and ``design`` are theirs.

    ``coded`` is the design in the coding that the sums of squares need. ``dof`` are
    those of the model and of its errors, ``n_clusters`` 0 without clusters.
    """

    fit: Fit
    covariance: np.ndarray
    design: Design
    coded: Design
    y: np.ndarray
    kept: np.ndarray
    weights: np.ndarray | None
    dof: list[int]
    n_clusters: int


def fitted_line(
    data: pd.DataFrame,
    outcome: str,
    predictors: list[str],
    interacting: list[str] | None = None,
    all_interactions: bool = False,
    degree: int = 1,
    squared: list[str] | None = None,
    reference: dict[str, str] | None = None,
    intercept: bool = True,
    covariance: str = "nonrobust",
    cluster: str | None = None,
    weights: str | None = None,
    typ: str = "2",
) -> FittedLine:
    """Fits the model on the rows that have every value, those of weight zero left out."""
    names, pairs = paired(predictors, interacting, all_interactions)
    numbers = numbers_of(data, outcome)
    kept = complete_rows(data, names, numbers, outcome).to_numpy()
    if weights is not None:
        kept = kept & weighing(data, weights)
    if cluster is not None:
        kept = kept & one_column(data, cluster).notna().to_numpy()
    rows, y = data.loc[kept, names], written_numbers(numbers[kept], outcome)
    require_scale(y.astype("float64"), outcome)
    design = design_of(rows, names, degree, pairs, reference=reference, squared=squared)
    heavy = (
        None if weights is None else numbers_of(data, weights)[kept].to_numpy("float64")
    )
    fit = least_squares(design.values, y, design.labels, intercept, heavy)
    n_obs, p = fit.basis.shape
    n_clusters, dof_error = 0, n_obs - p
    if cluster is not None:
        codes = cluster_codes(one_column(data, cluster)[kept], cluster)
        n_clusters = int(codes.max()) + 1
        cov, dof_error = clustered_covariance(fit, codes), n_clusters - 1
    elif covariance == "nonrobust":
        cov = classical_covariance(fit)
    else:
        cov = robust_covariance(fit, covariance)
    coded = design if typ != "3" else design_of(
        rows, names, degree, pairs, sum_coding=True, reference=reference, squared=squared
    )  # fmt: skip
    dof = [p - intercept, dof_error]
    return FittedLine(fit, cov, design, coded, y, kept, heavy, dof, n_clusters)


def weighing(data: pd.DataFrame, weights: str) -> np.ndarray:
    """Which rows have a weight above zero.

    Raises:
        DataError: a negative weight, or none above zero.
    """
    numbers = numbers_of(data, weights)
    if (numbers < 0).any():
        raise DataError(
            f"“{weights}” has negative values, which are no weights.",
            "Choose another column of weights, or filter the rows.",
            weights,
        )
    heavy = (numbers > 0).to_numpy(bool)
    if not heavy.any():
        raise DataError(
            f"“{weights}” has no value above zero.", "Choose another column.", weights
        )
    return np.asarray(heavy)
