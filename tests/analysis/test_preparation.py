"""Charts beside an answer know the table as the steps before have made it."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.answer import with_companions
from analysis.base.task import Step, Task
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


@pytest.mark.parametrize(
    ("prepare", "params", "asked", "chart"),
    [
        ("add_column", {"name": "total", "expression": "fare * 2"},
         {"columns": ["total"], "group": "sex"}, "box_plot"),
        ("add_column", {"name": "ratio", "expression": "fare / age"},
         {"columns": ["ratio"], "group": "class"}, "box_plot"),
        ("add_column", {"name": "rich", "expression": "fare > 50"},
         {"columns": ["rich"], "group": "sex"}, "bar_chart"),
        ("bin_column", {"column": "age", "bins": 3},
         {"columns": ["fare"], "group": "age group"}, "box_plot"),
    ],
)  # fmt: skip
def test_the_chart_beside_a_comparison_knows_new_columns(
    prepare: str, params: dict[str, Any], asked: dict[str, Any], chart: str
):
    steps = (
        Step(operation=prepare, params=params),
        Step(operation="compare_groups", params=asked),
    )
    told = with_companions(Task(steps=steps, confidence=1.0), PASSENGERS)
    drawn = [step.operation for step in told.steps if step.companion]
    assert drawn == [chart]
