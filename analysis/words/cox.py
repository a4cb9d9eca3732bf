"""A Cox regression as an answer: hazard ratios, and whether they hold over time."""

from __future__ import annotations

from typing import Any

from analysis.base.reply import Table, Text
from analysis.base.wording import muted, name_of, p_words, percent
from analysis.results.survival import CoxRegressionResult
from analysis.words.chart import capitalised
from analysis.words.inference import at_alpha, short, table_of

HELD = {True: "no evidence against", False: "doubtful", None: "unchecked"}


def hazard_summary(result: CoxRegressionResult) -> str:
    """The three clearest hazard ratios, and the model as a whole, in sentences."""
    level, terms = percent(result["confidence_level"]), result["terms"]
    strong = sorted(terms, key=lambda term: term["p_value"] or 0.0)[:3]
    said = "; ".join(
        f"{name_of(t['term'])} {short(t['hazard_ratio'])} ({level} CI {short(t['ci_low'])} to "
        f"{short(t['ci_high'])}, {p_words(t['p_value'])})"
        for t in strong
    )
    shown = (
        "Hazard ratios"
        if len(terms) <= 3
        else f"Hazard ratios, {len(strong)} of {len(terms)}"
    )
    concordance = (
        ""
        if result["concordance"] is None
        else f", concordance {result['concordance']:.3f}"
    )
    return (
        f"{shown}: {said}. The model as a whole is {at_alpha(result)} (likelihood ratio "
        f"χ²({result['dof']}) = {short(result['statistic'])}, {p_words(result['p_value'])})"
        f"{concordance}."
    )


def hazard_table(result: CoxRegressionResult) -> Table:
    """Terms down; ratio, interval, coefficient, error, z and p across."""
    level = percent(result["confidence_level"])
    heads: dict[str, tuple[str, Any]] = {
        "term": ("term", "text"),
        "hazard_ratio": ("hazard ratio", "number"),
        "ci_low": (f"{level} low", "number"),
        "ci_high": (f"{level} high", "number"),
        "coefficient": ("coefficient", "number"),
        "std_error": ("standard error", "number"),
        "statistic": ("z", "number"),
        "p_value": ("p", "p_value"),
    }
    return table_of(result["terms"], heads)


def proportionality_table(result: CoxRegressionResult) -> Table:
    """Whether each term's hazards stay proportional over time."""
    checks = [{**check, "holds": HELD[check["holds"]]} for check in result["checks"]]
    heads: dict[str, tuple[str, Any]] = {
        "term": ("term", "text"),
        "statistic": ("χ²", "number"),
        "p_value": ("p", "p_value"),
        "holds": ("hazards proportional", "text"),
    }
    return table_of(
        checks,
        heads,
        "Proportional hazards, by Schoenfeld residuals against the rank of time",
    )


def hazard_notes(result: CoxRegressionResult) -> Text:
    """How it was fitted, to how many rows, and how a ratio is read."""
    missing = (
        f"{result['n_missing']:,} rows with missing values left out."
        if result["n_missing"]
        else ""
    )
    return muted(
        f"{capitalised(result['method'])}; n = {result['n_obs']:,}, {result['n_events']:,} "
        f"events; the event is {name_of(result['event_is'])}; a ratio above 1 means the "
        "event comes sooner.",
        missing,
    )
