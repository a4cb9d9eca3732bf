"""The chart of an answer: the kind that is asked for, of the same columns and groups."""

from __future__ import annotations

from typing import Any

from analysis.base.operation import Answer, Asked
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.base.wording import names_of

MOST_BARS = 30
_STATISTICS = ("mean", "sum", "median", "min", "max", "count")


def roles_of(asked: Asked) -> tuple[list[str], list[str]]:
    """The columns that the answer was about, and those that it was split by."""
    subjects: list[str] = []
    groups: list[str] = []
    for name, role in asked.operation.column_parameters().items():
        value = asked.params.get(name)
        if not value:
            continue
        listed = value if isinstance(value, list) else [value]
        by = _splits(name, role)
        (groups if by else subjects).extend(listed)
    return list(dict.fromkeys(subjects)), list(dict.fromkeys(groups))


def _splits(name: str, role: ColumnRole) -> bool:
    return name in ("group", "group_by", "time", "category", "x", "by", "factors") or (
        role.sort in ("datetime", "time")
    )


def chart_of(asked: Asked) -> tuple[Step, ...] | Answer | None:
    """The steps that draw the answer; words where it cannot be drawn so."""
    subjects, groups = roles_of(asked)
    known = set(asked.schema.names)
    subjects = [name for name in subjects if name in known]
    groups = [name for name in groups if name in known]
    if not subjects and not groups:
        return None
    if not asked.setting:
        explained = asked.operation.explaining
        if asked.operation.kind == "chart":
            return (Step(operation=asked.operation.name, params=asked.params),)
        steps = tuple(explained(asked.schema, asked.params)) if explained else ()
        if steps:
            return steps
    setting = asked.setting or _usual(asked, subjects, groups)
    params = _params(setting, asked, subjects, groups)
    if params is None:
        what = names_of([*subjects, *groups]) or "this answer"
        return Answer(
            f"A {setting.replace('_', ' ')} does not fit {what}: "
            f"{_NEEDS.get(setting, 'it needs other columns')}."
        )
    return (Step(operation=setting, params=params),)


_NEEDS = {
    "bar_chart": "it needs groups",
    "pie_chart": "it needs groups",
    "line_chart": "it needs an order, such as dates, to go along",
    "histogram": "it needs a column of numbers",
    "box_plot": "it needs a column of numbers",
    "violin_plot": "it needs a column of numbers",
    "density_plot": "it needs a column of numbers",
    "scatter_plot": "it needs two columns of numbers",
    "heat_map": "it needs two columns of groups",
}


def _usual(asked: Asked, subjects: list[str], groups: list[str]) -> str:
    if any(asked.schema[name].kind == "datetime" for name in groups):
        return "line_chart"
    if groups:
        return "bar_chart"
    numbers = _numbers(asked, subjects)
    if len(numbers) == 2:
        return "scatter_plot"
    return "histogram" if numbers else "bar_chart"


def _numbers(asked: Asked, names: list[str]) -> list[str]:
    return [name for name in names if asked.schema[name].is_numeric]


def _params(
    setting: str, asked: Asked, subjects: list[str], groups: list[str]
) -> dict[str, Any] | None:
    numbers = _numbers(asked, subjects)
    statistic = asked.params.get("statistic")
    if statistic not in _STATISTICS:
        statistic = (
            "mean" if numbers and asked.operation.name != "count_rows" else "count"
        )
    match setting:
        case "bar_chart" | "line_chart":
            return _by_group(setting, asked, subjects, groups, str(statistic))
        case "pie_chart":
            by = groups or [name for name in subjects if name not in numbers]
            return (
                {"category": by[0], **({"value": numbers[0]} if numbers else {})}
                if by
                else None
            )
        case "histogram":
            return {"column": numbers[0], **_split(groups)} if numbers else None
        case "box_plot" | "violin_plot" | "density_plot":
            return {"columns": numbers, **_split(groups)} if numbers else None
        case "scatter_plot":
            both = [*numbers, *_numbers(asked, groups)]
            return (
                {
                    "x": both[0],
                    "y": both[1],
                    **_split([g for g in groups if g not in both]),
                }
                if len(both) > 1
                else None
            )
        case "heat_map":
            by = [*groups, *(name for name in subjects if name not in numbers)]
            return {"x": by[0], "y": by[1]} if len(by) > 1 else None
    return None


def _split(groups: list[str]) -> dict[str, str]:
    return {"group_by": groups[0]} if groups else {}


def _by_group(
    setting: str, asked: Asked, subjects: list[str], groups: list[str], statistic: str
) -> dict[str, Any] | None:
    numbers = _numbers(asked, subjects)
    along = groups or [name for name in subjects if name not in numbers]
    if setting == "line_chart" and not along and asked.params.get("x"):
        along = [asked.params["x"]]
    if not along:
        return None
    key, value = ("category", "value") if setting == "bar_chart" else ("x", "y")
    params: dict[str, Any] = {key: along[0], "statistic": statistic}
    if numbers and statistic != "count":
        params[value] = numbers[0]
    if len(along) > 1:
        params["group_by"] = along[1]
    if setting == "line_chart" and asked.params.get("grain"):
        params["grain"] = asked.params["grain"]
    if setting == "bar_chart" and asked.params.get("top"):
        params["top"] = min(int(asked.params["top"]), MOST_BARS)
    return params
