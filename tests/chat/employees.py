"""An invented table of employees, as the parser sees it."""

from __future__ import annotations

from analysis.base.columns import Column, Kind, Scalar, Schema


def _column(
    name: str,
    kind: Kind,
    n_unique: int,
    span: tuple[float | str, float | str] | None = None,
    levels: tuple[Scalar, ...] = (),
) -> Column:
    return Column(
        name=name,
        kind=kind,
        n_unique=n_unique,
        minimum=span[0] if span else None,
        maximum=span[1] if span else None,
        levels=tuple((level, 10) for level in levels),
    )


EMPLOYEES = Schema(
    name="employees.csv",
    n_rows=400,
    columns=(
        _column("employee_id", "identifier", 400),
        _column("Name", "text", 398),
        _column(
            "Department",
            "category",
            4,
            levels=("Sales", "Engineering", "Marketing", "HR"),
        ),
        _column(
            "City", "category", 4, levels=("Paris", "London", "São Paulo", "New York")
        ),
        _column("Country", "category", 4, levels=("France", "UK", "Brazil", "USA")),
        _column("Gender", "category", 2, levels=("F", "M")),
        _column("Age", "integer", 45, (19.0, 66.0)),
        _column("Salary", "number", 380, (18_000.0, 250_000.0)),
        _column("hireDate", "datetime", 300, ("2012-03-01", "2023-11-20")),
        _column("years_experience", "integer", 30, (0.0, 40.0)),
        _column(
            "Job Level",
            "category",
            4,
            levels=("Intern", "Junior", "Senior", "Manager"),
        ),
        _column("remote", "boolean", 2, levels=(True, False)),
        _column("performance_score", "number", 50, (1.0, 5.0)),
        _column("höhe_cm", "number", 60, (150.0, 205.0)),
        _column("Qty", "integer", 60, (1.0, 90.0)),
    ),
)
