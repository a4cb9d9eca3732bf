"""Strings of which a regular expression needs at least one: a cheap first test."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

# The standard library's own reading of a pattern. It is private, so without it every
# pattern is simply tried in full.
_PARSER: Any = getattr(re, "_parser", None)
_FEWEST = 2
_MOST = 24


@lru_cache(maxsize=8_192)
def needed_literals(source: str) -> tuple[str, ...]:
    """Substrings one of which every match contains; empty if none can be named."""
    if _PARSER is None:
        return ()
    found = _needed(_PARSER.parse(source))
    return tuple(sorted(found)) if found and len(found) <= _MOST else ()


def _needed(items: Iterable[Any]) -> frozenset[str]:
    """The best set among a sequence's parts: few and long."""
    sets: list[frozenset[str]] = []
    run = ""
    for kind, value in items:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value)
            continue
        if len(run) >= _FEWEST:
            sets.append(frozenset((run,)))
        run = ""
        inner = _inner(name, value)
        if inner:
            sets.append(inner)
    if len(run) >= _FEWEST:
        sets.append(frozenset((run,)))
    return max(sets, key=_worth, default=frozenset())


def _inner(name: str, value: Any) -> frozenset[str]:
    if name == "SUBPATTERN":
        return _needed(value[-1])
    if name == "BRANCH":
        branches = [_needed(branch) for branch in value[1]]
        if all(branches):
            return frozenset().union(*branches)
        return frozenset()
    if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] >= 1:
        return _needed(value[2])
    return frozenset()


def _worth(literals: frozenset[str]) -> float:
    return min(len(literal) for literal in literals) - 0.2 * len(literals)
