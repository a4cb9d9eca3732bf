"""Whether values in some groups tend to be larger than in others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.references.tables import INSECT_SPRAYS, MUCOCILIARY, PLANT_GROWTH
from analysis.results.tests import TestResult
from analysis.signatures.inference import TEST_NUMBERS, FactorColumn, RankedOutcomes
from analysis.statistics.effect_sizes import effect
from analysis.statistics.rank_tests import kruskal_result
from analysis.statistics.robustness import several_sample_methods
from analysis.statistics.samples import check_shares, independent_samples, sample_row
from analysis.statistics.values import with_places
from analysis.words.inference import answer_of_test, compared, sentence, test_title
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="Kruskal–Wallis test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bkruskal\b", 6),
            Phrase(r"\bnon-?parametric (?:one[- ]way )?anova\b", 6),
            Phrase(r"\bh[- ]test\b", 3.5),
        ),
        anti=(Phrase(r"\bfriedman\b|\bpost[- ]?hoc\b|\bdunn\b", 3),),
        numbers=TEST_NUMBERS,
        examples=(
            Example("Kruskal-Wallis test of fare by class",
                    {"columns": ["fare"], "group": "class"}),
            Example("kruskal wallis for age across embarked",
                    {"columns": ["age"], "group": "embarked"}),
            Example("nonparametric ANOVA of fare by deck",
                    {"columns": ["fare"], "group": "deck"}),
            Example("Kruskal test of age by who", {"columns": ["age"], "group": "who"}),
            Example("Kruskal-Wallis H-test for fare by embark_town",
                    {"columns": ["fare"], "group": "embark_town"}),
            Example("Kruskal-Wallis of age by class, alpha = 0.01",
                    {"columns": ["age"], "group": "class", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            MUCOCILIARY,
            {"columns": ["y"], "group": "health"},
            {"statistic": 0.77143, "p_value": 0.68, "dof": 2},
            "R: kruskal.test help page, Hollander and Wolfe (1973), p. 116",
            1e-3,
        ),
        Reference(
            INSECT_SPRAYS,
            {"columns": ["count"], "group": "spray"},
            {"statistic": 54.691, "p_value": 1.511e-10, "dof": 5},
            "R: kruskal.test(count ~ spray, data = InsectSprays)",
            1e-3,
        ),
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group"},
            {"statistic": 7.9882, "p_value": 0.01842, "dof": 2},
            "R: kruskal.test(weight ~ group, data = PlantGrowth)",
            5e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def kruskal_wallis(
    data: pd.DataFrame,
    columns: RankedOutcomes,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TestResult:
    """Kruskal and Wallis' (1952) rank test of independent samples, corrected for ties.

    Returns H, p by chi-square, epsilon² = H / (n - 1) (Tomczak and Tomczak 2014), the
    groups with their mean ranks, and the other methods' p-values.

    Raises:
        DataError: fewer than two groups, or all values equal.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, samples, n_missing = independent_samples(
        with_places(data, columns, together=group is None),
        columns,
        group,
        levels,
        minimum=1,
    )
    n_obs = sum(len(sample) for sample in samples)
    found = kruskal_result(samples) if n_obs > 2 else None
    if found is None:
        raise DataError(
            f"The {n_obs:,} values of “{columns[0]}” are equal or too few to be ranked.",
            "Choose a column that varies.",
            columns[0],
        )
    significant = bool(found["p_value"] < alpha)
    rows = [sample_row(*each) for each in zip(labels, samples, strict=True)]
    return {
        "statistic": found["statistic"],
        "p_value": found["p_value"],
        "dof": found["dof"],
        **effect("epsilon²", found["statistic"] / (n_obs - 1), None, None),
        "verdict": "groups differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Kruskal–Wallis test",
        "statistic_name": "H",
        "n_obs": n_obs,
        "n_missing": n_missing,
        "groups": [
            {**row, "mean_rank": rank}
            for row, rank in zip(rows, found["mean_ranks"], strict=True)
        ],
        "alternatives": several_sample_methods(samples, "Kruskal–Wallis test")
        if min(len(sample) for sample in samples) > 1
        else [],
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Kruskal–Wallis test", columns, group)


@operation.present
def present(result: TestResult, columns: list[str], group: str | None = None) -> Answer:
    rows = result["groups"]
    what = compared(columns, group, [r["group"] for r in rows])
    high = max(rows, key=lambda row: row["mean_rank"])["group"]
    low = min(rows, key=lambda row: row["mean_rank"])["group"]
    return answer_of_test(
        sentence(
            f"Values of {what} differ, highest for {high} and lowest for {low}",
            f"No significant difference in {what} was found",
            result,
        ),
        result,
        "It assumes independent rows; it compares medians only where all groups are "
        "distributed in the same shape.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="values of three or more independent groups by their ranks",
        assumes=(
            "the rows are independent of each other",
            "no normality; to read it as a difference of medians, distributions of similar shape",
        ),
        without="This is the rank test already; it needs no normality.",
        leads={
            "pairs": ("post_hoc", {"method": "dunn"}),
            "variances": ("variance_equality", {}),
            "normality": ("check_assumptions", {}),
            "means": ("one_way_anova", {"equal_var": False}),
        },
    )
)
