"""Charts that explain hypothesis tests."""

from __future__ import annotations

from analysis.base.columns import Schema
from analysis.base.task import Step


def box_plots(
    schema: Schema, columns: list[str], group: str | None = None
) -> list[Step]:
    """Box plots of the compared columns, by group if there is one: a test's companions."""
    by_group = {"group_by": group} if group else {}
    return [Step(operation="box_plot", params={"columns": columns, **by_group})]


def histogram(column: str) -> Step:
    """A histogram of the one column that is tested."""
    return Step(operation="histogram", params={"column": column})


def grouped_bars(columns: list[str], frequency: str | None = None) -> list[Step]:
    """Bars of the first column's values, split by the second."""
    if frequency:
        return []
    category, group = columns[:2]
    return [
        Step(operation="bar_chart", params={"category": category, "group_by": group})
    ]
