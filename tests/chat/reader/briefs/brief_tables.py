"""Six small tables of several domains, for messages of several sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

_N = 160


def _holes(
    random: np.random.Generator, values: np.ndarray | pd.Series, share: float = 0.08
) -> pd.Series:
    return pd.Series(values, dtype=float).mask(random.random(len(values)) < share)


def _orchard(random: np.random.Generator) -> pd.DataFrame:
    age = random.integers(2, 31, _N)
    height = (1.2 + 0.11 * age + random.normal(0, 0.5, _N)).round(2)
    yields = (8 + 1.6 * age + random.normal(0, 9, _N)).round(1)
    yields[[7, 60]] = 190.5, 171.2
    return pd.DataFrame(
        {
            "tree_id": [f"T{n:03}" for n in range(_N)],
            "variety": random.choice(["Boskoop", "Elstar", "Topaz"], _N),
            "age_years": age,
            "height_m": height,
            "trunk_cm": _holes(
                random, (6 + 0.9 * age + random.normal(0, 3, _N)).round(1)
            ),
            "yield_kg": yields,
            "irrigation": random.choice(["drip", "none"], _N),
            "soil_ph": _holes(random, random.normal(6.4, 0.4, _N).round(2)),
            "planted": pd.date_range("2001-03-01", periods=_N, freq="17D"),
        }
    )


def _marathon(random: np.random.Generator) -> pd.DataFrame:
    half = (92 + random.gamma(3, 9, _N)).round(1)
    sex = random.choice(["female", "male"], _N)
    return pd.DataFrame(
        {
            "Bib": random.permutation(np.arange(1001, 1001 + _N)),
            "Sex": sex,
            "Age": random.integers(18, 79, _N),
            "Country": random.choice(["Kenya", "Norway", "Peru", "Japan"], _N),
            "Half Time": half,
            "Finish Time": (half * 2.1 + random.normal(4, 6, _N)).round(1),
            "Training Km": _holes(random, random.gamma(6, 9, _N).round(0)),
            "Club": pd.Series(random.choice(["Roadrunners", "Harriers"], _N)).where(
                random.random(_N) > 0.2
            ),
            "Debut": random.choice(["yes", "no"], _N, p=[0.3, 0.7]),
        }
    )


def _flats(random: np.random.Generator) -> pd.DataFrame:
    area = random.normal(72, 21, _N).clip(22).round(0)
    rent = (180 + 11.5 * area + random.normal(0, 130, _N)).round(0)
    rent[[3, 90, 121]] = 3900, 4250, 3555
    return pd.DataFrame(
        {
            "flat": [f"F{n}" for n in range(_N)],
            "district": random.choice(["Altona", "Mitte", "Wandsbek", "Harburg"], _N),
            "area": area,
            "rooms": random.integers(1, 6, _N),
            "rent": rent,
            "heating": _holes(random, random.normal(95, 22, _N).round(0)),
            "built": random.integers(1890, 2023, _N),
            "furnished": random.choice(["yes", "no"], _N),
            "distance": random.gamma(2, 2.4, _N).round(2),
            "deposit": [f"{3 * int(one)} EUR" for one in rent],
        }
    )


def _library(random: np.random.Generator) -> pd.DataFrame:
    days = random.integers(1, 61, _N)
    return pd.DataFrame(
        {
            "loan": range(1, _N + 1),
            "branch": random.choice(["Harbour", "Old Town", "Campus"], _N),
            "item_type": random.choice(["book", "film", "game", "score"], _N),
            "patron_age": _holes(random, random.integers(6, 88, _N)),
            "days_kept": days,
            "renewals": random.poisson(1.1, _N),
            "fine_eur": np.where(days > 28, (days - 28) * 0.25, 0.0).round(2),
            "pages": _holes(random, random.gamma(5, 60, _N).round(0), 0.15),
            "borrowed": pd.date_range("2023-01-02", periods=_N, freq="3D"),
            "reserved": random.choice(["Y", "N"], _N),
        }
    )


def _plant(random: np.random.Generator) -> pd.DataFrame:
    ambient = random.normal(18, 7, _N).round(2)
    output = (480 - 1.9 * ambient + random.normal(0, 5, _N)).round(2)
    vibration = random.gamma(4, 0.4, _N).round(3)
    vibration[[12, 77]] = 9.7, 8.8
    return pd.DataFrame(
        {
            "Stamp": pd.date_range("2024-02-01 00:00", periods=_N, freq="7h"),
            "Unit": random.choice(["U1", "U2", "U3"], _N),
            "Shift": random.choice(["day", "night"], _N),
            "Ambient Temperature": ambient,
            "Relative Humidity": _holes(random, random.normal(70, 12, _N).round(1)),
            "Output (MW)": output,
            "Fuel Rate": (output * 0.21 + random.normal(0, 1.5, _N)).round(3),
            "Vibration": vibration,
        }
    )


def _sleepers(random: np.random.Generator) -> pd.DataFrame:
    before = random.normal(14, 3, _N).round(1)
    group = random.choice(["placebo", "melatonin"], _N)
    return pd.DataFrame(
        {
            "subject": [f"S{n:03}" for n in range(_N)],
            "group": group,
            "sex": random.choice(["F", "M"], _N),
            "weight_kg": _holes(random, random.normal(74, 13, _N).round(1)),
            "height_cm": random.normal(171, 9, _N).round(0),
            "score_before": before,
            "score_after": (
                before - 1 - 2 * (group == "melatonin") + random.normal(0, 2, _N)
            ).round(1),
            "sleep_hours": random.normal(6.8, 1.1, _N).round(2),
            "caffeine_mg": random.gamma(2, 90, _N).round(0),
            "smoker": random.choice([0, 1], _N, p=[0.7, 0.3]),
        }
    )


_MAKERS = {
    "orchard": _orchard,
    "marathon": _marathon,
    "flats": _flats,
    "library": _library,
    "plant": _plant,
    "sleepers": _sleepers,
}
# Looked at while the reader was made, and not.
WORKING, CHECKING = ("orchard", "marathon", "flats"), ("library", "plant", "sleepers")
TABLES = {
    name: make(np.random.default_rng(71 + n))
    for n, (name, make) in enumerate(_MAKERS.items())
}
