"""Whether groups differ in their medians, counted above and below the common one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import figure
from analysis.references.multivariate import MICE
from analysis.results.test_kinds import MedianResult
from analysis.signatures.inference import TEST_NUMBERS, FactorColumn, RankedOutcomes
from analysis.statistics.contingency import chi_square_result, expected_counts
from analysis.statistics.effect_sizes import cramers_v
from analysis.statistics.robustness import several_sample_methods
from analysis.statistics.samples import check_shares, independent_samples, sample_row
from analysis.statistics.values import with_places
from analysis.words.inference import (
    answer_of_test,
    compared,
    sentence,
    table_of,
    test_title,
)
from analysis.words.inference_charts import box_plots

FEW_EXPECTED = 5

operation = Operation(
    __name__,
    kind="analyse",
    title="Mood's median test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bmood(?:'?s)? median\b", 6),
            Phrase(r"\b(?<!sign )(?<!signed )median tests?\b", 6),
            Phrase(r"\bbrown[- –]mood\b", 6),
            Phrase(r"\b(?:difference|differ\w*) (?:of|in|between|among) (?:the )?medians?\b"
                   r"|\bmedians?\b.{0,40}\bdiffer\w*", 6),
        ),
        anti=(
            Phrase(r"\b(?:sign|wilcoxon|signed[- ]ranks?)\b", 5),
            Phrase(r"\b(?:bootstrap\w*|confidence interval|mann[- –]whitney|kruskal)\b", 5),
        ),
        options={
            "correction": {
                "false": r"\b(?:no|without)(?: the)? (?:yates|continuity)\b|\buncorrected\b",
                "true": r"\b(?:with|using) (?:the )?(?:yates|continuity)\b",
            }
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("Is there a difference in the medians of fare between classes?",
                    {"columns": ["fare"], "group": "class"}),
            Example("Mood's median test of fare by sex",
                    {"columns": ["fare"], "group": "sex"}),
            Example("median test of age across class",
                    {"columns": ["age"], "group": "class"}),
            Example("Moods median test of fare by embarked at alpha = 0.01",
                    {"columns": ["fare"], "group": "embarked", "alpha": 0.01}),
            Example("Brown-Mood test of age by who", {"columns": ["age"], "group": "who"}),
            Example("median test of fare by sex without Yates correction",
                    {"columns": ["fare"], "group": "sex", "correction": False}),
        ),
    ),
    references=(
        Reference(
            {"days": [*MICE["treatment"], *MICE["control"]],
             "group": ["t"] * 7 + ["c"] * 9},
            {"columns": ["days"], "group": "group", "correction": False},
            # grand median 48.5: above it 4 of 7 treated and 4 of 9 control mice, expected
            # 3.5 and 4.5: chi² = 2 · 0.5² / 3.5 + 2 · 0.5² / 4.5
            {"grand_median": 48.5, "statistic": 0.5 / 3.5 + 0.5 / 4.5, "dof": 1},
            "by hand from the definition (Mood 1950); mice of Efron and Tibshirani (1993)",
            1e-12,
        ),
    ),
)  # fmt: skip


@operation.compute
def median_test(
    data: pd.DataFrame,
    columns: RankedOutcomes,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    correction: bool = True,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> MedianResult:
    """Mood's (1950) median test of independent samples.

    Args:
        correction: Yates', for two groups only, as in scipy.

    Returns the median of all values, how many of each group lie above it (values equal to
    it count below), chi-square of these counts with p and Cramér's V, and the other
    methods' p-values. ``warnings`` says where expected counts are small.

    Raises:
        DataError: fewer than two groups, or no value above the common median.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, samples, n_missing = independent_samples(
        with_places(data, columns, together=group is None),
        columns,
        group,
        levels,
        minimum=1,
    )
    everything = np.concatenate(samples)
    grand = float(np.median(everything))
    above = np.array([float((sample > grand).sum()) for sample in samples])
    sizes = np.array([float(len(sample)) for sample in samples])
    if above.sum() == 0:
        raise DataError(
            f"No value of “{columns[0]}” lies above the common median {figure(grand)}.",
            "Ask for the Mann–Whitney or the Kruskal–Wallis test.",
            columns[0],
        )
    table = np.array([above, sizes - above])
    found = chi_square_result(table, correction)
    raw = chi_square_result(table, False)["statistic"]
    n_small = int((expected_counts(table) < FEW_EXPECTED).sum())
    significant = bool(found["p_value"] < alpha)
    corrected = correction and len(samples) == 2
    return {
        **found,
        **cramers_v(raw, float(sizes.sum()), table.shape, confidence_level),
        "grand_median": grand,
        "verdict": "medians differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Mood's median test"
        + (" with Yates' correction" if corrected else ""),
        "statistic_name": "χ²",
        "n_obs": len(everything),
        "n_missing": n_missing,
        "groups": [
            {**sample_row(label, sample), "n_above": int(n)}
            for label, sample, n in zip(labels, samples, above, strict=True)
        ],
        "warnings": [
            f"{n_small} of {table.size} expected counts are below {FEW_EXPECTED}, so this "
            "p-value is rough."
        ]
        if n_small
        else [],
        "alternatives": several_sample_methods(samples, "Mood's median test")
        if min(sizes) > 1
        else [],
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Mood's median test", columns, group)


@operation.present
def present(
    result: MedianResult, columns: list[str], group: str | None = None
) -> Answer:
    rows = result["groups"]
    what = compared(columns, group, [r["group"] for r in rows])
    heads = {
        "group": ("group", "text"),
        "n_obs": ("n", "integer"),
        "median": ("median", "number"),
        "n_above": ("above the common median", "integer"),
    }
    return answer_of_test(
        sentence(
            f"The medians of {what} differ",
            f"No significant difference in the medians of {what} was found",
            result,
        ),
        result,
        f"The common median is {figure(result['grand_median'])}; values equal to it count "
        "below. It assumes independent rows, and has less power than rank tests.",
        tables=[table_of(rows, heads)],
    )


operation.companions(box_plots)
