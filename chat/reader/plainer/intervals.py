"""Means that are asked for with their interval: "average age with a 95% CI"."""

from __future__ import annotations

import re

from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base.restating import step_words
from chat.reader.methods.names import data_of

_HUNDRED = 100
_NAME = re.compile(r"`[^`]+`|\w+")  # of a column alone


def with_interval_said(text: str, reading: Reading) -> Reading:
    """A described mean with its confidence interval, where the message asks for that."""
    said = data_of("field")["intervals"]
    if not isinstance(reading, Understood) or not reading.task.steps:
        return reading
    asked = re.search(said["asked"], text, re.IGNORECASE)
    if asked is None or any(
        one.kind == "column" and asked[0].casefold() in one.text.casefold()
        for one in reading.task.evidence
    ):
        return reading
    step = _as_description(reading.task.steps[-1])
    statistics = step.params.get("statistics") or []
    if step.operation != "describe" or "mean" not in statistics or "ci" in statistics:
        return reading
    level = re.search(said["level"], text, re.IGNORECASE)
    return Understood(_with_interval(reading.task, step, level), reading.alternatives)


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
    made = step.model_copy(update={"params": params})
    return task.model_copy(
        update={
            "steps": (*task.steps[:-1], made),
            "understood": (*task.understood[:-1], step_words(made)),
        }
    )
