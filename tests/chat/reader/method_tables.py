"""Invented tables for questions about methods: two to work with, two to check with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.analysis.tables import schema_of

_N = 120


def staff() -> pd.DataFrame:
    """Employees of a firm; half of them are women."""
    chance = np.random.default_rng(5)
    experience = chance.uniform(0, 30, _N).round(1)
    return pd.DataFrame(
        {
            "department": chance.choice(["Sales", "IT", "HR"], _N),
            "gender": chance.choice(["female", "male"], _N),
            "team": chance.choice([f"T{n}" for n in range(12)], _N),
            "experience": experience,
            "hours": chance.integers(20, 60, _N),
            "salary": (20_000 + 900 * experience + chance.normal(0, 5_000, _N)).round(),
            "promoted": chance.choice(["no", "yes"], _N),
            "sick_days": chance.poisson(4, _N),
        }
    )


def patients() -> pd.DataFrame:
    """Patients followed until death or the end of a study."""
    chance = np.random.default_rng(6)
    return pd.DataFrame(
        {
            "treatment": chance.choice(["placebo", "drug"], _N),
            "stage": chance.choice(["early", "late", "middle"], _N),
            "age": chance.integers(30, 80, _N),
            "weight": chance.normal(75, 10, _N).round(1),
            "pressure": chance.normal(130, 12, _N).round(),
            "time": chance.exponential(300, _N).round() + 1,
            "dead": chance.integers(0, 2, _N),
            "relapse": chance.integers(0, 2, _N),
        }
    )


def plants() -> pd.DataFrame:
    """Plots of a field trial."""
    chance = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "fertilizer": chance.choice(["none", "compost", "nitrate"], _N),
            "variety": chance.choice(["old", "new"], _N),
            "field": chance.choice(list("ABCDEFGH"), _N),
            "rainfall": chance.normal(500, 60, _N).round(1),
            "height": chance.normal(90, 15, _N).round(1),
            "harvest": chance.gamma(4, 10, _N).round(2) + 1,
            "infected": chance.integers(0, 2, _N),
            "pests": chance.poisson(3, _N),
        }
    )


def pupils() -> pd.DataFrame:
    """Pupils of some schools."""
    chance = np.random.default_rng(8)
    return pd.DataFrame(
        {
            "school": chance.choice([f"S{n}" for n in range(10)], _N),
            "sex": chance.choice(["boy", "girl"], _N),
            "class_size": chance.integers(15, 32, _N),
            "income": chance.normal(40, 8, _N).round(1),
            "reading": chance.normal(100, 15, _N).round(),
            "maths": chance.normal(100, 15, _N).round(),
            "passed": chance.choice(["no", "yes"], _N),
        }
    )


WORKING = {"staff": schema_of(staff()), "patients": schema_of(patients())}
CHECKING = {"plants": schema_of(plants()), "pupils": schema_of(pupils())}
EVERY = WORKING | CHECKING
