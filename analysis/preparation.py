"""The table as it is after a step: its columns with their kinds and values."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column, Kind, Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.formulas.expressions import expression_sort
from analysis.operations import operation_named

_KINDS: dict[str, Kind] = {
    "number": "number", "text": "text", "date": "datetime", "boolean": "boolean",
    "duration": "number",
}  # fmt: skip
_YES_NO = ((True, 1), (False, 1))
_UNKNOWN_BINS = 4


def schema_after(schema: Schema, step: Step) -> Schema:
    """The schema with what a step makes of its columns; values as far as they are known."""
    operation = operation_named(step.operation)
    if operation.kind != "prepare":
        return schema
    if operation.reshaping is not None:
        columns = operation.reshaping(schema, step.params)
        return schema.model_copy(update={"columns": tuple(columns)})
    made = _made(schema, step)
    if made is None:
        return schema
    kept = [made if one.name == made.name else one for one in schema.columns]
    if made.name not in schema.names:
        kept.append(made)
    return schema.model_copy(update={"columns": tuple(kept)})


def _made(schema: Schema, step: Step) -> Column | None:
    params = step.params
    match step.operation:
        case "add_column":
            return _computed(schema, params["name"], params["expression"])
        case "bin_column":
            labels = params.get("labels") or ()
            classes = len(params.get("edges") or ()) - 1
            found = (
                len(labels) or max(classes, 0) or params.get("bins") or _UNKNOWN_BINS
            )
            levels = tuple((label, 1) for label in labels)
            name = params.get("name") or f"{params['column']} group"
            return Column(
                name=name, kind="category", n_unique=found, levels=levels,
                order=tuple(labels) if len(labels) > 2 else (),
            )  # fmt: skip
        case "convert_column":
            return _converted(schema, params["column"], params["to"])
        case "recode":
            return _recoded(schema, params)
    return None


def _computed(schema: Schema, name: str, expression: str) -> Column:
    try:
        kind = _KINDS[expression_sort(expression, schema)]
    except TaskError:
        kind = "number"
    if kind == "boolean":
        return Column(name=name, kind=kind, n_unique=2, levels=_YES_NO)
    # How many values differ is not known: many, but not so many that it is a key.
    return Column(name=name, kind=kind, n_unique=max(schema.n_rows - 1, 3))


def _converted(schema: Schema, name: str, to: str) -> Column:
    """The column of another kind; its values are those it had only where it is a group."""
    kind: Kind = "integer" if to == "integer" else _KINDS.get(to, "category")
    old = next(one for one in schema.columns if one.name == name)
    levels = old.levels if kind == "category" else ()
    found = old.n_unique or max(schema.n_rows - 1, 3)
    return Column(name=name, kind=kind, n_unique=found, levels=levels)


def _recoded(schema: Schema, params: dict[str, Any]) -> Column | None:
    mapping = params["mapping"]
    old = next((c for c in schema.columns if c.name == params["column"]), None)
    if old is None:
        return None
    levels: dict[Any, int] = {}
    for level, n in old.levels:
        new = mapping.get(str(level), level)
        if new is not None:
            levels[new] = levels.get(new, 0) + n
    numbers = bool(levels) and all(isinstance(v, (int, float)) for v in levels)
    return Column(
        name=params.get("name") or old.name,
        kind="integer" if numbers else "category",
        n_unique=len(levels),
        levels=tuple(levels.items()),
        minimum=min(levels) if numbers else None,
        maximum=max(levels) if numbers else None,
    )
