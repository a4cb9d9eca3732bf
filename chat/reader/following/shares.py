"""What part of the whole the answer before is: "what percentage of all orders is that?"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.base.task import Task
from chat.linking.outcomes import Question, Reading, Understood
from chat.reader.base.senses import Lattice
from chat.reader.calculating.assembly import settled_rows
from chat.reader.calculating.conditions import where_of
from chat.reader.calculating.state import Bag
from chat.reader.following.standing import (
    Standing,
    Where,
    changed,
    columns_of,
    flat,
    joined,
)
from chat.reader.following.turn import Turn, holds_only

_ADDED = ("count", "sum", "unique")
_PERCENT = {"times": 100, "unit": "%"}
_SAID = "as shares of the whole"


def share_of_whole(turn: Turn, stands: Standing) -> Reading | None:
    """The figures before as shares; None where the message asks something else."""
    asked = turn.of("percent")
    if not asked or any(turn.names(one) for one in asked):
        return None
    pointing = turn.of("pointing")
    if any(one.concept == "asks" for one in asked) and not pointing:
        return None
    if stands.params.get("compare"):
        return _as_it_is(turn, stands, "the difference is told in percent, too")
    if all(m.get("unit") == "%" for m in stands.measures):
        return _as_it_is(turn, stands, "these are percentages")
    whole = turn.of("whole")
    if _counts_some(stands):
        return _of_those(turn, stands, bool(whole))
    if not _can_be_shared(stands):
        return None
    back = _counted_again(turn, stands)
    own = turn.of("own")
    words = (turn.of("each"), own, pointing, turn.of("bearing"), turn.of("opens"), back)
    rest = turn.without(asked, whole, *words, _amounts(turn, stands))
    for lattice, bag in turn.bags(rest):
        base = _whole(lattice, bag, stands)
        if base is not None:
            each = bool(own) or _names_groups(bag, stands)
            return _shared(stands, base, each, bool(whole), bool(back))
    return None


def _names_groups(bag: Bag, stands: Standing) -> bool:
    """ "of the department": each group is a whole of its own."""
    keys = {key.get("column") for key in stands.keys}
    return any(set(columns.names) & keys for _, columns in bag.subjects)


def _as_it_is(turn: Turn, stands: Standing, told: str) -> Reading | None:
    """ "In percent?" behind percentages: they are shown again."""
    words = ("percent", "pointing", "bearing", "opens", "each", "counting")
    rest = turn.without(*map(turn.of, words))
    if rest:
        return None
    params = dict(stands.params)
    return Understood(changed(stands, stands.conditions, params, [f"nothing: {told}"]))


def _counts_some(stands: Standing) -> bool:
    """Whether some of the rows that stand are counted: "of those, how many left"."""
    measures = stands.measures
    return (
        len(measures) == 1
        and measures[0]["statistic"] == "count"
        and bool(measures[0].get("where"))
        and not measures[0].get("over")
        and not measures[0].get("share")
        and not stands.params.get("over_groups")
    )


def _of_those(turn: Turn, stands: Standing, whole: bool) -> Reading | None:
    """The counted rows as a share of those that stand, in the same groups."""
    kinds = ("percent", "whole", "each", "own", "pointing", "bearing", "opens")
    rest = turn.without(*map(turn.of, kinds))
    if not any(holds_only(bag, "noun_") for _, bag in turn.bags(rest)):
        return None
    where = stands.measures[0]["where"]
    params = {
        n: v for n, v in stands.kept("order", "limit", "place").items() if n != "noun"
    }
    params["measures"] = [part_of({"statistic": "count"}, where)]
    of_those = changed(stands, stands.conditions, params, ["as a share of those"])
    if not whole or not stands.conditions:
        return Understood(of_those)
    every = joined([*stands.conditions, *flat(where)])
    of_all = {**params, "measures": [part_of({"statistic": "count"}, every)]}
    return _asked([of_those, changed(stands, [], of_all, [_SAID])])


def _asked(tasks: Sequence[Task]) -> Question:
    return Question(
        "Shares of which whole?",
        tuple((task, " · ".join(task.understood)) for task in tasks),
        "several wholes",
    )


def _can_be_shared(stands: Standing) -> bool:
    """Whether the figures add up to a whole."""
    measures = stands.measures
    if any(m["statistic"] not in _ADDED or m.get("over") for m in measures):
        return False
    if any(m.get("where") or m.get("share") for m in measures):
        return False
    if stands.goes_further("compare", "having"):
        return False
    return bool(stands.keys) or (len(measures) == 1 and bool(stands.conditions))


def _amounts(turn: Turn, stands: Standing) -> list[Any]:
    """ "of all our spending": what was totalled, by another noun."""
    if stands.measures[0]["statistic"] != "sum":
        return []
    return [one for one in turn.of("amount") if not turn.names(one)]


def _counted_again(turn: Turn, stands: Standing) -> list[Any]:
    """ "rent included": a value that was left out, and the words for it."""
    included = turn.of("included")
    left = (
        set().union(*map(columns_of, stands.conditions)) if stands.conditions else set()
    )
    for one in included:
        near = [
            s for s in turn.lattice.all("value")
            if s.column in left and (s.last == one.first or one.last <= s.first <= one.last + 1)
        ]  # fmt: skip
        if near:
            return [one, max(near, key=lambda s: s.last - s.first)]
    return []


def _whole(lattice: Lattice, bag: Bag, stands: Standing) -> list[Where] | None:
    """The conditions of the whole that is named; None where something else is."""
    if not holds_only(bag, "noun_", "subject", "rows", "measures"):
        return None
    known = {stands.measured, *(key.get("column") for key in stands.keys)}
    for _, columns in bag.subjects:
        if len(columns.names) > 1 or not set(columns.names) <= known:
            return None
    for _, found in bag.measures:
        named = [(m.statistic, m.of) for m in found if m.where is None and not m.over]
        own = [
            (m["statistic"], (m.get("of") or "").strip("`") or None)
            for m in stands.measures
        ]
        if len(named) != len(found) or any(one not in own for one in named):
            return None
    rows = settled_rows(lattice, bag)
    if rows is None:
        return None
    base = flat(where_of(rows)) if rows else []
    return base if all(one in stands.conditions for one in base) else None


def _shared(
    stands: Standing, base: Sequence[Where], each: bool, whole: bool, back: bool
) -> Reading | None:
    limits = [one for one in stands.conditions if one not in base]
    if not stands.keys:
        if not limits:
            return None
        measure = part_of(stands.measures[0], joined(limits))
        params = {"measures": [measure]}
        return Understood(changed(stands, base, params, [_SAID]))
    own = {name for key in stands.keys for name in [key.get("column")] if name}
    apart = [one for one in limits if columns_of(one) & own]
    if back and apart:
        return _with_all(stands, [one for one in stands.conditions if one not in apart])
    others = [one for one in limits if one not in apart]
    if each:
        return Understood(_of_each(stands, others)) if others else None
    if others and whole:
        return _which_whole(stands, others)
    params = stands.kept("order", "limit", "place", "asks", "chart", "look")
    params["measures"] = [_of_total(m) for m in params["measures"]]
    return Understood(changed(stands, stands.conditions, params, [_SAID]))


def _of_total(measure: dict[str, Any]) -> dict[str, Any]:
    return {**measure, "share": "total", "unit": "%"}


def part_of(measure: dict[str, Any], where: Where) -> dict[str, Any]:
    """A figure of some rows, divided by that of all."""
    if measure["statistic"] == "count":
        return {"statistic": "rate", "of": None, "where": where, "unit": "%"}
    plain = {"statistic": measure["statistic"], "of": measure["of"]}
    return {**plain, "where": where, "over": plain, **_PERCENT}


def _with_all(stands: Standing, conditions: Sequence[Where]) -> Reading:
    """The shares of a whole that counts all groups, which are all shown."""
    params = stands.kept("order")
    params["measures"] = [_of_total(m) for m in params["measures"]]
    return Understood(changed(stands, conditions, params, [_SAID, "all groups"]))


def _of_each(stands: Standing, limits: Sequence[Where]) -> Task:
    """How large a part of each group the rows are that were counted or totalled."""
    kept = [one for one in stands.conditions if one not in limits]
    params = stands.kept("order", "limit", "place")
    params["measures"] = [part_of(m, joined(limits)) for m in params["measures"]]
    return changed(stands, kept, params, ["as shares of each group"])


def _which_whole(stands: Standing, others: Sequence[Where]) -> Question:
    """Of what: of those rows only, or of all rows of each group?"""
    within = stands.kept("order", "limit", "place")
    within["measures"] = [_of_total(m) for m in within["measures"]]
    tasks = [
        changed(stands, stands.conditions, within, [_SAID]),
        _of_each(stands, others),
    ]
    return _asked(tasks)
