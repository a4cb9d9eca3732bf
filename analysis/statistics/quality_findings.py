"""What is doubtful about the values of a table: gaps, far values, spellings, codes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.plain import plain
from analysis.results.descriptions import QualityFinding
from analysis.statistics.values import is_number_column, one_column

FAR_OUT = 3.0  # interquartile ranges from the quartiles: Tukey's (1977) outer fences
FEW = 0.01  # the share of values up to which far ones are single cases, not a tail
SINGLE = 3  # so many may lie far out in a small table
MOST_SPELLINGS = 1_000  # different words that are compared
FEW_VALUES = 10  # fewer numbers tell nothing about what is far
_ALL_NINES = re.compile(r"-?9{2,}(?:\.0)?")
_KEY_NAME = re.compile(
    r"(?:^|[^a-z])(?:id|no|nr|number|code|key)(?:$|[^a-z])|[a-z](?:Id|ID|No)$"
)


def column_findings(data: pd.DataFrame, name: str) -> list[QualityFinding]:
    """Everything doubtful about one column, most serious first.

    Each is ``{"column", "kind", "n", "values", "low", "high"}``; the kinds are missing,
    constant, far, code (such as 999), negative, spelling and repeated_key.
    """
    values = one_column(data, name)
    found = []
    n_missing = int(values.isna().sum())
    if n_missing:
        found.append(finding(name, "missing", n_missing))
    observed = values.dropna()
    n_unique = int(observed.nunique())
    if len(observed) > 1 and n_unique == 1:
        found.append(finding(name, "constant", len(observed), [observed.iloc[0]]))
        return found
    if is_number_column(observed):
        found += number_findings(name, observed)
    elif not pd.api.types.is_bool_dtype(observed.dtype) and not hasattr(observed, "dt"):
        found += spelling_findings(name, observed)
    if _KEY_NAME.search(name) and 0.9 * len(observed) < n_unique < len(observed):
        found.append(finding(name, "repeated_key", len(observed) - n_unique))
    return found


def finding(
    column: str,
    kind: str,
    n: int,
    values: list[Any] | None = None,
    low: float | None = None,
    high: float | None = None,
) -> QualityFinding:
    """One finding in plain values."""
    shown = [plain(value) for value in values or []]
    return {
        "column": column,
        "kind": kind,
        "n": n,
        "values": shown,
        "low": low,
        "high": high,
    }


def number_findings(name: str, observed: pd.Series) -> list[QualityFinding]:
    """Single far values, codes that stand for "missing", and a few negative numbers."""
    numbers = observed.to_numpy(dtype="float64")
    numbers = numbers[np.isfinite(numbers)]
    if len(numbers) < FEW_VALUES:
        return []
    q1, q3 = (float(q) for q in np.quantile(numbers, [0.25, 0.75]))
    spread = q3 - q1
    low, high = q1 - FAR_OUT * spread, q3 + FAR_OUT * spread
    far = numbers[(numbers < low) | (numbers > high)] if spread > 0 else numbers[:0]
    found = []
    codes = sorted({x for x in far.tolist() if _ALL_NINES.fullmatch(f"{x:.12g}")})
    coded = int(np.isin(numbers, codes).sum()) if codes else 0
    if coded > 1:
        found.append(finding(name, "code", coded, codes, low, high))
        far = far[~np.isin(far, codes)]
    if 0 < len(far) <= max(SINGLE, FEW * len(numbers)):
        shown = sorted(far.tolist(), key=lambda x: -abs(x - (q1 + q3) / 2))[:5]
        found.append(finding(name, "far", len(far), shown, low, high))
    negative = numbers[numbers < 0]
    if 0 < len(negative) <= max(1, FEW * len(numbers)):
        found.append(finding(name, "negative", len(negative), sorted(negative)[:5]))
    return found


def spelling_findings(name: str, observed: pd.Series) -> list[QualityFinding]:
    """Words that differ only by case, spaces or punctuation."""
    words = observed.astype(str)
    different = words.unique()
    if len(different) > MOST_SPELLINGS:
        return []
    same: dict[str, list[str]] = {}
    for word in different:
        key = " ".join(re.sub(r"[\W_]+", " ", word.casefold()).split())
        same.setdefault(key or word, []).append(word)
    variants = [sorted(group) for group in same.values() if len(group) > 1]
    if not variants:
        return []
    n = int(words.isin([word for group in variants for word in group]).sum())
    shown = [" / ".join(group) for group in variants[:5]]
    return [finding(name, "spelling", n, shown)]
