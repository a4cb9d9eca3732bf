"""The table as the steps so far leave it, as far as a reading needs to know it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from analysis.base.columns import Column, Kind, Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.formulas.expressions import expression_sort
from analysis.operations import operation_named


def grown(schema: Schema, step: Step) -> Schema:
    """The schema behind a preparing step."""
    params = step.params
    match step.operation:
        case "add_column":
            return _with(schema, _added(schema, step))
        case "bin_column":
            name = params.get("name") or f"{params['column']} group"
            labels = tuple((label, 1) for label in params.get("labels") or ())
            return _with(
                schema,
                Column(
                    name=name, kind="category", levels=labels, n_unique=len(labels) or 4
                ),
            )
        case "scale_columns":
            for name in params.get("columns") or ():
                column = schema[name].model_copy(
                    update={"kind": "number", "levels": (), "n_unique": schema.n_rows}
                )
                schema = _with(schema, column)
        case "fill_missing":
            for name in params.get("columns") or ():
                schema = _with(schema, _filled(schema[name], params))
        case "convert_column":
            kinds: dict[str, Kind] = {"number": "number", "integer": "integer"}
            kind = kinds.get(params["to"], params["to"])
            schema = _with(schema, Column(name=params["column"], kind=kind))
        case _:
            reshaping = operation_named(step.operation).reshaping
            if reshaping is not None:
                columns = tuple(reshaping(schema, params))
                return schema.model_copy(update={"columns": columns})
    return schema


def _filled(column: Column, params: dict[str, object]) -> Column:
    value = params.get("value")
    levels = column.levels
    if isinstance(value, str) and value not in [level for level, _ in levels]:
        levels = (*levels, (value, max(column.n_missing, 1)))
    return column.model_copy(update={"n_missing": 0, "levels": levels})


def grown_by(schema: Schema, steps: Sequence[Step]) -> Schema:
    for step in steps:
        schema = grown(schema, step)
    return schema


def _added(schema: Schema, step: Step) -> Column:
    """The new column; one of conditions ("1 if …, 0 otherwise") has their values."""
    name, kind = step.params["name"], _kind(schema, step)
    values = _values(step.params["expression"])
    if not values:
        return Column(name=name, kind=kind)
    numbers = [one for one in values if isinstance(one, int | float)]
    levels = tuple((str(one), 1) for one in values)
    if len(numbers) < len(values):
        return Column(name=name, kind=kind, levels=levels, n_unique=len(values))
    whole = all(float(one).is_integer() for one in numbers)
    return Column(
        name=name,
        kind="integer" if whole else kind,
        levels=tuple((one, 1) for one in numbers),
        n_unique=len(values),
        minimum=min(numbers),
        maximum=max(numbers),
    )


def _values(expression: str) -> list[str | int | float]:
    """The values of a formula that is nothing but conditions; [] for any other."""
    try:
        node = ast.parse(expression, mode="eval").body
    except SyntaxError:
        return []
    found: list[str | int | float] = []
    while isinstance(node, ast.Call) and getattr(node.func, "id", "") == "where":
        _, then, node = node.args
        value = _constant(then)
        if value is None:
            return []
        found.append(value)
    last = _constant(node)
    return list(dict.fromkeys([*found, last])) if found and last is not None else []


def _constant(node: ast.expr) -> str | int | float | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str | int | float) else None


def _kind(schema: Schema, step: Step) -> Kind:
    try:
        sort = expression_sort(step.params["expression"], schema)
    except TaskError:
        return "number"
    kinds: dict[str, Kind] = {
        "number": "number", "duration": "number", "text": "category",
        "date": "datetime", "boolean": "boolean",
    }  # fmt: skip
    return kinds[sort]


def _with(schema: Schema, column: Column) -> Schema:
    others = [one for one in schema.columns if one.name != column.name]
    places = [one.name for one in schema.columns]
    if column.kind in ("number", "integer") and not column.n_unique:
        column = column.model_copy(update={"n_unique": schema.n_rows})
    if column.name in places:
        others.insert(places.index(column.name), column)
    else:
        others.append(column)
    return schema.model_copy(update={"columns": tuple(others)})
