"""An adjusted effect in words: what one predictor does beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.reply import Table
from analysis.base.wording import figure, name_of, names_of, p_words, percent
from analysis.results.regressions import (
    FocusEffect,
    HasEffects,
    LinearRegressionResult,
    ModelResult,
)
from analysis.words.inference import interval, short, statistic_words, table_of
from analysis.words.regression import effect_phrase


def adjusted_summary(result: ModelResult, predictors: list[str], outcome: str) -> str:
    """The first sentence: each predictor asked for, adjusted for the others."""
    asked = [effect["predictor"] for effect in result["focus"]]
    others = [name_of(p) for p in predictors if name_of(p) not in asked]
    start = f"Adjusted for {names_of(others)}, " if others else ""
    told = "; ".join(
        effect_words(effect, result, outcome) for effect in result["focus"]
    )
    verdicts = {effect["significant"] for effect in result["focus"]}
    rule = f"at alpha = {figure(result['alpha'])} (n = {result['n_obs']:,})"
    if len(verdicts) == 1 and None not in verdicts:
        rule = ("significant " if verdicts == {True} else "not significant ") + rule
    sentence = f"{start}{told}; {rule}."
    return sentence[0].upper() + sentence[1:] if not start else sentence


def effect_words(effect: FocusEffect, result: ModelResult, outcome: str) -> str:
    """One predictor's effect on the outcome's mean."""
    rows = effect["coefficients"]
    if len(rows) > 1:
        differs = (
            "differs" if effect["significant"] else "does not differ significantly"
        )
        if not effect["levels"]:
            goes = "goes" if effect["significant"] else "does not go significantly"
            return f"{outcome} {goes} with {effect['predictor']} ({statistic_words(effect)}, {p_words(effect['p_value'])})"  # fmt: skip
        return (
            f"{outcome} {differs} between {effect['predictor']} "
            f"{names_of(effect['levels'][:8])} "
            f"({statistic_words(effect)}){means_words(result)}"
        )
    row = rows[0]
    size = short(abs(row["estimate"]))
    shown = effect_phrase(row, result)
    if effect["levels"]:
        more = "higher" if row["estimate"] > 0 else "lower"
        return (
            f"{outcome} is {size} {more} for {row['term']} than for "
            f"{effect['levels'][0]} ({shown}){means_words(result)}"
        )
    verb = "rises" if row["estimate"] > 0 else "falls"
    return f"{outcome} {verb} by {size} per unit of {row['term']} ({shown})"


def means_words(result: ModelResult) -> str:
    """The adjusted means, where there are some."""
    means = result.get("adjusted_means", [])
    if not 2 <= len(means) <= 6:
        return ""
    parts = [f"{figure(row['mean'])} for {row['level']}" for row in means]
    return f"; adjusted means {', '.join(parts)}"


def means_table(result: LinearRegressionResult) -> Table:
    """The adjusted means with their intervals."""
    level = percent(result["confidence_level"])
    heads: dict[str, tuple[str, Any]] = {
        "level": ("level", "text"),
        "mean": ("adjusted mean", "number"),
        "std_error": ("standard error", "number"),
        "ci_low": (f"{level} low", "number"),
        "ci_high": (f"{level} high", "number"),
    }
    return table_of(result["adjusted_means"], heads, "Adjusted means")


def ratio_effects(
    result: HasEffects, predictors: list[str], subject: str, ratio: str
) -> str:
    """The first sentence of a model of ratios (odds, rates, hazards).

    ``subject`` is what is multiplied, ``ratio`` the key of the ratio in a coefficient;
    its interval's ends are that key with ``_ci_low`` and ``_ci_high``, or ``ci_low``.
    """
    asked = [effect["predictor"] for effect in result["focus"]]
    others = [name_of(p) for p in predictors if name_of(p) not in asked]
    start = f"Adjusted for {names_of(others)}, the" if others else "The"
    told = [_ratio_words(effect, result, subject, ratio) for effect in result["focus"]]
    verdicts = {effect["significant"] for effect in result["focus"]}
    rule = f"at alpha = {figure(result['alpha'])} (n = {result['n_obs']:,})"
    if len(verdicts) == 1:
        rule = ("significant " if verdicts == {True} else "not significant ") + rule
    return f"{start} {'; the '.join(told)}; {rule}."


def _ratio_words(
    effect: FocusEffect, result: HasEffects, subject: str, ratio: str
) -> str:
    rows: Sequence[Mapping[str, Any]] = effect["coefficients"]
    if len(rows) > 1:
        many = subject.startswith("odds")
        differ = (
            ("differ" if many else "differs")
            if effect["significant"]
            else f"{'do' if many else 'does'} not differ significantly"
        )
        parts = [f"{short(row[ratio])} for {row['term']}" for row in rows[:6]]
        against = f", against {effect['levels'][0]}" if effect["levels"] else ""
        return (
            f"{subject} {differ} with {effect['predictor']} ({statistic_words(effect)}; "
            f"ratio {', '.join(parts)}{against})"
        )
    row = rows[0]
    own = f"{ratio}_ci_low" in row
    bounds = {
        "ci_low": row[f"{ratio}_ci_low" if own else "ci_low"],
        "ci_high": row[f"{ratio}_ci_high" if own else "ci_high"],
        "confidence_level": result["confidence_level"],
    }
    per = (
        f"for {row['term']} against {effect['levels'][0]}"
        if effect["levels"]
        else f"per unit of {row['term']}"
    )
    more = "higher" if row[ratio] and row[ratio] > 1 else "lower"
    be = "are" if subject.startswith("odds") else "is"
    return (
        f"{subject} {be} {more} by the factor {short(row[ratio])} {per} "
        f"({interval(bounds)}, {p_words(row['p_value'])})"
    )
