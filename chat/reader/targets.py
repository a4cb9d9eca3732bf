"""Figures held against a number: "our target is 3.5, are we below it", "how far from 1000".

What is measured is read as a question of its own; its figure is then set against the
number, with which side it is on and how far it is off. That is a comparison of the figure
as it is, no test of what it might be elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.base import roles
from chat.reader.base.items import as_formula
from chat.reader.base.restating import step_words
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of

Read = Callable[[str], Reading]

_STATISTICS = {"variance": "var"}  # as a description calls them, and a calculation
_LONGEST = 200  # characters


def read_target(text: str, schema: Schema, read: Read) -> Reading | None:
    """The figure that a message holds against a number; None where it holds none."""
    if len(text) > _LONGEST or not any(letter.isdigit() for letter in text):
        return None
    for form in _forms():
        found = form.search(text)
        if found is None:
            continue
        for question in _questions(found):
            reading = read(question)
            if isinstance(reading, Understood) and not reading.task.ignored:
                held = _held(reading.task, found, schema)
                if held is not None:
                    return Understood(held)
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    data, made = data_of("targets"), []
    for one in data["forms"]:
        source = one["form"]
        for name in ("number", "target", "side", "we", "be"):
            source = data[name].join(re.split(rf"\b{name.upper()}\b", source))
        made.append(re.compile(source, re.IGNORECASE))
    return tuple(made)


def _questions(found: re.Match[str]) -> Iterator[str]:
    """What is measured, as questions, the likeliest first."""
    data = data_of("targets")["measured"]
    groups = found.groupdict()
    parts = [groups.get(name) or "" for name in ("m1", "m2", "m3", "m4", "total")]
    bare = [_bare(part) for part in parts]
    words = " ".join(part for part in bare if part)
    if not words:
        return
    kind = "plain"
    if not re.search(data["average"], words, re.IGNORECASE):
        kind = "share" if groups.get("percent") else "total" if bare[-1] else "plain"
    for form in data[kind]:
        yield f"{form.format(words)}?"


def _bare(words: str) -> str:
    """Words without those that name nothing at their ends."""
    nobody, before = data_of("targets")["measured"]["nobody"], None
    while words != before:
        before, words = words, re.sub(nobody, "", words.strip(), flags=re.IGNORECASE)
    return words.strip(" ,;:")


def _held(task: Task, found: re.Match[str], schema: Schema) -> Task | None:
    """The task with its one figure held against the number."""
    *before, last = task.steps
    params = _figure(last)
    if params is None:
        return None
    claim: dict[str, Any] = {"value": _number(found)}
    op = _claimed(found, _is_burden(params["measures"][0], schema))
    asks = "value"
    if op is not None:
        claim["op"], asks = op, "yes_no"
    step = Step(operation="calculate", params={**params, "claim": claim, "asks": asks})
    words = (*task.understood[:-1], step_words(step))
    return task.model_copy(update={"steps": (*before, step), "understood": words})


def _figure(step: Step) -> dict[str, Any] | None:
    """The parameters of a calculation of one figure, None for other answers."""
    params = step.params
    if step.operation == "describe":
        columns, statistics = (
            params.get("columns") or [],
            params.get("statistics") or [],
        )
        if set(params) != {"columns", "statistics"} or len(columns) != 1:
            return None
        if len(statistics) != 1:
            return None
        statistic = _STATISTICS.get(statistics[0], statistics[0])
        return {"measures": [{"statistic": statistic, "of": as_formula(columns[0])}]}
    if step.operation != "calculate" or len(params.get("measures") or ()) != 1:
        return None
    if set(params) - {"measures", "asks", "noun"}:
        return None
    return {name: value for name, value in params.items() if name != "asks"}


def _number(found: re.Match[str]) -> float:
    scale = (found["scale"] or "").strip().casefold()
    factor = float(data_of("targets")["scales"].get(scale, 1))
    return float(found["number"].replace(",", "")) * factor


def _is_burden(measure: dict[str, Any], schema: Schema) -> bool:
    """Whether there should be little of what is measured: losses, damaged ones."""
    where = measure.get("where") or {}
    name = str(measure.get("of") or where.get("column") or "").strip("`")
    if name not in schema.names:
        return False
    denied = where and where.get("value") != roles.yes_of(schema[name])
    return not denied and bool(nouns("en").burdens & set(roles.parts(schema[name])))


def _claimed(found: re.Match[str], is_burden: bool) -> str | None:
    """What is claimed of the figure; None where only its distance is asked."""
    claims = data_of("targets")["claims"]
    side = (found["side"] or "").casefold()
    if re.search(rf"\b(?:{claims['none']})\b", side):
        return None
    for op in ("<", ">", "<="):
        if re.search(rf"\b(?:{claims[op]})\b", side):
            return op
    if not side and not re.search(r"\b(?:are|is|do|did)\b", found[0], re.IGNORECASE):
        return None
    capped = re.search(rf"\b(?:{claims['capped']})\b", found[0], re.IGNORECASE)
    return "<=" if capped or is_burden else ">="
