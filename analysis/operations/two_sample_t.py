"""Whether two groups have the same mean."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import (
    name_of,
    side_words,
)
from analysis.references.small import SLEEP
from analysis.results.tests import TestResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    OneOutcome,
)
from analysis.statistics.assumptions import check_equal_variances, check_normality
from analysis.statistics.effect_sizes import hedges_g
from analysis.statistics.mean_tests import two_sample_t_result
from analysis.statistics.robustness import two_sample_methods
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_any_spread,
    sample_row,
)
from analysis.words.inference import answer_of_test, mean_of, sentence, test_title
from analysis.words.inference_charts import box_plots

_SLEEP = {"columns": ["extra"], "group": "group"}

operation = Operation(
    __name__,
    kind="analyse",
    title="t-test of two groups",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bt[- ]?tests?\b", 4),
            Phrase(r"\bwelch(?:'s)?\b|\bstudent(?:'s)? t\b", 4),
            Phrase(r"\b(?:two|independent)[- ]samples? (?:t|mean)", 4.5),
            Phrase(r"\bdifference (?:of|in|between) (?:the )?(?:two )?(?:means?|averages?)\b",
                   3),
            Phrase(r"\b(?:mean|average) \{num\} (?:differ\w*|different|(?:un)?equal|same)",
                   3),
            Phrase(r"\bcompare (?:the )?(?:means?|averages?)\b", 3),
            Phrase(r"\bcohen'?s d\b|\bhedges'? ?g\b|\bstandardi[sz]ed mean difference\b", 6),
        ),
        anti=(
            Phrase(r"\b(?:paired|one[- ]sample|dependent samples?|repeated)\b", 4),
            Phrase(r"\b(?:anova|mann[- –]whitney|wilcoxon)\b|\bagainst {n}\b", 3),
            Phrase(r"\bwelch(?:'s)? anova\b", 3),
        ),
        options={
            "equal_var": {
                "true": r"\bstudent(?:'s)?\b|\b(?:assum\w+ )?equal variances?\b|\bpooled\b",
                "false": r"\bwelch\b|\bunequal variances?\b",
            },
            "alternative": ALTERNATIVE_WORDS,
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("t-test of fare by sex", {"columns": ["fare"], "group": "sex"}),
            Example("Cohen's d of fare by sex", {"columns": ["fare"], "group": "sex"}),
            Example("Welch t-test of age between male and female",
                    {"columns": ["age"], "group": "sex", "levels": ["male", "female"],
                     "equal_var": False}),
            Example("Student's t-test for fare by alone",
                    {"columns": ["fare"], "group": "alone", "equal_var": True}),
            Example("Compare the means of fare by survived",
                    {"columns": ["fare"], "group": "survived"}),
            Example("independent samples t-test of age by alive, alpha = 0.01",
                    {"columns": ["age"], "group": "alive", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            SLEEP,
            _SLEEP,
            {"statistic": -1.8608, "p_value": 0.07939, "dof": 17.776,
             "ci_low": -3.3654832, "ci_high": 0.2054832},
            "R: t.test(extra ~ group, data = sleep)",
            1e-4,
        ),
        Reference(
            SLEEP,
            {**_SLEEP, "equal_var": True},
            {"statistic": -1.8608, "p_value": 0.07919, "dof": 18,
             "ci_low": -3.363874, "ci_high": 0.203874},
            "R: t.test(extra ~ group, data = sleep, var.equal = TRUE)",
            1e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def two_sample_t(
    data: pd.DataFrame,
    columns: OneOutcome,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    equal_var: bool = False,
    alternative: Alternative = "two-sided",
    mu: float = 0.0,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TestResult:
    """Compares two means: of one column in two groups, or of two columns.

    Args:
        levels: the two groups; the difference is the first minus the second.
        equal_var: Student's pooled variance instead of Welch's (1947) separate ones.
        mu: the difference under the null hypothesis.

    Returns t, p, the mean difference with its interval, Hedges g with its interval, the
    groups, checks of the assumptions and the other methods' p-values.

    Raises:
        DataError: not two groups, fewer than two values in one, or no spread.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, (first, second), n_missing = independent_samples(
        data, columns, group, levels, exactly=2,
        otherwise="ask for a one-way analysis of variance",
    )  # fmt: skip
    require_any_spread([first, second], columns[0])
    found = two_sample_t_result(
        first, second, equal_var, mu, alternative, confidence_level
    )
    if found is None:
        raise DataError(
            f"The values of “{columns[0]}” spread too little to compare means.",
            "Choose another column.",
            columns[0],
        )
    method = "Student's t-test" if equal_var else "Welch's t-test"
    significant = bool(found["p_value"] < alpha)
    return {
        **found,
        **hedges_g(first, second, confidence_level),
        "verdict": "means differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": method,
        "estimate_name": "mean difference",
        "alternative": alternative,
        "n_obs": len(first) + len(second),
        "n_missing": n_missing,
        "groups": [sample_row(labels[0], first), sample_row(labels[1], second)],
        "alternatives": two_sample_methods(first, second, alternative, method),
        "assumptions": [
            *check_normality(labels, [first, second], alpha),
            *(check_equal_variances([first, second], alpha) if equal_var else []),
        ],
    }


@operation.restate
def restate(
    columns: list[str], group: str | None = None, equal_var: bool = False, **_: Any
) -> str:
    title = "Student's t-test" if equal_var else "Welch's t-test"
    return test_title(title, columns, group)


@operation.present
def present(
    result: TestResult,
    columns: list[str],
    group: str | None = None,
    equal_var: bool = False,
) -> Answer:
    first, second = result["groups"]
    one, other = (side_words(group, each["group"]) for each in (first, second))
    pair = f"{one} and {other}"
    if group:
        column = name_of(columns[0])
        higher = one if max(first, second, key=mean_of) is first else other
        yes = f"{column} differs between {pair}, higher for {higher}"
        no = f"No significant difference in {column} between {pair} was found"
    else:
        yes = f"The means of {pair} differ"
        no = f"No significant difference between the means of {pair} was found"
    equal = "equal variances and " if equal_var else ""
    return answer_of_test(
        sentence(yes, no, result),
        result,
        f"Difference: {one} minus {other}.",
        f"It assumes independent rows, {equal}means that are about normally distributed, "
        "which large groups ensure. A difference is not a cause.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="the means of two independent groups",
        assumes=(
            "the rows are independent of each other",
            "the means are about normally distributed: normal values, or large groups",
            "Student's version: equal variances; Welch's does not need them",
        ),
        design="two_sample_t",
        leads={
            "ranks": ("mann_whitney", {}),
            "assumptions": ("check_assumptions", {}),
            "variances": ("variance_equality", {}),
            "normality": ("check_assumptions", {}),
        },
    )
)
