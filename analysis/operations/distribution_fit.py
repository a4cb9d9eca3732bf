"""Which distribution a column of numbers follows."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import NumericColumn
from analysis.base.task import Step
from analysis.base.wording import figure, muted, name_of, names_of, p_words
from analysis.results.test_kinds import DistributionFitResult, FittedDistribution
from analysis.signatures.inference import ALPHA_NUMBERS
from analysis.statistics.distributions import DISTRIBUTIONS, fitted_distribution
from analysis.statistics.samples import check_shares, require_scale, require_spread
from analysis.statistics.values import numbers_of, observed_numbers, require_rows
from analysis.words.inference import short, table_of
from analysis.words.inference_charts import histogram

DistributionName = Literal[
    "normal", "lognormal", "exponential", "gamma", "weibull", "uniform"
]
Criterion = Literal["aic", "bic"]
_NAMES = r"(?:log-?normal|exponential|gamma|weibull|uniform)"

operation = Operation(
    __name__,
    kind="analyse",
    title="Distribution fit",
    category="Distribution",
    language=Language(
        phrases=(
            Phrase(rf"\b{_NAMES}(?:ly)? distribut(?:ion|ed)\b", 5),
            Phrase(rf"\b(?:follow|fit|fits|come|sampled|drawn|model\w*) .{{0,40}}\b{_NAMES}\b",
                   4.5),
            Phrase(r"\bfit (?:a |the |some )?distributions?\b", 5),
            Phrase(r"\bcompare (?:the )?distributions? (?:fits? )?(?:by|with|using) (?:the )?"
                   r"(?:aic|bic)\b", 5),
            Phrase(rf"\b(?:is|are) (?:the )?\{{num\}} (?:a |an )?{_NAMES}(?:ly)?\b", 5),
            Phrase(r"\b(?:which|what) (?:theoretical |probability )?distribution\b", 4.5),
            Phrase(r"\bbest[- ]fitting distribution\b|\bdistribution fit\w*\b", 5),
            Phrase(r"\b(?:aic|bic)\b.{0,40}\bdistributions?\b", 4),
        ),
        anti=(Phrase(r"\b(?:uniformly|evenly) (?:frequent|common)\b|\bhistogram\b", 3),),
        options={
            "distributions": {
                "normal": r"\b(?<!log)(?<!log-)normal\b|\bgaussian\b",
                "lognormal": r"\blog-?normal\b",
                "exponential": r"\bexponential(?:ly)?\b",
                "gamma": r"\bgamma\b",
                "weibull": r"\bweibull\b",
                "uniform": r"\buniform(?:ly)?\b",
            },
            "criterion": {"bic": r"\b(?:by|with|using|lowest|smallest|best) (?:the )?bic\b",
                          "aic": r"\baic\b"},
        },
        numbers={"alpha": ALPHA_NUMBERS},
        examples=(
            Example("Which distribution fits fare best by BIC?",
                    {"column": "fare", "criterion": "bic"}),
            Example("Is fare lognormal?",
                    {"column": "fare", "distributions": ["lognormal"]}),
            Example("Does fare follow an exponential distribution?",
                    {"column": "fare", "distributions": ["exponential"]}),
            Example("Which distribution fits age best?", {"column": "age"}),
            Example("Is age uniformly distributed?",
                    {"column": "age", "distributions": ["uniform"]}),
            Example("Fit a gamma distribution to fare",
                    {"column": "fare", "distributions": ["gamma"]}),
            Example("What is the best-fitting distribution of fare?", {"column": "fare"}),
            Example("Compare the fit of gamma and weibull distributions to age",
                    {"column": "age", "distributions": ["gamma", "weibull"]}),
        ),
    ),
    references=(
        Reference(
            {"hours": [23, 261, 87, 7, 120, 14, 62, 47, 225, 71, 246, 21, 42, 20, 5, 12,
                       120, 11, 3, 14, 71, 11, 14, 11, 16, 90, 1, 16, 52, 95]},
            {"column": "hours", "distributions": ["exponential"]},
            {"rows": [{"parameters": {"scale": 59.6},
                       "aic": 2 + 2 * 30 * (1 + 4.087656)}]},
            "Proschan (1963), air conditioning failures, Boeing 720 number 7912 (R, boot: "
            "aircondit): mean 59.6; log-likelihood -n (1 + log mean) by hand",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def distribution_fit(
    data: pd.DataFrame,
    column: NumericColumn,
    distributions: list[DistributionName] | None = None,
    criterion: Criterion = "aic",
    alpha: float = 0.05,
) -> DistributionFitResult:
    """Fits distributions by maximum likelihood and compares them.

    Args:
        distributions: which; without, normal, lognormal, exponential, gamma, Weibull and
            uniform. All but normal and uniform start at zero.

        criterion: "aic" (Akaike 1974) or "bic" (Schwarz 1978) decides which is best.

    Returns ``rows``, best first, each with parameters, AIC, BIC and the
    Kolmogorov–Smirnov test against the fitted distribution. Since its parameters come
    from the same values, that p-value is too large: below alpha it speaks against the
    distribution, above it proves nothing.

    Raises:
        DataError: fewer than five values, all equal, or no distribution can hold them.
    """
    check_shares(alpha=alpha)
    require_rows(data)
    values = observed_numbers(data, column)
    if len(values) < 5:
        raise DataError(
            f"“{column}” has {len(values)} usable values; a fit needs at least 5.",
            "Check the filters.",
            column,
        )
    require_scale(values, column)
    require_spread(values, column, column)
    rows = [
        fitted_distribution(values, name)
        for name in dict.fromkeys(distributions or DISTRIBUTIONS)
    ]
    known = [row for row in rows if row["aic"] is not None]
    if not known:
        raise DataError(
            f"“{column}” does not fit: {rows[0]['distribution']} {rows[0]['note']}.",
            "Compare it with the normal or the uniform distribution.",
            column,
        )
    # What could be fitted has all its figures.
    known.sort(
        key=lambda row: (row["aic"] if criterion == "aic" else row["bic"]) or 0.0
    )
    least = min(row["aic"] or 0.0 for row in known)
    for row in known:
        row["delta_aic"] = (row["aic"] or 0.0) - least
        row["significant"] = (row["p_value"] or 0.0) < alpha
        words = "not compatible" if row["significant"] else "compatible"
        row["verdict"] = f"{words} with the {row['distribution']} distribution"
    best = known[0]
    return {
        "statistic": best["statistic"],
        "p_value": best["p_value"],
        "best": best["distribution"],
        "criterion": criterion,
        "verdict": best["verdict"],
        "significant": bool(best["significant"]),
        "alpha": alpha,
        "method": "maximum likelihood, Kolmogorov–Smirnov test",
        "n_obs": len(values),
        "n_missing": int(numbers_of(data, column).isna().sum()),
        "rows": known + [row for row in rows if row["aic"] is None],
    }


@operation.restate
def restate(column: str, distributions: list[str] | None = None, **_: Any) -> str:
    if distributions:
        return f"Fit of {names_of(distributions)} to {name_of(column)}"
    return f"Distribution fit of {name_of(column)}"


@operation.present
def present(result: DistributionFitResult, column: str) -> Answer:
    named, rows = name_of(column), result["rows"]
    best, alpha = rows[0], figure(result["alpha"])
    ks = (
        f"Kolmogorov–Smirnov D = {short(best['statistic'])}, {p_words(best['p_value'])}, "
        f"n = {result['n_obs']:,}"
    )
    but = "does not follow" if best["significant"] else "is compatible with"
    if len(rows) == 1:
        summary = (
            f"{named} {but} {_article(best['distribution'])} distribution: {ks}; "
            f"alpha = {alpha}."
        )
    else:
        end = (
            f"but the values depart from it ({ks})"
            if best["significant"]
            else f"and nothing speaks against it ({ks})"
        )
        summary = (
            f"Of {len(rows)} distributions the {best['distribution']} one fits {named} "
            f"best by {result['criterion'].upper()}, {end}; alpha = {alpha}."
        )
    shown = [
        {**row, "fitted": _parameters(row), "verdict": row.get("verdict", row["note"])}
        for row in rows
    ]
    heads = {
        "distribution": ("distribution", "text"),
        "aic": ("AIC", "number"),
        "bic": ("BIC", "number"),
        "statistic": ("KS D", "number"),
        "p_value": ("KS p", "p_value"),
        "verdict": ("verdict", "text"),
        "fitted": ("parameters", "text"),
    }
    missing = result["n_missing"]
    return Answer(
        summary,
        (
            table_of(shown, heads),
            muted(
                f"Fitted by maximum likelihood; n = {result['n_obs']:,}"
                + (f"; {missing:,} missing left out." if missing else "."),
                "The parameters come from the same values, so the KS p-value is too "
                "large: a small one speaks against the distribution, a large one proves "
                "nothing.",
            ),
        ),
    )


def _article(name: str) -> str:
    return ("an " if name[0] in "aeiou" and name != "uniform" else "a ") + name


def _parameters(row: FittedDistribution) -> str:
    return ", ".join(
        f"{key} {short(value)}" for key, value in row["parameters"].items()
    )


@operation.companions
def companions(schema: Schema, column: str) -> list[Step]:
    return [histogram(column)]
