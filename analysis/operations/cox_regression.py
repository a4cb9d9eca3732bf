"""Cox regression: how predictors change the hazard of an event."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from analysis.chart_words import capitalised
from analysis.errors import DataError
from analysis.inference import ALPHA_NUMBERS, CONFIDENCE_NUMBERS
from analysis.inference_words import at_alpha, short, table_of
from analysis.language import Example, Language, Phrase
from analysis.operation import Answer, Operation, Reference
from analysis.parameters import ColumnRole
from analysis.plain import plain
from analysis.reference_series import AML, FREIREICH
from analysis.statistics.cox import (
    concordance,
    dummy_columns,
    hazards_check,
    hazards_fit,
)
from analysis.statistics.samples import check_shares
from analysis.statistics.survival import (
    survival_rows,
)
from analysis.survival import (
    EVENT_NUMBERS,
    DurationColumn,
    EventColumn,
)
from analysis.wording import muted, name_of, names_of, p_words, percent

Ties = Literal["efron", "breslow"]
Predictors = Annotated[
    list[str],
    ColumnRole(
        "any",
        many=True,
        markers=(
            "on",
            "by",
            "from",
            "predictors",
            "adjusted for",
            "using",
            "covariates",
            "depending on",
            "explained by",
            "hazard ratio of",
            "hazard ratios of",
            "hazard ratio for",
            "hazard ratios for",
            "effect of",
        ),
    ),
]

operation = Operation(
    __name__,
    kind="analyse",
    title="Cox regression",
    category="Survival",
    language=Language(
        phrases=(
            Phrase(r"\bcox(?:'s)?(?:[- ]?ph)?\b", 6),
            Phrase(r"\bproportional[- ]hazards?\b", 5),
            Phrase(r"\bhazard (?:ratios?|model|regression)\b", 5),
            Phrase(r"\beffect of {col}.{0,40} on (?:the )?(?:survival|hazard)\b", 6),
        ),
        options={"ties": {"breslow": r"\bbreslow\b", "efron": r"\befron\b"}},
        numbers={
            "alpha": ALPHA_NUMBERS,
            "confidence_level": CONFIDENCE_NUMBERS,
            "event_value": EVENT_NUMBERS,
        },
        examples=(
            Example(
                "cox regression of age on sex with event survived",
                {"duration": "age", "event": "survived", "predictors": ["sex"]},
            ),
            Example(
                "cox regression of age with event survived on sex and fare",
                {"duration": "age", "event": "survived", "predictors": ["sex", "fare"]},
            ),
            Example(
                "hazard ratio of fare for age with event alive",
                {"duration": "age", "event": "alive", "predictors": ["fare"]},
            ),
            Example(
                "cox model of fare with event survived on class with Breslow ties",
                {
                    "duration": "fare",
                    "event": "survived",
                    "predictors": ["class"],
                    "ties": "breslow",
                },
            ),
            Example(
                "proportional hazards model of fare on sex with event alone",
                {"duration": "fare", "event": "alone", "predictors": ["sex"]},
            ),
        ),
    ),
    references=(
        Reference(
            AML,
            {"duration": "time", "event": "status", "predictors": ["x"]},
            {
                "terms": [
                    {
                        "term": "x = Nonmaintained",
                        "coefficient": 0.9155,
                        "hazard_ratio": 2.498,
                        "std_error": 0.5119,
                        "statistic": 1.788,
                        "p_value": 0.0737,
                        "ci_low": 0.9160,
                        "ci_high": 6.813,
                    }
                ],
                "concordance": 0.619,
            },
            "R, survival: summary(coxph(Surv(time, status) ~ x, data = aml))",
            relative=1e-3,
        ),
        Reference(
            FREIREICH,
            {"duration": "time", "event": "status", "predictors": ["treat"]},
            {"terms": [{"coefficient": 1.5721, "std_error": 0.4124}]},
            "R, survival: coxph(Surv(time, cens) ~ treat, gehan), an example of ?MASS::gehan "
            "(ties by Efron)",
        ),
        Reference(
            FREIREICH,
            {
                "duration": "time",
                "event": "status",
                "predictors": ["treat"],
                "ties": "breslow",
            },
            {
                "terms": [
                    {
                        # of control against 6-MP; Stata has the inverse and its error
                        "hazard_ratio": 1 / 0.2210887,
                        "std_error": 0.0905501 / 0.2210887,
                        "ci_low": 1 / 0.4933877,
                        "ci_high": 1 / 0.0990706,
                    }
                ]
            },
            "Stata: stcox treated (Breslow); Rodríguez, Princeton Pop 509, Cox regression",
            relative=1e-6,
        ),
    ),
)


@operation.compute
def cox_regression(
    data: pd.DataFrame,
    duration: DurationColumn,
    predictors: Predictors,
    event: EventColumn | None = None,
    event_value: float | None = None,
    ties: Ties = "efron",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> dict[str, Any]:
    """Cox's proportional hazards model (1972): hazard ratios with Wald intervals.

    Words become one term per value, against the first one in order. ``checks`` asks
    for each term whether its scaled Schoenfeld residuals go with the rank of time
    (Grambsch and Therneau 1994); ``concordance`` is Harrell's C.

    Args:
        ties: how events at the same time count.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    names = list(dict.fromkeys(predictors))
    if not names:
        raise DataError(
            "A Cox regression needs predictors.",
            "Say, for example, “on age and sex”.",
            duration,
        )
    table, facts = survival_rows(data, duration, event, names, event_value)
    design = dummy_columns(table, names)
    durations, events = table["duration"].to_numpy(), table["event"].to_numpy(bool)
    if facts["n_events"] <= design.shape[1]:
        raise DataError(
            f"{facts['n_events']} events are too few for {design.shape[1]} terms.",
            "Use fewer predictors, or values with fewer levels.",
            event or duration,
        )
    middle, scale = design.mean(), design.std()
    standard = ((design - middle) / scale).to_numpy()
    if np.linalg.matrix_rank(standard) < standard.shape[1]:
        raise DataError(
            "Some predictors say the same (one follows from the others).",
            "Leave one of them out.",
            names[0],
        )
    with np.errstate(all="ignore"):
        fit = hazards_fit(standard, durations, events, ties)
    errors = np.sqrt(np.diag(fit.covariance)) if fit is not None else np.array([np.nan])
    if fit is None or not np.isfinite(errors).all():
        raise DataError(
            "The Cox model could not be fitted: a predictor tells events and censored rows "
            "apart completely, or hardly varies.",
            "Leave such a predictor out.",
            names[0],
        )
    beta, errors = fit.coefficients / scale.to_numpy(), errors / scale.to_numpy()
    gain = 2 * (fit.log_likelihood - fit.null_log_likelihood)
    z = float(stats.norm.ppf((1 + confidence_level) / 2))
    p_values = 2 * stats.norm.sf(np.abs(beta / errors))
    with np.errstate(over="ignore"):
        bounds = np.exp(beta - z * errors), np.exp(beta + z * errors)
    terms = [
        {
            "term": term,
            "coefficient": beta[at],
            "std_error": errors[at],
            "hazard_ratio": np.exp(beta[at]),
            "ci_low": bounds[0][at],
            "ci_high": bounds[1][at],
            "statistic": beta[at] / errors[at],
            "p_value": p_values[at],
            "significant": bool(p_values[at] < alpha),
        }
        for at, term in enumerate(design.columns)
    ]
    p_model = float(stats.chi2.sf(gain, standard.shape[1]))
    checks = hazards_check(fit.residuals, durations, fit.covariance, facts["n_events"])
    return dict(
        plain(
            {
                **facts,
                "terms": terms,
                "ties": ties,
                "alpha": alpha,
                "confidence_level": confidence_level,
                "statistic": gain,
                "statistic_name": "likelihood ratio χ²",
                "dof": standard.shape[1],
                "p_value": p_model,
                "significant": p_model < alpha,
                "log_likelihood": fit.log_likelihood,
                "concordance": concordance(
                    durations, events, standard @ fit.coefficients
                ),
                "checks": [
                    {
                        "term": term,
                        **check,
                        "holds": None
                        if check["p_value"] is None
                        else check["p_value"] >= alpha,
                    }
                    for term, check in zip(design.columns, checks, strict=True)
                ],
                "method": f"Cox regression, ties by {ties.capitalize()}",
            }
        )
    )


@operation.restate
def restate(
    duration: str, predictors: list[str], event: str | None = None, **_: Any
) -> str:
    with_event = f" with event {name_of(event)}" if event else ""
    return (
        f"Cox regression of {name_of(duration)}{with_event} on {names_of(predictors)}"
    )


@operation.present
def present(result: dict[str, Any], params: dict[str, Any]) -> Answer:
    level, terms = percent(result["confidence_level"]), result["terms"]
    strong = sorted(terms, key=lambda term: term["p_value"])[:3]
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
    words = (
        f"{shown}: {said}. The model as a whole is {at_alpha(result)} (likelihood ratio "
        f"χ²({result['dof']}) = {short(result['statistic'])}, {p_words(result['p_value'])})"
        + (
            f", concordance {result['concordance']:.3f}."
            if result["concordance"] is not None
            else "."
        )
    )
    heads: dict[str, Any] = {
        "term": ("term", "text"),
        "hazard_ratio": ("hazard ratio", "number"),
        "ci_low": (f"{level} low", "number"),
        "ci_high": (f"{level} high", "number"),
        "coefficient": ("coefficient", "number"),
        "std_error": ("standard error", "number"),
        "statistic": ("z", "number"),
        "p_value": ("p", "p_value"),
    }
    checks = [
        {
            **c,
            "holds": {
                True: "no evidence against",
                False: "doubtful",
                None: "unchecked",
            }[c["holds"]],
        }
        for c in result["checks"]
    ]
    check_heads: dict[str, Any] = {
        "term": ("term", "text"),
        "statistic": ("χ²", "number"),
        "p_value": ("p", "p_value"),
        "holds": ("hazards proportional", "text"),
    }
    missing = (
        f"{result['n_missing']:,} rows with missing values left out."
        if result["n_missing"]
        else ""
    )
    return Answer(
        words,
        (
            table_of(terms, heads),
            table_of(
                checks,
                check_heads,
                "Proportional hazards, by Schoenfeld residuals against the rank of time",
            ),
            muted(
                f"{capitalised(result['method'])}; n = {result['n_obs']:,}, {result['n_events']:,} events; the event is "
                f"{name_of(result['event_is'])}; a ratio above 1 means the event comes sooner.",
                missing,
            ),
        ),
    )
