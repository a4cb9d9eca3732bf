"""A "rank test" by nothing but that name: of two groups Mann and Whitney's, else Kruskal and Wallis's."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.base.columns import Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.restating import step_words
from chat.reader.methods.names import data_of

_TWO = 2


def by_number_of_groups(text: str, schema: Schema, reading: Reading) -> Reading:
    """The reading with the rank test of as many groups as there are."""
    if not isinstance(reading, Understood):
        return reading
    *before, last = reading.task.steps
    group = last.params.get("group")
    if last.operation != "mann_whitney" or group not in schema.names:
        return reading
    named = re.search(data_of("field")["ranks"], text, re.IGNORECASE)
    if not named or last.params.get("levels") or schema[group].n_unique <= _TWO:
        return reading
    params = {name: last.params[name] for name in ("columns", "group")}
    if "alpha" in last.params:
        params["alpha"] = last.params["alpha"]
    step = last.model_copy(update={"operation": "kruskal_wallis", "params": params})
    words = (*reading.task.understood[:-1], step_words(step))
    task = reading.task.model_copy(
        update={"steps": (*before, step), "understood": words}
    )
    return replace(reading, task=task)
