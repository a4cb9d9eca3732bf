"""Questions with "or is it just chance?" behind: a test is asked for, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from analysis.base.task import Step
from analysis.operations import operation_named
from chat.linking.outcomes import Reading, Understood
from chat.reader.methods.names import data_of

_FEWEST = 3  # words of a question
_TESTED = ("mean", "sum")  # of rows, the test is of the mean


@cache
def _tags() -> re.Pattern[str]:
    forms = "|".join(data_of("light")["chance"])
    return re.compile(rf"[,;.?! ]*(?<![\w'-])(?:{forms})(?![\w'-])", re.IGNORECASE)


def tested_for_chance(
    text: str, reading: Reading, read: Callable[[str], Reading]
) -> Reading:
    """The reading, or that of the question in front as the test that it asks for."""
    if (
        isinstance(reading, Understood)
        and not reading.task.ignored
        and is_test(reading)
    ):
        return reading
    match = _tags().search(text)
    if match is None:
        return reading
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
    if len(rest.split()) < _FEWEST:
        return reading
    plain = read(rest if rest.endswith("?") else f"{rest}?")
    if not isinstance(plain, Understood):
        return reading
    tested = plain if is_test(plain) else _as_test(plain)
    return reading if tested is None else tested


def _as_test(reading: Understood) -> Understood | None:
    """Means of two groups set side by side as the test of their difference."""
    *before, last = reading.task.steps
    measures = last.params.get("measures") or []
    keys = last.params.get("by") or []
    if last.operation != "calculate" or len(measures) != 1 or len(keys) != 1:
        return None
    named = _measured(measures[0])
    if named is None or not set(keys[0]) <= {"column", "values"}:
        return None
    params = {"columns": [named], "group": keys[0]["column"]}
    if keys[0].get("values"):
        params["levels"] = keys[0]["values"]
    step = Step(operation="compare_groups", params=params)
    words = operation_named(step.operation).words(params)
    task = reading.task.model_copy(
        update={"steps": (*before, step), "understood": (words,)}
    )
    return Understood(task)


def _measured(measure: Mapping[str, Any]) -> str | None:
    """The column whose means are set side by side, or whose share of a yes is."""
    where = measure.get("where")
    if measure.get("statistic") in _TESTED:
        return str(measure.get("of") or "").strip("`")
    shares = measure.get("statistic") == "rate" and not measure.get("of")
    if shares and isinstance(where, Mapping) and where.get("op") == "==":
        return str(where["column"])
    return None


def is_test(reading: Understood) -> bool:
    """Whether what is read ends in a test at a level of significance."""
    return "alpha" in operation_named(reading.task.steps[-1].operation).parameters
