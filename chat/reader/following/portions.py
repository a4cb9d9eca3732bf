"""A part of what was totalled: "how much of that came from smokers?"."""

from __future__ import annotations

from typing import Any

from chat.linking.outcomes import Reading, Understood
from chat.reader.base.senses import Lattice
from chat.reader.calculating.assembly import settled_rows
from chat.reader.calculating.conditions import where_of
from chat.reader.calculating.state import Bag
from chat.reader.following.months import placed_in_time
from chat.reader.following.shares import part_of
from chat.reader.following.standing import Standing, Where, changed, flat, joined
from chat.reader.following.turn import Turn, holds_only

_SHARE = "share"
_ADDED = ("count", "sum", "unique")


def portion(turn: Turn, stands: Standing) -> Reading | None:
    """The total before of some of its rows, or their share in it."""
    asked = turn.of("portion")
    if len(asked) != 1 or not _is_plain(stands):
        return None
    share = asked[0].concept == _SHARE
    if stands.measures[0]["statistic"] == "count":
        return None  # the rows before are counted as ever
    rest = turn.without(asked, turn.of("opens"), turn.of("bearing"))
    for lattice, bag in turn.bags(rest):
        limits = _limits(lattice, bag, stands)
        if limits:
            return _of_some(stands, limits, share)
    return None


def _is_plain(stands: Standing) -> bool:
    if stands.goes_further("limit", "compare"):
        return False
    return len(stands.measures) == 1 and all(
        m["statistic"] in _ADDED and set(m) <= {"statistic", "of"}
        for m in stands.measures
    )


def _limits(lattice: Lattice, bag: Bag, stands: Standing) -> list[Where]:
    """The conditions of the part that is meant; none where something else is named."""
    if not bag.rows or not holds_only(bag, "rows", "noun_"):
        return []
    placed, _ = placed_in_time(lattice, bag, stands.conditions, stands.keys)
    rows = settled_rows(lattice, placed)
    return flat(where_of(rows)) if rows else []


def _of_some(stands: Standing, limits: list[Where], share: bool) -> Reading:
    params: dict[str, Any] = stands.kept("order")
    if share:
        params["measures"] = [part_of(stands.measures[0], joined(limits))]
        said = "the share of a part"
        return Understood(changed(stands, stands.conditions, params, [said]))
    conditions = [*stands.conditions, *limits]
    return Understood(changed(stands, conditions, params, ["a part of those rows"]))
