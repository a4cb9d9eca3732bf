"""Tables of six subjects, their columns named in different styles."""

from __future__ import annotations

from analysis.base.columns import Column, Schema


def _words(name: str, *levels: str, kind: str = "category") -> Column:
    each = tuple((level, 10) for level in levels)
    return Column(name=name, kind=kind, n_unique=len(levels), levels=each)


def _flag(name: str, yes: object = "yes", no: object = "no") -> Column:
    kind = "boolean" if yes is True else "integer" if yes == 1 else "category"
    return Column(name=name, kind=kind, n_unique=2, levels=((yes, 30), (no, 90)))


def _number(name: str, low: float, high: float, n_unique: int = 80) -> Column:
    whole = isinstance(low, int) and isinstance(high, int)
    return Column(
        name=name, kind="integer" if whole else "number", n_unique=n_unique,
        minimum=low, maximum=high,
    )  # fmt: skip


def _dates(name: str, first: str, last: str, n_unique: int) -> Column:
    return Column(
        name=name, kind="datetime", n_unique=n_unique, minimum=first, maximum=last
    )


def _key(name: str, n_rows: int) -> Column:
    return Column(name=name, kind="identifier", n_unique=n_rows)


SHOP = Schema(
    name="orders.csv", n_rows=320,
    columns=(
        _key("order_id", 320), _dates("order_date", "2023-01-01", "2024-12-31", 300),
        _words("product", "Lamp", "Chair", "Desk"),
        _words("region", "North", "South", "East", "West"),
        _number("customer_age", 18, 80, 62), _number("units", 1, 9, 9),
        _number("unit_price", 9.5, 120.0), _flag("member"), _flag("delivered"),
        _flag("paid", True, False), _number("revenue", 9.5, 960.0, 150),
    ),
)  # fmt: skip
CLINIC = Schema(
    name="admissions.xlsx", n_rows=240,
    columns=(
        Column(name="Patient No", kind="integer", n_unique=240, minimum=1, maximum=240),
        _words("Sex", "male", "female"), _number("Age", 20, 90, 70), _flag("Smoker"),
        _number("Systolic BP", 90.0, 180.0), _words("Ward", "A1", "B2", "C3"),
        _dates("Admission Date", "2022-03-01", "2024-02-16", 240),
        _number("Length of Stay", 0, 14, 14), _flag("Insured", "Y", "N"),
        _flag("Readmitted", 1, 0),
    ),
)  # fmt: skip
SENSORS = Schema(
    name="readings.parquet", n_rows=1000,
    columns=(
        _dates("ts", "2024-01-01", "2025-01-09", 1000),
        _words("sensor", "S01", "S02", "S03"), _number("temp_c", -5.0, 30.0),
        _number("hum_pct", 20.0, 80.0), _number("sensor_voltage", 2.9, 3.4),
        _flag("active", 1, 0),
    ),
)  # fmt: skip
SCHOOL = Schema(
    name="pupils.csv", n_rows=180,
    columns=(
        _words("Class", "7a", "7b", "8a"), _words("Gender", "girl", "boy"),
        _number("Maths Score", 20, 100), _number("Reading Score", 20, 100),
        _number("Absences", 0, 12, 13), _flag("Passed", "Yes", "No"),
        _number("Teacher Age", 25, 64, 30), _flag("Vaccinated", "Yes", "No"),
    ),
)  # fmt: skip
STAFF = Schema(
    name="hr.csv", n_rows=200,
    columns=(
        _key("EMPID", 200), _words("DEPT", "IT", "HR", "Sales", "Ops"),
        _number("SAL", 30000.0, 80000.0), _number("TENURE_YRS", 0, 24, 25),
        _words("MGR", "Kim", "Lopez", "Sato"),
        _dates("HIRE_DT", "2015-01-05", "2024-03-30", 200),
        _words("STATUS", "active", "inactive"), _flag("REMOTE", 1, 0),
    ),
)  # fmt: skip
MATCHES = Schema(
    name="season.csv", n_rows=150,
    columns=(
        _key("match_id", 150), _dates("match_date", "2023-08-05", "2025-03-23", 150),
        _words("home_team", "Lions", "Bears", "Hawks", "Wolves"),
        _number("goals", 0, 7, 8), _number("attendance", 2000, 30000, 149),
        _words("venue", "indoor", "outdoor"), _flag("sold_out"),
        _number("ticket_price", 15.0, 48.0), _number("player_rating", 4.0, 9.5),
    ),
)  # fmt: skip
