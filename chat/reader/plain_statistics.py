"""Plain statistics and counts as calculations, and calculations as plain statistics."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step
from chat.reader.base.items import as_formula
from chat.reader.calculating.steps import DESCRIBED

# Charts of how many rows there are of each: calculations can draw them, with looks.
_DRAWN = ("count", "sum", "mean", "median", "min", "max")
_COUNTED = {"bar_chart": "bar", "pie_chart": "pie"}


def as_calculation(step: Step) -> Step | None:
    """A step as a calculation: itself, or plain statistics; None for all others."""
    if step.operation == "calculate":
        return step
    if step.operation in _COUNTED and set(step.params) == {"category"}:
        params = {
            "measures": [{"statistic": "count", "of": None}],
            "by": [{"column": step.params["category"]}],
            "chart": _COUNTED[step.operation],
        }
        return Step(operation="calculate", params=params)
    if step.operation == "line_chart":
        return _periods(step)
    return _calculation(step) if step.operation == "describe" else None


def _periods(step: Step) -> Step | None:
    """A line of counts or of a statistic by periods as the calculation that it draws."""
    params = step.params
    known = {"x", "y", "statistic", "grain", "group_by"}
    statistic, column = params.get("statistic"), params.get("y")
    if set(params) - known or not params.get("grain") or not params.get("x"):
        return None
    if statistic not in _DRAWN or (statistic == "count") != (column is None):
        return None
    by = [{"column": params["x"], "grain": params["grain"]}]
    if params.get("group_by"):
        by.append({"column": params["group_by"]})
    of = as_formula(column) if column else None
    measures = [{"statistic": statistic, "of": of}]
    return Step(
        operation="calculate",
        params={"measures": measures, "by": by, "chart": "line"},
    )


def _calculation(step: Step) -> Step | None:
    """A description of some statistics as the calculation of them."""
    names = {described: name for name, described in DESCRIBED.items()}
    statistics, columns = step.params.get("statistics"), step.params.get("columns")
    known = {"statistics", "columns", "group_by"}
    if not statistics or not columns or set(step.params) - known:
        return None
    if any(one not in names for one in statistics):
        return None
    measures = [
        {"statistic": names[one], "of": as_formula(name)}
        for name in columns
        for one in statistics
    ]
    params: dict[str, Any] = {"measures": measures}
    if step.params.get("group_by"):
        params["by"] = [{"column": name} for name in step.params["group_by"]]
    return Step(operation="calculate", params=params)


def calculation_step(params: dict[str, Any]) -> Step:
    return Step(operation="calculate", params=params)


def as_description(params: dict[str, Any]) -> Step | None:
    """Plain statistics of columns over all rows are a description of them."""
    measures = params["measures"]
    if set(params) - {"measures"} or any(
        set(m) - {"statistic", "of"} or m["statistic"] not in DESCRIBED or not m["of"]
        for m in measures
    ):
        return None
    statistics = list(dict.fromkeys(DESCRIBED[m["statistic"]] for m in measures))
    columns = list(dict.fromkeys(m["of"].strip("`") for m in measures))
    if len(statistics) * len(columns) != len(measures):
        return None
    return Step(
        operation="describe", params={"statistics": statistics, "columns": columns}
    )
