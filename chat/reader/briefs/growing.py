"""The table as the steps so far leave it, as far as a reading needs to know it."""

from __future__ import annotations

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
            return _with(schema, Column(name=params["name"], kind=_kind(schema, step)))
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
