"""Two-way analysis of variance from the means of cells."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.results.test_kinds import FactorTerm
from analysis.statistics.moments import mean_and_deviations


def cell_summary(
    values: np.ndarray, first: np.ndarray, second: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Sizes and means of the cells of two coded factors, and the sum of squares within.

    The grand mean is taken off first. Models need no more than this, so that a million
    rows cost no more than a hundred.
    """
    deviations = mean_and_deviations(values)[1]
    shape = int(first.max()) + 1, int(second.max()) + 1
    cells = first * shape[1] + second
    order = np.argsort(cells, kind="stable")
    counts = np.bincount(cells, minlength=shape[0] * shape[1])
    means, within = np.zeros(len(counts)), []
    for cell, part in enumerate(np.split(deviations[order], np.cumsum(counts)[:-1])):
        if len(part):
            means[cell], rest = mean_and_deviations(part)
            within.append(math.fsum((rest**2).tolist()))
    return counts.reshape(shape), means.reshape(shape), math.fsum(within)


def two_way_terms(
    sizes: np.ndarray, means: np.ndarray, ss_within: float, kind: int, interaction: bool
) -> list[FactorTerm] | None:
    """Sums of squares, F and p of both factors and, if asked, of their interaction.

    Type I takes the terms in their order, each after those before it. Type II takes each factor after the other, type III each term after all others, in
    sum-to-zero coding (as SAS and R's car with contr.sum). None where nothing is left to
    judge by.
    """
    designs = factor_designs(sizes.shape)
    used = ["one", "a", "b", *(["ab"] if interaction else [])]
    weights, target = sizes.ravel().astype("float64"), means.ravel()

    def rest(names: list[str]) -> float:
        return weighted_rest(
            np.hstack([designs[name] for name in names]), target, weights
        )

    full = rest(used)
    dof_error = float(weights.sum()) - rank_of(designs, used, weights)
    if dof_error < 1 or not ss_within + full > 0:
        return None
    ms_error = (ss_within + full) / dof_error
    rows: list[FactorTerm] = []
    for term in used[1:]:
        if kind == 1:
            with_term = used[: used.index(term) + 1]
        else:
            with_term = used if kind == 3 or term == "ab" else ["one", "a", "b"]
        without = [name for name in with_term if name != term]
        ss = max(0.0, rest(without) - rest(with_term))
        dof = designs[term].shape[1]
        f = ss / dof / ms_error
        rows.append(
            {
                "term": term,
                "statistic": f,
                "p_value": float(stats.f.sf(f, dof, dof_error)),
                "dof": [dof, dof_error],
                "sum_of_squares": ss,
                "partial_eta_squared": ss / (ss + ss_within + full),
            }
        )
    rows.append(
        {
            "term": "residual",
            "statistic": None,
            "p_value": None,
            "dof": [dof_error],
            "sum_of_squares": ss_within + full,
            "partial_eta_squared": None,
        }
    )
    return rows


def factor_designs(shape: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Sum-to-zero columns of both factors and their interaction, a row per cell."""
    codes = [np.vstack([np.eye(levels - 1), -np.ones(levels - 1)]) for levels in shape]
    a = np.repeat(codes[0], shape[1], axis=0)
    b = np.tile(codes[1], (shape[0], 1))
    ab = np.einsum("ij,ik->ijk", a, b).reshape(len(a), -1)
    return {"one": np.ones((len(a), 1)), "a": a, "b": b, "ab": ab}


def weighted_rest(design: np.ndarray, target: np.ndarray, weights: np.ndarray) -> float:
    """The weighted residual sum of squares of a least-squares fit."""
    root = np.sqrt(weights)
    fitted = np.linalg.lstsq(design * root[:, None], target * root, rcond=None)[0]
    return float((((target - design @ fitted) * root) ** 2).sum())


def rank_of(
    designs: dict[str, np.ndarray], names: list[str], weights: np.ndarray
) -> int:
    """How many parameters the filled cells can tell apart."""
    design = np.hstack([designs[name] for name in names])
    return int(np.linalg.matrix_rank(design[weights > 0]))
