"""A linear regression as an answer: its figures, its sentence and its warnings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.base.reply import Block, Notice, Text
from analysis.base.wording import figure, muted, name_of, names_of, p_words, percent
from analysis.results.regressions import (
    InfluentialRow,
    LinearRegressionResult,
    ModelTerm,
)
from analysis.words.adjusted import adjusted_summary, means_table
from analysis.words.inference import assumptions_table, short, statistic_words, table_of
from analysis.words.regression import (
    coefficient_chart,
    coefficient_table,
    effect_phrase,
    equation,
    named_by_verdict,
    predictors_words,
    reference_words,
    rows_words,
    tiles,
)

HIGH_INFLATION = 10


def figures_of(result: LinearRegressionResult, typ: str) -> list[Block]:
    """The fit, the coefficients, the terms, the checks and the influential rows."""
    heads = {
        "standardised": ("beta", "number"),
        **({"vif": ("VIF", "number")} if len(result["coefficients"]) > 2 else {}),
    }
    asked: Mapping[str, Any] = result["focus"][0] if result["focus"] else {}
    blocks: list[Block] = [
        tiles(
            (f"{asked.get('statistic_name')} of {asked.get('predictor')}",
             asked.get("statistic"), "number"),
            (f"p of {asked.get('predictor')}", asked.get("p_value"), "p_value"),
            ("R²", result["r_squared"], "number"),
            ("adjusted R²", result["adjusted_r_squared"], "number"),
            ("F", result["statistic"], "number"),
            ("p", result["p_value"], "p_value"),
            ("residual standard error", result["rmse"], "number"),
            ("Durbin–Watson", _serial(result), "number"),
            ("AIC", result["aic"], "number"),
            ("BIC", result["bic"], "number"),
            ("n", result["n_obs"], "integer"),
        ),
        *([means_table(result)] if result["adjusted_means"] else []),
        coefficient_table(result, heads),
    ]  # fmt: skip
    slopes = [row for row in result["coefficients"] if row["term"] != "intercept"]
    if len(slopes) > 1 and not result["exact"]:
        blocks.append(coefficient_chart(slopes, "standardised", "beta", 0))
    if result["terms"]:
        kind = "I" * int(typ)
        blocks.append(terms_table(result["terms"], kind))
    if result["assumptions"]:
        blocks.append(assumptions_table(result["assumptions"]))
    if result["influential"]:
        blocks.append(influence_table(result["influential"]))
    return blocks


def _serial(result: LinearRegressionResult) -> float | None:
    """The Durbin–Watson statistic, where the residuals were checked."""
    return next(
        (
            one["statistic"]
            for one in result["assumptions"]
            if one["test"] == "Durbin–Watson"
        ),
        None,
    )


def notes_of(result: LinearRegressionResult, outcome: str, intercept: bool) -> Text:
    """What was fitted on which rows, and what it takes for granted."""
    return muted(
        rows_words(result),
        f"Equation: {equation(name_of(outcome), result['coefficients'])}."
        if len(result["coefficients"]) <= 8
        else "",
        reference_words(result["levels"]),
        "beta is the coefficient in standard deviations; Durbin–Watson is unsuspicious from "
        "1.5 to 2.5. "
        + ("" if intercept else "R² is about zero, not the mean. ")
        + "It assumes a linear relation, "
        "independent rows and residuals that are about normal with equal variance; a "
        "relation is not a cause.",
    )


def summary_of(
    result: LinearRegressionResult, outcome: str, predictors: list[str]
) -> str:
    """The finding, the model's fit and the verdict's rule in one sentence."""
    outcome = name_of(outcome)
    share = percent(result["r_squared"])
    if result["exact"]:
        return (
            f"{outcome} is fitted exactly by {predictors_words(predictors)} "
            f"(R² = 1, n = {result['n_obs']:,}): "
            f"{equation(outcome, result['coefficients'])}."
        )
    if result["focus"]:
        return adjusted_summary(result, predictors, outcome)
    slopes = [row for row in result["coefficients"] if row["term"] != "intercept"]
    fit = f"R² = {short(result['r_squared'])}, {statistic_words(result)}"
    if len(slopes) == 1:
        row, verb = slopes[0], "rises" if slopes[0]["estimate"] > 0 else "falls"
        change = f"{outcome} {verb} by {short(abs(row['estimate']))} per unit of {row['term']}"
        if result["levels"]:
            more = "higher" if row["estimate"] > 0 else "lower"
            change = (
                f"{outcome} is {short(abs(row['estimate']))} {more} for {row['term']}"
            )
        shown = f"{change} ({effect_phrase(row, result)})"
        explains = f"the model explains {share} of its variance ({fit})"
        body = f"{shown}; {explains}"
    else:
        rows = result["terms"][:-1] or slopes
        body = (
            f"{predictors_words(predictors)} explain {share} of the variance of {outcome} "
            f"({fit}); {named_by_verdict(rows)}{_weightiest(result['terms'][:-1])}"
        )
        if len(predictors) == 1:
            body = body.replace(" explain ", " explains ", 1)
    compared = result["comparison"]
    if compared:
        better = "is" if compared["significant"] else "is not"
        body += (
            f"; it {better} better than the model without {names_of(compared['without'])} "
            f"({statistic_words(compared)})"
        )
    verdict = "significant" if result["significant"] else "not significant"
    return (
        f"{body}; the model is {verdict} at alpha = {figure(result['alpha'])} "
        f"(n = {result['n_obs']:,})."
    )


def _weightiest(terms: list[ModelTerm]) -> str:
    """Which of several significant terms explain most, each beside the others."""
    weighed = [
        (term["partial_eta_squared"], term["term"])
        for term in terms
        if term["significant"] and term["partial_eta_squared"] is not None
    ]
    if len(weighed) < 2:
        return ""
    (most, first), *others = sorted(weighed, reverse=True)
    then = names_of(f"{name} ({short(share)})" for share, name in others[:3])
    return f"; {first} weighs most (partial eta² {short(most)}), then {then}"


def terms_table(terms: list[ModelTerm], kind: str) -> Block:
    """The analysis of variance of the model's terms."""
    heads = {
        "term": ("term", "text"),
        "sum_of_squares": ("sum of squares", "number"),
        "df": ("df", "integer"),
        "statistic": ("F", "number"),
        "p_value": ("p", "p_value"),
        "partial_eta_squared": ("partial eta²", "number"),
    }
    rows = [{**row, "df": row["dof"][0], "term": name_of(row["term"])} for row in terms]
    return table_of(rows, heads, f"Terms (type {kind} sums of squares)")


def influence_table(rows: list[InfluentialRow]) -> Block:
    """The rows that pull the fit most."""
    heads = {
        "row": ("row", "integer"),
        "cooks_distance": ("Cook's distance", "number"),
        "leverage": ("leverage", "number"),
        "residual": ("residual", "number"),
        "studentised_residual": ("studentised", "number"),
    }
    return table_of(rows, heads, "Most influential rows")


def warnings_of(
    result: LinearRegressionResult, predictors: list[str], degree: int
) -> list[Block]:
    """What the reader should mind: collinearity, and standard errors that may be wrong."""
    found: list[Block] = []
    products = degree > 1 or len(result["terms"]) > 1 + len(predictors)
    high = [
        row["term"]
        for row in result["coefficients"]
        if row.get("vif", 0) > HIGH_INFLATION
    ]
    if high and not products:
        found.append(
            Notice(
                text=f"{names_of(high[:6])} can nearly be computed from the other "
                f"predictors (VIF above {HIGH_INFLATION}), so their coefficients are "
                "uncertain.",
                level="warning",
                fix="Leave one of the related predictors out.",
            )
        )
    uneven = next(
        (c for c in result["assumptions"] if c["test"].startswith("Breusch")), None
    )
    if uneven and uneven["holds"] is False and "robust" not in result["method"]:
        found.append(
            Notice(
                text="The residuals' variance is not the same everywhere (Breusch–Pagan "
                f"{p_words(uneven['p_value'])}), so standard errors may be too small.",
                level="info",
                fix="Ask again “with robust standard errors”.",
            )
        )
    return found
