"""Small tables of several domains, for sentences about calculations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from tests.analysis.tables import schema_of

_N = 300


def _bookings(random: np.random.Generator) -> pd.DataFrame:
    guests = [f"Guest {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return pd.DataFrame(
        {
            "booking_id": [f"B{n:04}" for n in range(_N)],
            "checkin": _days("2022-01-03", "2023-12-20"),
            "guest": random.choice(guests, _N),
            "hotel": random.choice(["Alpen", "Seeblick", "Zentrum", "Parkside"], _N),
            "room_type": random.choice(["single", "double", "suite"], _N),
            "nights": random.integers(1, 9, _N),
            "price_per_night": random.integers(60, 300, _N),
            "amount_eur": random.integers(80, 2000, _N),
            "cancelled": random.choice(["yes", "no"], _N, p=[0.15, 0.85]),
            "rating": random.choice([1.0, 2.0, 3.0, 4.0, 5.0, np.nan], _N),
        }
    )


def _pupils(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "StudentID": range(1, _N + 1),
            "Name": [f"Pupil {n}" for n in range(_N)],
            "School": random.choice(["North High", "Lake School", "City Academy"], _N),
            "Grade": random.choice([9, 10, 11, 12], _N),
            "Sex": random.choice(["boy", "girl"], _N),
            "Math": random.integers(20, 100, _N),
            "Reading": random.integers(20, 100, _N),
            "Absences": random.poisson(4, _N),
            "Passed": random.choice([True, False], _N),
            "Bus": random.choice(["Y", "N"], _N),
        }
    )


def _games(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": _days("2022-01-03", "2023-12-20"),
            "player": random.choice(["Ann", "Bea", "Cy", "Dan", "Eve", "Fay"], _N),
            "team": random.choice(["Reds", "Blues", "Greens"], _N),
            "minutes": random.integers(5, 48, _N),
            "points": random.integers(0, 35, _N),
            "fouls": random.integers(0, 6, _N),
            "home": random.choice(["home", "away"], _N),
            "won": random.choice([0, 1], _N),
        }
    )


def _branches(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Zeit": _days("2022-01-03", "2023-12-20"),
            "Filiale": random.choice(["Berlin", "Hamburg", "Ulm"], _N),
            "Umsatz": random.integers(50, 900, _N),
            "Kunden": random.integers(5, 80, _N),
            "Rabatt": random.random(_N).round(2),
        }
    )


def _countries(random: np.random.Generator) -> pd.DataFrame:
    n = 60
    return pd.DataFrame(
        {
            "country": [f"C{k}" for k in range(n)],
            "continent": random.choice(["Europe", "Asia", "Africa", "America"], n),
            "population": random.integers(100_000, 100_000_000, n),
            "gdp_per_capita": random.integers(800, 60_000, n),
            "life_expectancy": random.normal(72, 6, n).round(1),
        }
    )


def _tickets(random: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ticket": range(_N),
            "opened": pd.date_range("2024-01-01", periods=_N, freq="7h"),
            "agent": random.choice(["Kim", "Lee", "Max", "Noa"], _N),
            "priority": random.choice(["low", "medium", "high"], _N),
            "topic": random.choice(["billing", "login", "bug", "other"], _N),
            "first_reply_minutes": random.integers(1, 400, _N),
            "resolved": random.choice(["Yes", "No"], _N),
            "satisfaction": random.choice(["happy", "ok", "unhappy"], _N),
        }
    )


def _meter(random: np.random.Generator) -> pd.DataFrame:
    """A series: one row a day."""
    return pd.DataFrame(
        {
            "day": pd.date_range("2022-03-01", periods=_N, freq="D"),
            "kwh": random.integers(5, 60, _N),
            "tariff": random.normal(0.3, 0.02, _N).round(3),
            "rain_mm": random.integers(0, 30, _N),
        }
    )


def _ferry(random: np.random.Generator) -> pd.DataFrame:
    """A series: one row a month."""
    return pd.DataFrame(
        {
            "month": pd.date_range("2015-01-01", periods=84, freq="MS"),
            "passengers": random.integers(900, 9000, 84),
            "delay": random.normal(12, 3, 84).round(1),
        }
    )


def _days(first: str, last: str) -> pd.DatetimeIndex:
    return pd.date_range(first, last, periods=_N).normalize()


_MAKERS = {
    "bookings.csv": _bookings,
    "pupils.csv": _pupils,
    "games.csv": _games,
    "branches.csv": _branches,
    "countries.csv": _countries,
    "tickets.csv": _tickets,
    "meter.csv": _meter,
    "ferry.csv": _ferry,
}
SCHEMAS: dict[str, Schema] = {
    name: schema_of(make(np.random.default_rng(5)), name)
    for name, make in _MAKERS.items()
}
