"""Distributions fitted to values by maximum likelihood."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import optimize, special, stats

from analysis.results.test_kinds import FittedDistribution
from analysis.statistics.moments import mean_and_deviations, sum_of_powers

DISTRIBUTIONS = (
    "normal", "lognormal", "exponential", "gamma", "weibull", "uniform",
)  # fmt: skip
SHAPE_BOUNDS = (1e-3, 1e6)


def fitted_distribution(values: np.ndarray, name: str) -> FittedDistribution:
    """One distribution's parameters, log-likelihood, AIC, BIC and KS test.

    Exponential, lognormal, gamma and Weibull start at zero. Where a distribution cannot
    hold the values, ``note`` says why and the figures are None.
    """
    nothing: FittedDistribution = {
        "distribution": name,
        "statistic": None,
        "p_value": None,
        "aic": None,
        "bic": None,
        "parameters": {},
        "note": "",
    }
    if name in ("lognormal", "gamma", "weibull") and values.min() <= 0:
        return {**nothing, "note": "needs values above zero"}
    if name == "exponential" and values.min() < 0:
        return {**nothing, "note": "needs values of zero or more"}
    parameters = estimated_parameters(values, name)
    if parameters is None:
        return {**nothing, "note": "could not be fitted"}
    frozen = frozen_distribution(name, parameters)
    likelihood = float(np.sum(frozen.logpdf(values)))
    test = stats.kstest(values, frozen.cdf)
    n, k = len(values), len(parameters)
    return {
        "distribution": name,
        "statistic": float(test.statistic),
        "p_value": float(test.pvalue),
        "aic": 2 * k - 2 * likelihood,
        "bic": k * math.log(n) - 2 * likelihood,
        "parameters": parameters,
        "note": "",
    }


def estimated_parameters(values: np.ndarray, name: str) -> dict[str, float] | None:
    """Maximum-likelihood parameters of one distribution; None where there are none."""
    if name == "uniform":
        return {"low": float(values.min()), "high": float(values.max())}
    if name == "exponential":
        scale = float(values.mean())
        return {"scale": scale} if scale > 0 else None
    if name in ("normal", "lognormal"):
        source = values if name == "normal" else np.log(values)
        mean, deviations = mean_and_deviations(source)
        spread = math.sqrt(sum_of_powers(deviations, 2) / len(values))
        return {"mean": mean, "std": spread} if spread > 0 else None
    return gamma_parameters(values) if name == "gamma" else weibull_parameters(values)


def gamma_parameters(values: np.ndarray) -> dict[str, float] | None:
    """Shape and scale: log(shape) - digamma(shape) = log(mean) - mean(log)."""
    target = math.log(float(values.mean())) - float(np.log(values).mean())

    def gap(shape: float) -> float:
        return float(math.log(shape) - special.digamma(shape)) - target

    if not gap(SHAPE_BOUNDS[0]) > 0 > gap(SHAPE_BOUNDS[1]):
        return None
    shape = float(optimize.brentq(gap, *SHAPE_BOUNDS, xtol=1e-12))
    return {"shape": shape, "scale": float(values.mean()) / shape}


def weibull_parameters(values: np.ndarray) -> dict[str, float] | None:
    """Shape and scale from the likelihood equations, on values over their largest."""
    largest = float(values.max())
    logs = np.log(values / largest)

    def gap(shape: float) -> float:
        powers = np.exp(shape * logs)
        return float((powers * logs).sum() / powers.sum() - 1 / shape - logs.mean())

    if not gap(SHAPE_BOUNDS[0]) < 0 < gap(SHAPE_BOUNDS[1]):
        return None
    shape = float(optimize.brentq(gap, *SHAPE_BOUNDS, xtol=1e-12))
    scale = float(np.exp(shape * logs).mean()) ** (1 / shape) * largest
    return {"shape": shape, "scale": scale}


def frozen_distribution(name: str, parameters: dict[str, float]) -> Any:
    """scipy's distribution with these parameters."""
    p = parameters
    if name == "uniform":
        return stats.uniform(p["low"], p["high"] - p["low"])
    if name == "exponential":
        return stats.expon(scale=p["scale"])
    if name == "normal":
        return stats.norm(p["mean"], p["std"])
    if name == "lognormal":
        return stats.lognorm(p["std"], scale=math.exp(p["mean"]))
    if name == "gamma":
        return stats.gamma(p["shape"], scale=p["scale"])
    return stats.weibull_min(p["shape"], scale=p["scale"])
