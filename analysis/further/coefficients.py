"""The coefficients of a fitted model: in plain words, with intervals, in APA style."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Literal

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Text
from analysis.base.wording import name_of, names_of, p_words, percent
from analysis.further import apa
from analysis.further.tests import APA_NOTE, method_of
from analysis.results.regressions import Coefficient
from analysis.words.inference import interval, short
from analysis.words.regression import coefficient_table

SHOWN_COEFFICIENTS = 6
_Ratio = Literal["odds_ratio", "rate_ratio", "hazard_ratio"]
_RATIOS: tuple[tuple[_Ratio, str], ...] = (
    ("odds_ratio", "odds"), ("rate_ratio", "rate"), ("hazard_ratio", "hazard"),
)  # fmt: skip


def slopes_of(asked: Asked) -> list[Coefficient]:
    """The coefficients but for the intercept; those of named columns, if any were."""
    rows = [row for row in asked.result["coefficients"] if row["term"] != "intercept"]
    names = [name_of(column) for column in asked.columns]
    named = [
        row for row in rows
        if any(row["term"] == name or row["term"].startswith(name + " ") for name in names)
    ]  # fmt: skip
    return named or rows


def outcome_of(asked: Asked) -> str:
    return name_of(
        asked.params.get("outcome") or asked.params.get("duration") or "the outcome"
    )


def meaning(asked: Asked) -> Answer:
    """What a coefficient says: the change of the outcome per unit, others held equal."""
    result = asked.result
    rows = sorted(slopes_of(asked), key=_smallest_first)
    alone = len(result["coefficients"]) <= 2
    lines = [
        f"{_per_unit(asked, row)}{'' if alone else ', the others held equal'}."
        for row in rows[:SHOWN_COEFFICIENTS]
    ]
    if result.get("r_squared") is not None:
        lines.append(
            f"Together they explain {percent(result['r_squared'])} of the variance of {outcome_of(asked)}."
            if not alone
            else f"It explains {percent(result['r_squared'])} of the variance of {outcome_of(asked)} (R² = {short(result['r_squared'])})."
        )
    lines.append("That they go together does not say that one causes the other.")
    return Answer(
        "In plain words: " + lines[0], tuple(Text(text=line) for line in lines[1:])
    )


def coefficients(asked: Asked) -> Answer | None:
    """The coefficients of the named predictors, and the fit where that is asked, too."""
    predictors = [name for name in asked.columns if name != asked.params.get("outcome")]
    known = asked.params.get("predictors") or []
    if not predictors or not set(predictors) <= set(known):
        return None
    meant = replace(asked, columns=tuple(predictors))
    result, rows = asked.result, slopes_of(meant)
    model: Any = {**result, "coefficients": rows}
    alone = len(result["coefficients"]) <= 2
    said = [f"{_per_unit(meant, row)}{_interval_of(asked, row)}" for row in rows]
    summary = "; ".join(said) + ("" if alone else ", the others held equal") + "."
    if asked.setting == "fit" and result.get("r_squared") is not None:
        summary = f"R² = {short(result['r_squared'])}; {summary}"
    return Answer(
        summary[:1].upper() + summary[1:],
        (coefficient_table(model, {}),),
    )


def _interval_of(asked: Asked, row: Coefficient) -> str:
    if row.get("ci_low") is None:
        return f" (b = {short(row['estimate'])})"
    level = asked.result["confidence_level"]
    return f" (b = {short(row['estimate'])}, {interval({**row, 'confidence_level': level})})"


def _smallest_first(row: Coefficient) -> float:
    """The p-value; one that is not defined, as where a model fits exactly, comes last."""
    return math.inf if row["p_value"] is None else row["p_value"]


def _per_unit(asked: Asked, row: Coefficient) -> str:
    result, outcome, term = asked.result, outcome_of(asked), row["term"]
    is_known = row["p_value"] is not None
    by_chance = is_known and _smallest_first(row) >= result["alpha"]
    doubt = "; this may be chance" if by_chance else ""
    p = p_words(row["p_value"])
    for key, what in _RATIOS:
        if (ratio := row.get(key)) is not None:
            way = "raises" if ratio > 1 else "lowers"
            by = percent(abs(ratio - 1))
            event = f"{outcome} = {result['event']}" if result.get("event") else outcome
            each = term if " = " in term else f"each unit of {term}"
            return f"{each} {way} the {what} of {event} by {by} (ratio {short(ratio)}, {p}{doubt})"
    b = row["estimate"]
    if " = " in term:
        way = "higher" if b > 0 else "lower"
        return f"for {term}, {outcome} is {short(abs(b))} {way} ({p}{doubt})"
    way = "rises" if b > 0 else "falls"
    return f"with each unit of {term}, {outcome} {way} by {short(abs(b))} ({p}{doubt})"


def confidence(asked: Asked) -> Answer:
    """The intervals of the coefficients."""
    rows = slopes_of(asked)
    level = asked.result["confidence_level"]
    said = "; ".join(
        f"{row['term']} {short(row['estimate'])}, {interval({**row, 'confidence_level': level})}"
        for row in rows[:SHOWN_COEFFICIENTS]
    )
    return Answer(
        f"The coefficients with their intervals: {said}.",
        (coefficient_table(asked.result, {}),),
    )


def report(asked: Asked) -> Answer:
    """In APA style: the model, then each coefficient."""
    result, outcome = asked.result, outcome_of(asked)
    found = result.get("p_value") is not None and result["p_value"] < result["alpha"]
    verb = "significantly predicted" if found else "did not significantly predict"
    predictors = names_of(
        asked.params.get("predictors") or [row["term"] for row in slopes_of(asked)]
    )
    figures = [apa.statistic_text(result), apa.p_text(result.get("p_value"))]
    if result.get("r_squared") is not None:
        figures[:0] = [f"R² = {apa.decimals(result['r_squared'], bounded=True)}"]
    elif result.get("nagelkerke_r_squared") is not None:
        figures.append(
            f"Nagelkerke R² = {apa.decimals(result['nagelkerke_r_squared'], bounded=True)}"
        )
    kind = method_of(result).split(" by ")[0].split(" with ")[0]
    each = "; ".join(
        _coefficient(asked, row) for row in slopes_of(asked)[:SHOWN_COEFFICIENTS]
    )
    article = "An" if kind[0] in "AEIO" else "A"
    lower = kind if kind.startswith(("Poisson", "Cox")) else kind[0].lower() + kind[1:]
    sentence = (
        f"{article} {lower} showed that {predictors} {verb} {outcome}, "
        f"{', '.join(part for part in figures if part)}. Coefficients: {each}."
    )
    return Answer(
        sentence, (coefficient_table(result, {}), Text(text=APA_NOTE, muted=True))
    )


def _coefficient(asked: Asked, row: Coefficient) -> str:
    name, dof = asked.result.get("coefficient_statistic", "z"), asked.result.get("dof")
    inside = f"({dof[1]:,})" if name == "t" and isinstance(dof, list) else ""
    parts = [
        f"{row['term']}, b = {apa.decimals(row['estimate'])}",
        f"SE = {apa.decimals(row['std_error'])}",
    ]
    if row.get("standardised") is not None:
        parts.append(f"β = {apa.decimals(row['standardised'])}")
    for key, _ in _RATIOS:
        if (ratio := row.get(key)) is not None:
            parts.append(f"{key[0].upper()}R = {apa.decimals(ratio)}")
    parts += [
        f"{name}{inside} = {apa.decimals(row['statistic'])}",
        apa.p_text(row["p_value"]),
    ]
    return ", ".join(parts)
