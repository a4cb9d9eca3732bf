"""Tables of six domains for questions as textbooks of statistics put them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from tests.analysis.tables import schema_of

_N = 240


def _rivers(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Station ID": [f"ST{n:03}" for n in range(_N)],
            "Basin": random.choice(["Upper", "Middle", "Delta"], _N),
            "Season": random.choice(["spring", "summer", "autumn", "winter"], _N),
            "Dissolved Oxygen (mg/L)": random.normal(8.1, 1.4, _N).round(2),
            "nitrate_conc": random.gamma(2.0, 1.7, _N).round(3),
            "pH": random.normal(7.2, 0.4, _N).round(2),
            "Turbidity_NTU": random.exponential(14.0, _N).round(1),
            "WaterTemp": random.normal(14.0, 5.0, _N).round(1),
            "protected": random.choice(["yes", "no"], _N),
            "Algal_Bloom": random.choice([0, 1], _N, p=[0.7, 0.3]),
            "ecological_status": random.integers(1, 6, _N),
        }
    )


def _loans(random: np.random.Generator) -> pd.DataFrame:
    jobs = ["salaried", "self-employed", "retired"]
    return pd.DataFrame(
        {
            "applicant_income": random.lognormal(8.4, 0.5, _N).round(0),
            "LoanAmount": random.gamma(4.0, 5_000.0, _N).round(0),
            "credit_score": random.normal(680, 60, _N).round(0),
            "Employment Status": random.choice(jobs, _N),
            "home_ownership": random.choice(["own", "rent", "mortgage"], _N),
            "Defaulted": random.choice(["Y", "N"], _N, p=[0.2, 0.8]),
            "term_months": random.choice([12, 24, 36, 48, 60], _N),
            "interest_rate": random.uniform(3.0, 14.0, _N).round(2),
            "Marital_Status": random.choice([0, 1, 2], _N),
            "dependants": random.poisson(1.2, _N),
        }
    )


def _hives(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Hive Type": random.choice(["Langstroth", "Dadant", "Warre"], _N),
            "honey_yield_kg": random.normal(24, 7, _N).round(1),
            "MiteCount": random.poisson(9, _N),
            "brood_frames": random.integers(2, 11, _N),
            "Queen Age": random.choice([1, 2, 3, 4], _N),
            "region": random.choice(["coast", "valley", "mountain"], _N),
            "treated": random.choice([True, False], _N),
            "winter_loss": random.choice(["lost", "survived"], _N),
            "forage_distance_m": random.exponential(600, _N).round(0),
            "foulbrood": random.choice(["present", "absent"], _N, p=[0.1, 0.9]),
        }
    )


def _flights(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Carrier": random.choice(["Aquila", "Boreas", "Corvus", "Delphi"], _N),
            "dep_delay_min": random.exponential(12, _N).round(0),
            "arr_delay_min": random.normal(6, 14, _N).round(0),
            "Distance (km)": random.gamma(3.0, 400.0, _N).round(0),
            "Part of Day": random.choice(["morning", "afternoon", "evening"], _N),
            "Cancelled": random.choice([0, 1], _N, p=[0.9, 0.1]),
            "seat_load": random.uniform(0.4, 1.0, _N).round(3),
            "WeatherSeverity": random.choice([0, 1, 2, 3], _N),
            "taxi_out": random.normal(16, 4, _N).round(1),
            "fuel_burn_t": random.gamma(5.0, 1.4, _N).round(2),
            "international": random.choice(["yes", "no"], _N),
        }
    )


def _dental(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "SmokingHabit": random.choice(["never", "former", "current"], _N),
            "Gum Health": random.choice(["healthy", "gingivitis", "severe"], _N),
            "plaque_index": random.normal(1.6, 0.5, _N).round(2),
            "AgeGroup": random.choice(["18-34", "35-54", "55+"], _N),
            "flosses_daily": random.choice([0, 1], _N),
            "cavities": random.poisson(2.5, _N),
            "sugar_g_per_day": random.gamma(4.0, 14.0, _N).round(1),
            "Insured": random.choice(["Yes", "No"], _N),
            "pocket_depth_mm": random.normal(2.9, 0.8, _N).round(2),
            "salivary_flow": random.exponential(0.6, _N).round(3),
            "Sex": random.choice(["F", "M"], _N),
        }
    )


def _cheeses(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Milk": random.choice(["cow", "goat", "sheep"], _N),
            "ripening_days": random.gamma(2.0, 60.0, _N).round(0),
            "Fat (%)": random.normal(27, 4, _N).round(1),
            "salt_content": random.normal(1.7, 0.4, _N).round(2),
            "Moisture": random.uniform(32, 58, _N).round(1),
            "panel_rating": random.normal(72, 9, _N).round(1),
            "Organic": random.choice(["yes", "no"], _N),
            "RindType": random.choice(["washed", "bloomy", "natural"], _N),
            "Raw Milk": random.choice([0, 1], _N),
            "price_per_kg": random.lognormal(3.0, 0.4, _N).round(2),
            "award_won": random.choice(["yes", "no"], _N, p=[0.2, 0.8]),
        }
    )


def _made() -> dict[str, Schema]:
    makers = (_rivers, _loans, _hives, _flights, _dental, _cheeses)
    return {
        make.__name__.strip("_"): schema_of(make(np.random.default_rng(71)))
        for make in makers
    }


SCHEMAS = _made()
# The grammar was written with the questions on these in sight, the others aside.
WORKING = ("rivers", "loans", "hives")
CHECKING = ("flights", "dental", "cheeses")
