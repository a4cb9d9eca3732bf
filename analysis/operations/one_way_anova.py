"""Whether several groups have the same mean."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.task import Step
from analysis.references.small import SLEEP
from analysis.references.tables import PLANT_GROWTH, SIRSTV
from analysis.results.test_kinds import MeansResult
from analysis.signatures.inference import TEST_NUMBERS, FactorColumn, Outcomes
from analysis.statistics.assumptions import check_equal_variances, check_normality
from analysis.statistics.effect_sizes import eta_squared
from analysis.statistics.mean_tests import anova_result, welch_anova_result
from analysis.statistics.robustness import several_sample_methods
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_any_spread,
    sample_row,
)
from analysis.words.inference import (
    answer_of_test,
    compared,
    mean_of,
    sentence,
    test_title,
)
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="One-way analysis of variance",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:eta|omega)[- ]?(?:squared|²)|\bη²", 6),
            Phrase(r"\b(?:one[- ]way )?anova\b", 4),
            Phrase(r"\b(?:one[- ]way )?analysis of variance\b", 4.5),
            Phrase(r"\bf[- ]test\b(?! (?:of|for) (?:two |equal |the )?varian)", 2.5),
            Phrase(r"\bwelch(?:'s)? (?:anova|analysis of variance|f)\b", 5),
            Phrase(r"\b(?:means?|averages?) (?:of )?\{num\} (?:differ\w*|different|equal|same)"
                   r" (?:between|among|across|for|in) (?:the )?(?:several |all |three )?\{cat\}",
                   3),
        ),
        anti=(
            Phrase(r"\b(?:two[- ]way|repeated|interaction|factorial|within[- ]subjects?)\b",
                   4),
            Phrase(r"\bkruskal\b|\bpost[- ]?hoc\b|\btukey\b", 3),
        ),
        options={
            "equal_var": {
                "false": r"\bwelch\b|\bunequal variances?\b",
                "true": r"\bequal variances?\b|\bfisher'?s?\b|\bclassical?\b",
            }
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("ANOVA of fare by class", {"columns": ["fare"], "group": "class"}),
            Example("eta squared of fare by class", {"columns": ["fare"], "group": "class"}),
            Example("One-way ANOVA for age across embark_town",
                    {"columns": ["age"], "group": "embark_town"}),
            Example("Welch ANOVA of fare by embarked",
                    {"columns": ["fare"], "group": "embarked", "equal_var": False}),
            Example("analysis of variance of age by who",
                    {"columns": ["age"], "group": "who"}),
            Example("Does the mean fare differ between classes? Use ANOVA",
                    {"columns": ["fare"], "group": "class"}),
            Example("anova of age by deck with alpha = 0.01",
                    {"columns": ["age"], "group": "deck", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            SIRSTV,
            {"columns": ["resistivity"], "group": "instrument"},
            {"statistic": 1.18046237440255, "ss_between": 5.11462616000000e-02,
             "ss_within": 2.16636560000000e-01, "effect_size": 1.90999039051129e-01,
             "dof": [4, 20]},
            "NIST StRD, analysis of variance, SiRstv: certified values",
            1e-9,
        ),
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group"},
            {"statistic": 4.846, "p_value": 0.01591, "dof": [2, 27]},
            "R: anova(lm(weight ~ group, data = PlantGrowth))",
            3e-4,
        ),
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group", "equal_var": False},
            {"statistic": 5.181, "p_value": 0.01739},
            "R: oneway.test(weight ~ group, data = PlantGrowth)",
            3e-4,
        ),
        Reference(
            SLEEP,
            {"columns": ["extra"], "group": "group", "equal_var": False},
            {"statistic": 3.4626, "p_value": 0.07939, "dof": [1, 17.776]},
            "R: oneway.test(extra ~ group, data = sleep)",
            1e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def one_way_anova(
    data: pd.DataFrame,
    columns: Outcomes,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    equal_var: bool = True,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> MeansResult:
    """Compares the means of groups of one column, or of several columns.

    Args:
        equal_var: Fisher's F with a pooled variance; without it Welch's (1951) F. The
            other one is always among the alternatives.

    Returns F, p, eta² (the certified R² of NIST) with its interval, omega², sums of
    squares, the groups, checks of the assumptions and the other methods' p-values.

    Raises:
        DataError: fewer than two groups or values, or no spread within groups.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, samples, n_missing = independent_samples(data, columns, group, levels)
    require_any_spread(samples, columns[0])
    classic = anova_result(samples)
    found = classic if equal_var else welch_anova_result(samples)
    if found is None or classic is None:
        raise DataError(
            f"A group of “{columns[0]}” does not vary, so Welch's test is not defined.",
            "Leave that group out, or use the classical analysis of variance.",
            columns[0],
        )
    n_obs = sum(len(sample) for sample in samples)
    total = classic["ss_between"] + classic["ss_within"]
    shrunk = classic["ss_between"] - classic["dof_between"] * classic["ms_within"]
    method = (
        "one-way analysis of variance" if equal_var else "Welch's analysis of variance"
    )
    significant = bool(found["p_value"] < alpha)
    return {
        "statistic": found["statistic"],
        "p_value": found["p_value"],
        "dof": found["dof"],
        **eta_squared(
            classic["statistic"],
            [classic["dof_between"], classic["dof_within"]],
            confidence_level,
        ),
        "omega_squared": max(0.0, shrunk / (total + classic["ms_within"])),
        "ss_between": classic["ss_between"],
        "ss_within": classic["ss_within"],
        "ms_between": classic["ms_between"],
        "ms_within": classic["ms_within"],
        "verdict": "means differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": method,
        "statistic_name": "F",
        "n_obs": n_obs,
        "n_missing": n_missing,
        "groups": [sample_row(*each) for each in zip(labels, samples, strict=True)],
        "alternatives": several_sample_methods(samples, method),
        "assumptions": [
            *check_normality(labels, samples, alpha),
            *(check_equal_variances(samples, alpha) if equal_var else []),
        ],
    }


@operation.restate
def restate(
    columns: list[str], group: str | None = None, equal_var: bool = True, **_: Any
) -> str:
    title = (
        "One-way analysis of variance" if equal_var else "Welch's analysis of variance"
    )
    return test_title(title, columns, group)


@operation.present
def present(
    result: MeansResult, columns: list[str], group: str | None = None
) -> Answer:
    rows = result["groups"]
    what = compared(columns, group, [r["group"] for r in rows])
    high = max(rows, key=mean_of)["group"]
    low = min(rows, key=mean_of)["group"]
    # From the result: a comparison of groups chooses by itself.
    classic = "Welch" not in result["method"]
    return answer_of_test(
        sentence(
            f"The means of {what} differ, highest for {high} and lowest for {low}",
            f"No significant difference in the means of {what} was found",
            result,
        ),
        result,
        "It assumes independent rows, group means that are about normally distributed"
        + (" and equal variances." if classic else "."),
        "Which groups differ from which is a post-hoc test's question."
        if result["significant"] and len(rows) > 2
        else "",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="the means of three or more independent groups",
        assumes=(
            "the rows are independent of each other",
            "the residuals are about normally distributed, or the groups are large",
            "the classical version: equal variances; Welch's does not need them",
        ),
        design="anova",
        leads={
            "ranks": ("kruskal_wallis", {}),
            "assumptions": ("check_assumptions", {}),
            "variances": ("variance_equality", {}),
            "normality": ("check_assumptions", {}),
        },
    )
)


@operation.further("pairs")
def pairs(asked: Asked) -> Answer | tuple[Step, ...]:
    """Tukey's test after the classical analysis, Games and Howell's after Welch's."""
    classical = not asked.result["method"].startswith("Welch")
    shared = ("columns", "group", "levels", "alpha", "confidence_level")
    params = {key: asked.params[key] for key in shared if asked.params.get(key)}
    params["method"] = "tukey" if classical else "games_howell"
    return (Step(operation="post_hoc", params=params),)
