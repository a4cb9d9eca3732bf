"""Unique, non-empty column names out of whatever the header holds."""

from __future__ import annotations

import re
from collections.abc import Sequence


def unique_names(header: Sequence[str], width: int) -> tuple[str, ...]:
    """One name for each of ``width`` columns, as pandas makes them.

    Empty names become ``Unnamed: 3`` (their position), the second ``a`` becomes
    ``a.1``. Spaces around a name and line breaks in it are removed.
    """
    wanted = [_clean(name) for name in header] + [""] * (width - len(header))
    named = [name or f"Unnamed: {place}" for place, name in enumerate(wanted)]
    taken: set[str] = set()
    names: list[str] = []
    for name in named:
        unique, count = name, 0
        while unique in taken or (count and unique in named):
            count += 1
            unique = f"{name}.{count}"
        taken.add(unique)
        names.append(unique)
    return tuple(names)


def positional_names(width: int) -> tuple[str, ...]:
    """Names for a table without any: ``column_1``, ``column_2`` …"""
    return tuple(f"column_{place}" for place in range(1, width + 1))


def _clean(name: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", name.replace("\x00", "")).strip()
