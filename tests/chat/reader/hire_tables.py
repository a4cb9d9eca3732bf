"""Tables of hires and of things sold again, with names that share words."""

from __future__ import annotations

from analysis.base.columns import Schema
from tests.chat.reader.everyday_tables import (
    _dates,
    _flag,
    _key,
    _number,
    _words,
)

HIRES = Schema(
    name="hires.csv", n_rows=300,
    columns=(
        _key("hire_ref", 300), _dates("hired_on", "2023-01-07", "2024-11-30", 240),
        _words("guest", *(f"Guest {name}" for name in range(40)), kind="text"),
        _words("boat", "Heron", "Otter", "Pike", "Swan", "Teal"),
        _words("lake", "Upper", "Lower", "Mill"), _words("hired_via", "Agency", "Phone", "Website"),
        _words("country", "Ireland", "Wales", "France"), _number("hours", 1, 9, 9),
        _number("hourly_rate", 8.5, 40.0), _number("total_price", 8.5, 360.0, 200),
        _flag("cancelled"),
    ),
)  # fmt: skip

# Instruments that were repaired: what each is, and how old, with camelCase names.
REPAIRS = Schema(
    name="repairs.csv", n_rows=250,
    columns=(
        _key("ticketId", 250), _dates("droppedOff", "2023-09-04", "2024-06-28", 200),
        _words("ownerName", *(f"Owner {name}" for name in range(60)), kind="text"),
        _words("mechanic", "Ada", "Lucy", "Ned"), _words("jobType", "Keys", "Neck", "Pads"),
        _number("cornetAge", 0.5, 40.0), _number("partsUsed", 0, 6, 7),
        _flag("eCornet", "Y", "N"), _number("bill", 9.5, 180.0, 190),
    ),
)  # fmt: skip

INSTRUMENTS = Schema(
    name="instruments.csv", n_rows=260,
    columns=(
        _key("item", 260), _dates("listed_on", "2024-02-02", "2024-12-20", 180),
        _words("brand", "Amati", "Besson", "Yamaha"), _words("shop", "Quay", "Online"),
        _number("asking_eur", 20, 900, 150), _flag("sold"), _flag("returned"),
    ),
)  # fmt: skip

MEMBERS = Schema(
    name="members.csv", n_rows=180,
    columns=(
        _key("member_no", 180), _words("voice", "alto", "bass", "tenor"), _number("age", 18, 84, 60),
        _dates("joined_on", "2016-01-30", "2024-10-12", 170), _number("annual_fee", 60.0, 210.0),
        _flag("left"), _flag("solo"),
    ),
)  # fmt: skip
