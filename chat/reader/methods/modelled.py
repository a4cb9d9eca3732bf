"""A model as far as a message says it, and the step that it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from analysis.base.wording import name_of
from chat.linking.words import stem
from chat.reader.methods.effects import (
    columns_of,
)
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.naming import named_methods
from chat.reader.methods.roles import (
    Roles,
    cue,
    patterns,
)

BINARY = 2


@dataclass
class Model:
    """A model as far as the message says it.

    ``family`` is an operation; ``focus`` are the predictors asked for, ``predictors``
    all of them.
    """

    family: str = ""
    outcome: str = ""
    focus: list[str] = field(default_factory=list)
    predictors: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)


def unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


def step_of(linked: LinkedText, roles: Roles, model: Model) -> Step | None:
    if model.family == "partial_correlation":
        params: dict[str, Any] = {
            "columns": model.predictors,
            "controls": roles.covariates,
        }
        return Step(operation="partial_correlation", params=params)
    if model.outcome in model.predictors:
        return None
    family = _family(linked, model)
    if family is None:
        return None
    factors = model.settings.get("interacting")
    if family == "two_way_anova" and factors:
        params = {"outcome": model.outcome, "factors": factors}
        return Step(operation=family, params=params)
    params = {"outcome": model.outcome, "predictors": model.predictors}
    if model.focus and len(model.focus) < len(model.predictors):
        params["focus"] = model.focus
    event = event_named(linked, model.outcome)
    if family == "logistic_regression" and event is not None:
        params["event_level"] = event
    return Step(operation=family, params={**params, **model.settings})


def event_named(linked: LinkedText, outcome: str) -> str | None:
    """The value of the outcome whose odds are asked, where it is not the one that sorts last.

    "odds of dying" of died and alive, "logistic regression of culled" of culled and kept;
    "not showing up" is the other one of the two, "culled against kept" the first.
    """
    levels = [name_of(level) for level in sorted_levels(linked.columns[outcome])]
    if len(levels) != BINARY:
        return None
    said = dict.fromkeys(_events_said(linked, outcome, levels))
    if not said:
        return None
    if len(said) == BINARY and patterns("against").search(linked.low) is None:
        return None
    event = next(iter(said))
    return None if event == levels[-1] else event


def sorted_levels(column: Column) -> list[Any]:
    """The levels in the order in which a model has them: numbers by size, words by letters."""
    levels = [level for level, _ in column.levels]
    return sorted(levels) if column.is_numeric else sorted(levels, key=str)


def _events_said(
    linked: LinkedText, outcome: str, levels: Sequence[str]
) -> Iterator[str]:
    """The values that the words for the outcome say, in their order."""
    alike = {stem(level.casefold()): level for level in levels}
    for part in linked.of_kind("column", "value"):
        if part.column != outcome:
            continue
        said = linked.low[part.start : part.end]
        value = name_of(part.value) if part.kind == "value" else alike.get(stem(said))
        negated = patterns("negating").search(linked.low[: part.start])
        if value is None and negated:
            value = levels[-1]
        if value is None or value not in levels:
            continue
        yield next(one for one in levels if one != value) if negated else value


def _family(linked: LinkedText, model: Model) -> str | None:
    """The operation: the one that is named, else by the outcome's values."""
    outcome = linked.columns[model.outcome]
    if patterns("families.cox_regression").search(linked.low):
        return None
    for name in ("logistic_regression", "poisson_regression", "linear_regression"):
        if patterns(f"families.{name}").search(linked.low):
            return name
    named = [one.method for one in named_methods(linked) if one.method]
    if any(method.name in _ANOVA for method in named):
        crossed = model.settings.get("interacting", [])
        groups = all(linked.columns[name].is_grouping for name in crossed)
        if set(crossed) == set(model.predictors) and len(crossed) == BINARY and groups:
            return "two_way_anova"
    if outcome.is_numeric and outcome.n_unique > BINARY:
        return "linear_regression"
    return "logistic_regression" if outcome.n_unique == BINARY else None


_ANOVA = ("analysis of variance", "two-way ANOVA", "factorial ANOVA")


def survival_step(linked: LinkedText, roles: Roles) -> Step | None:
    """Cox's model, the log-rank test or the curve, by what is asked."""
    names = [
        name
        for name in columns_of(roles.rest(linked))
        if name not in (roles.duration, roles.event)
    ]
    predictors = unique([*names, *roles.covariates])
    params: dict[str, Any] = {"duration": roles.duration, "event": roles.event}
    compares = patterns("survival.compare").search(linked.low)
    curve = patterns("survival.curve").search(linked.low)
    ratio = patterns("survival.ratio").search(linked.low)
    if len(names) == 1 and compares and not roles.covariates:
        return Step(operation="log_rank", params={**params, "group": names[0]})
    effect = cue("effect_of").search(linked.low)
    if predictors and (ratio or roles.adjusts or effect):
        focus = {"focus": names} if roles.adjusts and names else {}
        params = {**params, "predictors": predictors, **focus}
        return Step(operation="cox_regression", params=params)
    if curve and len(names) <= 1:
        group = {"group": names[0]} if names else {}
        return Step(operation="kaplan_meier", params={**params, **group})
    return None
