"""Parts of Cox regression: design, concordance, the check of proportional hazards."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.wording import name_of
from analysis.results.survival import TermCheck
from analysis.statistics.design import with_reference
from analysis.statistics.sandwich import sandwich
from analysis.statistics.values import is_number_column, numbers_of

MOST_LEVELS = 20
CONCORDANCE_ROWS = 5_000
MOST_STEPS = 40
LARGEST_COEFFICIENT = 15  # per standard deviation: beyond it, no finite maximum


def indicator_columns(
    table: pd.DataFrame, names: list[str], reference: dict[str, str] | None = None
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The predictors as numbers: words as one column per value but the first.

    Or but the ``reference`` level. Also the levels of each factor, that one in front.
    """
    factors: dict[str, list[str]] = {}
    columns: dict[str, np.ndarray] = {}
    for number, name in enumerate(names):
        values = table[f"other {number}"]
        if is_number_column(values):
            numbers = numbers_of(table, f"other {number}")
            if numbers.isna().any() or numbers.nunique() < 2:
                raise DataError(
                    f"“{name}” is constant or infinite in the rows used.",
                    "Leave it out, or filter the rows.",
                    name,
                )
            columns[name_of(name)] = numbers.to_numpy()
            continue
        if pd.api.types.is_datetime64_any_dtype(values.dtype):
            raise DataError(
                f"“{name}” holds dates.", "Take a part of them, such as the year.", name
            )
        codes, found = pd.factorize(values)
        words = [name_of(value) for value in found]
        levels = sorted(set(words))
        if not 2 <= len(levels) <= MOST_LEVELS:
            raise DataError(
                f"“{name}” has {len(levels)} different values in the rows used; "
                f"2 to {MOST_LEVELS} work.",
                "Choose another predictor.",
                name,
            )
        chosen = (reference or {}).get(name)
        if chosen is not None:
            levels = with_reference(np.arange(len(levels)), levels, chosen, name)[1]
        factors[name] = levels
        for level in levels[1:]:
            these = np.array([word == level for word in words])
            columns[f"{name_of(name)} = {level}"] = these[codes].astype("float64")
    return pd.DataFrame(columns), factors


class HazardsFit(NamedTuple):
    """A Cox model of k columns: coefficients, their covariance, log partial likelihoods.

    ``residuals`` are Schoenfeld's (n × k), missing for rows without the event;
    ``scores`` each row's part of the likelihood's gradient (n × k).
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    null_log_likelihood: float
    residuals: np.ndarray
    scores: np.ndarray


class RiskSets(NamedTuple):
    """Rows from the longest duration down, so that sums from the top are risk sets.

    ``ends`` are the last rows of equal durations, ``group`` numbers each row's, ``share``
    is Efron's for each event: what part of the tied events no longer counts (0 as Breslow).
    """

    x: np.ndarray
    events: np.ndarray
    ends: np.ndarray
    group: np.ndarray
    share: np.ndarray


def hazards_fit(
    x: np.ndarray, durations: np.ndarray, events: np.ndarray, ties: str
) -> HazardsFit | None:
    """The maximum of Cox's partial likelihood by Newton's method; None without one.

    Ties as Breslow (1974) or Efron (1977). A step costs as much as a few passes over the
    rows, as the sums over risk sets are cumulative ones.
    """
    order = np.argsort(-durations, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(durations[order])), len(order) - 1)
    group = np.repeat(np.arange(len(ends)), np.diff(np.append(-1, ends)))
    tied = np.bincount(group[events[order]], minlength=len(ends))
    place = np.arange(tied.sum()) - np.repeat(np.cumsum(tied) - tied, tied)
    share = place / np.repeat(tied, tied) * (ties == "efron")
    sets = RiskSets(x[order], events[order], ends, group, share)
    beta = np.zeros(x.shape[1])
    null, score, information = partial_likelihood(beta, sets)
    best = null
    for _ in range(MOST_STEPS):
        try:
            step = np.linalg.solve(information, score)
        except np.linalg.LinAlgError:
            return None
        for _halving in range(20):
            value, score, information = partial_likelihood(beta + step, sets)
            if value >= best - 1e-12 * abs(best):
                break
            step = step / 2
        beta, best = beta + step, value
        if not np.isfinite(beta).all() or np.abs(beta).max() > LARGEST_COEFFICIENT:
            return None
        if np.abs(step).max() < 1e-9:
            covariance = np.linalg.inv(information)
            residuals = np.full(x.shape, np.nan)
            residuals[order] = schoenfeld_residuals(beta, sets)
            scores = np.empty(x.shape)
            scores[order] = score_residuals(beta, sets)
            return HazardsFit(beta, covariance, best, null, residuals, scores)
    return None


def partial_likelihood(
    beta: np.ndarray, sets: RiskSets
) -> tuple[float, np.ndarray, np.ndarray]:
    """The log partial likelihood at ``beta``, its gradient, and minus its Hessian."""
    x, events, ends, group, share = sets
    eta = x @ beta
    top = float(eta.max())
    weights = np.exp(eta - top)
    weighted = x * weights[:, None]
    at = group[events]
    gone, moved = weights * events, weighted * events[:, None]
    mass = np.cumsum(weights)[ends][at] - share * np.bincount(group, gone)[at]
    starts = np.append(0, ends[:-1] + 1)
    left = np.add.reduceat(moved, starts)[at] * share[:, None]
    means = (np.cumsum(weighted, axis=0)[ends][at] - left) / mass[:, None]
    value = float((eta[events] - top - np.log(mass)).sum())
    # each row counts in the risk sets of all events up to its own time
    n_groups = len(ends)
    per_event = np.bincount(at, 1 / mass, minlength=n_groups)
    counted = np.cumsum(per_event[::-1])[::-1][group]
    counted = (
        counted - events * np.bincount(at, share / mass, minlength=n_groups)[group]
    )
    information = weighted.T @ (x * counted[:, None]) - means.T @ means
    return value, (x[events] - means).sum(axis=0), information


def score_residuals(beta: np.ndarray, sets: RiskSets) -> np.ndarray:
    """Each row's part of the gradient, events at one time sharing as the ties do.

    Therneau, Grambsch and Fleming (1990); Efron's form as in R's survival.
    """
    x, events, ends, group, share = sets
    eta = x @ beta
    weights = np.exp(eta - eta.max())
    weighted, at = x * weights[:, None], group[events]
    gone, moved = weights * events, weighted * events[:, None]
    starts = np.append(0, ends[:-1] + 1)
    mass = np.cumsum(weights)[ends][at] - share * np.bincount(group, gone)[at]
    left = np.add.reduceat(moved, starts)[at] * share[:, None]
    means = (np.cumsum(weighted, axis=0)[ends][at] - left) / mass[:, None]
    n_groups, n_terms = len(ends), x.shape[1]

    def per_time(values: np.ndarray) -> np.ndarray:
        summed = np.zeros((n_groups, *values.shape[1:]))
        np.add.at(summed, at, values)
        return summed

    n_events = np.maximum(np.bincount(at, minlength=n_groups), 1)[:, None]
    mean_at = per_time(means) / n_events
    hazard, pulled = per_time(1 / mass), per_time(means / mass[:, None])
    # rows are at risk at all event times up to their own
    so_far = np.cumsum(hazard[::-1])[::-1][group]
    pulled_so_far = np.cumsum(pulled[::-1], axis=0)[::-1][group]
    scores = -weights[:, None] * (x * so_far[:, None] - pulled_so_far)
    own = per_time(share / mass), per_time(share[:, None] * means / mass[:, None])
    tied = weights[:, None] * (x * own[0][group][:, None] - own[1][group])
    happened = np.repeat(events[:, None], n_terms, axis=1)
    return np.asarray(np.where(happened, x - mean_at[group] + scores + tied, scores))


def robust_hazards_covariance(fit: HazardsFit, groups: np.ndarray | None) -> np.ndarray:
    """Lin and Wei's (1989) covariance; rows of one of ``groups`` may go together."""
    return sandwich(fit.scores, fit.covariance, groups)


def schoenfeld_residuals(beta: np.ndarray, sets: RiskSets) -> np.ndarray:
    """Each event's columns less their weighted mean over all who were at risk."""
    eta = sets.x @ beta
    weights = np.exp(eta - eta.max())
    sums = np.cumsum(sets.x * weights[:, None], axis=0)[sets.ends]
    means = sums / np.cumsum(weights)[sets.ends][:, None]
    return np.where(sets.events[:, None], sets.x - means[sets.group], np.nan)


def concordance(
    durations: np.ndarray, events: np.ndarray, risk: np.ndarray
) -> float | None:
    """Harrell's C: how often the one of greater risk has the event first.

    Of more than 5,000 rows, evenly chosen ones are compared.
    """
    step = -(-len(durations) // CONCORDANCE_ROWS)
    durations, events, risk = durations[::step], events[::step], risk[::step]
    right = pairs = 0.0
    for at in np.flatnonzero(events):
        later = (durations > durations[at]) | ((durations == durations[at]) & ~events)
        pairs += later.sum()
        right += (risk[later] < risk[at]).sum() + 0.5 * (risk[later] == risk[at]).sum()
    return float(right / pairs) if pairs else None


def hazards_check(
    residuals: np.ndarray, durations: np.ndarray, covariance: np.ndarray, n_events: int
) -> list[TermCheck]:
    """For each term, whether scaled Schoenfeld residuals go with the rank of time."""
    residuals = np.asarray(residuals, dtype="float64")
    kept = np.isfinite(residuals).all(axis=1)
    ranks = stats.rankdata(durations[kept])
    ranks = ranks - ranks.mean()
    spread = float(ranks @ ranks)
    scaled = residuals[kept] @ covariance * n_events
    found: list[TermCheck] = []
    for term in range(residuals.shape[1]):
        bottom = n_events * float(covariance[term, term]) * spread
        if kept.sum() < 3 or bottom <= 0:
            found.append({"statistic": None, "p_value": None})
            continue
        statistic = float(ranks @ scaled[:, term]) ** 2 / bottom
        found.append(
            {"statistic": statistic, "p_value": float(stats.chi2.sf(statistic, 1))}
        )
    return found
