"""The parameters of a calculation as plain JSON, and the columns that they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from analysis.base.parameters import FormRole
from analysis.formulas.conditions import where_columns
from analysis.formulas.expressions import expression_columns
from analysis.signatures.calculation import Having, Key, Measure, Rows


def measure_columns(measure: Any) -> set[str]:
    """The columns that a measure reads."""
    form = Measure.model_validate(measure)
    found = expression_columns(form.of) if form.of else set()
    found |= where_columns(form.where) if form.where else set()
    found |= measure_columns(form.over) if form.over else set()
    return found | ({form.along} if form.along else set())


def key_columns(key: Any) -> set[str]:
    """The columns that a key reads."""
    form = Key.model_validate(key)
    parts = (form.column, form.year, form.month, form.day)
    named = {part for part in parts if part is not None}
    return named | (where_columns(form.split.where) if form.split else set())


def _of_measures(value: Any, _: Sequence[str]) -> set[str]:
    return {name for measure in value for name in measure_columns(measure)}


def _of_keys(value: Any, _: Sequence[str]) -> set[str]:
    return {name for key in value for name in key_columns(key)}


def _of_having(value: Any, _: Sequence[str]) -> set[str]:
    return {n for each in value for n in measure_columns(Having(**each).measure)}


def _of_rows(value: Any, names: Sequence[str]) -> set[str]:
    form = Rows.model_validate(value)
    found = {*(form.columns or names), *form.within}
    return found | ({form.sort} if form.sort else set())


Form = dict[str, Any]
Measures = Annotated[list[Form], FormRole(_of_measures)]
Keys = Annotated[list[Form], FormRole(_of_keys)]
Conditions = Annotated[list[Form], FormRole(_of_having)]
TopRows = Annotated[Form, FormRole(_of_rows)]
