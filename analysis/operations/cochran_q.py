"""Whether several yes/no measurements of the same subjects have the same share."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.base.wording import names_of, percent
from analysis.references.tables import SAS_DRUGS
from analysis.results.test_kinds import OneLevelResult
from analysis.results.tests import Group
from analysis.signatures.inference import TEST_NUMBERS, CountColumn
from analysis.statistics.binary import binary_table, wilson_interval
from analysis.statistics.contingency import case_weights
from analysis.statistics.effect_sizes import effect
from analysis.statistics.samples import check_shares
from analysis.statistics.values import require_rows
from analysis.words.inference import answer_of_test, sentence, test_title

BinaryColumns = Annotated[list[str], ColumnRole("grouping", many=True, minimum=3)]

operation = Operation(
    __name__,
    kind="analyse",
    title="Cochran's Q test",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bcochran(?:'s)?(?: q)?\b(?![- ]mantel)", 6),
            Phrase(r"\bq[- ]test\b", 3),
        ),
        anti=(Phrase(r"\bmantel\b|\bheterogeneity\b", 5),),
        numbers=TEST_NUMBERS,
        examples=(
            Example("Cochran's Q test of survived, alone and alive",
                    {"columns": ["survived", "alone", "alive"]}),
            Example("cochran q for alone, survived and alive",
                    {"columns": ["alone", "survived", "alive"]}),
            Example("Run Cochran's Q on alive, alone, survived",
                    {"columns": ["alive", "alone", "survived"]}),
            Example("Cochran Q test between survived, alive and alone",
                    {"columns": ["survived", "alive", "alone"]}),
            Example("cochran's q of alone, alive and survived, alpha = 0.01",
                    {"columns": ["alone", "alive", "survived"], "alpha": 0.01}),
            Example("Cochran test for alive, survived and alone",
                    {"columns": ["alive", "survived", "alone"]}),
        ),
    ),
    references=(
        Reference(
            SAS_DRUGS,
            {"columns": ["A", "B", "C"], "frequency": "n"},
            {"statistic": 8.4706, "p_value": 0.0145, "dof": 2, "n_obs": 46},
            "SAS/STAT, PROC FREQ, example Cochran's Q test",
            5e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def cochran_q(
    data: pd.DataFrame,
    columns: BinaryColumns,
    frequency: CountColumn | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> OneLevelResult:
    """Cochran's (1950) Q of three or more yes/no measurements of the same subjects.

    Args:
        frequency: a column of counts, where each row stands for several subjects.

    Returns Q, p by chi-square, eta² = Q / (n (k - 1)) (Serlin and others 1982), and each
    measurement's share with its Wilson interval.

    Raises:
        DataError: fewer than three columns, not the same two values, or no differences.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    names = list(dict.fromkeys(columns))
    if len(names) < 3:
        raise DataError(
            f"Cochran's Q compares three or more columns; {len(names)} are named.",
            "Name a third column, or use McNemar's test for two.",
            names[0] if names else "",
        )
    weights = case_weights(data, frequency)
    ones, level, n_missing, kept = binary_table(data[weights.notna()], names)
    counted = weights[weights.notna()][kept].to_numpy(dtype="float64")
    n, k = float(counted.sum()), len(names)
    totals = (ones * counted[:, None]).sum(axis=0)
    rows = ones.sum(axis=1)
    below = float((counted * rows * (k - rows)).sum())
    if below == 0:
        raise DataError(
            f"{names_of(names)} agree in every row, so there is nothing to test.",
            "Choose other columns.",
            names[0],
        )
    q = (k - 1) * k * float(((totals - totals.mean()) ** 2).sum()) / below
    p_value = float(stats.chi2.sf(q, k - 1))
    significant = bool(p_value < alpha)
    return {
        "statistic": q,
        "p_value": p_value,
        "dof": k - 1,
        **effect("eta² of Q", q / (n * (k - 1)), None, None),
        "verdict": "shares differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Cochran's Q test",
        "statistic_name": "Q",
        "success": level,
        "n_obs": int(n),
        "n_missing": n_missing + int(weights.isna().sum()),
        "groups": share_rows(names, totals, n, confidence_level),
    }


def share_rows(
    labels: list[str], counts: np.ndarray, n: float, confidence_level: float
) -> list[Group]:
    """Each measurement's count and share of the same n, with interval."""
    rows: list[Group] = []
    for label, count in zip(labels, counts.tolist(), strict=True):
        low, high = wilson_interval(count, n, confidence_level)
        rows.append(
            {
                "group": label,
                "count": round(count),
                "n_obs": round(n),
                "proportion": count / n,
                "ci_low": low,
                "ci_high": high,
            }
        )
    return rows


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return test_title("Cochran's Q test", columns)


@operation.present
def present(result: OneLevelResult, columns: list[str]) -> Answer:
    names, level = names_of(columns), result["success"]
    shares = ", ".join(
        f"{percent(row['proportion'])} of {row['group']}"
        for row in result["groups"][:5]
    )
    return answer_of_test(
        sentence(
            f"The share of {level} differs between {names} ({shares})",
            f"No significant difference in the share of {level} between {names} was found",
            result,
        ),
        result,
        "It assumes independent subjects, each measured under all conditions.",
    )


@operation.companions
def companions(schema: Schema) -> list[Step]:
    return []
