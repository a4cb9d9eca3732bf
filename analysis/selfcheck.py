"""The published reference values, recomputed on this installation.

Every operation cites results from R, NIST, SAS, a paper or a textbook. What the tests
hold once, this holds here and now: with the libraries and the processor at hand.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pandas as pd

from analysis.base.operation import Operation, Reference
from analysis.operations import operations
from analysis.scripts.writing import LIBRARIES

MOST_DIGITS = 15.0


@dataclass(frozen=True)
class Check:
    """One reference recomputed.

    ``digits`` is the least number of correct significant digits among its
    ``n_values`` numbers: the log relative error of McCullough (1998), at most 15. A
    published value of four digits can confirm no more than about four. ``agrees`` says
    whether all numbers and words are as the source has them, within ``relative``.
    """

    operation: str
    title: str
    source: str
    n_values: int
    digits: float
    relative: float
    agrees: bool
    error: str = ""


def run_checks() -> list[Check]:
    """All references of all operations, in the order of the operations' names."""
    return [
        check_reference(operation, reference)
        for operation in operations().values()
        for reference in operation.references
    ]


def check_reference(operation: Operation, reference: Reference) -> Check:
    """Compute a reference's request and compare it with what was published."""
    facts = operation.name, operation.title, reference.source
    try:
        found = operation.carried_out(pd.DataFrame(reference.data), reference.params)
    except Exception as error:
        # A library that fails here is what this check is there to find.
        words = f"{type(error).__name__}: {error}"
        return Check(*facts, 0, 0.0, reference.relative, agrees=False, error=words)
    if operation.kind == "prepare":
        found = found[1]
    pairs = list(_pairs(found, reference.expected))
    numbers = [digits(a, b) for a, b in pairs if isinstance(b, float)]
    return Check(
        *facts,
        n_values=len(pairs),
        digits=min(numbers, default=MOST_DIGITS),
        relative=reference.relative,
        agrees=all(_same(a, b, reference.relative) for a, b in pairs),
    )


def digits(found: Any, expected: float) -> float:
    """Correct significant digits of ``found``; correct decimals where 0 is expected."""
    if not isinstance(found, (int, float)) or math.isnan(found):
        return 0.0
    if found == expected:
        return MOST_DIGITS
    error = abs(found - expected) / (abs(expected) or 1.0)
    return max(0.0, min(MOST_DIGITS, -math.log10(error)))


def _pairs(found: Any, expected: Any) -> Iterator[tuple[Any, Any]]:
    """What was found beside each value that is expected; None for what is not there."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            yield from _pairs(
                found.get(key) if isinstance(found, dict) else None, value
            )
    elif isinstance(expected, list):
        for place, value in enumerate(expected):
            there = isinstance(found, list) and place < len(found)
            yield from _pairs(found[place] if there else None, value)
    else:
        yield found, expected


def _same(found: Any, expected: Any, relative: float) -> bool:
    if isinstance(expected, float) and isinstance(found, (int, float)):
        # An expected 0 leaves nothing to be relative to.
        nothing = 1e-12 if expected == 0 else 0.0
        return math.isclose(found, expected, rel_tol=relative, abs_tol=nothing)
    return bool(found == expected)


def versions() -> dict[str, str]:
    """What computed: the libraries, Python and the machine's architecture."""
    libraries = {name: version(name) for name in LIBRARIES}
    return {
        **libraries,
        "Python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
    }
