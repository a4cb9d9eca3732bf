"""Invented tables of several fields, for sentences that ask for methods and charts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from tests.analysis.tables import schema_of


def _random(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def yields() -> pd.DataFrame:
    """A field trial."""
    r, n = _random(1), 96
    return pd.DataFrame(
        {
            "plot": np.arange(1, n + 1),
            "fertilizer": r.choice(["none", "organic", "mineral"], n),
            "irrigated": r.choice(["yes", "no"], n),
            "soil_ph": r.normal(6.4, 0.4, n).round(2),
            "rainfall_mm": r.normal(410, 60, n).round(1),
            "yield_kg": r.normal(52, 8, n).round(1),
        }
    )


def pressure() -> pd.DataFrame:
    """Patients measured before and after a drug, one row each."""
    r, n = _random(2), 48
    before = r.normal(150, 12, n).round(0)
    return pd.DataFrame(
        {
            "patient_id": [f"P{i:03d}" for i in range(n)],
            "sex": r.choice(["male", "female"], n),
            "arm": r.choice(["drug", "placebo"], n),
            "age": r.integers(30, 80, n),
            "bp_before": before,
            "bp_after": (before - r.normal(6, 8, n)).round(0),
            "relapse": r.choice([0, 1], n, p=[0.7, 0.3]),
        }
    )


def reading() -> pd.DataFrame:
    """Pupils tested at three times, one row for each test."""
    r, pupils, waves = _random(3), 30, ["autumn", "winter", "spring"]
    return pd.DataFrame(
        [
            {
                "pupil": p,
                "wave": wave,
                "words_per_minute": float(r.normal(90 + 9 * k, 12)),
                "class_size": int(18 + p % 9),
                "language": "en" if p % 3 else "other",
            }
            for p in range(1, pupils + 1)
            for k, wave in enumerate(waves)
        ]
    )


def checkout() -> pd.DataFrame:
    """Visits of a shop with two designs."""
    r, n = _random(4), 900
    return pd.DataFrame(
        {
            "session_id": [f"s{i:05d}" for i in range(n)],
            "design": r.choice(["old", "new"], n),
            "device": r.choice(["mobile", "desktop", "tablet"], n),
            "purchased": r.choice([0, 1], n, p=[0.88, 0.12]),
            "minutes": r.exponential(6, n).round(2),
            "basket": r.exponential(40, n).round(2),
        }
    )


def staff_survey() -> pd.DataFrame:
    """Answers on scales."""
    r, n = _random(5), 150
    items = {f"sat{i}": r.integers(1, 6, n) for i in range(1, 7)}
    return pd.DataFrame(
        {
            "department": r.choice(["sales", "support", "research"], n),
            "remote": r.choice(["yes", "no"], n),
            "tenure_years": r.exponential(5, n).round(1),
            **items,
            "stress": r.normal(50, 10, n).round(1),
        }
    )


def power_plant() -> pd.DataFrame:
    """A series by day."""
    r, n = _random(6), 730
    days = pd.date_range("2022-01-01", periods=n, freq="D")
    load = 500 + 60 * np.sin(np.arange(n) * 2 * np.pi / 7) + r.normal(0, 15, n)
    return pd.DataFrame(
        {
            "day": days,
            "load_mw": load.round(1),
            "temperature": r.normal(11, 7, n).round(1),
            "price_eur": r.normal(80, 12, n).round(2),
        }
    )


def implants() -> pd.DataFrame:
    """Survival of implants."""
    r, n = _random(7), 120
    return pd.DataFrame(
        {
            "months": r.exponential(30, n).round(1),
            "failed": r.choice([0, 1], n, p=[0.45, 0.55]),
            "surface": r.choice(["smooth", "rough"], n),
            "smoker": r.choice(["yes", "no"], n),
            "bone_density": r.normal(1.1, 0.2, n).round(3),
        }
    )


def wines() -> pd.DataFrame:
    r, n = _random(8), 160
    return pd.DataFrame(
        {
            "variety": r.choice(["merlot", "syrah", "pinot"], n),
            "region": r.choice(["north", "south"], n),
            "alcohol": r.normal(13, 0.8, n).round(2),
            "acidity": r.normal(5.6, 0.6, n).round(2),
            "sugar": r.exponential(4, n).round(2),
            "rating": r.normal(86, 4, n).round(1),
        }
    )


def traffic() -> pd.DataFrame:
    """Accidents counted by junction."""
    r, n = _random(9), 200
    return pd.DataFrame(
        {
            "junction": [f"J{i}" for i in range(n)],
            "accidents": r.poisson(3, n),
            "vehicles_per_day": r.normal(9000, 2500, n).round(0),
            "lights": r.choice(["yes", "no"], n),
            "district": r.choice(["east", "west", "centre"], n),
        }
    )


def penguins() -> pd.DataFrame:
    r, n = _random(10), 180
    return pd.DataFrame(
        {
            "species": r.choice(["Adelie", "Gentoo", "Chinstrap"], n),
            "island": r.choice(["Biscoe", "Dream"], n),
            "bill_length_mm": r.normal(44, 5, n).round(1),
            "flipper_length_mm": r.normal(200, 14, n).round(0),
            "body_mass_g": r.normal(4200, 800, n).round(0),
            "sex": r.choice(["male", "female"], n),
        }
    )


def vote() -> pd.DataFrame:
    """Opinions asked twice."""
    r, n = _random(11), 140
    return pd.DataFrame(
        {
            "support_before": r.choice(["yes", "no"], n),
            "support_after": r.choice(["yes", "no"], n),
            "gender": r.choice(["man", "woman"], n),
            "education": r.choice(["school", "college", "university"], n),
            "income": r.normal(3200, 700, n).round(0),
        }
    )


def batteries() -> pd.DataFrame:
    r, n = _random(12), 80
    return pd.DataFrame(
        {
            "maker": r.choice(["A", "B", "C", "D"], n),
            "hours": r.normal(21, 3, n).round(2),
            "weight_g": r.normal(23, 1, n).round(2),
            "temperature_c": r.choice([10, 25, 40], n),
            "defective": r.choice(["yes", "no"], n, p=[0.1, 0.9]),
        }
    )


TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    made.__name__: made
    for made in (
        yields, pressure, reading, checkout, staff_survey, power_plant, implants,
        wines, traffic, penguins, vote, batteries,
    )
}  # fmt: skip


def schema(name: str) -> Schema:
    return schema_of(TABLES[name](), f"{name}.csv")
