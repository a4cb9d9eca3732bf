"""Whether two grouping columns that both have an order go with each other."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.task import Step
from analysis.base.wording import names_of
from analysis.operations.cochran_armitage import SCORE_OPTIONS, Scores
from analysis.references.tables import JOB_SATISFACTION
from analysis.results.test_kinds import IndependenceResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    CountColumn,
    TwoFactors,
)
from analysis.statistics.contingency import (
    count_table,
    expected_counts,
    require_levels,
    table_records,
    without_empty,
)
from analysis.statistics.effect_sizes import effect
from analysis.statistics.ordered import (
    chi_square_of,
    normal_p,
    require_order,
    scores_of,
    table_correlation,
)
from analysis.statistics.samples import check_shares
from analysis.words.contingency import counts_block
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import grouped_bars

operation = Operation(
    __name__,
    kind="analyse",
    title="Linear-by-linear association",
    category="Relate",
    language=Language(
        phrases=(Phrase(r"\blinear[- ]by[- ]linear\b", 7),),
        options={"alternative": ALTERNATIVE_WORDS, "scores": SCORE_OPTIONS},
        numbers=TEST_NUMBERS,
        examples=(
            Example("linear-by-linear association of pclass and parch",
                    {"columns": ["pclass", "parch"]}),
            Example("linear by linear test of sibsp and parch",
                    {"columns": ["sibsp", "parch"]}),
            Example("Linear-by-linear association test between pclass and survived",
                    {"columns": ["pclass", "survived"]}),
            Example("linear by linear association of survived and pclass",
                    {"columns": ["survived", "pclass"]}),
            Example("linear-by-linear of pclass and sibsp, alpha = 0.01",
                    {"columns": ["pclass", "sibsp"], "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            JOB_SATISFACTION,
            {"columns": ["row", "column"], "frequency": "n"},
            {"statistic": 2.76233664877**2, "p_value": 0.00573892710098, "dof": 1,
             "n_obs": 104},
            "R 4.2, coin 1.4: lbl_test(Job.Satisfaction by Income), jobsatisfaction over "
            "both genders; Agresti (2002), p. 57",
            1e-9,
        ),
        Reference(
            {"row": [1] * 4 + [2] * 4 + [3] * 4, "column": [1, 2, 3, 4] * 3,
             "n": [4, 2, 1, 0, 3, 5, 4, 2, 1, 3, 6, 7]},
            {"columns": ["row", "column"], "frequency": "n"},
            {"statistic": 3.29068910108**2, "p_value": 0.00099942303081},
            "R 4.2, coin 1.4: lbl_test of the table 4 2 1 0 / 3 5 4 2 / 1 3 6 7",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def linear_by_linear(
    data: pd.DataFrame,
    columns: TwoFactors,
    frequency: CountColumn | None = None,
    scores: Scores = "steps",
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> IndependenceResult:
    """Mantel's (1963) test of linear association of two ordered columns.

    Args:
        frequency: a column of counts, where each row stands for several cases.
        scores: levels count as 1, 2, 3 … in their order, or as the numbers they are.

    Returns M² = (n - 1) r² with one degree of freedom, r being Pearson's correlation of
    the scores (Agresti 2002, section 3.4), and the table with expected counts.

    Raises:
        DataError: a column whose words have no order, or with one value only.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    for column in columns:
        require_order(data, column, two_do=True)
    levels, table, n_missing = count_table(data, columns, frequency)
    levels, table = without_empty(levels, table)
    for column, labels in zip(columns, levels, strict=True):
        require_levels(column, labels, test="a test of association")
    rows, others = (
        scores_of(labels, scores == "values", column)
        for column, labels in zip(columns, levels, strict=True)
    )
    r = table_correlation(table, rows, others)
    n = float(table.sum())
    if r is None or n < 3:
        raise DataError("There are too few cases for a test.", "", columns[0])
    found = chi_square_of(r, n - 1)
    if alternative != "two-sided":
        found = {**found, "p_value": normal_p(math.sqrt(n - 1) * r, alternative)}
    significant = bool(found["p_value"] < alpha)
    return {
        **found,
        **effect("correlation r", r, None, None),
        "statistic_name": "M²",
        "verdict": "associated" if significant else "no significant association",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "alternative": alternative,
        "method": "linear-by-linear association (Mantel)",
        "how": "the values as scores" if scores == "values" else "scores 1, 2, 3 …",
        "n_obs": int(n),
        "n_missing": n_missing,
        "levels": levels[1],
        "table": table_records(levels, table, expected_counts(table)),
    }


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return test_title("Linear-by-linear association", columns)


@operation.present
def present(result: IndependenceResult, columns: list[str]) -> Answer:
    size = result["effect_size"]
    way = "rises" if size is not None and size > 0 else "falls"
    first, second = columns
    return answer_of_test(
        sentence(
            f"{second} {way} with {first}",
            f"No significant linear association of {names_of(columns)} was found",
            result,
        ),
        result,
        f"Levels in their order, {result['how']}. It assumes independent cases. An "
        "association is not a cause.",
        tables=[counts_block(result["table"], result["levels"], columns)],
    )


@operation.companions
def companions(
    schema: Schema, columns: list[str], frequency: str | None = None
) -> list[Step]:
    return grouped_bars(columns, frequency)


operation.stands_on(
    Grounds(
        suits="two grouping columns that both have an order",
        assumes=(
            "every case is counted once, and the cases are independent of each other",
            "the scores say how far the levels are apart",
        ),
        without="It counts cases, so normality plays no part.",
    )
)
