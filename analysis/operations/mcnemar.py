"""Whether a yes/no property changed in the same subjects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.task import Step
from analysis.base.wording import names_of
from analysis.references.tables import APPROVAL
from analysis.results.test_kinds import PairedCountsResult
from analysis.results.tests import Found
from analysis.signatures.inference import TEST_NUMBERS, CountColumn, TwoFactors
from analysis.statistics.binary import binary_table, clopper_pearson
from analysis.statistics.contingency import case_weights, table_records
from analysis.statistics.effect_sizes import effect
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares
from analysis.statistics.values import require_rows
from analysis.words.contingency import counts_block
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import grouped_bars

EXACT_CHANGES = 25

operation = Operation(
    __name__,
    kind="analyse",
    title="McNemar's test",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bmc ?nemar\b", 6),
            Phrase(r"\bmarginal homogeneity\b", 5),
            Phrase(r"\bpaired (?:proportions?|binary|yes/no)\b", 5),
        ),
        options={
            "exact": {"true": r"\bexact\b", "false": r"\basymptotic\b"},
            "correction": {"false": r"\b(?:no|without)(?: a)? (?:continuity|yates)\b"},
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("McNemar test of survived and alone",
                    {"columns": ["survived", "alone"]}),
            Example("mcnemar's test between alone and survived",
                    {"columns": ["alone", "survived"]}),
            Example("exact McNemar test of survived and alone",
                    {"columns": ["survived", "alone"], "exact": True}),
            Example("Run McNemar on alone and survived, alpha = 0.01",
                    {"columns": ["alone", "survived"], "alpha": 0.01}),
            Example("marginal homogeneity of survived and alone",
                    {"columns": ["survived", "alone"]}),
            Example("McNemar test without continuity correction of survived and alone",
                    {"columns": ["survived", "alone"], "correction": False}),
        ),
    ),
    references=(
        Reference(
            APPROVAL,
            {"columns": ["row", "column"], "frequency": "n", "correction": False},
            {"statistic": 17.36, "dof": 1, "n_obs": 1600},
            "Agresti (1990), p. 350: z² = (86 - 150)² / (86 + 150) = 17.36",
            5e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def mcnemar(
    data: pd.DataFrame,
    columns: TwoFactors,
    frequency: CountColumn | None = None,
    exact: bool | None = None,
    correction: bool = True,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> PairedCountsResult:
    """McNemar's (1947) test of two yes/no measurements of the same subjects.

    Args:
        columns: the two measurements, with the same two values.
        frequency: a column of counts, where each row stands for several subjects.
        exact: the binomial test of the changes; without, below 25 changes.
        correction: for continuity, as in R (Edwards 1948).

    Returns chi-square, p, the odds ratio of changes with its exact interval, the table,
    and the other form's p-value.

    Raises:
        DataError: not the same two values, or nobody changed.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    weights = case_weights(data, frequency)
    ones, level, n_missing, kept = binary_table(data[weights.notna()], columns)
    counted = weights[weights.notna()][kept].to_numpy(dtype="float64")
    cells = np.bincount(
        (2 * (1 - ones[:, 0]) + (1 - ones[:, 1])).astype("int64"), counted, minlength=4
    )
    up, down = float(cells[1]), float(cells[2])
    if up + down == 0:
        raise DataError(
            f"“{columns[0]}” and “{columns[1]}” agree in every row, so there is no change "
            "to test.",
            "Choose other columns.",
            columns[0],
        )
    chosen = exact if exact is not None else up + down < EXACT_CHANGES
    forms = mcnemar_forms(up, down, correction)
    method = "exact McNemar test" if chosen else "McNemar test"
    found = forms[method]
    low, high = clopper_pearson(
        round(up), round(up + down), "two-sided", confidence_level
    )
    significant = bool(found["p_value"] < alpha)
    return {
        **found,
        **effect("odds ratio of changes", up / down if down else None,
                 low / (1 - low) if low < 1 else None,
                 high / (1 - high) if high < 1 else None),
        "verdict": "changed" if significant else "no significant change",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": method
        + (" with continuity correction" if correction and not chosen else ""),
        "success": level,
        "n_first_only": up,
        "n_second_only": down,
        "n_obs": int(cells.sum()),
        "n_missing": n_missing + int(weights.isna().sum()),
        "alternatives": other_methods(forms, method),
        "levels": [level, f"not {level}"],
        "table": table_records([[level, f"not {level}"]] * 2, cells.reshape(2, 2)),
    }  # fmt: skip


def mcnemar_forms(up: float, down: float, correction: bool) -> dict[str, Found]:
    """The chi-square and the exact binomial form."""
    distance = max(0.0, abs(up - down) - (1.0 if correction else 0.0))
    chi2 = distance**2 / (up + down)
    binomial = stats.binomtest(round(up), round(up + down))
    return {
        "McNemar test": {
            "statistic": chi2,
            "p_value": float(stats.chi2.sf(chi2, 1)),
            "dof": 1,
            "statistic_name": "χ²",
        },
        "exact McNemar test": {
            "statistic": up,
            "p_value": float(binomial.pvalue),
            "statistic_name": "changes",
        },
    }


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return test_title("McNemar's test", columns)


@operation.present
def present(result: PairedCountsResult, columns: list[str]) -> Answer:
    names, level = names_of(columns), result["success"]
    first, second = columns[:2]
    return answer_of_test(
        sentence(
            f"The share of {level} differs between {names}",
            f"No significant difference in the share of {level} between {names} was found",
            result,
        ),
        result,
        f"{result['n_first_only']:,.0f} rows are {level} in {first} only, "
        f"{result['n_second_only']:,.0f} in {second} only; only these matter.",
        "It assumes independent subjects, each measured twice.",
        tables=[counts_block(result["table"], result["levels"], columns)],
    )


@operation.companions
def companions(
    schema: Schema, columns: list[str], frequency: str | None = None
) -> list[Step]:
    return grouped_bars(columns, frequency)


operation.stands_on(
    Grounds(
        suits="two yes-or-no measurements of the same cases",
        assumes=(
            "the pairs are independent of each other",
            "enough cases that changed (the exact version needs no least number)",
        ),
        without="It compares counts, so normality plays no part.",
    )
)
