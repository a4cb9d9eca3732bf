"""Means and shares that are asked for with their interval: "average age with a 95% CI"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.restating import step_words
from chat.reader.methods.names import data_of

_HUNDRED = 100
_NAME = re.compile(r"`[^`]+`|\w+")  # of a column alone


def with_interval_said(
    text: str, schema: Schema, reading: Reading, read: Callable[[str], Reading]
) -> Reading:
    """A mean or a share with its confidence interval, where the message asks for that.

    A message that is not understood with an interval behind it is read without, and
    answered where what it asks for has one.
    """
    if not isinstance(reading, Understood):
        said = data_of("field")["intervals"]
        rest = re.sub(
            said["behind"].replace("<asked>", said["asked"]),
            "",
            text,
            flags=re.IGNORECASE,
        )
        bare = read(rest) if rest != text else reading
        with_one = _with_it(text, schema, bare)
        return reading if with_one is bare else with_one
    return _with_it(text, schema, reading)


def _with_it(text: str, schema: Schema, reading: Reading) -> Reading:
    if not isinstance(reading, Understood) or not reading.task.steps:
        return reading
    asked = asked_interval(text, reading.task)
    if asked is None:
        return reading
    level = re.search(data_of("field")["intervals"]["level"], text, re.IGNORECASE)
    share = _as_share(reading.task.steps[-1], schema, level)
    if share is not None:
        return Understood(_ending_in(reading.task, share), reading.alternatives)
    step = _as_description(reading.task.steps[-1])
    statistics = step.params.get("statistics") or []
    if step.operation != "describe" or "mean" not in statistics or "ci" in statistics:
        return reading
    return Understood(_with_interval(reading.task, step, level), reading.alternatives)


def asked_interval(text: str, task: Task) -> str | None:
    """The words that ask for an interval, None where there are none or they name a column."""
    asked = re.search(data_of("field")["intervals"]["asked"], text, re.IGNORECASE)
    if asked is None or any(
        one.kind == "column" and asked[0].casefold() in one.text.casefold()
        for one in task.evidence
    ):
        return None
    return asked[0]


def _as_share(step: Step, schema: Schema, level: re.Match[str] | None) -> Step | None:
    """The share of one value of a column as a test of shares, which has an interval."""
    measures, keys = step.params.get("measures") or [], step.params.get("by") or []
    if step.operation != "calculate" or len(measures) != 1 or len(keys) > 1:
        return None
    if set(step.params) - {"measures", "by", "noun", "asks"} or any(
        set(key) != {"column"} for key in keys
    ):
        return None
    where = measures[0].get("where")
    if not _is_share_of_rows(measures[0], schema) or where.get("op") != "==":
        return None
    params = {"column": where["column"], "success": str(where["value"])}
    if keys:
        params["group"] = keys[0]["column"]
    if level is not None:
        params["confidence_level"] = float(level["level"]) / _HUNDRED
    operation = "proportion_test" if keys else "binomial_test"
    return step.model_copy(update={"operation": operation, "params": params})


def _is_share_of_rows(measure: dict[str, Any], schema: Schema) -> bool:
    """Whether rows are held against all rows: each of them may be one person."""
    if not isinstance(measure.get("where"), dict):
        return False
    if measure["statistic"] == "rate":
        return measure.get("of") is None
    of = measure.get("of")
    if measure["statistic"] != "unique" or "over" not in measure or of is None:
        return False
    name = str(of).strip("`")
    return name in schema.names and schema[name].n_unique == schema.n_rows


def _as_description(step: Step) -> Step:
    """The mean of a column by groups as a description, which has an interval."""
    measures, keys = step.params.get("measures") or [], step.params.get("by") or []
    if step.operation != "calculate" or set(step.params) - {"measures", "by", "noun"}:
        return step
    plain = all(set(key) == {"column"} for key in keys)
    means = all(set(one) == {"statistic", "of"} and one["statistic"] == "mean"
                and _NAME.fullmatch(str(one["of"])) for one in measures)  # fmt: skip
    if not measures or not plain or not means:
        return step
    params = {
        "statistics": ["mean"],
        "columns": [str(one["of"]).strip("`") for one in measures],
    }
    if keys:
        params["group_by"] = [key["column"] for key in keys]
    return step.model_copy(update={"operation": "describe", "params": params})


def _with_interval(task: Task, step: Step, level: re.Match[str] | None) -> Task:
    """The task with the interval of the mean, at a level where one is said."""
    named = list(step.params["statistics"])
    named.insert(named.index("mean") + 1, "ci")
    params = {**step.params, "statistics": named}
    if level is not None:
        params["confidence_level"] = float(level["level"]) / _HUNDRED
    return _ending_in(task, step.model_copy(update={"params": params}))


def _ending_in(task: Task, step: Step) -> Task:
    return task.model_copy(
        update={
            "steps": (*task.steps[:-1], step),
            "understood": (*task.understood[:-1], step_words(step)),
        }
    )
