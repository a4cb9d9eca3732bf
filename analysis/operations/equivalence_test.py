"""Whether two groups are as good as equal: within bounds that matter."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import figure, name_of, names_of
from analysis.results.test_kinds import EquivalenceResult
from analysis.signatures.inference import ALPHA_NUMBERS, FactorColumn, OneOutcome
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_any_spread,
    sample_row,
)
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="Equivalence test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bequivalence(?: test\w*)?\b", 7),
            Phrase(r"\btost\b|\btwo one[- ]sided tests?\b", 7),
            Phrase(r"\b(?:is|are) \{num\} equivalent\b", 6),
        ),
        numbers={
            "bound": (r"\bbounds? (?:of )?(?:±|\+/-)? ?{n}", r"\bwithin (?:±|\+/-)? ?{n}",
                      r"\bmargin (?:of )?{n}"),
            "alpha": ALPHA_NUMBERS,
        },
        examples=(
            Example("equivalence test of fare by sex", {"columns": ["fare"], "group": "sex"}),
            Example("TOST of age by sex with bound 5",
                    {"columns": ["age"], "group": "sex", "bound": 5}),
            Example("equivalence test of age by alone with a margin of 10",
                    {"columns": ["age"], "group": "alone", "bound": 10}),
            Example("tost for fare by alive", {"columns": ["fare"], "group": "alive"}),
            Example("equivalence test of age by survived, alpha = 0.01",
                    {"columns": ["age"], "group": "survived", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            {"y": [1.0, 2.0, 3.0, 2.0, 3.0, 4.0], "g": ["a"] * 3 + ["b"] * 3},
            {"columns": ["y"], "group": "g", "bound": 3.0},
            # difference -1, standard error √(2/3), 4 degrees of freedom: t = 2 / √(2/3);
            # of t² = 6: P(T > √6) = 1/2 - 3/8·u(1 - u²/12)·…, u = t/√(1 + t²/4)
            {"statistic": math.sqrt(6), "dof": 4.0, "estimate": -1.0,
             "p_value": 0.5 - 0.375 * math.sqrt(2.4) * (1 - 2.4 / 12)},
            "by hand from Schuirmann (1987), with the closed form of t(4)",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def equivalence_test(
    data: pd.DataFrame,
    columns: OneOutcome,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    bound: float | None = None,
    alpha: float = 0.05,
) -> EquivalenceResult:
    """Two one-sided Welch tests (Schuirmann 1987) of a difference of two means.

    Args:
        bound: differences from -bound to bound count as equal, in the column's unit;
            else half the pooled standard deviation.
        levels: the two groups; the difference is the first minus the second.

    Returns the larger p of the two tests with its t, and the difference with the
    interval of level 1 - 2 alpha that lies within the bounds where p < alpha.

    Raises:
        DataError: not two groups, fewer than two values in one, no spread, or a bound
            that is not above zero.
    """
    check_shares(alpha=alpha, confidence_level=1 - 2 * min(alpha, 0.499))
    labels, (first, second), n_missing = independent_samples(
        data, columns, group, levels, exactly=2, otherwise="compare them two by two"
    )
    error, dof, pooled = welch_error(first, second, alpha, columns[0])
    limit = 0.5 * pooled if bound is None else float(bound)
    if not 0 < limit < math.inf:
        raise DataError(
            "The bound of equivalence lies above zero.",
            "Name the largest difference that does not matter, such as “bound 5”.",
            columns[0],
        )
    difference = float(first.mean() - second.mean())
    t_low, t_high = (difference + limit) / error, (difference - limit) / error
    p_low, p_high = float(stats.t.sf(t_low, dof)), float(stats.t.cdf(t_high, dof))
    half = float(stats.t.isf(alpha, dof)) * error
    p_value = max(p_low, p_high)
    significant = p_value < alpha
    return {
        "statistic": t_low if p_low >= p_high else t_high,
        "statistic_name": "t",
        "p_value": p_value,
        "p_lower": p_low,
        "p_upper": p_high,
        "dof": dof,
        "bound": limit,
        "bound_is_usual": bound is None,
        "estimate": difference,
        "estimate_name": "mean difference",
        "ci_low": difference - half,
        "ci_high": difference + half,
        "confidence_level": 1 - 2 * alpha,
        "verdict": "equivalent" if significant else "equivalence not shown",
        "significant": significant,
        "alpha": alpha,
        "method": "two one-sided Welch tests",
        "n_obs": len(first) + len(second),
        "n_missing": n_missing,
        "groups": [sample_row(labels[0], first), sample_row(labels[1], second)],
    }


def welch_error(
    first: np.ndarray, second: np.ndarray, alpha: float, column: str
) -> tuple[float, float, float]:
    """The difference's standard error, Welch's degrees of freedom, the pooled deviation."""
    require_any_spread([first, second], column)
    n1, n2 = len(first), len(second)
    v1, v2 = float(first.var(ddof=1)), float(second.var(ddof=1))
    squared = v1 / n1 + v2 / n2
    if alpha >= 0.5 or not 0 < squared < math.inf:
        raise DataError(
            f"The values of “{column}” spread too little to compare, or alpha is "
            "not below 0.5.",
            "Choose another column or level.",
            column,
        )
    parts = (v1 / n1 / squared, v2 / n2 / squared)
    dof = 1 / (parts[0] ** 2 / (n1 - 1) + parts[1] ** 2 / (n2 - 1))
    pooled = math.sqrt(((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2))
    return math.sqrt(squared), dof, pooled


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Equivalence test", columns, group)


@operation.present
def present(
    result: EquivalenceResult, columns: list[str], group: str | None = None
) -> Answer:
    pair = names_of(row["group"] for row in result["groups"])
    column = f" in {name_of(columns[0])}" if group else ""
    within = f"within ±{figure(result['bound'])}"
    usual = (
        "No bound was named, so half the pooled standard deviation is taken; say "
        "“bound 5” for your own."
        if result["bound_is_usual"]
        else ""
    )
    return answer_of_test(
        sentence(
            f"{pair} are equivalent{column}, {within}",
            f"Equivalence of {pair}{column}, {within}, was not shown",
            result,
        ),
        result,
        usual,
        "p is the larger of the two one-sided tests'. The interval lies within the "
        "bounds where equivalence is shown.",
    )


operation.companions(box_plots)
