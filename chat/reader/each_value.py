"""A figure of the rows of several values that a message names is given for each of them.

"What does an order bring in when placed online, and what in the store?" and "how much did
Oslo and Bergen make?" name values apart. One figure of all their rows would answer another
question; a figure of each, with that of all of them beside it, holds both answers.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.items import as_formula
from chat.reader.base.restating import with_steps
from chat.reader.base.roles import adds_up
from chat.reader.base.senses import build_lattice
from chat.reader.methods.names import data_of

_MOST = 6  # values; a longer list is one set of rows
# Numbers of rows add up: "how many came from Oslo or Bergen" is one number.
_FIGURES = frozenset(("mean", "median", "sum", "min", "max", "std", "var"))


def with_each_value(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading, with its figure by the values that limit its rows where they are several."""
    if not isinstance(reading, Understood) or reading.task.source == "followup":
        return reading
    steps = [step for step in reading.task.steps if not step.companion]
    if len(steps) < 2 or len(steps) != len(reading.task.steps):
        return reading
    *before, last = steps
    measures = _measures(last)
    ranked = _ranked(last, schema) if not measures else None
    named = [one for step in before for one in _listed(step, schema)]
    if ranked is not None:
        measures = ranked["measures"]
    elif named and _are_alternatives(text, named[0][1]):
        return reading
    if not measures or len(named) != 1 or _means_all(text, schema):
        return reading
    column, values = named[0]
    if any(_is_about(one, column) for one in measures):
        return reading
    params = {"measures": measures, "by": [{"column": column, "values": values}]}
    if ranked is not None:
        params = ranked | {"by": params["by"]}
    made = [*before, Step(operation="calculate", params=params)]
    return Understood(with_steps(reading.task, made), reading.alternatives)


def _is_about(measure: dict[str, Any], column: str) -> bool:
    where = measure.get("where") or {}
    parts = where.get("all", where.get("any", [where]))
    return measure["of"] in (column, f"`{column}`") or any(
        part.get("column") == column for part in parts
    )


def _measures(step: Step) -> list[dict[str, Any]]:
    """What a step measures of all its rows; nothing where it is more than such figures."""
    params = step.params
    if step.operation == "describe" and set(params) == {"statistics", "columns"}:
        found = [
            {"statistic": statistic, "of": column}
            for column in params["columns"]
            for statistic in params["statistics"]
        ]
    elif step.operation == "calculate" and set(params) == {"measures"}:
        found = params["measures"]
    else:
        return []
    return found if all(map(_is_figure, found)) else []


def _ranked(step: Step, schema: Schema) -> dict[str, Any] | None:
    """ "which has the highest revenue, Oslo or Bergen": one of them, and no row of either."""
    column = step.params.get("sort_by")
    first = step.operation == "show_rows" and step.params.get("limit") == 1
    if not first or column not in schema.names:
        return None
    statistic = "sum" if adds_up(schema[column]) else "mean"
    return {
        "measures": [{"statistic": statistic, "of": as_formula(column)}],
        "order": {
            "by": "value",
            "measure": 0,
            "descending": bool(step.params.get("descending")),
        },
        "asks": "which",
    }


def _is_figure(measure: dict[str, Any]) -> bool:
    if measure["statistic"] == "rate":
        return set(measure) <= {"statistic", "of", "where", "unit"}
    return set(measure) == {"statistic", "of"} and measure["statistic"] in _FIGURES


def _listed(step: Step, schema: Schema) -> list[tuple[str, list[Any]]]:
    """The columns of which a step keeps the rows of several values, with these."""
    where = step.params.get("where") if step.operation == "filter_rows" else None
    if where is None:
        return []
    parts = where.get("all", [where])
    return [
        (part["column"], list(part["value"]))
        for part in parts
        if part.get("op") == "in"
        and part.get("column") in schema.names
        and 1 < len(part["value"]) <= _MOST
    ]


def _are_alternatives(text: str, values: list[Any]) -> bool:
    """ "when class is 1 or 2": rows of either, as no topic stands before them."""
    low = text.casefold()
    places = sorted(
        (found.start(), found.end())
        for value in values
        if (found := re.search(rf"(?<!\w){re.escape(str(value).casefold())}", low))
    )
    if len(places) < len(values) or ":" in text[: places[0][0]]:
        return False
    between = (low[one[1] : two[0]] for one, two in pairwise(places))
    joints = data_of("light")["alternatives"]
    return all(re.fullmatch(joints, words) for words in between)


def _means_all(text: str, schema: Schema) -> bool:
    """ "… of Oslo and Bergen together"."""
    lattice = build_lattice(text, tokenise(text), schema_index(schema))
    return any(True for _ in lattice.all("acrossall"))
