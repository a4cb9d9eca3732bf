"""Regressions whose coefficients are read as ratios: of odds, of rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.base.wording import figure, p_words
from analysis.results.regressions import ModelResult
from analysis.words.inference import interval, short
from analysis.words.regression import named_by_verdict


def ratio_summary(result: ModelResult, key: str, subject: str, fit: str) -> str:
    """The finding and the verdict's rule in one sentence.

    ``key`` names the ratio in the coefficients, ``subject`` is what it multiplies ("odds
    of survived = 1"), ``fit`` how well the model fits. A model of events counts them.
    """
    slopes = result["coefficients"][1:]
    if len(slopes) == 1:
        row: Mapping[str, Any] = slopes[0]
        per = f"for {row['term']}" if result["levels"] else f"per unit of {row['term']}"
        verb = "change" if subject.startswith("odds") else "changes"
        body = (
            f"The {subject} {verb} by the factor {short(row[key])} {per} "
            f"({ratio_interval(slopes[0], result, key)}, {p_words(row['p_value'])}; {fit})"
        )
    else:
        body = f"For the {subject}, {named_by_verdict(slopes)} ({fit})"
    verdict = "significant" if result["significant"] else "not significant"
    n_events = result.get("n_events")
    events = f", {n_events:,} events" if n_events is not None else ""
    return (
        f"{body}; the model is {verdict} at alpha = {figure(result['alpha'])} "
        f"(n = {result['n_obs']:,}{events})."
    )


def ratio_interval(row: Mapping[str, Any], result: ModelResult, key: str) -> str:
    """A ratio's interval in words."""
    bounds = {
        "ci_low": row[f"{key}_ci_low"],
        "ci_high": row[f"{key}_ci_high"],
        "confidence_level": result["confidence_level"],
    }
    return interval(bounds)


def ratio_heads(
    result: ModelResult, key: str, short_name: str
) -> dict[str, tuple[str, Any]]:
    """Columns of the coefficient table for a ratio and its interval."""
    level = figure(100 * result["confidence_level"])
    return {
        key: (key.replace("_", " "), "number"),
        f"{key}_ci_low": (f"{short_name} {level} % low", "number"),
        f"{key}_ci_high": (f"{short_name} {level} % high", "number"),
    }
