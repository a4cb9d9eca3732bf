"""Arithmetic of groups: totals, shares, ratios, windows, ranks, comparisons."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Schema
from analysis.base.language import Language
from analysis.base.operation import Answer, Asked, Operation
from analysis.base.task import Step
from analysis.calculations.checking import check_calculation
from analysis.calculations.writing import calculation_code
from analysis.references.calculations import CALCULATIONS
from analysis.results.calculations import CalculationResult
from analysis.signatures.calculation import Asks, ChartKind, calculation_of
from analysis.signatures.calculation_columns import (
    Conditions,
    Form,
    Keys,
    Measures,
    TopRows,
)
from analysis.statistics import measured
from analysis.statistics.values import require_rows
from analysis.words.calculation import presented, restated

operation = Operation(
    __name__,
    kind="analyse",
    title="Calculation",
    category="Describe",
    # Its sentences are read by the calculation reader, which knows their grammar.
    language=Language(phrases=()),
    references=CALCULATIONS,
    helpers=(
        require_rows,
        measured.require_groups,
        measured.amounts,
        measured.moments,
        measured.years,
        measured.date_of_parts,
        measured.weekday_names,
        measured.month_names,
        measured.season_names,
        measured.week_part_names,
        measured.binned,
        measured.period_of,
        measured.picked,
        measured.every_group,
        measured.most_frequent,
        measured.tied_outside,
        measured.two_sides,
        measured.differences,
    ),
)


@operation.code
def calculate(
    measures: Measures | None = None,
    by: Keys | None = None,
    window: Form | None = None,
    order: Form | None = None,
    limit: int | None = None,
    place: int | None = None,
    within: list[int] | None = None,
    having: Conditions | None = None,
    over_groups: Form | None = None,
    reach: Form | None = None,
    position: Form | None = None,
    rows: TopRows | None = None,
    compare: Form | None = None,
    claim: Form | None = None,
    asks: Asks | None = None,
    noun: str | None = None,
    chart: ChartKind | None = None,
    look: Form | None = None,
) -> str:
    """Numbers of rows or of groups of rows, and what is made of them.

    Each parameter is a form of :mod:`analysis.signatures.calculation`, as plain JSON.
    """
    return calculation_code(calculation_of(dict(locals())))


@operation.checks
def checks(schema: Schema, **params: Any) -> None:
    """Whether the measures and keys fit the table; a TaskError where they do not."""
    check_calculation(calculation_of(params), schema)


@operation.restate
def restate(**params: Any) -> str:
    return restated(calculation_of(params))


@operation.present
def present(result: CalculationResult, **params: Any) -> Answer:
    return presented(result, calculation_of(params))


def compared(asked: Asked) -> dict[str, str | list[str]] | None:
    """One column of numbers by one plain column: what a test of groups compares."""
    measures, by = asked.params.get("measures") or [], asked.params.get("by") or []
    if len(measures) != 1 or len(by) != 1:
        return None
    column, group = measures[0].get("of"), by[0].get("column")
    names = asked.schema.names
    plain_key = isinstance(group, str) and len(by[0]) == 1 and group in names
    if not plain_key or not isinstance(column, str) or column not in names:
        return None
    if not asked.schema[column].is_numeric:
        return None
    return {"columns": [column], "group": group}


@operation.further("test")
def tested(asked: Asked) -> tuple[Step, ...] | None:
    """Whether the groups differ beyond chance."""
    params = compared(asked)
    return (params and (Step(operation="compare_groups", params=params),)) or None


@operation.further("pairs")
def pairs(asked: Asked) -> tuple[Step, ...] | None:
    """Which of the groups differ, all pairs together."""
    params = compared(asked)
    return (params and (Step(operation="post_hoc", params=params),)) or None
