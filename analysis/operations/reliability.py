"""How consistently several items measure the same thing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns
from analysis.base.plain import plain
from analysis.base.reply import Block, Item, KeyValues, Notice
from analysis.base.wording import (
    counted,
    muted,
    name_of,
    names_of,
    observed_words,
    of_words,
)
from analysis.references.multivariate import ATTITUDE
from analysis.results.multivariate import ReliabilityResult
from analysis.signatures.inference import CONFIDENCE_NUMBERS
from analysis.statistics.complete_rows import complete_matrix
from analysis.statistics.samples import check_shares
from analysis.words.inference import interval, short, table_of

operation = Operation(
    __name__,
    kind="analyse",
    title="Reliability",
    category="Multivariate",
    language=Language(
        phrases=(
            Phrase(r"\bcronbach(?:'?s)?(?: alpha)?\b", 7),
            Phrase(r"\b(?:scale )?reliability(?: analysis)?\b", 5.5),
            Phrase(r"\binternal(?:ly)? consisten\w+\b", 6),
            Phrase(r"\bitem[- ]total correlations?\b", 6),
        ),
        numbers={"confidence_level": CONFIDENCE_NUMBERS},
        examples=(
            Example("Cronbach's alpha of sibsp, parch and pclass",
                    {"columns": ["sibsp", "parch", "pclass"]}),
            Example("reliability of sibsp, parch, fare",
                    {"columns": ["sibsp", "parch", "fare"]}),
            Example("How reliable is the scale: internal consistency of age and fare",
                    {"columns": ["age", "fare"]}),
            Example("item-total correlations of sibsp, parch, pclass and survived",
                    {"columns": ["sibsp", "parch", "pclass", "survived"]}),
            Example("cronbach alpha for age, sibsp, parch",
                    {"columns": ["age", "sibsp", "parch"]}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            ATTITUDE,
            {"columns": list(ATTITUDE)},
            {"alpha": 0.843, "standardised_alpha": 0.839, "average_correlation": 0.427},
            "R: psych::alpha(attitude)$total, an example of ?psych::alpha, to three digits",
            1.2e-3,
        ),
        Reference(
            {"a": [1, 2, 3, 4], "b": [1, 3, 2, 4]},
            {"columns": ["a", "b"]},
            # variances 5/3 each, covariance 4/3, total 6: 2 (1 - (10/3) / 6) = 8/9
            {"alpha": 8 / 9, "standardised_alpha": 8 / 9},
            "by hand from Cronbach (1951): k / (k - 1) · (1 - Σ variances / variance of Σ)",
            1e-12,
        ),
    ),
)  # fmt: skip


@operation.compute
def reliability(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    confidence_level: float = 0.95,
) -> ReliabilityResult:
    """Cronbach's alpha of the columns as items of one scale, a row per person.

    Returns alpha with its interval (Feldt, Woodruff and Salih 1987), the standardised
    alpha of the mean correlation, and per item its correlation with the sum of the
    others and alpha without it. Items are not reversed; negative ones are named.

    Raises:
        DataError: fewer than two items or three complete rows, a constant item, or
            items that cancel each other.
    """
    check_shares(confidence_level=confidence_level)
    names, values, n_missing = complete_matrix(data, columns)
    k, n = len(names), len(values)
    alpha = cronbach_alpha(values)
    if alpha is None:
        raise DataError(
            f"The sum of {names_of(names)} is the same in all rows.",
            "Reverse the items that point the other way, or leave one out.",
            names[0],
        )
    correlations = np.corrcoef(values, rowvar=False)
    mean_r = float((correlations.sum() - k) / (k * (k - 1)))
    spread = 1 + (k - 1) * mean_r
    tail, degrees = (1 - confidence_level) / 2, (n - 1, (n - 1) * (k - 1))
    items = []
    for place, name in enumerate(names):
        rest = np.delete(values, place, axis=1)
        items.append(
            {
                "item": name_of(name),
                "mean": values[:, place].mean(),
                "std": values[:, place].std(ddof=1),
                "item_rest_correlation": item_rest(values[:, place], rest.sum(axis=1)),
                "alpha_without": cronbach_alpha(rest) if k > 2 else None,
            }
        )
    result: ReliabilityResult = plain(
        {
            "alpha": alpha,
            "ci_low": 1 - (1 - alpha) * stats.f.ppf(1 - tail, *degrees),
            "ci_high": 1 - (1 - alpha) * stats.f.ppf(tail, *degrees),
            "confidence_level": confidence_level,
            "standardised_alpha": k * mean_r / spread if spread > 1e-12 else None,
            "average_correlation": mean_r,
            "items": items,
            "n_items": k,
            "method": "Cronbach's alpha",
            "n_obs": n,
            "n_missing": n_missing,
        }
    )
    return result


def cronbach_alpha(values: np.ndarray) -> float | None:
    """Alpha of a matrix of persons × items; None if their sum does not vary."""
    k = values.shape[1]
    item_variances = float(values.var(axis=0, ddof=1).sum())
    total = float(values.sum(axis=1).var(ddof=1))
    if total <= 1e-12 * item_variances:
        return None
    return float(k / (k - 1) * (1 - item_variances / total))


def item_rest(item: np.ndarray, rest: np.ndarray) -> float | None:
    """The correlation of an item with the sum of the others."""
    if float(np.ptp(rest)) <= 1e-12 * float(np.abs(rest).max()):
        return None
    return float(np.corrcoef(item, rest)[0, 1])


@operation.restate
def restate(columns: list[str] | None = None, **_: Any) -> str:
    return f"Cronbach's alpha{of_words(columns, 'all columns of numbers')}"


@operation.present
def present(result: ReliabilityResult) -> Answer:
    against = [
        row["item"]
        for row in result["items"]
        if (row["item_rest_correlation"] or 0.0) < 0
    ]
    summary = (
        f"Cronbach's alpha of {counted(result['n_items'], 'item')} is "
        f"{short(result['alpha'])} ({interval(result)}), {_judged(result['alpha'])} "
        f"(n = {result['n_obs']:,}){_of_single_items(result, against)}."
    )
    tiles = KeyValues(
        style="tiles",
        items=(
            Item(label="Cronbach's alpha", value=result["alpha"]),
            Item(label="standardised alpha", value=result["standardised_alpha"]),
            Item(label="mean correlation", value=result["average_correlation"]),
            Item(label="n", value=result["n_obs"], format="integer"),
        ),
    )
    heads = {
        "item": ("item", "text"),
        "mean": ("mean", "number"),
        "std": ("sd", "number"),
        "item_rest_correlation": ("r with the other items", "number"),
        "alpha_without": ("alpha without it", "number"),
    }
    blocks: list[Block] = [tiles, table_of(result["items"], heads, "Items")]
    if against:
        blocks.append(
            Notice(
                text=f"{names_of(against)} runs against the other items.",
                level="warning",
                fix="If it is worded the other way round, reverse it first.",
            )
        )
    blocks.append(
        muted(
            f"Cronbach's alpha, interval by Feldt; {observed_words(result)}.",
            "Words by George and Mallery (2003): 0.9 excellent, 0.8 good, 0.7 acceptable, "
            "0.6 questionable, 0.5 poor. Alpha grows with the number of items.",
        )
    )
    return Answer(summary, tuple(blocks))


def _of_single_items(result: ReliabilityResult, against: list[str]) -> str:
    """Which item runs against the others, or is better left out."""
    if against:
        return f"; {names_of(against)} runs against the others and would have to be reversed"
    known = [row for row in result["items"] if row["alpha_without"] is not None]
    best = max(known, key=lambda row: row["alpha_without"] or 0.0, default=None)
    if (
        best is None
        or len(known) < 3
        or (best["alpha_without"] or 0) <= result["alpha"]
    ):
        return ""
    return (
        f"; without {name_of(best['item'])} it would be {short(best['alpha_without'])}"
    )


def _judged(alpha: float) -> str:
    bounds = ((0.9, "excellent"), (0.8, "good"), (0.7, "acceptable"),
              (0.6, "questionable"), (0.5, "poor"))  # fmt: skip
    return next((word for bound, word in bounds if alpha >= bound), "unacceptable")
