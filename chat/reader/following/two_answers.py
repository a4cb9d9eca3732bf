"""The last two answers set against each other: "and in 2023? … what is the difference?"."""

from __future__ import annotations

from datetime import date
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.dates import Interval
from chat.linking.tokens import normalise, tokenise
from chat.reader.calculating.assembly import settled_rows
from chat.reader.following.differences import KINDS, between, of_periods
from chat.reader.following.months import placed_in_time
from chat.reader.following.periods import ends_of
from chat.reader.following.standing import Standing, Where, columns_of, standing
from chat.reader.following.turn import LONGEST, Turn, holds_only, said_in

_POINTING = ("isthat", "howmany", "whichone")
_KINDS = (*KINDS, *_POINTING)

Side = tuple[date, date]


def asks_for_a_difference(text: str) -> bool:
    """Whether a short message speaks of a difference: if not, no answer need be looked up."""
    tokens = tokenise(normalise(text), LONGEST + 1)
    return len(tokens) <= LONGEST and any(
        one.kind == "difference" for one in said_in(tokens)
    )


def difference_of_answers(
    text: str, schema: Schema, previous: Task | None, earlier: Task | None
) -> Task | None:
    """The difference of two answers that are alike but for one limit; else None."""
    stands, other = standing(previous), standing(earlier)
    if stands is None or other is None or previous is None:
        return None
    if previous.source != "followup" or stands.params != other.params or stands.keys:
        return None
    turn = Turn(normalise(text), schema)
    if not turn.is_short or not turn.of("difference") or len(stands.measures) != 1:
        return None
    plain = any(one.concept == "difference" for one in turn.of("difference"))
    if not plain and not any(map(turn.of, _POINTING)):
        return None
    name = _limited(stands, other)
    if name is None:
        return None
    return _of_times(turn, stands, other, name) or _of_values(turn, stands, other, name)


def _limited(stands: Standing, other: Standing) -> str | None:
    """The one column whose limit is another in the two answers."""
    ours = [w for w in stands.conditions if w not in other.conditions]
    theirs = [w for w in other.conditions if w not in stands.conditions]
    names = {name for where in (*ours, *theirs) for name in columns_of(where)}
    return next(iter(names)) if ours and theirs and len(names) == 1 else None


def _of_times(turn: Turn, stands: Standing, other: Standing, name: str) -> Task | None:
    sides = [ends_of(one.conditions, name) for one in (other, stands)]
    known = [side for side in sides if side is not None]
    if len(known) < len(sides) or not _says_only(turn, stands, known):
        return None
    return of_periods(stands, name, [Interval(*side) for side in sorted(known)])


def _says_only(turn: Turn, stands: Standing, sides: list[Side]) -> bool:
    """Whether nothing is named but one of the periods."""
    rest = turn.without(*map(turn.of, _KINDS))
    for lattice, bag in turn.bags(rest):
        if not holds_only(bag, "rows", "noun_"):
            continue
        placed, _ = placed_in_time(lattice, bag, stands.conditions)
        rows = settled_rows(lattice, placed)
        if rows is not None and all(_side(one.value) in sides for one in rows):
            return True
    return False


def _side(value: Any) -> Side | None:
    return (value.start, value.end) if isinstance(value, Interval) else None


def _of_values(turn: Turn, stands: Standing, other: Standing, name: str) -> Task | None:
    values = [_value(one.conditions, name) for one in (stands, other)]
    if None in values:
        return None
    rest = turn.without(*map(turn.of, _KINDS))
    if not any(holds_only(bag, "noun_") for _, bag in turn.bags(rest)):
        return None
    return between(stands, name, values)


def _value(conditions: tuple[Where, ...], name: str) -> Any:
    own = [w for w in conditions if w.get("column") == name and w.get("op") == "=="]
    return own[0]["value"] if len(own) == 1 else None
