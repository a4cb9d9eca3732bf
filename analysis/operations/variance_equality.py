"""Whether groups or columns have the same variance."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.references.small import SLEEP
from analysis.references.tables import INSECT_SPRAYS, PLANT_GROWTH, SERUM_IRON
from analysis.results.test_kinds import VarianceRatioFound
from analysis.results.tests import Found, Group, OtherMethod, TestResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    Outcomes,
)
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_any_spread,
    sample_row,
)
from analysis.statistics.spread_tests import (
    bartlett_test,
    fligner_test,
    levene_test,
    mood_test,
    variance_ratio_test,
)
from analysis.words.inference import answer_of_test, compared, sentence, test_title
from analysis.words.inference_charts import box_plots

VarianceMethod = Literal[
    "levene", "brown_forsythe", "bartlett", "f_test", "mood", "fligner"
]
Center = Literal["median", "mean", "trimmed"]
VARIANCE_METHODS = {
    "levene": ("Levene test", "F"),
    "brown_forsythe": ("Brown–Forsythe test", "F"),
    "bartlett": ("Bartlett test", "K²"),
    "f_test": ("F test of two variances", "F"),
    "mood": ("Mood test of scale", "Z"),
    "fligner": ("Fligner–Killeen test", "χ²"),
}
_SPRAYS = {"columns": ["count"], "group": "spray"}

operation = Operation(
    __name__,
    kind="analyse",
    title="Test of equal variances",
    category="Distribution",
    language=Language(
        phrases=(
            Phrase(r"\b(?:levene|bartlett|brown[- –]forsythe|fligner)\b", 4.5),
            Phrase(r"\bmood(?:'s)?(?: variance| scale)? test\b", 4.5),
            Phrase(r"\b(?:equal(?:ity)?|homogene\w+|same|similar(?:ity|ly)?|equivalent|unequal|"
                   r"differen\w+|compar\w+|consisten\w+|uniform\w*)\b.{0,40}"
                   r"\b(?:variances?|variabilit\w+|dispersions?|spreads?)\b", 4),
            Phrase(r"\b(?:variances?|variabilit\w+|dispersions?|spreads?|scatter)\b"
                   r".{0,80}\b(?:equal|homogene\w+|same|similar|compar\w+|differ\w*|"
                   r"equivalent|alike)\b", 3.5),
            Phrase(r"\b(?:variations?|fluctuations?|var(?:y|ying)|scatter)\b.{0,120}"
                   r"\{num\}.{0,120}\b(?:equal\w*|similar\w*|same|comparable|compar\w+|differ"
                   r"\w*|equivalent|alike|consistent|match\w*)\b.{0,80}\{num\}", 3.5),
            Phrase(r"\b(?:equal\w*|similar\w*|same|comparable|compar\w+|differ\w*|uniform\w*)"
                   r"\b.{0,30}\b(?:variations?|fluctuations?|deviations?)\b.{0,80}"
                   r"\{num\}.{0,80}\{num\}", 3.5),
            Phrase(r"\b(?:variances?|variabilit\w+|dispersions?|spreads?)\b.{0,80}\{num\}"
                   r".{0,80}\{num\}.{0,80}\b(?:align\w*|match\w*|consistent|statistical\w*"
                   r"|indistinguish\w+|comparable|similar\w*)", 3),
            Phrase(r"\bhomoscedastic\w*|heteroscedastic\w*", 3),
            Phrase(r"\bf[- ]test (?:of|for) (?:two |equal |the )?varian", 4.5),
            Phrase(r"\b(?:vary|varies|spread) (?:more|less|as much|equally)\b", 2.5),
        ),
        anti=(
            Phrase(r"\b(?:correlat\w+|relationship|association|connection|link)\b", 2),
            Phrase(r"\banalysis of variance\b|\banova\b", 4),
            Phrase(r"\bregress\w+|breusch|\bexplained variance\b", 3),
        ),
        options={
            "method": {
                "levene": r"\blevene",
                "brown_forsythe": r"\bbrown[- –]forsythe\b",
                "bartlett": r"\bbartlett",
                "f_test": r"\bf[- ]test\b|\bvariance ratio\b",
                "mood": r"\bmood\b",
                "fligner": r"\bfligner\b",
            },
            "center": {
                "mean": r"\b(?:from|around|center(?:ed)?|centre[d]?)(?: (?:at|on|=))? (?:the )?mean\b",
                "median": r"\b(?:from|around|center(?:ed)?|centre[d]?)(?: (?:at|on|=))? (?:the )?median\b",
                "trimmed": r"\btrimmed\b",
            },
            "alternative": ALTERNATIVE_WORDS,
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("Are the variances of fare equal between male and female?",
                    {"columns": ["fare"], "group": "sex", "levels": ["male", "female"]}),
            Example("Levene test of age by class",
                    {"columns": ["age"], "group": "class", "method": "levene"}),
            Example("Do age and fare have the same variance?",
                    {"columns": ["age", "fare"]}),
            Example("Bartlett test for fare across embarked",
                    {"columns": ["fare"], "group": "embarked", "method": "bartlett"}),
            Example("F test of variances of age by sex",
                    {"columns": ["age"], "group": "sex", "method": "f_test"}),
            Example("Is the variability of sibsp and parch similar?",
                    {"columns": ["sibsp", "parch"]}),
            Example("Mood test of age and fare",
                    {"columns": ["age", "fare"], "method": "mood"}),
        ),
    ),
    references=(
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group"},
            {"statistic": 1.1192, "p_value": 0.3412, "dof": [2, 27]},
            "R, car: leveneTest(weight ~ group, data = PlantGrowth)",
            5e-4,
        ),
        Reference(
            INSECT_SPRAYS,
            {**_SPRAYS, "method": "bartlett"},
            {"statistic": 25.9598, "p_value": 9.085e-05, "dof": 5},
            "R: bartlett.test(count ~ spray, data = InsectSprays)",
            5e-4,
        ),
        Reference(
            INSECT_SPRAYS,
            {**_SPRAYS, "method": "fligner"},
            {"statistic": 14.483, "p_value": 0.01282, "dof": 5},
            "R: fligner.test(count ~ spray, data = InsectSprays)",
            5e-4,
        ),
        Reference(
            SLEEP,
            {"columns": ["extra"], "group": "group", "method": "f_test"},
            {"statistic": 0.79834, "p_value": 0.7427, "dof": [9, 9],
             "ci_low": 0.198297, "ci_high": 3.214123},
            "R: var.test(extra ~ group, data = sleep)",
            5e-4,
        ),
        Reference(
            SERUM_IRON,
            {"columns": ["ramsay", "jung parekh"], "method": "mood"},
            {"statistic": 1.01993853354993, "p_value": 0.307757612977876},
            "SAS: PROC NPAR1WAY MOOD (ties by Mielke 1967; R takes mid-ranks: 1.0371)",
            1e-12,
        ),
    ),
)  # fmt: skip


@operation.compute
def variance_equality(
    data: pd.DataFrame,
    columns: Outcomes,
    group: FactorColumn | None = None,
    method: VarianceMethod = "levene",
    levels: list[str] | None = None,
    center: Center = "median",
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TestResult:
    """Tests whether groups of one column, or several columns, spread alike.

    Args:
        method: Levene by default. The F test of two variances is not the F test of an
            analysis of variance, which compares means.
        center: what Levene's distances are taken from; the median is the variant of
            Brown and Forsythe, R's car and scipy, the mean is Levene's own.
        alternative: for the F test and Mood's, of the first against the second sample.

    Returns the chosen test's figures, the groups, and the other tests as alternatives.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    two = 2 if method in ("f_test", "mood") else None
    labels, samples, n_missing = independent_samples(
        data, columns, group, levels, exactly=two,
        otherwise="use the Levene test, which compares several",
    )  # fmt: skip
    require_any_spread(samples, columns[0])
    used = "median" if method == "brown_forsythe" else center
    found = spread_test(samples, method, used, alternative, confidence_level)
    name, symbol = VARIANCE_METHODS[method]
    if found is None:
        raise DataError(
            f"The {name} is not defined: a group of “{columns[0]}” does not vary, or its "
            "distances from the centre are all equal.",
            "Leave the constant group out, or use the Levene test.",
            columns[0],
        )
    others: list[OtherMethod] = []
    for other, (other_name, _) in VARIANCE_METHODS.items():
        if other in (method, "brown_forsythe"):
            continue
        tried = spread_test(samples, other, used, "two-sided", confidence_level)
        if tried is not None:
            others.append(
                {
                    "method": other_name,
                    "statistic": tried["statistic"],
                    "p_value": tried["p_value"],
                }
            )
    significant = bool(found["p_value"] < alpha)
    full_name = f"{name} (distances from the {used})" if method == "levene" else name
    return {
        **found,
        "verdict": "variances differ" if significant else "variances do not differ",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": full_name,
        "statistic_name": symbol,
        "n_obs": sum(len(sample) for sample in samples),
        "n_missing": n_missing,
        "alternatives": others,
        "groups": [spread_row(*each) for each in zip(labels, samples, strict=True)],
    }


def spread_test(
    samples: list[np.ndarray],
    method: str,
    center: str,
    alternative: str,
    confidence_level: float,
) -> Found | VarianceRatioFound | None:
    """One test of equal spread; None where it is not defined."""
    if method in ("levene", "brown_forsythe"):
        return levene_test(samples, center)
    if method == "f_test":
        return variance_ratio_test(samples, alternative, confidence_level)
    if method == "mood":
        return mood_test(samples, alternative)
    return bartlett_test(samples) if method == "bartlett" else fligner_test(samples)


def spread_row(label: str, sample: np.ndarray) -> Group:
    """A group's size and spread."""
    row = sample_row(label, sample)
    return {**row, "variance": None if row["std"] is None else row["std"] ** 2}


@operation.restate
def restate(
    columns: list[str], group: str | None = None, method: str = "levene", **_: Any
) -> str:
    return test_title(VARIANCE_METHODS[method][0], columns, group)


@operation.present
def present(
    result: TestResult,
    columns: list[str],
    group: str | None = None,
    method: str = "",
) -> Answer:
    labels = [row["group"] for row in result["groups"]]
    what = compared(columns, group, labels)
    summary = sentence(
        f"The variances of {what} differ",
        f"The variances of {what} do not differ demonstrably",
        {**result, "estimate": None} if result["method"].startswith("F") else result,
    )
    summary = summary.removesuffix(".") + f" ({result['method']})."
    normal = "It takes the values of each group for normally distributed."
    says = {"bartlett": normal, "f_test": normal}.get(method, "")
    return answer_of_test(
        summary, result, "It takes the rows for independent of each other.", says
    )


operation.companions(box_plots)
