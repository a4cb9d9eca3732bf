"""Regressions: which predictor matters, how good the fit is, what may be wrong with it."""

from __future__ import annotations

from typing import Any

from analysis.base.operation import Answer, Asked
from analysis.base.reply import Block, Item, KeyValues, Text
from analysis.base.task import Step
from analysis.base.wording import counted, figure, names_of, p_words, percent
from analysis.further.coefficients import (
    SHOWN_COEFFICIENTS,
    coefficients,
    confidence,
    meaning,
    outcome_of,
    report,
    slopes_of,
)
from analysis.further.effect_scales import size_words
from analysis.further.family import Family, Told
from analysis.further.model_checks import (
    assumptions,
    collinearity,
    influence,
    normality,
    residuals,
    variances,
)
from analysis.further.tests import method_of
from analysis.results.tests import TestResult
from analysis.words.inference import (
    short,
    statistic_words,
    table_of,
)
from analysis.words.regression import coefficient_table

_NO_ERROR = (
    "The model fits the rows without any error, so its coefficients have no standard "
    "errors and no p-values: nothing can be said of chance."
)


def is_model(asked: Asked) -> bool:
    """Whether the result is a fitted model: coefficients with p-values."""
    rows = asked.result.get("coefficients") or [None]
    return isinstance(rows[0], dict) and "p_value" in rows[0]


def importance(asked: Asked) -> Answer | None:
    """Which predictor has the largest standardised coefficient, else the largest statistic."""
    rows = [row for row in asked.result["coefficients"] if row["term"] != "intercept"]
    if not rows:
        return None
    standard = [row for row in rows if row.get("standardised") is not None]
    key, label = ("standardised", "beta") if standard else (
        "statistic", asked.result.get("coefficient_statistic", "z"))  # fmt: skip
    ranked = sorted(standard or rows, key=lambda row: -abs(row[key] or 0.0))
    first = ranked[0]
    others = names_of(
        f"{row['term']} ({label} = {short(row[key])})" for row in ranked[1:4]
    )
    after = f", then {others}" if others else ""
    how = (
        "in standard deviations of the outcome per standard deviation of the predictor"
        if standard
        else "by the size of the test statistic, since odds and rates have no common unit"
    )
    p_value, alpha = first["p_value"], asked.result["alpha"]
    is_by_chance = p_value is not None and p_value >= alpha
    clear = " None of them is far from zero." if is_by_chance else ""
    summary = (
        f"{first['term']} matters most for {outcome_of(asked)}: {label} = "
        f"{short(first[key])} ({p_words(first['p_value'])}){after}.{clear}"
    )
    heads: dict[str, tuple[str, Any]] = {"term": ("term", "text")}
    heads[key] = (label, "number")
    if key == "standardised":
        heads |= {"standardised_ci_low": ("low", "number"),
                  "standardised_ci_high": ("high", "number")}  # fmt: skip
    heads["estimate"] = ("b", "number")
    heads["p_value"] = ("p", "p_value")
    note = (
        f"Ranked {how}. What matters most in the model need not be the strongest cause."
    )
    return Answer(
        summary, (table_of(ranked, heads, "Largest first"), Text(text=note, muted=True))
    )


def standardised(asked: Asked) -> Answer | None:
    """The coefficients in standard deviations."""
    rows = [row for row in slopes_of(asked) if row.get("standardised") is not None]
    if not rows:
        return None
    ranked = sorted(rows, key=lambda row: -abs(row["standardised"] or 0.0))
    shown = names_of(
        f"{row['term']} {short(row['standardised'])}"
        for row in ranked[:SHOWN_COEFFICIENTS]
    )
    heads = {
        "term": ("term", "text"),
        "standardised": ("beta", "number"),
        "standardised_ci_low": ("low", "number"),
        "standardised_ci_high": ("high", "number"),
        "p_value": ("p", "p_value"),
    }
    return Answer(
        f"The standardised coefficients (beta) for {outcome_of(asked)} are {shown}.",
        (table_of(ranked, heads, "Standardised coefficients"),),
    )


def fit(asked: Asked) -> Answer | None:
    """How much the model explains, and whether that is more than chance."""
    result = asked.result
    whole = _against_none(result)
    items = [
        Item(label=label, value=result[key])
        for key, label in (
            ("r_squared", "R²"), ("adjusted_r_squared", "adjusted R²"),
            ("rmse", "residual standard error"), ("mcfadden_r_squared", "McFadden R²"),
            ("nagelkerke_r_squared", "Nagelkerke R²"), ("auc", "AUC"),
            ("accuracy", "accuracy"), ("dispersion", "dispersion"), ("concordance", "concordance"),
            ("aic", "AIC"),
        )
        if result.get(key) is not None
    ]  # fmt: skip
    if result.get("r_squared") is not None:
        size = size_words("R²", result["r_squared"], result)
        assert size is not None
        summary = (
            f"It explains {percent(result['r_squared'])} of the variance of "
            f"{outcome_of(asked)} (R² = {short(result['r_squared'])}, adjusted "
            f"{short(result['adjusted_r_squared'])}), a {size.word} effect; {whole}. A "
            f"prediction misses by about {figure(result['rmse'])} typically."
        )
        note = f"Words after {size.scale}."
    elif result.get("auc") is not None:
        summary = (
            f"It tells yes from no with an AUC of {short(result['auc'])} ({_auc_word(result['auc'])}; 0.5 is "
            f"chance), McFadden R² = {short(result['mcfadden_r_squared'])}; {whole}."
        )
        note = "AUC words after Hosmer, Lemeshow and Sturdivant (2013): acceptable from 0.7."
    else:
        summary = f"The model of {outcome_of(asked)}: {whole}."
        null, rest = result.get("null_deviance"), result.get("deviance")
        if null and rest is not None:
            summary = (
                f"The model takes {percent(1 - rest / null)} of the deviance of "
                f"{outcome_of(asked)} away; {whole}."
            )
        note = ""
    doubtful = [
        one["assumption"]
        for one in result.get("assumptions") or []
        if one["holds"] is False
    ]
    if doubtful:
        summary += f" Doubtful: {names_of(doubtful)}."
    blocks: list[Block] = [KeyValues(items=tuple(items), style="tiles")]
    if note:
        blocks.append(
            Text(text=note + " All of it on the rows that were fitted.", muted=True)
        )
    return Answer(summary, tuple(blocks))


def _against_none(result: TestResult) -> str:
    """Whether it is better than the mean alone."""
    if result.get("p_value") is None:
        return "no test can compare it with no model at all"
    found = result["p_value"] < result["alpha"]
    better = "better than" if found else "not demonstrably better than"
    return f"it is {better} no model at all ({statistic_words(result)})"


def _auc_word(auc: float) -> str:
    for bound, word in ((0.7, "poor"), (0.8, "acceptable"), (0.9, "excellent")):
        if auc < bound:
            return word
    return "outstanding"


def insignificant(asked: Asked) -> Answer:
    """Which predictors are not beyond chance."""
    return _by_verdict(asked, wanted=False)


def significant(asked: Asked) -> Answer:
    """Whether the model is, and which predictors are."""
    return _by_verdict(asked, wanted=True)


def _by_verdict(asked: Asked, *, wanted: bool) -> Answer:
    result, alpha = asked.result, asked.result["alpha"]
    rows = slopes_of(asked)
    judged = [row for row in rows if row["p_value"] is not None]
    if not judged:
        return Answer(_NO_ERROR, (coefficient_table(result, {}),))
    yes = [row for row in judged if row["p_value"] < alpha]
    no = [row for row in judged if row["p_value"] >= alpha]
    shown, rest = (yes, no) if wanted else (no, yes)
    word = "significant" if wanted else "not significant"
    listed = names_of(
        f"{row['term']} ({p_words(row['p_value'])})"
        for row in shown[:SHOWN_COEFFICIENTS]
    )
    others = names_of(row["term"] for row in rest[:SHOWN_COEFFICIENTS])
    if not shown:
        first = (
            "No predictor is significant"
            if wanted
            else "Every predictor is significant"
        )
        every = names_of(
            f"{row['term']} ({p_words(row['p_value'])})"
            for row in rows[:SHOWN_COEFFICIENTS]
        )
        summary = f"{first} at alpha = {figure(alpha)}: {every}."
    else:
        verb = "is" if len(shown) == 1 else "are"
        summary = f"{listed} {verb} {word} at alpha = {figure(alpha)}"
        summary += (
            f"; {others} {'is' if len(rest) == 1 else 'are'}{' not' if wanted else ''}."
            if others
            else "."
        )
    if wanted and not asked.columns and result.get("p_value") is not None:
        whole = "is" if result["p_value"] < alpha else "is not"
        summary = (
            f"The model {whole} significant ({statistic_words(result)}). {summary}"
        )
    model: Any = {**result, "coefficients": rows}
    return Answer(summary, (coefficient_table(model, {}),))


def why(asked: Asked) -> Answer:
    """What the method is for."""
    grounds = asked.operation.grounds
    reason = (
        f"it is the method for {grounds.suits}, and it is what was asked for"
        if grounds.suits
        else "it was asked for"
    )
    text = f"{method_of(asked.result)} was used because {reason}."
    assumed = f"It takes for granted: {'; '.join(grounds.assumes)}."
    return Answer(text, (Text(text=assumed),) if grounds.assumes else ())


def effect(asked: Asked) -> Answer | None:
    """The size of the whole, or of the named predictor's coefficient."""
    if asked.columns and (set(asked.columns) - {asked.params.get("outcome")}):
        named = meaning(asked)
        return Answer(named.summary.removeprefix("In plain words: "), named.blocks)
    return fit(asked)


def without(asked: Asked) -> Told:
    """The same model without the predictors that are named."""
    predictors = asked.params.get("predictors") or []
    gone = [column for column in asked.columns if column in predictors]
    rest = [name for name in predictors if name not in gone]
    if not gone or not rest:
        return None
    params = {**asked.params, "predictors": rest}
    for key in ("interacting", "without"):
        if params.get(key):
            params[key] = [name for name in params[key] if name not in gone]
    return (
        Step(
            operation=asked.operation.name,
            params={k: v for k, v in params.items() if v != []},
        ),
    )


def ranks(asked: Asked) -> Answer | None:
    """What does without normality."""
    return (
        Answer(asked.operation.grounds.without)
        if asked.operation.grounds.without
        else None
    )


def used_rows(asked: Asked) -> Answer:
    """How many rows were fitted."""
    result = asked.result
    return Answer(
        f"It used {counted(result['n_obs'], 'row')} with all values; "
        f"{counted(result.get('n_missing') or 0, 'row')} with a missing value left out."
    )


family = Family(
    order=20,
    holds=is_model,
    answers={
        "importance": importance,
        "standardised": standardised,
        "fit": fit,
        "influence": influence,
        "insignificant": insignificant,
        "significance": significant,
        "collinearity": collinearity,
        "residuals": residuals,
        "variances": variances,
        "normality": normality,
        "assumptions": assumptions,
        "meaning": meaning,
        "interval": confidence,
        "coefficient": coefficients,
        "in_model": coefficients,
        "report": report,
        "why": why,
        "effect": effect,
        "without": without,
        "ranks": ranks,
        "used_rows": used_rows,
    },
)
