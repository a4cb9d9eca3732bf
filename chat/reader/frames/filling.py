"""Fills the frame of an operation, which is its signature, from what was said."""

from __future__ import annotations

import math
from collections.abc import Mapping

from analysis.base.operation import Operation
from analysis.base.parameters import ColumnRole
from chat.linking.mentions import is_flag
from chat.reader.base.senses import Lattice
from chat.reader.frames.calendar import with_grains
from chat.reader.frames.contrast import take_contrasts
from chat.reader.frames.design import complete_design
from chat.reader.frames.frame import (
    AGREEING,
    MISSING,
    NEEDED,
    NO_ROLE,
    NO_SETTING,
    Frame,
)
from chat.reader.frames.items import Group
from chat.reader.frames.meant import is_meant
from chat.reader.frames.outputs import take_outputs
from chat.reader.frames.places import Places, as_params
from chat.reader.frames.said import Said
from chat.reader.frames.settings import (
    imply,
    take_direction,
    take_hypotheses,
    take_named,
    take_terms,
)
from chat.reader.frames.subjects import take_subject
from chat.reader.lexicon.operations import Methods, MethodWords

ADJACENT = 0.2
# Words that only this operation gives a role are a sign that it is meant.
OWN_ROLE = -0.25


def fill(
    operation: Operation,
    said: Said,
    lattice: Lattice,
    words: Methods,
    dearest: float = math.inf,
) -> Frame | None:
    """The operation's frame, None where no word names it or too little fits.

    Frames that cost more than ``dearest`` before any column is placed are given up.
    """
    own = words.words.get(operation.name, MethodWords())
    frame = Frame(operation, lattice, said)
    if not is_meant(frame, own):
        return None
    frame.cost += ADJACENT * said.adjacent
    take_terms(frame, own)
    take_named(frame, words)
    take_hypotheses(frame, own)
    if frame.cost > dearest:
        return None
    groups = take_subject(frame, take_contrasts(frame))
    groups = with_grains(frame, _take_adjusted(frame, groups))
    if not _place(frame, groups, words):
        return None
    take_direction(frame)
    complete_design(frame, own.one_sample, words)
    imply(frame, own)
    take_outputs(frame, own)
    _check(frame, own)
    return frame


def _take_adjusted(frame: Frame, groups: list[Group]) -> list[Group]:
    """Columns held constant are of use only where an operation adjusts for them."""
    adjusting = [g for g in groups if "adjusting" in g.markers and len(g.markers) == 1]
    if adjusting and not (
        frame.has("predictors") or frame.has("controls") or frame.has("strata")
    ):
        for group in adjusting:
            frame.violate(" ".join(group.names), NO_ROLE)
    return groups


def _place(frame: Frame, groups: list[Group], words: Methods) -> bool:
    own_roles = frame.operation.column_parameters()
    fixed: dict[str, tuple[str, ...]] = {
        name: tuple(value) if isinstance(value, list) else (value,)
        for name, value in frame.params.items()
        if name in own_roles
    }
    places = Places(own_roles, frame.columns, words, frame.lattice.index.n_rows)
    for roled in frame.said.roled:
        parameter = _role_of(frame, roled.roles, fixed, roled.names)
        if parameter is None and roled.names in fixed.values():
            frame.cost += AGREEING  # what was said once is said again
            continue
        if parameter is None:
            if _numbers_rows(frame, roled.roles, roled.names):
                frame.cost += AGREEING
            else:
                frame.violate(" ".join(roled.names), NO_ROLE)
            continue
        if set(roled.names) == set(fixed.get(parameter, ())):
            continue
        if any(set(names) & set(roled.names) for names in fixed.values()):
            frame.violate(" ".join(roled.names), NO_ROLE)
        fixed[parameter] = (*fixed.get(parameter, ()), *roled.names)
        if (frame.operation.name, parameter) in roled.roles:
            frame.cost += OWN_ROLE
        role = own_roles[parameter]
        frame.cost += sum(places.kind_cost(role, frame.columns[n]) for n in roled.names)
    placed = places.best(groups, fixed)
    if placed is None:
        return False
    frame.params |= as_params(placed, own_roles)
    frame.cost += placed.cost
    return True


def _numbers_rows(
    frame: Frame, roles: frozenset[tuple[str, str]], names: tuple[str, ...]
) -> bool:
    """ "in the same subjects" where each row is a subject: nothing has to be matched."""
    if all(parameter != "subject" for _, parameter in roles):
        return False
    n_rows = frame.lattice.index.n_rows
    return all(frame.columns[name].n_unique == n_rows for name in names)


def _role_of(
    frame: Frame,
    roles: frozenset[tuple[str, str]],
    fixed: Mapping[str, tuple[str, ...]],
    names: tuple[str, ...],
) -> str | None:
    own_roles = frame.operation.column_parameters()
    for operation, parameter in sorted(roles, reverse=True):
        parameter = _own_name(parameter, own_roles)
        if parameter == "duration" and all(is_flag(frame.columns[n]) for n in names):
            parameter = "event"  # "a Cox regression of death": what came, not how late
        role = own_roles.get(parameter)
        if role is None or operation not in ("", frame.operation.name):
            continue
        if role.many or (parameter not in fixed and len(names) == 1):
            return parameter
    return None


# What a role that is said is called where an operation has no place of that name; what
# comes or not is the outcome of a survival.
_CALLED = {
    "outcome": ("event", "outcome", "columns", "column"),
    "group": ("group", "factors", "predictors"),
    "predictors": ("predictors", "factors"),
}


def _own_name(parameter: str, own_roles: Mapping[str, ColumnRole]) -> str:
    """What an operation calls a role that is said of a column."""
    names = _CALLED.get(parameter, (parameter,))
    return next((name for name in names if name in own_roles), parameter)


def _check(frame: Frame, own: MethodWords) -> None:
    if frame.success_of and frame.params.get("column") != frame.success_of:
        frame.violate(str(frame.params.get("success")), NO_SETTING)
    for name, parameter in frame.operation.parameters.items():
        role = frame.operation.column_parameters().get(name)
        if (parameter.required and not frame.params.get(name)) or (
            role is not None
            and role.many
            and frame.params.get(name)
            and len(frame.params[name]) < role.minimum
        ):
            frame.missing.append(name)
            frame.cost += MISSING
    if not frame.named:
        for need in own.needs:
            if need == "direction":
                if not frame.said.plain("reading"):
                    frame.cost += NEEDED
            elif need == "adjusted":
                several = any(len(effect.causes) > 1 for effect in frame.said.effects)
                if not several and not any(
                    "adjusting" in g.markers and len(g.markers) == 1
                    for g in frame.said.groups
                ):
                    frame.cost += NEEDED
            elif not frame.params.get(need):
                frame.cost += NEEDED
    if own.needs_several and all(
        len(frame.params.get(name, ())) < 2 for name in own.needs_several
    ):
        frame.cost += NEEDED
    if own.needs_any and not any(name in frame.params for name in own.needs_any):
        frame.missing.append(own.needs_any[0])
        frame.cost += MISSING
    if own.alike and not frame.named and not _alike(frame):
        frame.cost += MISSING
    for pair in own.together:
        if len([name for name in pair if name in frame.params]) == 1:
            frame.cost += NEEDED


def _alike(frame: Frame) -> bool:
    """Whether the columns hold the same values, so that one may be set against another."""
    levels = [
        {level for level, _ in frame.columns[name].levels}
        for name in frame.params.get("columns", ())
    ]
    return all(one == levels[0] for one in levels)
