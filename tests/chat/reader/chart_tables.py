"""Tables of several domains, for requests for charts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from tests.analysis.tables import schema_of

_N = 400


def _days(first: str, last: str, random: np.random.Generator) -> pd.DatetimeIndex:
    days = pd.date_range(first, last)
    return pd.DatetimeIndex(sorted(random.choice(days, _N)))


def _hospital(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "admission_id": [f"A{n:05}" for n in range(_N)],
            "admitted": _days("2021-02-01", "2023-11-30", random),
            "ward": random.choice(
                ["Cardiology", "Surgery", "Maternity", "Oncology"], _N
            ),
            "consultant": random.choice([f"Dr. {c}ann" for c in "BDHKLMNPRSTV"], _N),
            "insurance": random.choice(["public", "private"], _N),
            "age": random.integers(1, 96, _N),
            "length_of_stay": random.integers(1, 40, _N),
            "treatment_cost": random.gamma(2, 900, _N).round(2),
            "readmitted": random.choice(["yes", "no"], _N, p=[0.2, 0.8]),
            "pain_score": random.integers(0, 11, _N),
            "systolic_bp": random.normal(130, 18, _N).round(),
        }
    )


def _transit(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "trip_date": _days("2022-01-01", "2023-12-31", random),
            "line": random.choice(["Red", "Blue", "Green", "Yellow"], _N),
            "vehicle_type": random.choice(["bus", "tram", "metro"], _N),
            "depot": random.choice(["Harbour", "Hillside", "Central", "Airport"], _N),
            "passengers": random.poisson(80, _N),
            "delay_min": random.gamma(2, 3, _N).round(1),
            "fuel_litres": random.gamma(5, 8, _N).round(1),
            "distance_km": random.normal(60, 15, _N).round(1),
            "weather": random.choice(["dry", "rain", "snow"], _N),
            "driver_years": random.integers(0, 35, _N),
        }
    )


def _energy(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Plant Name": random.choice([f"Station {c}" for c in "ABCDEFGHJK"], _N),
            "Source": random.choice(["Wind", "Solar", "Hydro", "Gas"], _N),
            "Grid Region": random.choice(["North", "South", "East", "West"], _N),
            "Energy Output": random.gamma(4, 250, _N).round(1),
            "CO2 Emissions": random.gamma(2, 40, _N).round(1),
            "Installed Capacity": random.integers(20, 900, _N),
            "Downtime Hours": random.gamma(1.5, 20, _N).round(1),
            "Maintenance Cost": random.gamma(3, 4000, _N).round(2),
            "Operator Grade": random.choice(["A", "B", "C"], _N),
            "Turbines": random.choice([1, 2, 3, 4, 6], _N),
            "Reporting Year": random.integers(2012, 2024, _N),
        }
    )


def _farm(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "field_code": [f"F-{n:04}" for n in range(_N)],
            "county": random.choice(["Kent", "Devon", "Norfolk", "Essex"], _N),
            "crop": random.choice(["wheat", "barley", "maize", "oats", "rye"], _N),
            "soil_type": random.choice(["clay", "loam", "sand"], _N),
            "field_area_ha": random.gamma(3, 4, _N).round(1),
            "yield_t_ha": random.normal(6, 1.5, _N).round(2),
            "rainfall_mm": random.normal(650, 120, _N).round(),
            "fertiliser_kg": random.gamma(4, 50, _N).round(),
            "irrigated": random.choice(["yes", "no"], _N),
            "tractors": random.choice([1, 2, 3, 4], _N),
            "harvest_year": random.integers(2010, 2024, _N),
        }
    )


def _sports(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Match Date": _days("2021-08-01", "2024-05-20", random),
            "Team": random.choice(["Rovers", "United", "Athletic", "Wanderers"], _N),
            "Venue": random.choice(["home", "away"], _N),
            "Result": random.choice(["win", "draw", "loss"], _N),
            "Goals Scored": random.poisson(1.6, _N),
            "Shots on Target": random.poisson(5, _N),
            "Possession Pct": random.normal(50, 9, _N).round(1),
            "Attendance": random.integers(900, 42000, _N),
            "Yellow Cards": random.poisson(2, _N),
            "Player Rating": random.normal(6.7, 0.5, _N).round(2),
            "Referee Grade": random.choice(["elite", "national", "regional"], _N),
        }
    )


def _library(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "loan_date": _days("2020-01-02", "2023-12-30", random),
            "branch": random.choice(["Mill Road", "Old Town", "Station", "Park"], _N),
            "genre": random.choice(["crime", "history", "fantasy", "travel"], _N),
            "format": random.choice(["print", "ebook", "audio"], _N),
            "page_count": random.integers(60, 1100, _N),
            "copies_owned": random.integers(1, 30, _N),
            "days_overdue": random.poisson(3, _N),
            "fine_paid": random.gamma(1, 2, _N).round(2),
            "reader_age": random.integers(6, 90, _N),
            "membership": random.choice(["child", "adult", "senior"], _N),
            "publication_year": random.integers(1950, 2023, _N),
        }
    )


def _schemas() -> dict[str, Schema]:
    makers = {
        "hospital": _hospital, "transit": _transit, "energy": _energy,
        "farm": _farm, "sports": _sports, "library": _library,
    }  # fmt: skip
    return {
        name: schema_of(make(np.random.default_rng(seed)))
        for seed, (name, make) in enumerate(makers.items(), 11)
    }


SCHEMAS = _schemas()
