"""How many components or factors rise above noise."""

from __future__ import annotations

import numpy as np
from scipy import stats

MOST_PARALLEL = 60
N_NOISE = 200


def noise_eigenvalues(
    n_rows: int, n_columns: int, random_state: int
) -> np.ndarray | None:
    """The 95th percentiles of the eigenvalues of correlations of noise, largest first.

    Horn (1965) with 200 data sets. Covariances of normal noise follow a Wishart
    distribution, so they are drawn at once. None for more than 60 columns, or where
    there are fewer rows than columns.
    """
    if n_rows - 1 < n_columns or n_columns > MOST_PARALLEL:
        return None
    if n_columns == 1:
        return np.ones(1)
    drawn = stats.wishart(df=n_rows - 1, scale=np.eye(n_columns)).rvs(
        size=N_NOISE, random_state=random_state
    )
    spread = np.sqrt(np.einsum("kii->ki", drawn))
    noise = np.linalg.eigvalsh(drawn / spread[:, :, None] / spread[:, None, :])
    limits: np.ndarray = np.percentile(noise[:, ::-1], 95, axis=0)
    return limits


def leading_above(eigenvalues: np.ndarray, noise: np.ndarray | None) -> int | None:
    """How many of the leading eigenvalues exceed those of noise."""
    if noise is None:
        return None
    above = eigenvalues > noise[: len(eigenvalues)]
    return int(len(above) if above.all() else above.argmin())
