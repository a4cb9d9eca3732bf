"""Fragments and repairs: one part of the calculation before is changed, and said.

"and by region?", "only 2024", "no, the median", "I meant units, not revenue", "the worst
5", "as a percentage". A complete request takes nothing from the one before.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from analysis.base.task import Step, Task
from chat.linking.outcomes import Understood
from chat.reader.base import roles
from chat.reader.base.account import unused_stretches
from chat.reader.base.chart import Chart
from chat.reader.base.cover import CHEAP, Cover, covers
from chat.reader.base.items import Key, Limit, Rows, as_formula, order_of_keys
from chat.reader.base.senses import Lattice
from chat.reader.calculating.assembly import key_of, settled_rows
from chat.reader.calculating.conditions import where_of
from chat.reader.calculating.state import Bag, bag_of
from chat.reader.following.losing import passes_over
from chat.reader.following.months import other_ends, placed_in_time, with_days
from chat.reader.following.standing import (
    changed_task,
    columns_of,
    flat,
    joined,
    last_calculation,
    limits_of,
)
from chat.reader.grammar import RULES, TOPS
from chat.reader.grammar.keys import MOST_NUMBERS
from chat.reader.reading import Read, ReadMessage

_LONGEST = 16  # tokens: what is longer has a request of its own
_CONFIDENCE = 0.9
_NEAR_BY = 2  # tokens: how far "by" stands before what it speaks of
_ACCEPTED = 2.2
_COMPLETE = 1.0
_CHEAP = {**CHEAP, "continues": 0.1, "refers": 0.1}


@dataclass
class _Change:
    """The calculation before, on its way to the one that is meant."""

    lattice: Lattice
    conditions: list[dict[str, Any]]
    params: dict[str, Any]
    said: list[str] = field(default_factory=list)
    failed: bool = False


def continued(read: ReadMessage, previous: Task) -> Understood | None:
    """The previous calculation with what the message changes; None if it stands alone."""
    lattice = read.lattice
    found = last_calculation(previous)
    if found is None or not 0 < len(lattice.tokens) <= _LONGEST:
        return None
    before, step = found
    strong = any(s.concept == "strong" for s in lattice.at("continues", 0))
    marked = strong or any(lattice.at("continues", 0)) or _refers(lattice)
    if not strong and read.reads and is_complete(read):
        return None
    chart = Chart(lattice)
    chart.apply(RULES)
    for cover in covers(chart, TOPS, cheap=_CHEAP)[:6]:
        if cover.cost > _ACCEPTED:
            break
        if any(one.decides for one in unused_stretches(lattice, cover.unused)):
            continue
        if passes_over(lattice, cover):
            continue
        bag = bag_of(cover)
        if _has_own_measure(bag, marked, lattice):
            continue
        task = _changed(lattice, bag, before, step, cover)
        if task is not None:
            return Understood(task)
    return None


def _refers(lattice: Lattice) -> bool:
    return any(True for _ in lattice.all("refers"))


def is_complete(read: ReadMessage) -> bool:
    """Whether the message asks for something that it names itself."""
    best = read.reads[0]
    items = {edge.category for edge in best.cover.items}
    signs = {e.item.kind for e in best.cover.items if e.category == "sign"}
    tokens = [t for t in read.lattice.tokens if t.kind != "mark"]
    if (
        signs <= {"quality", "yesno"}
        and items - {"sign"} == {"measures"}
        and _only_counts(best, read.lattice)
    ):
        return False
    if best.cost > _COMPLETE + 1 and "measures" not in items:
        return False
    if "measures" in items or {"share", "counted"} & signs:
        return True
    if "subject" in items and len(tokens) > 2 and not read.lattice.at("continues", 0):
        return True
    return bool(
        {"key", "limit"} & items and {"noun_", "subject"} & items and len(tokens) > 3
        and not read.lattice.at("continues", 0)
    )  # fmt: skip


def _only_counts(best: Read, lattice: Lattice) -> bool:
    """ "and how many were sold?": of the rows that stand, for no others are named."""
    measures = best.made.measures
    plain = len(measures) == 1 and measures[0].statistic == "count"
    bare = plain and not (measures[0].of or measures[0].where or measures[0].noun)
    return bare and bool(lattice.at("continues", 0))


def _has_own_measure(bag: Bag, marked: bool, lattice: Lattice) -> bool:
    if not bag.measures:
        return False
    return not marked or len(bag.measures) > 1 or bool(bag.keys)


def _changed(
    lattice: Lattice, bag: Bag, before: list[Step], step: Step, cover: Cover
) -> Task | None:
    change = _Change(lattice, limits_of(before), copy.deepcopy(dict(step.params)))
    _measure(change, bag)
    _keys(change, bag)
    _rows(change, bag)
    _limit(change, bag)
    _marks(change, bag)
    own_chart = (bag.has("chart") and bag.subjects) or bag.has("howmuchmore")
    if change.failed or not change.said or own_chart:
        return None
    return changed_task(
        [s for s in before if s.operation != "filter_rows"],
        change.conditions,
        change.params,
        change.said,
        _CONFIDENCE,
        tuple(one.words for one in unused_stretches(lattice, cover.unused)),
    )


def _measure(change: _Change, bag: Bag) -> None:
    measures: list[dict[str, Any]] = change.params["measures"]
    statistics = [m.concept for _, m in bag.marks.get("statistic", [])]
    if statistics and not bag.measures:
        column = next((m["of"] for m in measures if m.get("of")), None)
        if column is None or any(m.get("over") for m in measures):
            change.failed = True
            return
        made = [
            {**_plain(measures[0]), "statistic": name, "of": column}
            for name in statistics
        ]
        adds = any(True for _ in change.lattice.all("adds"))
        old = [m for m in measures if m not in made] if adds else []
        change.params["measures"] = [*old, *made]
        change.said.append(f"the statistic ({', '.join(statistics)})")
    for _, found in bag.measures:
        change.params["measures"] = [m.as_json() for m in found]
        change.params.pop("window", None)
        change.said.append("what is measured")
    _subjects(change, bag)


def _plain(measure: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in measure.items() if k not in ("share", "unit")}


def _subjects(change: _Change, bag: Bag) -> None:
    not_meant = [
        name for _, m in bag.marks.get("notcolumn", []) for name in (m.data or {})["names"]
    ]  # fmt: skip
    n_rows = change.lattice.index.n_rows
    for edge, columns in bag.subjects:
        before = range(max(0, edge.first - _NEAR_BY), edge.first)
        grouped = any(change.lattice.at("by", at) for at in before)
        for name in columns.names:
            column = change.lattice.columns[name]
            if name in not_meant:
                continue
            if grouped and roles.is_measure(column, n_rows):
                # "by rooms instead": numbers few enough are groups, and never measured
                if column.kind != "integer" or column.n_unique > MOST_NUMBERS:
                    change.failed = True
                    return
                change.params["by"] = [{"column": name}]
                change.said.append(f"by {name}, each number a group")
            elif roles.is_measure(column, n_rows):
                for measure in change.params["measures"]:
                    if measure.get("over") or measure["statistic"] in ("count", "rate"):
                        change.failed = True
                        return
                    measure["of"] = as_formula(name)
                change.said.append(f"{name} is measured")
                if "rows" in change.params:
                    change.params["rows"]["sort"] = name
            elif roles.is_group(column):
                change.params["by"] = [{"column": name}]
                change.said.append(f"by {name}")


def _keys(change: _Change, bag: Bag) -> None:
    keys = [key for _, found in bag.keys for key in found]
    old = change.params.get("by", [])
    if any(key.get("grain") for key in old):
        keys += [Key(None, unit.concept) for _, unit in bag.marks.get("unit", [])]
    if not keys:
        return
    made = [one for one in (_key(change, key) for key in keys) if one is not None]
    if len(made) < len(keys):
        change.failed = True
        return
    adds = any(True for _ in change.lattice.all("adds"))
    change.params["by"] = [*old, *made] if adds else made
    for name in ("window", "within", "limit", "place", "compare"):
        if name != "limit" or not made:
            change.params.pop(name, None)
    change.params.pop("asks", None)
    words = ", ".join(key.get("grain") or key["column"] for key in made)
    change.said.append(f"by {words}")


def _key(change: _Change, key: Key) -> dict[str, Any] | None:
    made = key_of(change.lattice, key)
    times = [one for one in change.params.get("by", []) if one.get("grain")]
    if made and made.get("grain") and key.column is None and len(times) == 1:
        return {**made, "column": times[0]["column"]}  # the time stays that of before
    return made


def _rows(change: _Change, bag: Bag) -> None:
    if bag.has("unfilter"):
        change.conditions = []
        change.said.append("all rows")
        return
    bag, years = placed_in_time(
        change.lattice,
        with_days(change.lattice, bag),
        change.conditions,
        change.params.get("by", ()),
    )
    rows = settled_rows(change.lattice, bag)
    if rows is None:
        change.failed = True
        return
    if not rows:
        return
    told = {one.column for one in rows}
    names = ", ".join(sorted(str(name) for name in told))
    change.said += [f"rows by {names}", *years]
    rows = _outside_measures(change, rows)
    told = {one.column for one in rows}
    kept = [leaf for leaf in change.conditions if not columns_of(leaf) & told]
    new = flat(where_of(rows)) if rows else []
    change.conditions = [*kept, *other_ends(change.conditions, new), *new]


def _outside_measures(change: _Change, rows: list[Rows]) -> list[Rows]:
    """The rows that limit all; those whose share is measured are put into the measures."""
    within: set[str | None] = set()
    for measure in change.params["measures"]:
        known = flat(measure["where"]) if measure.get("where") else []
        named = set().union(*map(columns_of, known)) if known else set()
        own = [one for one in rows if one.column in named]
        if not own:
            continue
        told = {one.column for one in own}
        kept = [leaf for leaf in known if not columns_of(leaf) & told]
        measure["where"] = joined([*kept, *flat(where_of(own))])
        within |= told
    return [one for one in rows if one.column not in within]


def _limit(change: _Change, bag: Bag) -> None:
    limits: Iterable[Limit] = (limit for _, limit in bag.limits)
    numbers = [m for _, m in bag.marks.get("number", [])]
    if len({limit.descending for _, limit in bag.limits}) > 1:
        change.failed = True  # both ends at once are set against each other
        return
    for limit in limits:
        n = limit.n
        if n is None and numbers:
            n = int((numbers.pop(0).data or {})["value"])
        if n is None:
            n = change.params.get("limit") or 1
        if "rows" in change.params:
            change.params["rows"] |= {"limit": n, "descending": limit.descending}
        elif change.params.get("by"):
            change.params["limit"] = n
            change.params.pop("place", None)
        else:
            change.failed = True
            return
        change.params["order"] = {
            "by": "value", "measure": 0, "descending": limit.descending,
        }  # fmt: skip
        change.params.pop("asks", None)
        if limit.place is not None and "rows" not in change.params:
            change.params.pop("limit", None)
            change.params |= {"place": limit.place, "asks": "which"}
            change.said.append(f"place {limit.place}")
            continue
        change.said.append(f"{'top' if limit.descending else 'bottom'} {n}")
    if numbers:
        change.failed = True


def _marks(change: _Change, bag: Bag) -> None:
    if bag.has("percent"):
        measures = change.params["measures"]
        adding = all(m["statistic"] in ("count", "sum") for m in measures)
        if not change.params.get("by") or not adding:
            change.failed = True
            return
        for measure in measures:
            measure |= {"share": "total", "unit": "%"}
        change.said.append("as shares of the total")
    order = bag.mark("order")
    if order is not None:
        change.params["order"] = order_of_keys(order.concept) or {
            "by": "value",
            "measure": 0,
            "descending": order.concept == "desc",
        }
        if "rows" in change.params:
            change.params["rows"]["descending"] = order.concept == "desc"
        change.said.append("the order")
    looks = any(bag.has(kind) for kind in ("look", "orientation", "colour", "chart"))
    if bag.windows and not looks:
        change.failed = True
    _picture(change, bag)


def _picture(change: _Change, bag: Bag) -> None:
    """The chart that shows it, and its looks."""
    kind = bag.mark("chart")
    looks = bag.marks.get("look", [])
    orientation, colour = bag.mark("orientation"), bag.mark("colour")
    if kind is None and not looks and orientation is None and colour is None:
        return
    if not change.params.get("by"):
        change.failed = True
        return
    if kind is not None and kind.concept != "any":
        change.params["chart"] = kind.concept
    elif "chart" not in change.params:
        timed = any(key.get("grain") for key in change.params["by"])
        change.params["chart"] = "line" if timed else "bar"
    look = dict(change.params.get("look") or {})
    for _, mark in looks:
        look[mark.concept] = (mark.data or {})["text"]
    if orientation is not None:
        look["horizontal"] = orientation.concept == "lying"
    if colour is not None:
        look["colour"] = colour.concept
    if look:
        change.params["look"] = look
    change.said.append("the chart")
