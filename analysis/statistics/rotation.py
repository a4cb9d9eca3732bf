"""Rotations of factor loadings towards few large and many small ones."""

from __future__ import annotations

import numpy as np
from statsmodels.multivariate.factor_rotation import rotate_factors


def rotated_loadings(
    loadings: np.ndarray, rotation: str
) -> tuple[np.ndarray, np.ndarray]:
    """Loadings rotated, and the correlations of the factors (varimax: none).

    Args:
        loadings: columns × factors. rotation: "varimax" (Kaiser 1958), "promax"
            (Hendrickson and White 1964, power 4), "oblimin" (Jennrich and Sampson 1966,
            gamma 0) or "none".
    """
    k = loadings.shape[1]
    if k < 2 or rotation == "none":
        return in_order(loadings, np.eye(k))
    if rotation == "varimax":
        return in_order(varimax(loadings), np.eye(k))
    if rotation == "promax":
        return in_order(*promax(loadings))
    pattern, axes = rotate_factors(loadings, "oblimin", 0, "oblique")
    return in_order(pattern, axes.T @ axes)


def varimax(loadings: np.ndarray) -> np.ndarray:
    """Varimax with Kaiser's normalisation, by singular values as R's ``varimax``."""
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    lengths[lengths == 0] = 1.0
    unit = loadings / lengths
    n_rows, k = unit.shape
    turn, size = np.eye(k), 0.0
    for _ in range(1_000):
        turned = unit @ turn
        change = unit.T @ (turned**3 - turned * (turned**2).sum(axis=0) / n_rows)
        left, singular, right = np.linalg.svd(change)
        turn = left @ right
        if singular.sum() < size * (1 + 1e-8):
            break
        size = singular.sum()
    rotated: np.ndarray = unit @ turn * lengths
    return rotated


def promax(loadings: np.ndarray, power: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Promax from a varimax solution, as R's ``promax``; and the factors' correlations."""
    start = varimax(loadings)
    target = start * np.abs(start) ** (power - 1)
    turn = np.linalg.lstsq(start, target, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    back = np.linalg.inv(turn)
    return start @ turn, back @ back.T


def in_order(
    loadings: np.ndarray, correlations: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Factors by their sums of squares, largest first, their sums of loadings positive."""
    order = np.argsort(-(loadings**2).sum(axis=0), kind="stable")
    loadings, correlations = loadings[:, order], correlations[np.ix_(order, order)]
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return loadings * signs, correlations * np.outer(signs, signs)
