"""How the rules for outliers are called, and how their bounds are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.base.wording import figure
from analysis.statistics.outlier_rules import USUAL_THRESHOLDS

METHOD_OPTIONS = {
    "iqr": r"\b(?:iqr|inter-?quartile|tukey|fences?|box ?plot|whiskers?)\b",
    "zscore": r"\bz[- ]?(?:scores?|values?)\b|\bstandard deviations?\b",
    "mad": r"\b(?:mad|median absolute deviation|modified z)\b",
    "isolation_forest": r"\bisolation forest\b",
}
METHOD_WORDS = {
    "iqr": "the IQR rule",
    "zscore": "the z-score",
    "mad": "the modified z-score (MAD)",
    "isolation_forest": "an isolation forest",
}


def rule_words(method: str, threshold: float | None) -> str:
    """``"IQR rule, k = 1.5"``."""
    name = METHOD_WORDS[method].partition(" ")[2]
    k = USUAL_THRESHOLDS.get(method) if threshold is None else threshold
    if method == "isolation_forest":
        return name if k is None else f"{name}, share {figure(k)}"
    sign = "k =" if method == "iqr" else "|z| >"
    return f"{name}, {sign} {figure(k)}"


def bound_words(rule: Mapping[str, Any]) -> str:
    """``" outside 3.5 to 12"``; nothing where there are no bounds."""
    if rule["low"] is None or rule["high"] is None:
        return ""
    return f" outside {figure(rule['low'])} to {figure(rule['high'])}"
