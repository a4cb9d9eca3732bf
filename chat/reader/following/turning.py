"""The answer before turned round: from its other end, or of the other of two moments."""

from __future__ import annotations

import copy
from typing import Any

from chat.linking.outcomes import Reading, Understood
from chat.reader.following.standing import Standing, changed
from chat.reader.following.turn import Turn, holds_only

_PLAIN = ("opens", "pointing", "bearing")


def turned_round(turn: Turn, stands: Standing) -> Reading | None:
    """ "the other way round": the same groups in the opposite order."""
    asked = turn.of("reversed")
    if len(asked) != 1 or turn.names(asked[0]) or not _says_only(turn, asked):
        return None
    params = copy.deepcopy(stands.params)
    order = params.get("order")
    if not params.get("by") or not order:
        return None
    order["descending"] = not order.get("descending", False)
    params.pop("asks", None)
    return Understood(changed(stands, stands.conditions, params, ["the order"]))


def other_moment(turn: Turn, stands: Standing) -> Reading | None:
    """ "now after": the same of the measure that was taken after instead of before."""
    asked = turn.of("moment")
    measured = stands.measured
    if len(asked) != 1 or measured is None or not _says_only(turn, asked):
        return None
    twice = turn.index.twice
    own = [one for one in twice if one.column == measured]
    other = [
        one.column for one in twice for mine in own
        if one.nouns == mine.nouns and one.side == asked[0].concept != mine.side
    ]  # fmt: skip
    if len(other) != 1:
        return None
    params: dict[str, Any] = copy.deepcopy(stands.params)
    measures = params["measures"]
    if any(one.get("over") or one.get("where") for one in measures):
        return None
    for one in measures:
        one["of"] = one["of"].replace(measured, other[0])
    said = [f"{other[0]} is measured"]
    return Understood(changed(stands, stands.conditions, params, said))


def _says_only(turn: Turn, asked: list[Any]) -> bool:
    """Whether nothing else is said than that, and that it is of what stands."""
    rest = turn.without(asked, *map(turn.of, _PLAIN))
    return not rest or any(holds_only(bag, "noun_") for _, bag in turn.bags(rest))
