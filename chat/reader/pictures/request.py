"""From the items of a cover to a request: each column with its place."""

from __future__ import annotations

from dataclasses import replace

from chat.reader.base.cover import Cover
from chat.reader.base.items import Rows
from chat.reader.base.senses import Lattice
from chat.reader.calculating.assembly import settled_rows
from chat.reader.calculating.state import bag_of
from chat.reader.pictures.items import Axis, Bins, Request, Sign, Slot


def request_of(cover: Cover, lattice: Lattice) -> Request | None:
    """What a cover says of a chart; None where a condition has no column."""
    said = Request()
    rows = tuple(edge for edge in cover.items if edge.category == "rows")
    if rows:
        settled = settled_rows(lattice, bag_of(replace(cover, items=rows)))
        if settled is None:
            return None
        said.rows = settled
    waiting = ""
    for edge in cover.items:
        match edge.item:
            case Axis() as axis:
                _place(said, axis, waiting)
                waiting = ""
            case Bins() as bins:
                said.bins = bins
            case Sign(kind="look"):
                said.looks.append(lattice.words(edge.first, edge.last))
            case Sign(kind="noun", concept=word):
                said.signs.setdefault("noun", []).append(word)
            case Sign(kind=kind, concept=concept):
                said.signs.setdefault(kind, []).append(concept)
    if any(slot.place == "binned" for slot in said.slots):
        said.bins = said.bins or Bins()
    said.counted = said.counted or bool(said.signs.get("count"))
    _group_by_values(said, lattice)
    return said


def _place(said: Request, axis: Axis, waiting: str) -> None:
    """Adds the columns of an axis; one that is named again is only placed anew."""
    statistic = axis.statistic
    if statistic == "count":
        said.counted, statistic = True, ""
    for name in axis.names:
        before = next((s for s in said.slots if s.name == name), None)
        if before is None:
            said.slots.append(Slot(name, axis.place, statistic))
            continue
        at = said.slots.index(before)
        place = axis.place if axis.place not in ("", "of") else before.place
        said.slots[at] = Slot(name, place, statistic or before.statistic)


def _group_by_values(said: Request, lattice: Lattice) -> None:
    """ "Europe, Japan and USA": values set side by side are groups."""
    kept: list[Rows] = []
    for rows in said.rows:
        values = rows.value if isinstance(rows.value, list) else [rows.value]
        several = rows.op in ("in", "==") and len(values) > 1 and not rows.negated
        if not several or rows.column is None or rows.role != "value":
            kept.append(rows)
            continue
        column = lattice.columns[rows.column]
        if all(slot.name != column.name for slot in said.slots):
            said.slots.append(Slot(column.name, "colour"))
        if len(set(map(str, values))) < column.n_unique:
            kept.append(rows)
    said.rows = kept
