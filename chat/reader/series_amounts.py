"""A column of numbers in a forecast is its amount: "how many swimmers can we expect".

"How many" counts rows only where no column holds the number; a forecast of a column's
count would be of the rows, which says nothing of it.
"""

from __future__ import annotations

from analysis.base.columns import Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.base import roles
from chat.reader.base.restating import step_words

_SERIES = ("forecast", "trend_test")


def with_amounts_of_series(schema: Schema, reading: Reading) -> Reading:
    """The reading with the column's own values, or its total of each period."""
    if not isinstance(reading, Understood):
        return reading
    *before, last = reading.task.steps
    name, time = last.params.get("column"), last.params.get("time")
    counted = last.params.get("statistic") == "count"
    if last.operation not in _SERIES or not counted or name not in schema.names:
        return reading
    column = schema[name]
    if not column.is_numeric or roles.is_key(column, schema.n_rows):
        return reading
    params = {k: v for k, v in last.params.items() if k != "statistic"}
    alone = time in schema.names and schema[time].n_unique == schema.n_rows
    if not alone or params.get("grain"):
        params["statistic"] = "sum" if roles.adds_up(column) else "mean"
    step = last.model_copy(update={"params": params})
    words = (*reading.task.understood[:-1], step_words(step))
    task = reading.task.model_copy(
        update={"steps": (*before, step), "understood": words}
    )
    return Understood(task, reading.alternatives)
