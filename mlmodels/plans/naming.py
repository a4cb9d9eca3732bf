"""What the names of columns and classes say: words as data, in ``words.en.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def words_for(what: str) -> frozenset[str]:
    """The words of one list."""
    path = Path(__file__).with_name("words.en.toml")
    found: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(found[what])


def parts_of(name: str) -> list[str]:
    """ "patientID" is patient and id."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W_]+", spaced.lower())


def names_a_unit(name: str, *, of_numbers: bool) -> bool:
    """Whether a column with this name tells whom or what a row is about.

    Of numbers a bare noun may be a count ("guests"), a singular one is taken as a key.
    """
    parts = parts_of(name)
    if not parts:
        return False
    last = parts[-1]
    if last in words_for("keys") or (len(parts) == 1 and re.fullmatch(r"\w+id", last)
                                     and last[:-2] in words_for("units")):  # fmt: skip
        return True
    units = words_for("units")
    if last in words_for("labels"):
        return len(parts) > 1 and parts[-2] in units
    return last in units or (not of_numbers and last.rstrip("s") in units)


def says_person(name: str) -> bool:
    """Whether the name has one of the units in it."""
    return any(part in words_for("units") for part in parts_of(name))
