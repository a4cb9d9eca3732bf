"""Invented tables that the dialogues talk about, as files."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from tests.chat.learning import housing, shoppers


def sales() -> pd.DataFrame:
    """250 days whose profit follows their sales."""
    rng = np.random.default_rng(8)
    amounts = rng.gamma(6, 180, 250).round(2)
    profit = (0.24 * amounts + rng.normal(0, 45, 250)).round(2)
    return pd.DataFrame({"sales": amounts, "profit": profit})


def employees() -> pd.DataFrame:
    """400 people; a tenth of the ages are missing, a few incomes are far out."""
    rng = np.random.default_rng(21)
    n = 400
    department = rng.choice(["Sales", "Engineering", "Marketing", "HR"], n)
    position = rng.choice(["intern", "staff", "lead"], n, p=[0.15, 0.65, 0.2])
    gender = rng.choice(["woman", "man"], n)
    age = rng.normal(41, 9, n).clip(19, 66).round()
    base = np.where(
        position == "intern", 24_000, np.where(position == "lead", 81_000, 56_000)
    )
    salary = base + 260 * age + 2_500 * (gender == "man") + rng.normal(0, 5_500, n)
    income = salary * rng.lognormal(0.05, 0.1, n)
    income[:4] *= 6
    age[rng.choice(n, 40, replace=False)] = np.nan
    hired = pd.Timestamp("2015-01-01") + pd.to_timedelta(rng.integers(0, 3500, n), "D")
    return pd.DataFrame(
        {
            "name": [f"Person {number}" for number in range(n)],
            "department": department,
            "position": position,
            "gender": gender,
            "age": age,
            "salary": salary.round(),
            "income": income.round(2),
            "hired": hired.strftime("%Y-%m-%d"),
        }
    )


_TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "sales.csv": sales,
    "housing.csv": housing,
    "shoppers.csv": shoppers,
    "employees.csv": employees,
}


def file(name: str) -> bytes:
    """The bytes of a table; ``empty.csv`` has none."""
    return _TABLES[name]().to_csv(index=False).encode() if name in _TABLES else b""
