"""Charts that explain hypothesis tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.task import Step


def box_plots(params: Mapping[str, Any]) -> list[Step]:
    """Box plots of the compared columns, by group if there is one."""
    chosen: dict[str, Any] = {"columns": params["columns"]}
    if params.get("group"):
        chosen["group_by"] = params["group"]
    return [Step(operation="box_plot", params=chosen)]


def histograms(params: Mapping[str, Any]) -> list[Step]:
    """A histogram of the one column that is tested."""
    if len(params["columns"]) != 1:
        return []
    return [Step(operation="histogram", params={"column": params["columns"][0]})]


def grouped_bars(params: Mapping[str, Any]) -> list[Step]:
    """Bars of the first column's values, split by the second."""
    if params.get("frequency"):
        return []
    category, group = params["columns"][:2]
    return [
        Step(operation="bar_chart", params={"category": category, "group_by": group})
    ]
