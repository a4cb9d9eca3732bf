"""Ordinary least squares to nearly full precision."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import linalg

from analysis.base.errors import DataError
from analysis.statistics.sandwich import cluster_factor, sandwich

REFINEMENTS = 4
DEPENDENT = 1e-12
EXACT = 1e-15  # of the largest value: what double precision cannot tell from zero


class Fit(NamedTuple):
    """A least-squares fit of n rows and p coefficients, the intercept first if any.

    ``basis`` (n × p) is orthonormal and ``back`` (p × p) turns it into coefficients:
    coefficients = back · basisᵀ · outcome. ``inflation`` are the slopes' variance
    inflation factors. ``rss``, ``ess`` and ``tss`` are the residual, explained and total
    sums of squares, about the mean if there is an intercept. ``exact`` says that the
    residuals are no more than rounding.
    """

    coefficients: np.ndarray
    residuals: np.ndarray
    fitted: np.ndarray
    basis: np.ndarray
    back: np.ndarray
    inflation: np.ndarray
    rss: float
    ess: float
    tss: float
    exact: bool


def least_squares(
    design: np.ndarray,
    outcome: np.ndarray,
    labels: list[str],
    intercept: bool,
    weights: np.ndarray | None = None,
) -> Fit:
    """Least squares, weighted if asked, by QR of the centred, scaled columns, refined in extended precision.

    The refinement solves the augmented system of residuals and coefficients (Björck 1967,
    BIT 7), so that certified digits are kept in ill-conditioned data. With ``weights``
    (positive) rows are multiplied by their roots: ``residuals`` are weighted ones, sums
    of squares are about the weighted mean.

    Raises:
        DataError: no row more than coefficients, or a column that the others determine.
    """
    n_obs, k = design.shape
    n_coefficients = k + intercept
    if n_obs <= n_coefficients:
        raise DataError(
            f"{n_obs} complete rows are too few for {n_coefficients} coefficients; at "
            f"least {n_coefficients + 1} are needed.",
            "Use fewer predictors, or fill their missing values.",
        )
    means = np.average(design, axis=0, weights=weights) if intercept else np.zeros(k)
    centre = (
        np.average(outcome, weights=weights) if intercept else outcome.dtype.type(0)
    )
    target = outcome - centre
    scaled = design - means
    if weights is not None:
        roots = np.sqrt(weights)
        target, scaled = target * roots, scaled * roots[:, None]
    norms = np.sqrt((scaled**2).sum(axis=0))
    rounding = np.finfo("float64").eps * np.abs(design).max(axis=0) * np.sqrt(n_obs)
    require_varying(norms, rounding, labels)
    # by powers of two, which cost no digit
    norms = np.exp2(np.rint(np.log2(norms)))
    scaled = scaled / norms
    q, r = linalg.qr(
        scaled.astype("float64"), mode="economic", overwrite_a=True, check_finite=False
    )
    require_independent(r, 8 * (rounding / norms).astype("float64"), labels)
    slopes, rest = refined(scaled, target, q, r)
    inverse = linalg.solve_triangular(r, np.eye(k))
    slopes_back = inverse / norms.astype("float64")[:, None]
    coefficients, basis, back = slopes / norms, q, slopes_back
    if intercept:
        basis, back = with_intercept(q, slopes_back, means, weights)
        coefficients = np.concatenate([[centre - means @ coefficients], coefficients])
    rss, largest = float((rest**2).sum()), float(np.abs(outcome).max())
    return Fit(
        coefficients=coefficients.astype("float64"),
        residuals=rest.astype("float64"),
        fitted=(outcome - (rest if weights is None else rest / roots)).astype(
            "float64"
        ),
        basis=basis,
        back=back,
        inflation=(inverse**2).sum(axis=1) * (r**2).sum(axis=0),
        rss=rss,
        ess=float(((target - rest) ** 2).sum()),
        tss=float((target**2).sum()),
        exact=bool(np.sqrt(rss / n_obs) <= EXACT * largest),
    )


def with_intercept(
    basis: np.ndarray, back: np.ndarray, means: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """The basis (n × k) and the way back (k × k) of centred columns, with an intercept."""
    n_obs, k = basis.shape
    root = 1 / np.sqrt(n_obs if weights is None else weights.sum())
    whole_back = np.zeros((k + 1, k + 1))
    whole_back[0, 0], whole_back[1:, 1:] = root, back
    whole_back[0, 1:] = -(means.astype("float64") @ back)
    whole = np.empty((n_obs, k + 1), order="F")
    whole[:, 0] = root if weights is None else root * np.sqrt(weights)
    whole[:, 1:] = basis
    return whole, whole_back


def refined(
    scaled: np.ndarray, target: np.ndarray, q: np.ndarray, r: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and residuals, mended by what they leave over in extended precision."""
    slopes = linalg.solve_triangular(r, q.T @ target.astype("float64"))
    slopes = slopes.astype(scaled.dtype)
    rest = target - scaled @ slopes
    # in double precision the first round mends all that can be mended
    for _ in range(REFINEMENTS if scaled.dtype == np.longdouble else 1):
        f = (target - rest - scaled @ slopes).astype("float64")
        g = -(scaled.T @ rest).astype("float64")
        h = linalg.solve_triangular(r, g, trans="T")
        along = q.T @ f
        slopes = slopes + linalg.solve_triangular(r, along - h)
        rest = rest + (f - q @ along + q @ h)
    return slopes, target - scaled @ slopes


def require_varying(norms: np.ndarray, rounding: np.ndarray, labels: list[str]) -> None:
    """A DataError for a column that is constant, or too small or large to be squared."""
    for norm, least, label in zip(norms, rounding, labels, strict=True):
        if not (np.isfinite(float(norm)) and float(norm) > float(least) / 1e4):
            raise DataError(
                f"“{label}” does not vary enough in the rows used to have a coefficient.",
                "Leave it out, or check the filters.",
                label,
            )


def require_independent(r: np.ndarray, rounding: np.ndarray, labels: list[str]) -> None:
    """A DataError for a column that is a combination of those before it."""
    k = len(labels)
    lost = np.abs(np.diag(r)) < np.maximum(DEPENDENT, np.minimum(rounding, 1e-8))
    if not lost.any():
        return
    at = int(np.argmax(lost))
    weights = (
        np.linalg.lstsq(r[:, :at], r[:, at], rcond=1e-10)[0] if at else np.zeros(0)
    )
    others = [labels[i] for i in range(min(at, k)) if abs(weights[i]) > 1e-6]
    by = ", ".join(others) if others else "the other predictors"
    raise DataError(
        f"“{labels[at]}” is fully determined by {by} (perfect collinearity), so its own "
        "coefficient cannot be estimated.",
        f"Leave {labels[at]} or one of the others out.",
        labels[at],
    )


def robust_covariance(fit: Fit, covariance: str) -> np.ndarray:
    """The coefficients' covariance, valid also where the residuals' variance differs.

    HC0 is White's (1980); HC1 corrects it for n - p; HC2 and HC3 divide each squared
    residual by 1 - h and (1 - h)² of its leverage h (MacKinnon and White 1985).
    """
    n_obs, p = fit.basis.shape
    weights = fit.residuals**2
    spare = np.maximum(1 - leverage_of(fit), 1e-12)
    if covariance == "HC1":
        weights = weights * n_obs / (n_obs - p)
    elif covariance == "HC2":
        weights = weights / spare
    elif covariance == "HC3":
        weights = weights / spare**2
    middle = (fit.basis * weights[:, None]).T @ fit.basis
    return np.asarray(fit.back @ middle @ fit.back.T)


def classical_covariance(fit: Fit) -> np.ndarray:
    """The coefficients' covariance if all residuals have the same variance."""
    n_obs, p = fit.basis.shape
    return np.asarray(fit.rss / (n_obs - p) * (fit.back @ fit.back.T))


def clustered_covariance(fit: Fit, groups: np.ndarray) -> np.ndarray:
    """The coefficients' covariance where rows of a group go together.

    ``groups`` numbers each row's cluster. Corrected as Stata and R's sandwich (HC1) do.
    """
    n_obs, p = fit.basis.shape
    scores = fit.basis * fit.residuals[:, None]
    factor = cluster_factor(int(groups.max()) + 1, n_obs, p)
    return factor * sandwich(scores, fit.back, groups)


def leverage_of(fit: Fit) -> np.ndarray:
    """How strongly each row pulls its own fitted value, from 0 to 1."""
    return np.asarray(np.einsum("ij,ij->i", fit.basis, fit.basis))
