"""What steps speak of, which of them say the same, and how two become one."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step
from analysis.formulas.expressions import expression_columns
from analysis.operations import operation_named

# What a plain question is answered by, and what says the same in the field's words.
_PLAINER = {
    "relate": ("correlation", "chi_square", "linear_regression", "compare_groups"),
    "compare_groups": (
        "two_sample_t", "mann_whitney", "one_way_anova", "kruskal_wallis", "paired_t",
        "wilcoxon", "two_sample_ks", "variance_equality", "repeated_anova",
    ),
    "overview": ("describe",),
}  # fmt: skip


CHANGES_OUTLIERS = ("remove_outliers", "replace_outliers", "winsorise")


def says_more(before: Step, after: Step) -> bool:
    """Whether a second reading is the first one again, or names its method."""
    same = set(columns_of(before)) == set(columns_of(after))
    if before.operation == after.operation == "find_outliers":
        return set(before.params["columns"]) == set(after.params["columns"])
    if before.operation == after.operation:
        if before.operation == "calculate":
            return before.params == after.params
        if before.operation == "missing_values" and columns_of(before):
            return set(columns_of(before)) <= set(columns_of(after))
        if before.operation == "missing_values":
            return True
        return same or not columns_of(after)
    return same and after.operation in _PLAINER.get(before.operation, ())


def merged(before: Step, after: Step) -> Step:
    """One step of two that say the same: lists joined, later settings kept."""
    if before.operation != after.operation:
        levels = before.params.get("levels")
        known = operation_named(after.operation).parameters
        if levels and "levels" in known and "levels" not in after.params:
            return Step(
                operation=after.operation, params={**after.params, "levels": levels}
            )
        return after
    params = dict(before.params)
    for name, value in after.params.items():
        old = params.get(name)
        if isinstance(old, list) and isinstance(value, list):
            value = [*old, *(one for one in value if one not in old)]
        params[name] = value
    return Step(operation=before.operation, params=params)


def renamed(step: Step, old: str, new: str) -> Step:
    """A step with another name for a column that it speaks of."""
    params = dict(step.params)
    for name in operation_named(step.operation).column_parameters():
        value = params.get(name)
        if isinstance(value, list):
            params[name] = [new if one == old else one for one in value]
        elif value == old:
            params[name] = new
    return step.model_copy(update={"params": params})


def columns_of(step: Step) -> list[str]:
    """The columns that a step speaks of."""
    found: list[str] = []
    for name in operation_named(step.operation).column_parameters():
        value = step.params.get(name)
        found += value if isinstance(value, list) else [value] if value else []
    if step.operation == "calculate":
        found += _calculated(step)
    if step.operation == "add_column":
        found += [*expression_columns(step.params["expression"]), step.params["name"]]
    if step.operation == "filter_rows":
        found += _limited(step.params["where"])
    return list(dict.fromkeys(found))


def _limited(where: dict[str, Any]) -> list[str]:
    if "column" in where:
        return [where["column"]]
    parts = [one for key in ("all", "any") for one in where.get(key) or ()]
    parts += [where["not"]] if "not" in where else []
    return [name for part in parts for name in _limited(part)]


def _calculated(step: Step) -> list[str]:
    measures = step.params.get("measures") or ()
    found = [str(m["of"]).strip("`") for m in measures if m.get("of")]
    found += [name for m in measures if m.get("where") for name in _limited(m["where"])]
    return found + [
        key["column"]
        for key in step.params.get("by") or ()
        if key.get("column") and "grain" not in key
    ]


def is_preparing(step: Step) -> bool:
    """Whether a step changes the table, and answers nothing."""
    return operation_named(step.operation).kind == "prepare"


def name_made(step: Step) -> str | None:
    """The column that a step makes, if it does."""
    if step.operation == "add_column":
        return str(step.params["name"])
    if step.operation == "bin_column":
        return str(step.params.get("name") or f"{step.params['column']} group")
    return None


def subject_of(step: Step) -> object:
    """What makes two preparing steps the same one."""
    params = step.params
    match step.operation:
        case "add_column":
            return params["name"]
        case "filter_rows":
            return repr(params["where"])
        case "bin_column" | "convert_column":
            return params["column"]
        case _:
            within = bool(params.get("group_by"))
            return (*sorted(params.get("columns") or ()), within)
