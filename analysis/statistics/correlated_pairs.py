"""Correlations of many pairs of columns: computed, judged together, named."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from analysis.results.associations import CorrelationPair
from analysis.results.tests import OtherMethod
from analysis.statistics.adjustment import adjusted_p_values
from analysis.statistics.association import correlate_pair


def correlated_pairs(
    parts: Iterable[tuple[dict[str, str], pd.DataFrame]],
    names: list[str],
    target: str | None,
    method: str,
    confidence_level: float,
    alternative: str,
) -> list[CorrelationPair]:
    """Every pair of columns (those with ``target`` only, if there is one) in every part."""
    return [
        {
            "x": x,
            "y": y,
            "group": group,
            **correlate_pair(part, x, y, method, confidence_level, alternative),
        }
        for group, part in parts
        for x, y in combinations(names, 2)
        if target in (None, x, y)
    ]


def judge_pairs(
    pairs: list[CorrelationPair], alpha: float, threshold: float | None, adjust: str
) -> None:
    """Add to each pair its adjusted p-value and whether it is significant, in words."""
    tested = [pair for pair in pairs if pair["p_value"] is not None]
    adjusted = adjusted_p_values([pair["p_value"] or 0.0 for pair in tested], adjust)
    for pair, p_adjusted in zip(tested, adjusted, strict=True):
        pair["p_adjusted"] = p_adjusted
    for pair in pairs:
        r, p = pair["coefficient"], pair.get("p_adjusted")
        pair["significant"] = p is not None and p < alpha
        pair["reaches_threshold"] = (
            None if threshold is None or r is None else abs(r) >= threshold
        )
        if r is None or p is None:
            pair["verdict"] = f"no correlation can be computed: {pair['note']}"
            continue
        words = "significant" if pair["significant"] else "not significant"
        if threshold is not None:
            enough = "strong enough" if abs(r) >= threshold else "not strong enough"
            words = f"{enough} and {words}"
        pair["verdict"] = words


def other_correlations(
    data: pd.DataFrame, x: str, y: str, used: str
) -> list[OtherMethod]:
    """The two other coefficients of the same pair, to show how far the method matters."""
    found = {
        f"{method.title()} correlation": correlate_pair(data, x, y, method, 0.95)
        for method in ("pearson", "spearman", "kendall")
        if method != used
    }
    return [
        {
            "method": name,
            "statistic": result["coefficient"],
            "p_value": result["p_value"],
        }
        for name, result in found.items()
        if result["coefficient"] is not None
    ]


def name_relations(pairs: list[CorrelationPair], linear_from: float) -> None:
    """Add to each pair ``relation``: linear, nonlinear or none, by the rule asked for."""
    for pair in pairs:
        if not pair["significant"]:
            pair["relation"] = "none"
        else:
            strong = abs(pair["coefficient"] or 0.0) >= linear_from
            pair["relation"] = "linear" if strong else "nonlinear"
