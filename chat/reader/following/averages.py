"""What a total comes to for each period or each of something: "per month on average"."""

from __future__ import annotations

from typing import Any

from chat.linking.outcomes import Reading, Understood
from chat.reader.base import roles
from chat.reader.base.items import Key
from chat.reader.base.senses import Lattice, Sense
from chat.reader.calculating.assembly import key_of
from chat.reader.following.standing import Standing, changed
from chat.reader.following.turn import Said, Turn, holds_only

_ADDED = ("count", "sum", "unique")
_FEWEST = 3  # different values of what an average is taken over


def average_of_totals(turn: Turn, stands: Standing) -> Reading | None:
    """The average of the totals of each group; None where something else is asked."""
    averaging = turn.of("averaging")
    if not averaging or not _adds_up(stands):
        return None
    key, words = _period(turn, stands), turn.of("perunit")
    pointed = any(one.concept == "aside" for one in averaging)
    over = _over_those(turn, stands, pointed)
    if over is not None:
        return over
    taken: list[Said | Sense] = list(words)
    if key is None:
        named = _thing(turn)
        if named is None or not (pointed or turn.of("pointing")):
            return None
        key, taken = {"column": named.column}, [named, *turn.of("perwith")]
    if key in stands.keys:
        return _averaged_over(stands) if key == stands.keys[-1] else None
    plain = ("pointing", "bearing", "opens", "counting", "amount")
    rest = turn.without(averaging, taken, *map(turn.of, plain))
    for _, bag in turn.bags(rest):
        if holds_only(bag, "noun_") or _is_measured(bag, stands):
            return _averaged(stands, key)
    return None


def _over_those(turn: Turn, stands: Standing, aside: bool) -> Reading | None:
    """ "and on average?" behind totals by month, "the average of those" behind any."""
    if not stands.keys:
        return None
    timed = aside and "grain" in stands.keys[-1] and not turn.of("perwith")
    if not timed and not turn.of("pointing"):
        return None
    kinds = ("averaging", "pointing", "bearing", "opens", "counting", "amount", "each")
    rest = turn.without(*map(turn.of, kinds))
    if not any(holds_only(bag, "noun_") for _, bag in turn.bags(rest)):
        return None
    return _averaged_over(stands)


def _averaged_over(stands: Standing) -> Reading:
    """The average of the totals over the groups of the last key."""
    params = stands.kept()
    params["over_groups"] = {"statistic": "mean"}
    if len(stands.keys) > 1:
        params["over_groups"]["by"] = list(range(len(stands.keys) - 1))
    key = stands.keys[-1]
    said = f"the average over each {key.get('grain') or key['column']}"
    return Understood(changed(stands, stands.conditions, params, [said]))


def _adds_up(stands: Standing) -> bool:
    if stands.goes_further("compare", "having"):
        return False
    return len(stands.measures) == 1 and all(
        m["statistic"] in _ADDED and not m.get("over") and not m.get("share")
        for m in stands.measures
    )


def _period(turn: Turn, stands: Standing) -> dict[str, Any] | None:
    """The periods that are named, of the time that stands where there is one."""
    found = turn.of("perunit")
    if len(found) != 1 or turn.names(found[0]):
        return None
    return period_key(turn.lattice, stands, found[0].concept)


def period_key(lattice: Lattice, stands: Standing, grain: str) -> dict[str, Any] | None:
    """A unit of time as a key: of the dates before, else of the table's."""
    dates = [key["column"] for key in stands.keys if key.get("grain")]
    dates += [
        where["column"] for where in stands.conditions
        if "column" in where and lattice.columns[where["column"]].kind == "datetime"
    ]  # fmt: skip
    key = key_of(lattice, Key(None, grain))
    if key is not None and "grain" in key and dates:
        return {**key, "column": dates[0]}
    return key


def _thing(turn: Turn) -> Sense | None:
    """ "per customer": the column behind the words for each of something."""
    lattice = turn.lattice
    for one in turn.of("perwith"):
        named = [
            s for s in lattice.at("column", one.last)
            if not roles.is_measure(lattice.columns[s.column], lattice.index.n_rows)
            and lattice.columns[s.column].n_unique >= _FEWEST
            and not roles.is_key(lattice.columns[s.column], lattice.index.n_rows)
        ]  # fmt: skip
        if named:
            return min(named, key=lambda s: (s.cost, s.first - s.last))
    return None


def _is_measured(bag: Any, stands: Standing) -> bool:
    """Whether only what is measured is named, besides nouns for the rows."""
    return holds_only(bag, "noun_", "subject") and all(
        set(columns.names) == {stands.measured} for _, columns in bag.subjects
    )


def _averaged(stands: Standing, key: dict[str, Any]) -> Reading:
    params = stands.kept()
    kept = len(stands.keys)
    params["by"] = [*stands.keys, key]
    params["over_groups"] = {"statistic": "mean"}
    if kept:
        params["over_groups"]["by"] = list(range(kept))
    said = f"the average per {key.get('grain') or key['column']}"
    return Understood(changed(stands, stands.conditions, params, [said]))
