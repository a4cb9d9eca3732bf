"""How far the figures before are apart: "so how many days slower is France than Germany"."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Task
from chat.linking.dates import Interval
from chat.linking.outcomes import Reading, Understood
from chat.reader.base import roles
from chat.reader.base.senses import Sense
from chat.reader.calculating.assembly import settled_rows
from chat.reader.calculating.state import period_words
from chat.reader.following.months import placed_in_time
from chat.reader.following.periods import ends_of
from chat.reader.following.standing import Standing, Where, changed, columns_of
from chat.reader.following.turn import Said, Turn, holds_only

_TWO = 2
_SURE = 0.45  # a link that costs less is to a value
KINDS = (
    "difference",
    "between",
    "units",
    "percent",
    "pointing",
    "bearing",
    "opens",
    "counting",
)


def difference(turn: Turn, stands: Standing) -> Reading | None:
    """The difference of two groups in what is measured; None where none is asked."""
    asked = turn.of("difference")
    if not asked or not _can_differ(stands):
        return None
    values = _values(turn)
    if values == []:
        periods = _periods(turn, stands)
        if periods is not None:
            return periods
    if values is None or not (values or _is_plain(turn, asked)):
        return None
    pair = _pair(turn, stands, values)
    if pair is None:
        return None
    column, sides = pair
    if not _is_all_said(turn, stands, values):
        return None
    return Understood(between(stands, column, sides))


def _can_differ(stands: Standing) -> bool:
    if stands.goes_further("having"):
        return False
    return len(stands.measures) == 1 and not stands.measures[0].get("share")


def _periods(turn: Turn, stands: Standing) -> Reading | None:
    """ "how much more was it in April": the period before against the one that is named."""
    rest = turn.without(*map(turn.of, KINDS))
    for lattice, bag in turn.bags(rest):
        if not holds_only(bag, "rows", "noun_") or len(bag.rows) != 1:
            continue
        placed, _ = placed_in_time(lattice, bag, stands.conditions)
        rows = settled_rows(lattice, placed)
        if not rows or not isinstance(rows[0].value, Interval) or rows[0].op != "in":
            continue
        name = str(rows[0].column)
        known = ends_of(stands.conditions, name)
        if known is None or stands.keys:
            continue
        if known == (rows[0].value.start, rows[0].value.end):
            continue
        sides = sorted([known, (rows[0].value.start, rows[0].value.end)])
        return Understood(of_periods(stands, name, [Interval(*one) for one in sides]))
    return None


def of_periods(stands: Standing, name: str, sides: list[Interval]) -> Task:
    """Two stretches of time set against each other in what is measured."""
    conditions = [w for w in stands.conditions if name not in columns_of(w)]
    labels = [period_words(one) for one in sides]
    periods = [
        {"label": label, "start": one.start.isoformat(), "end": one.end.isoformat()}
        for label, one in zip(labels, sides, strict=True)
    ]
    params = stands.kept()
    params["by"] = [{"column": name, "periods": periods}]
    params |= {"compare": {"kind": "difference"}, "asks": "how_much_more"}
    said = f"{labels[0]} against {labels[1]}"
    return changed(stands, conditions, params, [said])


def _is_plain(turn: Turn, asked: list[Said]) -> bool:
    """ "and the difference?": no two are named, so those of before are meant."""
    return any(one.concept == "difference" for one in asked)


def _values(turn: Turn) -> list[Sense] | None:
    """The two values that are set against each other; None where it is more or fewer."""
    found: list[Sense] = []
    every = [s for s in turn.lattice.all("value") if s.cost < _SURE]
    for sense in sorted(every, key=lambda s: (s.first - s.last, s.cost)):
        if all(sense.last <= o.first or o.last <= sense.first for o in found):
            found.append(sense)
    found.sort(key=lambda s: s.first)
    if not found:
        return []
    same = {s.column for s in found}
    return found if len(same) == 1 and len({s.concept for s in found}) == _TWO else None


def _pair(
    turn: Turn, stands: Standing, values: list[Sense]
) -> tuple[str, list[Any]] | None:
    """The column whose two groups are meant, and the groups in the order said."""
    if values:
        own = [k.get("column") for k in stands.keys if not k.get("grain")]
        others = [name for name in own if name != values[0].column]
        if others or len(own) < len(stands.keys):
            return None
        return values[0].column, list(dict.fromkeys(s.concept for s in values))
    if not stands.keys:
        return _other_of_two(turn, stands)
    if len(stands.keys) != 1 or set(stands.keys[0]) - {"column", "values", "label"}:
        return None
    key = stands.keys[0]
    levels = key.get("values") or _kept(turn, stands, key["column"])
    return (key["column"], list(levels)) if len(levels) == _TWO else None


def _other_of_two(turn: Turn, stands: Standing) -> tuple[str, list[Any]] | None:
    """ "and women?", "what's the gap": the two groups of which one stands."""
    found = []
    for where in stands.conditions:
        column = turn.lattice.columns.get(where.get("column", ""))
        if column is None or where.get("op") != "==" or column.n_unique != _TWO:
            continue
        others = [level for level, _ in column.levels if level != where["value"]]
        if len(others) == 1:
            found.append((column.name, [where["value"], others[0]]))
    return found[0] if len(found) == 1 else None


def _kept(turn: Turn, stands: Standing, name: str) -> list[Any]:
    """The values of a column that the conditions before leave."""
    limits = [w for w in stands.conditions if columns_of(w) == {name}]
    if len(limits) == 1 and limits[0].get("op") == "in":
        return list(limits[0]["value"])
    column = turn.lattice.columns[name]
    return [] if limits else [level for level, _ in column.levels]


def _is_all_said(turn: Turn, stands: Standing, values: list[Sense]) -> bool:
    """Whether what is left names nothing but what is measured."""
    kinds = [one for kind in KINDS for one in turn.of(kind)]
    measured = stands.measured
    named = [
        s for s in turn.lattice.all("column")
        if s.column == measured and s.cost < _SURE
    ]  # fmt: skip
    words = _words_of(turn, measured)
    if named and not turn.of("pointing") and not turn.of("opens"):
        return False  # names what it compares, and points at nothing: its own question
    rest = turn.without(values, kinds, named, words)
    return any(holds_only(bag, "noun_") for _, bag in turn.bags(rest))


def _words_of(turn: Turn, measured: str | None) -> list[Said]:
    """Words of the measured column's name: "days" of ``ship_days``."""
    column = turn.lattice.columns.get(measured or "")
    if column is None:
        return []
    known = set(roles.parts(column))
    return [
        Said("part", token.stem, at, at + 1)
        for at, token in enumerate(turn.lattice.tokens)
        if token.stem in known
    ]


def between(stands: Standing, column: str, sides: list[Any]) -> Task:
    """Two groups set against each other in what is measured."""
    conditions: list[Where] = [
        w for w in stands.conditions if column not in columns_of(w)
    ]
    params = stands.kept()
    params["by"] = [{"column": column, "values": sides}]
    params |= {"compare": {"kind": "difference"}, "asks": "how_much_more"}
    said = f"{sides[0]} against {sides[1]}"
    return changed(stands, conditions, params, [said])
