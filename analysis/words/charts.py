"""Vega-Lite specifications: roles only; colours, fonts and sizes belong to surfaces.

Fields have neutral names (x, y, group), so that a column may be called anything; the
columns' names are the titles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.reply import Chart
from analysis.base.wording import name_of

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Encoding = dict[str, Any]
_LETTERS_IN_A_ROW = 40
# The ground between two limits; its own edges are no lines of the chart.
BAND = {"type": "area", "line": False}


def spec(values: Sequence[Mapping[str, Any]], **parts: Any) -> dict[str, Any]:
    """A specification with its data inline; labels that have room stand upright."""
    for part in (parts, *parts.get("layer", ())):
        x = part.get("encoding", {}).get("x", {})
        if x.get("type") not in ("nominal", "ordinal") or "axis" in x:
            continue
        if _have_room({str(row.get(x.get("field"))) for row in values}):
            upright = {**x, "axis": {"labelAngle": 0}}
            part["encoding"] = {**part["encoding"], "x": upright}
    return {"$schema": SCHEMA, "data": {"values": list(values)}, **parts}


def _have_room(labels: set[str]) -> bool:
    """Whether labels fit side by side in the narrowest chart: each has an equal share."""
    return len(labels) * max(map(len, labels), default=0) <= _LETTERS_IN_A_ROW


def axis(field: str, kind: str, title: str, **more: Any) -> Encoding:
    """One encoding channel; without words it has no title.

    ``kind`` is quantitative, nominal, ordinal or temporal.
    """
    words = name_of(title) if title else None
    return {"field": field, "type": kind, "title": words, **more}


def tooltip(*channels: Encoding) -> list[Encoding]:
    """The channels as they are shown when a mark is pointed at."""
    kept = ("field", "type", "title", "format")
    return [
        {key: channel[key] for key in kept if channel.get(key) is not None}
        for channel in channels
        if "field" in channel
    ]


def colour(field: str, title: str, order: Sequence[Any] | None = None) -> Encoding:
    """The colour channel for a group."""
    return axis(field, "nominal", title, **({"sort": list(order)} if order else {}))


def chart(
    title: str, specification: dict[str, Any], alt: str, subtitle: str = ""
) -> Chart:
    # With the picture goes what it is called, also where only the picture is kept.
    named = {"description": name_of(title), **specification}
    return Chart(
        title=name_of(title),
        spec=named,
        alt=name_of(alt),
        subtitle=name_of(subtitle) if subtitle else "",
    )
