"""A message that asks for a model: outcome, predictors, what is adjusted for.

"compare Y between G adjusting for X", "effect of F on Y holding X constant", "regress Y
on A and B", "hazard ratio of F adjusted for X" and formulas with a tilde. What is none of
these is None and left to other readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.base.task import Step
from chat.reader.methods.effects import (
    acting,
    associated,
    columns_of,
    compared,
    effect_asked,
    in_order,
    parted,
    per_unit,
    ratio_asked,
    says_associated,
)
from chat.reader.methods.leaning import leaning
from chat.reader.methods.linked import LinkedText, Part
from chat.reader.methods.modelled import BINARY, Model, step_of, survival_step, unique
from chat.reader.methods.naming import named_methods
from chat.reader.methods.roles import (
    Roles,
    covariates_of,
    list_after,
    list_before,
    patterns,
    survival_of,
)
from chat.reader.methods.settings import Said

_MOST_LEVELS = 20


def model_steps(linked: LinkedText, said: Sequence[Said]) -> tuple[Step, ...] | None:
    """The steps of the model that the message asks for, or None."""
    roles = Roles()
    _set_aside(linked, said, roles)
    if has_loose_numbers(linked, said) or _belongs_elsewhere(linked):
        return None
    about_time = survival_of(linked, roles)
    covariates_of(linked, roles)
    if about_time:
        step = survival_step(linked, roles)
        return None if step is None else (step,)
    model = _read(linked, roles)
    if model is None or not model.predictors:
        return None
    conditions = _conditions(linked, roles, model)
    if roles.everything:
        model.predictors += _others(linked, model)
    step = step_of(linked, roles, model)
    if conditions is None or step is None:
        return None
    return (*conditions, step)


def _others(linked: LinkedText, model: Model) -> list[str]:
    """All other columns that can be predictors."""
    used = {model.outcome, *model.predictors}
    return [
        name
        for name, column in linked.columns.items()
        if name not in used and (column.is_numeric or column.n_unique <= _MOST_LEVELS)
    ]


def _set_aside(linked: LinkedText, said: Sequence[Said], roles: Roles) -> None:
    """Takes the columns and values that options use for themselves."""
    for one in said:
        for part in linked.within(one.start, one.end):
            if part.kind != "column" or part.column in one.columns:
                roles.taken.add(part.start)


def _belongs_elsewhere(linked: LinkedText) -> bool:
    """Whether something else is asked too: a chart of the model, a split, rows."""
    about_time = patterns("survival.about").search(linked.low)
    for match in patterns("elsewhere").finditer(linked.low):
        word = match[0]
        if linked.covering(match.start(), match.end()) is None and not (
            about_time and word.startswith(("curve", "plot"))
        ):
            return True
    return False


def has_loose_numbers(linked: LinkedText, said: Sequence[Said]) -> bool:
    """Whether numbers or dates stand there that no option takes: conditions, bins …"""
    for part in linked.of_kind("number", "date", "quoted"):
        within = any(o.start <= part.start and part.end <= o.end for o in said)
        digits = any(c.isdigit() for c in linked.text[part.start : part.end])
        inside = any(n.start <= part.start and part.end <= n.end for n in named_methods(linked))  # fmt: skip
        if part.kind != "number" or (digits and not within and not inside):
            return True
    return False


def _read(linked: LinkedText, roles: Roles) -> Model | None:
    """Outcome and predictors, by the first way of asking that fits."""
    if "~" in linked.text:
        return _formula(linked, roles)
    rest = roles.rest(linked)
    if not rest:
        return None
    moderated = _moderated(linked, rest) or _interacting(linked, rest)
    if moderated is not None:
        return moderated
    if roles.adjusts and patterns("correlating").search(linked.low):
        return _partial(linked, rest, roles)
    if roles.adjusts and says_associated(linked) and effect_asked(linked, rest) is None:
        partial = _partial(linked, rest, roles)
        if partial is not None or _is_stratified(linked, rest, roles):
            return partial
    regressed = _regressed(linked, roles, rest)
    if regressed is not None:
        return regressed
    raised = per_unit(linked, rest)
    if raised is not None:
        return _focused(linked, roles, *raised)
    if not roles.adjusts:
        return None
    return _adjusted(linked, roles, rest)


def _formula(linked: LinkedText, roles: Roles) -> Model | None:
    """ "y ~ a * b + c": products stand for both and their interaction."""
    place = linked.text.index("~")
    left = list_before(linked, place)
    right = [p for p in roles.rest(linked) if p.start > place and p.kind == "column"]
    if not left or not right:
        return None
    names = list(dict.fromkeys(part.column for part in right))
    model = Model(outcome=left[-1].column, predictors=names)
    crossed = [
        name
        for a, b in pairwise(right)
        if linked.text[a.end : b.start].strip() in ("*", ":", "×")
        for name in (a.column, b.column)
    ]
    if crossed:
        model.settings["interacting"] = list(dict.fromkeys(crossed))
    after = linked.text[place + 1 :].replace(" ", "")
    if after.startswith("0+") or "-1" in after:
        model.settings["intercept"] = False
    return model


def _moderated(linked: LinkedText, rest: Sequence[Part]) -> Model | None:
    """ "does M moderate the effect of F on O": the product of M and F decides."""
    if not patterns("moderates").search(linked.low):
        return None
    names = columns_of(rest)
    verb = patterns("moderating").search(linked.low)
    if len(names) != 3 or verb is None:
        return None
    before = [part.column for part in rest if part.end <= verb.start()]
    effect = effect_asked(linked, rest)
    if effect is None or not before:
        return None
    focus, outcome = effect
    pair = list(dict.fromkeys([*focus, before[-1]]))
    if outcome in pair or len(pair) != BINARY:
        return None
    return Model(outcome=outcome, predictors=pair, settings={"interacting": pair})


def _is_stratified(linked: LinkedText, rest: Sequence[Part], roles: Roles) -> bool:
    """Two groupings within the levels of one other: a test of strata answers that."""
    names = [*columns_of(rest), *roles.covariates]
    return len(roles.covariates) == 1 and not any(
        linked.columns[name].is_numeric and linked.columns[name].n_unique > BINARY
        for name in names
    )


def _interacting(linked: LinkedText, rest: Sequence[Part]) -> Model | None:
    """ "is there an interaction between A and B in their effect on O", not of two groupings."""
    match = patterns("interaction").search(linked.low)
    if match is None:
        return None
    pair = unique([part.column for part in list_after(linked, match.end())])
    others = [name for name in columns_of(rest) if name not in pair]
    if len(pair) != BINARY or len(others) != 1:
        return None
    if all(linked.columns[name].is_grouping for name in pair):
        return None
    return Model(outcome=others[0], predictors=pair, settings={"interacting": pair})


def _partial(linked: LinkedText, rest: Sequence[Part], roles: Roles) -> Model | None:
    names = [name for name in columns_of(rest) if name not in roles.covariates]
    numbers = [linked.columns[n] for n in names if linked.columns[n].is_numeric]
    if len(names) != BINARY or len(numbers) != BINARY:
        return None
    if not all(linked.columns[name].is_numeric for name in roles.covariates):
        return None
    directed = patterns("goes_with").search(linked.low)
    if directed and any(column.n_unique == BINARY for column in numbers):
        return None  # one of them is what happens or not
    return Model(family="partial_correlation", outcome="", predictors=names)


def _regressed(linked: LinkedText, roles: Roles, rest: Sequence[Part]) -> Model | None:
    """ "regress Y on A and B", "logistic regression of Y on A", "Y regressed on A"."""
    start = patterns("regressing").search(linked.low)
    told = patterns("explained").search(linked.low)
    if told is not None and any(part.end <= told.start() for part in rest):
        start = told
    if start is None:
        return None
    effect = effect_asked(linked, rest) if roles.adjusts else None
    if effect is not None:
        return _focused(linked, roles, *effect)
    after = [part for part in rest if part.start >= start.end()]
    before = [part for part in rest if part.end <= start.start()]
    leads = before or after
    if not leads:
        return None
    places = [told] if told is start and told is not None else list(
        patterns("on_predictors").finditer(linked.low, leads[0].end)
    )  # fmt: skip
    for match in places:
        left = [p for p in (before or after) if p.end <= match.start()]
        right = [p for p in rest if p.start >= match.end()]
        outcomes = list(dict.fromkeys(p.column for p in left if p.kind == "column"))
        outcomes = outcomes or _told_apart(linked, left)
        if len(outcomes) != 1 or not right:
            continue
        predictors = [n for n in columns_of(right) if n not in outcomes]
        return _with_interaction(
            linked,
            Model(
                outcome=outcomes[0],
                focus=predictors if roles.adjusts else [],
                predictors=unique([*predictors, *roles.covariates]),
            ),
        )
    return None


def _told_apart(linked: LinkedText, parts: Sequence[Part]) -> list[str]:
    """ "logistic regression of dying on age": the column of two values one of which is said."""
    named = unique([part.column for part in parts if part.kind == "value"])
    logistic = patterns("families.logistic_regression").search(linked.low)
    two = [name for name in named if linked.columns[name].n_unique == BINARY]
    return two if logistic and len(named) == 1 else []


def _with_interaction(linked: LinkedText, model: Model) -> Model:
    """Adds the products that are asked for: of two that are named, or of all."""
    crossed = _crossed(linked, model)
    if crossed:
        model.settings["interacting"] = crossed
    match = patterns("interaction").search(linked.low)
    if match is None:
        return model
    before = linked.low[max(0, match.start() - 10) : match.start()]
    if before.rstrip().endswith(("without", "no")):
        return model
    named = [p.column for p in list_after(linked, match.end())]
    if len(named) > 1:
        model.predictors = unique([*model.predictors, *named])
        model.settings["interacting"] = unique(named)
    elif len(model.predictors) > 1:
        model.settings["all_interactions"] = True
    return model


def _crossed(linked: LinkedText, model: Model) -> list[str]:
    """Predictors with a sign of multiplication between them."""
    parts = [p for p in linked.of_kind("column") if p.column in model.predictors]
    return unique(
        [
            name
            for a, b in pairwise(parts)
            if linked.text[a.end : b.start].strip() in ("*", "×", ":", "x")
            for name in (a.column, b.column)
        ]
    )


def _adjusted(linked: LinkedText, roles: Roles, rest: Sequence[Part]) -> Model | None:
    """The ways of asking for an effect with something else held constant."""
    ways = (
        ratio_asked, effect_asked, leaning, acting, compared, parted, associated, in_order,
    )  # fmt: skip
    for way in ways:
        found = way(linked, rest)
        if found is not None:
            return _focused(linked, roles, *found)
    return None


def _focused(
    linked: LinkedText, roles: Roles, focus: list[str], outcome: str
) -> Model | None:
    focus = [name for name in focus if name != outcome]
    if not focus or outcome in roles.covariates:
        return None
    return _with_interaction(
        linked,
        Model(
            outcome=outcome,
            focus=focus,
            predictors=unique([*focus, *roles.covariates]),
        ),
    )


def _conditions(
    linked: LinkedText, roles: Roles, model: Model
) -> tuple[Step, ...] | None:
    """Values of columns that the model does not use keep the rows that have them.

    None where a value may mean something else.
    """
    used = {model.outcome, *model.predictors}
    loose = [p for p in roles.rest(linked) if p.kind == "value"]
    conditions = []
    for part in loose:
        if part.column in used:
            continue
        before = linked.low[: part.start].split()
        if not before or before[-1] not in patterns_of_rows():
            return None
        condition = {"column": part.column, "op": "==", "value": part.value}
        conditions.append(Step(operation="filter_rows", params={"where": condition}))
    return tuple(conditions)


def patterns_of_rows() -> frozenset[str]:
    """Words before a value that limit the rows to it."""
    return frozenset(("for", "among", "in", "only", "within", "where", "amongst"))
