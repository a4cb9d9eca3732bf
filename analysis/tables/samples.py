"""Three built-in tables for a first try without a file, made by code from a seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.errors import TaskError

_SEED = 20240517


class Sample(NamedTuple):
    """A built-in table: its key, what people see, and the name of its file."""

    name: str
    title: str
    description: str
    filename: str


_SAMPLES = (
    Sample(
        "store_sales",
        "Store sales",
        "600 store weeks: advertising, price and season against sales (regression).",
        "store_sales.csv",
    ),
    Sample(
        "customer_churn",
        "Customer churn",
        "800 customers of a telephone company: who left, and why (classification).",
        "customer_churn.csv",
    ),
    Sample(
        "clinical_trial",
        "Clinical trial",
        "240 patients in three arms: blood pressure before and after (groups).",
        "clinical_trial.csv",
    ),
)


def samples() -> tuple[Sample, ...]:
    """The built-in tables."""
    return _SAMPLES


def write_sample(name: str, path: str | Path) -> None:
    """Write the sample as CSV; the same bytes every time.

    Raises TaskError for a name that is none of ``samples()``.
    """
    if name not in _MAKERS:
        raise TaskError(f"There is no sample called {name}.", options=tuple(_MAKERS))
    data = _MAKERS[name](np.random.default_rng(_SEED))
    data.to_csv(path, index=False, lineterminator="\n")


def _without(values: pd.Series, share: float, rng: np.random.Generator) -> pd.Series:
    return values.mask(rng.random(len(values)) < share)


def _store_sales(rng: np.random.Generator) -> pd.DataFrame:
    weeks = pd.date_range("2022-01-03", periods=50, freq="7D")
    stores = [f"S{number:02d}" for number in range(1, 13)]
    data = pd.MultiIndex.from_product((weeks, stores), names=("week", "store"))
    frame = data.to_frame(index=False)
    n_rows = len(frame)
    regions = dict(zip(stores, ("North", "South", "East", "West") * 3, strict=True))
    size = dict(zip(stores, rng.normal(0, 9, len(stores)), strict=True))
    frame["region"] = frame["store"].map(regions)
    frame["advertising"] = rng.gamma(3.0, 1.4, n_rows).round(2)
    frame["price"] = rng.normal(12, 1.1, n_rows).round(2)
    frame["promotion"] = rng.random(n_rows) < 0.25
    season = 8 * np.sin(2 * np.pi * frame["week"].dt.day_of_year / 365)
    frame["temperature"] = (14 + 1.2 * season + rng.normal(0, 3, n_rows)).round(1)
    sales = (
        120
        + 6.5 * frame["advertising"]
        - 4.2 * frame["price"]
        + 14 * frame["promotion"]
        + season
        + frame["store"].map(size)
        + rng.normal(0, 9, n_rows)
    )
    frame["sales"] = sales.round(2)
    frame["week"] = frame["week"].dt.strftime("%Y-%m-%d")
    frame["advertising"] = _without(frame["advertising"], 0.03, rng)
    frame["temperature"] = _without(frame["temperature"], 0.05, rng)
    return frame


def _customer_churn(rng: np.random.Generator) -> pd.DataFrame:
    n_rows = 800
    contract = rng.choice(
        ["monthly", "one year", "two years"], n_rows, p=(0.55, 0.25, 0.2)
    )
    tenure = rng.integers(1, 73, n_rows)
    charges = rng.normal(65, 22, n_rows).clip(18, 120).round(2)
    calls = rng.poisson(1.6, n_rows)
    logit = (
        -1.1
        + 1.3 * (contract == "monthly")
        - 0.035 * tenure
        + 0.012 * (charges - 65)
        + 0.45 * calls
    )
    churned = rng.random(n_rows) < 1 / (1 + np.exp(-logit))
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in range(10_001, 10_801)],
            "age": rng.normal(44, 14, n_rows).clip(18, 90).round().astype(int),
            "gender": rng.choice(["female", "male"], n_rows),
            "contract": contract,
            "tenure_months": tenure,
            "monthly_charges": charges,
            "support_calls": calls,
            "paperless": rng.random(n_rows) < 0.6,
            "churned": np.where(churned, "yes", "no"),
        }
    )
    frame["age"] = _without(frame["age"], 0.04, rng)
    frame["monthly_charges"] = _without(frame["monthly_charges"], 0.03, rng)
    return frame


def _clinical_trial(rng: np.random.Generator) -> pd.DataFrame:
    n_rows = 240
    arm = rng.permutation(np.repeat(["placebo", "low dose", "high dose"], 80))
    effect = {"placebo": -2.0, "low dose": -7.0, "high dose": -11.0}
    before = rng.normal(152, 11, n_rows).round()
    after = before + np.vectorize(effect.get)(arm) + rng.normal(0, 8, n_rows)
    responded = after < before - 8
    frame = pd.DataFrame(
        {
            "patient": np.arange(1, n_rows + 1),
            "centre": rng.choice(["Basel", "Lyon", "Porto"], n_rows),
            "arm": arm,
            "sex": rng.choice(["f", "m"], n_rows),
            "age": rng.integers(35, 80, n_rows),
            "systolic_before": before.astype(int),
            "systolic_after": after.round(),
            "responded": np.where(responded, "yes", "no"),
            "side_effects": rng.choice(
                ["none reported", "mild", "severe"], n_rows, p=(0.7, 0.25, 0.05)
            ),
        }
    )
    frame["systolic_after"] = _without(frame["systolic_after"], 0.06, rng)
    # Nobody knows whether a patient responded who was not measured again.
    frame["responded"] = frame["responded"].mask(frame["systolic_after"].isna())
    return frame


_MAKERS: dict[str, Callable[[np.random.Generator], pd.DataFrame]] = {
    "store_sales": _store_sales,
    "customer_churn": _customer_churn,
    "clinical_trial": _clinical_trial,
}
