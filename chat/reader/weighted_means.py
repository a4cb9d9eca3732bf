"""Means whose rows count by a column: "the average price weighted by the quantity".

The sum of the products by the sum of the weights, of the rows that have both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.linking.message import link_message
from chat.linking.outcomes import Reading, Understood
from chat.linking.tables import schema_index
from chat.reader.base.restating import with_steps
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_LONGEST = 200  # characters


def read_weighted_mean(text: str, schema: Schema, read: Read) -> Reading | None:
    """A weighted mean, also of groups and of some rows; None for anything else."""
    if len(text) > _LONGEST:
        return None
    data = data_of("weighted_means")
    for form in _forms():
        found = form.search(text)
        if found is None:
            continue
        weights = re.sub(data["column"], "", found["weight"], flags=re.IGNORECASE)
        number, weight = _number(found["num"], schema), _number(weights, schema)
        if number is None or weight is None or number == weight:
            continue
        plain = read(
            data["again"].format(num=f"`{number}`", rest=found["rest"].strip(" ,"))
        )
        weighted = _weighted(plain, number, weight, schema)
        if weighted is not None:
            return weighted
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    data = data_of("weighted_means")
    found = []
    for key in ("owner", "behind", "front"):
        said = data[key]
        for part in ("lead", "mean", "by", "name"):
            said = said.replace(f"{{{part}}}", data[part])
        found.append(re.compile(said, re.IGNORECASE))
    return tuple(found)


def _number(words: str, schema: Schema) -> str | None:
    """The one column of numbers that words name."""
    mentions = link_message(words, schema_index(schema)).mentions
    names = {name for one in mentions if one.kind == "column" for name in one.columns}
    if len(names) != 1:
        return None
    name = names.pop()
    return name if schema[name].is_numeric else None


def _weighted(
    plain: Reading, number: str, weight: str, schema: Schema
) -> Understood | None:
    """The reading of a plain mean with each row weighted."""
    if not isinstance(plain, Understood) or plain.task.ignored:
        return None
    *before, last = plain.task.steps
    if last.operation == "describe":
        if last.params.get("columns") != [number]:
            return None
        params: dict[str, Any] = {}
        if last.params.get("group_by"):
            params["by"] = [{"column": name} for name in last.params["group_by"]]
    elif last.operation == "calculate":
        if last.params.get("measures") != [{"statistic": "mean", "of": number}]:
            return None
        params = dict(last.params)
    else:
        return None
    label = data_of("weighted_means")["label"].format(num=number, weight=weight)
    known = {"column": number, "op": "not_missing"}
    measure = {
        "statistic": "sum", "of": f"`{number}` * `{weight}`", "label": label,
        "over": {"statistic": "sum", "of": weight, "where": known},
    }  # fmt: skip
    step = Step(operation="calculate", params={**params, "measures": [measure]})
    task = with_steps(plain.task, (*before, step))
    return Understood(task.model_copy(update={"assumptions": ()}))
