"""Whether values occur as often as expected."""

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
from analysis.base.wording import name_of
from analysis.results.test_kinds import SharesFitResult
from analysis.results.tests import Found
from analysis.signatures.inference import TEST_NUMBERS, CountColumn
from analysis.statistics.contingency import (
    count_table,
    plain_count,
    require_levels,
)
from analysis.statistics.effect_sizes import effect
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares, matching_level
from analysis.words.inference import answer_of_test, sentence, table_of, test_title

Category = Annotated[str, ColumnRole("grouping")]

operation = Operation(
    __name__,
    kind="analyse",
    title="Chi-square goodness of fit",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bgoodness[- ]of[- ]fit\b.{0,40}\{cat\}", 5),
            Phrase(r"\bchi[- ]?(?:squared?|2)\b.{0,20}\bgoodness[- ]of[- ]fit\b", 6),
            Phrase(r"\b(?:equally|uniformly|evenly) (?:frequent|common|distributed|often|"
                   r"likely)\b.{0,40}", 3.5),
            Phrase(r"\b(?:values|categories|levels) of (?:the )?\{cat\} (?:equally|"
                   r"evenly|uniformly)\b", 4),
            Phrase(r"\bexpected (?:proportions?|frequenc\w+|shares?)\b", 3),
        ),
        anti=(Phrase(r"\bindependen\w+|\b(?:normal|exponential|gamma)\b", 3),),
        numbers=TEST_NUMBERS,
        examples=(
            Example("chi-square goodness of fit test of class", {"column": "class"}),
            Example("Are the values of embarked equally frequent?",
                    {"column": "embarked"}),
            Example("Goodness of fit of sex", {"column": "sex"}),
            Example("Is who evenly distributed?", {"column": "who"}),
            Example("chi squared goodness-of-fit for deck", {"column": "deck"}),
            Example("Are the categories of embark_town equally common?",
                    {"column": "embark_town"}),
        ),
    ),
    references=(
        Reference(
            {"x": ["A", "B", "C"], "n": [20, 15, 25]},
            {"column": "x", "frequency": "n"},
            {"statistic": 2.5, "p_value": 0.2865, "dof": 2},
            "R: chisq.test(c(A = 20, B = 15, C = 25)), help page",
            1e-4,
        ),
        Reference(
            {"x": ["89", "37", "30", "28", "2"], "n": [89, 37, 30, 28, 2]},
            {"column": "x", "frequency": "n",
             "expected": {"89": 40, "37": 20, "30": 20, "28": 15, "2": 5}},
            {"statistic": 9.9901, "p_value": 0.04059, "dof": 4},
            "R: chisq.test(c(89, 37, 30, 28, 2), p = c(40, 20, 20, 15, 5), "
            "rescale.p = TRUE), help page",
            1e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def chi_square_fit(
    data: pd.DataFrame,
    column: Category,
    expected: dict[str, float] | None = None,
    frequency: CountColumn | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> SharesFitResult:
    """Pearson's (1900) chi-square test of how often each value occurs.

    Args:
        expected: value → expected share or proportion (they are scaled to sum to one);
            without, all values are equally frequent.
        frequency: a column of counts, where each row stands for several cases.

    Returns chi-square, p, Cohen's w, counts beside expected ones, and the G test's p.

    Raises:
        DataError: one value only, or ``expected`` does not name all values.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    (labels,), counts, n_missing = count_table(data, [column], frequency)
    require_levels(column, labels, test="a goodness-of-fit test")
    shares = expected_shares(column, labels, expected)
    n_obs = float(counts.sum())
    awaited = shares * n_obs
    chi2 = float(((counts - awaited) ** 2 / awaited).sum())
    filled = counts > 0
    g = float(2 * (counts[filled] * np.log(counts[filled] / awaited[filled])).sum())
    dof = len(labels) - 1
    p_value = float(stats.chi2.sf(chi2, dof))
    n_small = int((awaited < 5).sum())
    significant = bool(p_value < alpha)
    g_test: Found = {"statistic": g, "p_value": float(stats.chi2.sf(max(g, 0.0), dof))}
    return {
        "statistic": chi2,
        "p_value": p_value,
        "dof": dof,
        **effect("Cohen's w", (chi2 / n_obs) ** 0.5, None, None),
        "verdict": "differs from what is expected"
        if significant
        else "compatible with what is expected",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "chi-square goodness-of-fit test",
        "statistic_name": "χ²",
        "n_obs": int(n_obs),
        "n_missing": n_missing,
        "equal": expected is None,
        "warnings": [f"{n_small} expected counts are below 5: the p-value is rough."]
        if n_small
        else [],
        "alternatives": other_methods({"G test (likelihood ratio)": g_test}, ""),
        "groups": [
            {
                "group": label,
                "count": plain_count(count),
                "proportion": float(count) / n_obs,
                "expected": float(wanted),
            }
            for label, count, wanted in zip(labels, counts, awaited, strict=True)
        ],
    }


def expected_shares(
    column: str, labels: list[str], expected: dict[str, float] | None
) -> np.ndarray:
    """The expected share of each value, summing to one."""
    if expected is None:
        return np.full(len(labels), 1 / len(labels))
    named = {
        matching_level(level, labels, column): float(share)
        for level, share in expected.items()
    }
    missing = [label for label in labels if label not in named]
    if missing or any(not share > 0 for share in named.values()):
        raise DataError(
            f"Each value of “{column}” needs an expected share above zero"
            + (f"; none is given for {', '.join(missing[:8])}." if missing else "."),
            "Give all of them, or leave them out for equal shares.",
            column,
        )
    shares = np.array([named[label] for label in labels])
    result: np.ndarray = shares / shares.sum()
    return result


@operation.restate
def restate(column: str, expected: dict[str, float] | None = None, **_: Any) -> str:
    words = test_title("Chi-square goodness of fit", [column])
    return words + (" with given shares" if expected else ", equal shares")


@operation.present
def present(result: SharesFitResult, column: str) -> Answer:
    named = name_of(column)
    yes, no = (
        (f"The values of {named} are not equally frequent",
         f"The values of {named} are compatible with equal frequencies")
        if result["equal"]
        else (f"{named} does not occur as expected",
              f"{named} is compatible with the expected shares")
    )  # fmt: skip
    heads = {
        "group": (named, "text"),
        "count": ("count", "integer"),
        "expected": ("expected", "number"),
        "proportion": ("share", "percent"),
    }
    return answer_of_test(
        sentence(yes, no, result),
        result,
        "It assumes independent cases.",
        tables=[table_of(result["groups"], heads)],
    )


@operation.companions
def companions(schema: Schema, column: str, frequency: str | None = None) -> list[Step]:
    if frequency:
        return []
    return [Step(operation="bar_chart", params={"category": column})]
