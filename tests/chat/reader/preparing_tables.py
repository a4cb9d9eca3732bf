"""Six tables of our own making, for requests that change a table and short follow-ups."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column, Schema


def _number(
    name: str, low: float, high: float, kind: Any = "number", **more: Any
) -> Column:
    return Column(name=name, kind=kind, n_unique=80, minimum=low, maximum=high, **more)


def _words(name: str, *levels: str, missing: int = 0) -> Column:
    counts = tuple((level, 30 - n) for n, level in enumerate(levels))
    return Column(
        name=name,
        kind="category",
        n_unique=len(levels),
        levels=counts,
        n_missing=missing,
    )


def _day(name: str) -> Column:
    return Column(
        name=name,
        kind="datetime",
        n_unique=90,
        minimum="2023-01-02",
        maximum="2024-11-30",
    )


def _key(name: str) -> Column:
    return Column(name=name, kind="identifier", n_unique=120)


TABLES = {
    "parcels": Schema(name="parcels.csv", n_rows=120, columns=(
        _key("parcel_id"),
        _number("weight", 0.2, 31.0, n_missing=7),
        _number("distance", 3, 900, "integer"),
        _number("postage", 2.5, 48.0),
        _words("carrier", "Swift", "Bluebird", "Atlas"),
        _words("destination", "north", "south", "islands", missing=4),
        _words("damaged", "yes", "no"),
        _day("sent_on"),
    )),
    "vineyards": Schema(name="vineyards.csv", n_rows=120, columns=(
        _words("grape", "Riesling", "Merlot", "Pinot Noir"),
        _words("slope", "flat", "gentle", "steep"),
        _number("altitude", 120, 640, "integer"),
        _number("yield_t", 2.1, 14.8, n_missing=5),
        _number("sugar", 68, 112),
        _number("acidity", 4.1, 9.9, n_missing=3),
        _words("organic", "yes", "no"),
    )),
    "calls": Schema(name="calls.csv", n_rows=120, columns=(
        _key("call_id"),
        _words("agent", "Mira", "Tom", "Sana", "Jorge"),
        _words("topic", "billing", "outage", "upgrade", missing=6),
        _number("minutes", 1, 74),
        _number("hold_time", 0, 33, n_missing=9),
        _number("rating", 1, 10, "integer"),
        _words("resolved", "yes", "no"),
        _day("called_at"),
    )),
    "swimmers": Schema(name="swimmers.csv", n_rows=120, columns=(
        _words("club", "Otters", "Pike", "Heron"),
        _words("stroke", "freestyle", "butterfly", "backstroke"),
        _number("age", 11, 44, "integer"),
        _number("height_cm", 140, 203, n_missing=2),
        _number("mass_kg", 34, 99),
        _number("heat_s", 51.2, 94.0),
        _number("final_s", 50.1, 92.5, n_missing=11),
        _words("gender", "female", "male"),
    )),
    "flats": Schema(name="flats.csv", n_rows=120, columns=(
        _key("flat"),
        _words("quarter_name", "Harbour", "Mill", "Castle"),
        _number("rent", 380, 2900, "integer"),
        _number("area", 18, 160),
        _number("rooms", 1, 6, "integer"),
        _number("built", 1890, 2021, "integer"),
        _words("heating", "gas", "oil", "heat pump", missing=8),
        _words("furnished", "yes", "no"),
    )),
    "seedlings": Schema(name="seedlings.csv", n_rows=120, columns=(
        _words("tray", "A1", "A2", "B1"),
        _words("soil", "peat", "loam", "sand"),
        _words("light", "low", "high"),
        _number("stem_mm", 4, 88, n_missing=6),
        _number("leaves", 0, 17, "integer"),
        _number("water_ml", 20, 250),
        _words("survived", "yes", "no"),
        _day("sown"),
    )),
}  # fmt: skip
# Looked at only to see whether what was learnt on the others carries over.
CHECKING = ("swimmers", "flats", "seedlings")
