"""The answer before turned round: from its other end, or of the other of two moments."""

from __future__ import annotations

import copy
from typing import Any

from chat.linking.outcomes import Reading, Understood
from chat.reader.following.standing import Standing, changed
from chat.reader.following.turn import Turn, holds_only

_OPPOSITE = {"==": "!=", "!=": "==", ">": "<=", "<=": ">", "<": ">=", ">=": "<"}
_BOTH = 2  # levels of a column of which one was chosen
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


def the_others(turn: Turn, stands: Standing) -> Reading | None:
    """ "and the others?": the same of the rows that the one condition left out."""
    asked = turn.of("others")
    if len(asked) != 1 or len(stands.conditions) != 1:
        return None
    if turn.without(asked, *map(turn.of, (*_PLAIN, "prepositions"))).strip(" ?!.,"):
        return None
    where = stands.conditions[0]
    column, op = where.get("column"), where.get("op")
    if column not in turn.index.columns or op not in _OPPOSITE:
        return None
    levels = [level for level, _ in turn.index.columns[column].levels]
    others = [level for level in levels if level != where.get("value")]
    opposite = {**where, "op": _OPPOSITE[op]}
    if op == "==" and len(levels) == _BOTH and len(others) == 1:
        opposite = {**where, "value": others[0]}
    params = copy.deepcopy(stands.params)
    said = [f"the other rows by {column}"]
    return Understood(changed(stands, [opposite], params, said))


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
