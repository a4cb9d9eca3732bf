"""Units that tell which predictor a number is of: "45 litres a week", "a 10 square metre bed"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.base.columns import Column
from chat.reader.methods.names import data_of
from chat.reader.plainer.units import units_of

_OF_TIME = r"(?: (?:an?|per|each|every) (?:day|week|month|year|hour))?"


def _escaped(name: str) -> str:
    return name.replace("\\", r"\\")


def with_units_named(text: str, predictors: Sequence[Column]) -> str:
    """The text with the name of the one predictor of a unit before the number of it."""
    units: dict[str, list[str]] = {}
    for column in predictors:
        for unit in units_of(column.name) if column.is_numeric else ():
            units.setdefault(unit, []).append(column.name)
    for unit, names in units.items():
        if len(names) != 1:
            continue
        said = "|".join(re.escape(form) for form in sorted(
            data_of("units")[unit]["said"], key=len, reverse=True))  # fmt: skip
        text = re.sub(
            rf"(?<![\w.])((?:an? |the )?)(\d+(?:[.,]\d+)?)[ -]?(?:{said})(?!\w){_OF_TIME}"
            rf"(?: of)?(?: {re.escape(names[0])})?",
            f"{_escaped(names[0])} \\g<2> \\g<1>",
            text,
            flags=re.IGNORECASE,
        )
    return text
