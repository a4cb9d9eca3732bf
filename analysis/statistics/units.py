"""Units of measure, by kind."""

from __future__ import annotations

import re

# Of each kind, the likeliest first: the unit, its factor to the base unit of the SI (or
# what is usual beside it), and what is added then.
UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "length": {
        "cm": (1e-2, 0.0), "m": (1.0, 0.0), "in": (0.0254, 0.0), "ft": (0.3048, 0.0),
        "mm": (1e-3, 0.0), "km": (1e3, 0.0), "yd": (0.9144, 0.0),
        "mi": (1609.344, 0.0), "nmi": (1852.0, 0.0),
    },
    "mass": {
        "kg": (1.0, 0.0), "lb": (0.45359237, 0.0), "g": (1e-3, 0.0), "mg": (1e-6, 0.0),
        "t": (1e3, 0.0), "oz": (0.028349523125, 0.0), "st": (6.35029318, 0.0),
    },
    "temperature": {
        "C": (1.0, 273.15), "F": (5 / 9, 459.67 * 5 / 9), "K": (1.0, 0.0),
    },
    "volume": {
        "l": (1.0, 0.0), "ml": (1e-3, 0.0), "cl": (1e-2, 0.0), "m3": (1e3, 0.0),
        "gal": (3.785411784, 0.0), "pt": (0.473176473, 0.0), "floz": (0.0295735295625, 0.0),
    },
    "time": {
        "s": (1.0, 0.0), "ms": (1e-3, 0.0), "min": (60.0, 0.0), "h": (3600.0, 0.0),
        "d": (86400.0, 0.0), "wk": (604800.0, 0.0),
    },
    "speed": {
        "m/s": (1.0, 0.0), "km/h": (1 / 3.6, 0.0), "mph": (0.44704, 0.0),
        "kn": (1852 / 3600, 0.0),
    },
    "area": {
        "m2": (1.0, 0.0), "km2": (1e6, 0.0), "cm2": (1e-4, 0.0), "ha": (1e4, 0.0),
        "sqft": (0.09290304, 0.0), "acre": (4046.8564224, 0.0), "sqmi": (2589988.110336, 0.0),
    },
    "energy": {
        "J": (1.0, 0.0), "kJ": (1e3, 0.0), "cal": (4.184, 0.0), "kcal": (4184.0, 0.0),
        "Wh": (3600.0, 0.0), "kWh": (3.6e6, 0.0), "MWh": (3.6e9, 0.0),
    },
    "pressure": {
        "Pa": (1.0, 0.0), "hPa": (100.0, 0.0), "kPa": (1e3, 0.0), "bar": (1e5, 0.0),
        "psi": (6894.757293168, 0.0), "mmHg": (133.322387415, 0.0), "atm": (101325.0, 0.0),
    },
    "data": {
        "B": (1.0, 0.0), "kB": (1e3, 0.0), "MB": (1e6, 0.0), "GB": (1e9, 0.0),
        "TB": (1e12, 0.0),
    },
}  # fmt: skip
# How names of columns spell them, where that is not the unit itself.
SPELLED: dict[str, str] = {
    "inch": "in", "inches": "in", "feet": "ft", "foot": "ft", "yards": "yd", "miles": "mi",
    "meters": "m", "metres": "m", "kilometers": "km", "kilometres": "km", "lbs": "lb",
    "pounds": "lb", "grams": "g", "kilograms": "kg", "ounces": "oz", "celsius": "C",
    "fahrenheit": "F", "kelvin": "K", "degc": "C", "degf": "F", "°c": "C", "°f": "F",
    "liters": "l", "litres": "l", "gallons": "gal", "sec": "s", "secs": "s",
    "seconds": "s", "minutes": "min", "mins": "min", "hours": "h", "hrs": "h", "days": "d",
    "weeks": "wk", "kmh": "km/h", "kph": "km/h", "m²": "m2", "acres": "acre", "sqm": "m2",
}  # fmt: skip


def kind_of_unit(unit: str) -> str:
    """The kind that a unit is of; empty where there is no such unit."""
    return next((kind for kind, units in UNITS.items() if unit in units), "")


def unit_in_name(name: str, kind: str) -> tuple[str, str]:
    """The unit of a kind that a column's name says, and how it is spelled there.

    It stands last, behind other words: "weight_kg", "Height (cm)", "weightKg"; one letter
    counts in brackets or behind an underscore alone.
    """
    match = re.search(r"(?<=[_\s.(\[])([^\s_()\[\]]+)[)\]]?$", name)
    match = match or re.search(r"(?<=[a-z])([A-Z][A-Za-z]*)$", name)
    if match is None:
        return "", ""
    word = match[1]
    marked = name[match.start(1) - 1] in "_(["
    for unit in UNITS.get(kind, {}):
        same = word == unit or (
            word.lower() == unit.lower() and (len(unit) > 1 or marked)
        )
        if same or SPELLED.get(word.lower()) == unit:
            return unit, word
    return "", ""


def renamed_unit(name: str, kind: str, to: str) -> str:
    """The name with another unit where it says one."""
    _, word = unit_in_name(name, kind)
    if not word:
        return name
    at = name.rindex(word)
    spelled = to[:1].upper() + to[1:] if at and name[at - 1].isalnum() else to
    return name[:at] + spelled + name[at + len(word) :]
