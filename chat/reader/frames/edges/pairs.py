"""Columns that belong together by their names: runs of numbers, before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.statistics.options import shared_start
from chat.linking.coded import code_and_text, run_between
from chat.linking.vocabulary import abbreviations
from chat.linking.words import stem
from chat.reader.base.senses import Lattice
from chat.reader.lexicon.operations import Methods

_RUN = re.compile(r"^(.*?)(\d+)$")


def is_family(names: tuple[str, ...]) -> bool:
    """Whether columns are numbered ones of a kind ("item1, item2, item3")."""
    matches = [_RUN.match(name) for name in names]
    return (
        len(names) > 1
        and len({m[1] if m else name for m, name in zip(matches, names, strict=True)})
        == 1
    )


def between(lattice: Lattice, first: str, last: str) -> tuple[str, ...]:
    """The columns from one to another that share a name but for its number, or that
    begin alike and stand side by side in the table."""
    numbered = run_between(lattice.columns, first, last)
    if numbered or _RUN.match(first) or _RUN.match(last):
        return numbered
    return _side_by_side(list(lattice.columns), first, last)


def numbered_family(lattice: Lattice, beginning: str) -> tuple[str, ...]:
    """The numbered columns of a beginning; of any, where the table has one such family."""
    found: dict[str, list[str]] = {}
    for name in lattice.columns:
        both = code_and_text(name)
        match = _RUN.match(both[0] if both else name)
        if match:
            found.setdefault(match[1].strip("_ -.").casefold(), []).append(name)
    families = {start: names for start, names in found.items() if len(names) > 1}
    if beginning in families:
        return tuple(families[beginning])
    return tuple(*families.values()) if len(families) == 1 else ()


def _side_by_side(names: list[str], first: str, last: str) -> tuple[str, ...]:
    """ "channel_email to channel_post": those between, all of the same beginning."""
    at, end = names.index(first), names.index(last)
    start = shared_start([first, last])
    found = tuple(names[at : end + 1])
    return found if start and all(name.startswith(start) for name in found) else ()


def column_pairs(
    lattice: Lattice, words: Methods
) -> list[tuple[str, str, frozenset[str]]]:
    """Columns that differ by "pre" and "post" or their like, with their common stems."""
    found: dict[str, dict[str, str]] = {}
    for name in lattice.columns:
        for when, forms in words.when.items():
            rest = _without(name, forms)
            if rest is not None:
                found.setdefault(rest, {})[when] = name
    return [
        (pair["before"], pair["after"], _stems_of(rest))
        for rest, pair in found.items()
        if len(pair) == 2
    ]


def _without(name: str, forms: Sequence[str]) -> str | None:
    """The rest of a column's name without a word such as "pre"."""
    low = name.lower()
    for form in sorted(forms, key=len, reverse=True):
        if low == form:
            return ""
        for cut in (low.removeprefix(form), low.removesuffix(form)):
            if cut != low:
                rest = cut.strip("_. -")
                separated = rest != cut
                if separated or len(form) >= 3:
                    return rest
    return None


def _stems_of(rest: str) -> frozenset[str]:
    words = [rest, *abbreviations().get(rest, "").split()]
    return frozenset(stem(word) for word in words if len(word) > 1)
