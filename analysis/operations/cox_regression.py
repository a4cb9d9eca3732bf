"""Cox regression: how predictors change the hazard of an event."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.plain import plain
from analysis.base.wording import name_of, names_of
from analysis.references.series import AML, FREIREICH
from analysis.results.survival import CoxRegressionResult
from analysis.signatures.inference import ALPHA_NUMBERS, CONFIDENCE_NUMBERS
from analysis.signatures.regression import (
    ROBUST_ERRORS,
    ClusterColumn,
    Errors,
    FocusColumns,
)
from analysis.signatures.survival import (
    EVENT_NUMBERS,
    DurationColumn,
    EventColumn,
)
from analysis.statistics.cox import concordance, indicator_columns
from analysis.statistics.cox_model import (
    adjusted_hazards,
    hazard_terms,
    hazards_model,
    hazards_test,
    proportional_hazards,
)
from analysis.statistics.samples import check_shares
from analysis.statistics.sandwich import cluster_codes
from analysis.statistics.survival import survival_rows
from analysis.words.adjusted import ratio_effects
from analysis.words.cox import (
    hazard_notes,
    hazard_summary,
    hazard_table,
    proportionality_table,
)
from analysis.words.regression import robust_words, setting_words

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
        options={
            "ties": {"breslow": r"\bbreslow\b", "efron": r"\befron\b"},
            "errors": ROBUST_ERRORS,
        },
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
    reference: dict[str, str] | None = None,
    errors: Errors = "model",
    cluster: ClusterColumn | None = None,
    focus: FocusColumns | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> CoxRegressionResult:
    """Cox's proportional hazards model (1972): hazard ratios with Wald intervals.

    Words become one term per value, against the first one in order. ``checks`` asks
    for each term whether its scaled Schoenfeld residuals go with the rank of time
    (Grambsch and Therneau 1994); ``concordance`` is Harrell's C.

    Args:
        ties: how events at the same time count.
        reference: the level that others of a factor are set against.
        errors: "robust" standard errors trust no more than the hazards' form (Lin and
            Wei 1989); with ``cluster`` rows of one may go together.
        focus: predictors whose effect beside the others is the answer.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    names = list(dict.fromkeys(predictors))
    if not names:
        raise DataError(
            "A Cox regression needs predictors.",
            "Say, for example, “on age and sex”.",
            duration,
        )
    grouped = [*names, *([cluster] if cluster else [])]
    table, facts = survival_rows(data, duration, event, grouped, event_value)
    groups = (
        cluster_codes(table[f"other {len(names)}"], cluster)
        if cluster is not None
        else None
    )
    design, factors = indicator_columns(table, names, reference)
    if facts["n_events"] <= design.shape[1]:
        raise DataError(
            f"{facts['n_events']} events are too few for {design.shape[1]} terms.",
            "Use fewer predictors, or values with fewer levels.",
            event or duration,
        )
    labels = list(design.columns)
    model = hazards_model(design, table, ties, errors, groups, names[0])
    terms = hazard_terms(labels, model, alpha, confidence_level)
    durations, events = table["duration"].to_numpy(), table["event"].to_numpy(bool)
    risk = model.standard @ model.fit.coefficients
    result: CoxRegressionResult = plain(
        {
            **facts,
            "terms": terms,
            "levels": factors,
            "focus": adjusted_hazards(focus or [], names, factors, terms, model, alpha),
            "ties": ties,
            "alpha": alpha,
            "confidence_level": confidence_level,
            **hazards_test(model, alpha),
            "concordance": concordance(durations, events, risk),
            "checks": proportional_hazards(
                labels, model, durations, facts["n_events"], alpha
            ),
            "method": f"Cox regression, ties by {ties.capitalize()}"
            + robust_words(errors, cluster),
        }
    )
    return result


@operation.restate
def restate(
    duration: str, predictors: list[str], event: str | None = None, **settings: Any
) -> str:
    with_event = f" with event {name_of(event)}" if event else ""
    return (
        f"Cox regression of {name_of(duration)}{with_event} on {names_of(predictors)}"
        f"{setting_words(settings)}"
    )


@operation.present
def present(result: CoxRegressionResult, predictors: list[str]) -> Answer:
    asked = bool(result["focus"])
    return Answer(
        ratio_effects(result, predictors, "hazard", "hazard_ratio")
        if asked
        else hazard_summary(result),
        (hazard_table(result), proportionality_table(result), hazard_notes(result)),
    )
