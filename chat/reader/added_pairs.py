"""A comparison of groups with its pairs asked beside it: "anova of dose by ward, and Tukey".

The message is read without the words that ask for the pairs, and what compares all pairs
of the same groups comes behind what they ask beside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.linking.outcomes import Reading, Understood
from chat.linking.tokens import tokenise
from chat.reader.base.restating import step_words
from chat.reader.base.roles import parts
from chat.reader.methods.names import data_of

# Which test of all pairs belongs to a comparison of groups; "" is the usual one.
_BELONGING = {
    "one_way_anova": "tukey",
    "kruskal_wallis": "dunn",
    "compare_groups": "",
    "median_test": "dunn",
}
_MATCHED = ("repeated_anova", "friedman")
_FEWEST = 3  # groups that have more than one pair


@dataclass(frozen=True)
class _Form:
    said: re.Pattern[str]
    method: str
    adjust: str


@cache
def _forms() -> tuple[_Form, ...]:
    data = data_of("additions")["pairs"]
    return tuple(
        _Form(
            re.compile(
                rf"(?:{data['joint']}) +{one['said']}(?: (?:please|too|as well|also))?(?=[ ,.;?!]*$)",
                re.IGNORECASE,
            ),
            one["method"],
            one.get("adjust", ""),
        )
        for one in data["forms"]
    )


def with_pairs_added(
    text: str, schema: Schema, read: Callable[[str], Reading]
) -> Understood | None:
    """The comparison of a message with that of its pairs; None where none is added."""
    for form in _forms():
        match = form.said.search(text)
        if match is None:
            continue
        rest = text[: match.start()].rstrip(" ,;.?!")
        if re.match(data_of("additions")["pairs"]["asked"], rest, re.IGNORECASE):
            return None  # the pairs are all that is asked
        reading = read(f"{rest}?" if "?" in text else rest)
        if not isinstance(reading, Understood):
            continue
        last = reading.task.steps[-1]
        if _names_others(match[0], schema, last.params.get("group")):
            continue
        if last.operation in _BELONGING and _are_two(last, schema):
            return _told(reading)
        step = _of_pairs(last, schema, form)
        if step is not None:
            return _with(reading, step)
    return None


def _names_others(said: str, schema: Schema, group: str | None) -> bool:
    """ "and which clinics differ": pairs of other groups than those compared."""
    stems = {token.stem for token in tokenise(said)}
    own = set(parts(schema[group])) if group in schema.names else set()
    return any(
        stems & (set(parts(column)) - own)
        for column in schema.columns
        if column.name != group
    )


def _told(reading: Understood) -> Understood:
    assumed = (
        *reading.task.assumptions,
        "two groups are one pair, which this compares",
    )
    return Understood(reading.task.model_copy(update={"assumptions": assumed}))


def _with(reading: Understood, step: Step) -> Understood:
    task = reading.task
    added = {
        "steps": (*task.steps, step),
        "understood": (*task.understood, step_words(step)),
    }
    return Understood(task.model_copy(update=added))


def _of_pairs(step: Step, schema: Schema, form: _Form) -> Step | None:
    """The comparison of all pairs of the groups that a step compares."""
    if step.operation in _MATCHED and not form.method:
        kept: tuple[str, ...] = ("columns", "group", "subject", "levels")
        operation, params = "post_hoc_matched", {}
        if step.operation == "friedman":
            params["method"] = "wilcoxon"
    elif step.operation in _BELONGING and _has_pairs(step, schema):
        kept = ("columns", "group", "levels")
        method = form.method or _method_of(step)
        operation, params = "post_hoc", {"method": method} if method else {}
    else:
        return None
    same = {name: step.params[name] for name in kept if name in step.params}
    if form.adjust:
        params["adjust"] = form.adjust
    return Step(operation=operation, params={**same, **params})


def _method_of(step: Step) -> str:
    if step.params.get("equal_var") is False:
        return "games_howell"
    return _BELONGING[step.operation]


def _n_groups(step: Step, schema: Schema) -> int:
    group = step.params.get("group")
    if group not in schema.names:
        return 0
    return len(step.params.get("levels") or ()) or schema[group].n_unique


def _are_two(step: Step, schema: Schema) -> bool:
    return _n_groups(step, schema) == _FEWEST - 1


def _has_pairs(step: Step, schema: Schema) -> bool:
    """Whether numbers are compared between three groups or more."""
    columns = step.params.get("columns") or ()
    numbers = all(name in schema.names and schema[name].is_numeric for name in columns)
    return _n_groups(step, schema) >= _FEWEST and numbers
