"""How many times as likely something is in one group as in another."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.reply import Item, KeyValues
from analysis.base.wording import muted, name_of, p_words, percent, side_words
from analysis.operations.proportion_test import (
    OutcomeColumn,
    proportion_rows,
    success_counts,
)
from analysis.references.small import ASPIRIN
from analysis.results.comparisons import RiskRatioResult
from analysis.signatures.inference import TEST_NUMBERS, CountColumn, FactorColumn
from analysis.statistics.binary import newcombe_interval
from analysis.statistics.contingency import odds_ratio_interval
from analysis.statistics.samples import check_shares
from analysis.words.inference import at_alpha, interval, short, table_of

operation = Operation(
    __name__,
    kind="analyse",
    title="Risk ratio",
    category="Relate",
    language=Language(
        phrases=(Phrase(r"\b(?:risk ratio|relative risk)s?\b|\bnumber needed to treat\b", 6),),
        numbers=TEST_NUMBERS,
        examples=(
            Example("risk ratio of survived by sex",
                    {"column": "survived", "group": "sex"}),
            Example("relative risk of alone by sex", {"column": "alone", "group": "sex"}),
            Example("number needed to treat for survived by sex",
                    {"column": "survived", "group": "sex"}),
            Example("risk difference of alive by alone",
                    {"column": "alive", "group": "alone"}),
            Example("relative risk of alive for male compared with female",
                    {"column": "alive", "group": "sex", "levels": ["male", "female"]}),
        ),
    ),
    references=(
        Reference(
            ASPIRIN,
            {"column": "infarction", "group": "drug", "levels": ["placebo", "aspirin"],
             "frequency": "n"},
            {"estimate": 1.82, "ci_low": 1.43, "ci_high": 2.30, "risk_difference": 0.0077,
             "odds_ratio": 1.83},
            "Agresti (2007), An Introduction to Categorical Data Analysis, 2nd edition, "
            "sections 2.2.2 to 2.3.3",
            4e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def risk_ratio(
    data: pd.DataFrame,
    column: OutcomeColumn,
    group: FactorColumn,
    success: str | None = None,
    levels: list[str] | None = None,
    frequency: CountColumn | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> RiskRatioResult:
    """The share with a value in the first group over that in the second.

    Args:
        success: the value whose risk it is; without, the one that says yes, else the last.
        levels: the two groups; the first is set against the second.

    Returns the ratio with the interval of its logarithm (Katz et al. 1978), its z and p,
    the difference of the risks with Newcombe's interval, how many to treat for one case
    more or less, the odds ratio, and each group's share with Wilson's interval.

    Raises:
        DataError: not two groups, or a group that has no case.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, counts, totals, level, n_missing = success_counts(
        data, column, group, success, levels, frequency
    )
    _check_groups(labels, counts, totals, (column, group, level))
    (a, m), (b, n) = ((float(c), float(t)) for c, t in zip(counts, totals, strict=True))
    log_ratio = math.log((a / m) / (b / n))
    error = math.sqrt(1 / a - 1 / m + 1 / b - 1 / n)
    quantile = float(stats.norm.ppf((1 + confidence_level) / 2))
    difference = a / m - b / n
    low, high = newcombe_interval((a, m), (b, n), confidence_level)
    z = log_ratio / error if error else 0.0
    p_value = float(2 * stats.norm.sf(abs(z)))
    table = np.array([[a, m - a], [b, n - b]])
    odds = odds_ratio_interval(table, confidence_level)
    result: RiskRatioResult = plain(
        {
            "estimate": math.exp(log_ratio),
            "ci_low": math.exp(log_ratio - quantile * error),
            "ci_high": math.exp(log_ratio + quantile * error),
            "estimate_name": "risk ratio",
            "statistic": z,
            "statistic_name": "z",
            "p_value": p_value,
            "risk_difference": difference,
            "difference_ci_low": low,
            "difference_ci_high": high,
            "needed_to_treat": 1 / abs(difference) if difference else None,
            **odds,
            "success": level,
            "significant": bool(p_value < alpha),
            "alpha": alpha,
            "confidence_level": confidence_level,
            "method": "risk ratio, interval of its logarithm",
            "groups": proportion_rows(labels, counts, totals, confidence_level),
            "n_obs": round(float(totals.sum())),
            "n_missing": n_missing,
        }
    )
    return result


def _check_groups(
    labels: list[str], counts: Any, totals: Any, named: tuple[str, str, Any]
) -> None:
    """Refuses what is not two groups that both have a case."""
    column, group, level = named
    if len(labels) != 2:
        raise DataError(
            f"A risk ratio compares two groups; “{group}” has {len(labels)}.",
            f"Name two of them, as in “{labels[0]} compared with {labels[-1]}”.",
            group,
        )
    if (counts == 0).any() or (totals == 0).any():
        empty = labels[int(np.argmin(counts))]
        raise DataError(
            f"“{empty}” has no row where “{column}” is “{level}”, so the ratio is not defined.",
            "Compare the shares, or use Fisher's exact test.",
            column,
        )


@operation.restate
def restate(
    column: str,
    group: str,
    success: str | None = None,
    levels: list[str] | None = None,
    **_: Any,
) -> str:
    what = f"{name_of(column)} = {success}" if success is not None else name_of(column)
    sides = f", {levels[0]} against {levels[1]}" if levels and len(levels) == 2 else ""
    return f"Risk ratio of {what} by {name_of(group)}{sides}"


@operation.present
def present(result: RiskRatioResult, column: str, group: str) -> Answer:
    first, second = result["groups"]
    sides = [side_words(group, row["group"]) for row in (first, second)]
    what = f"{name_of(column)} = {result['success']}"
    shares = [percent(row["proportion"]) for row in (first, second)]
    summary = (
        f"The risk ratio (relative risk) of {what} is {short(result['estimate'])} "
        f"({interval(result)}), {sides[0]} against {sides[1]}: {shares[0]} of {sides[0]} and "
        f"{shares[1]} of {sides[1]}; z = {short(result['statistic'])}, "
        f"{p_words(result['p_value'])}; {at_alpha(result)}."
    )
    level = percent(result["confidence_level"])
    tiles = KeyValues(
        style="tiles",
        items=(
            Item(label="risk ratio", value=result["estimate"]),
            Item(label=f"{level} interval, low", value=result["ci_low"]),
            Item(label=f"{level} interval, high", value=result["ci_high"]),
            Item(label="p", value=result["p_value"], format="p_value"),
            Item(label="risk difference", value=result["risk_difference"]),
            Item(label="number needed to treat", value=result["needed_to_treat"]),
            Item(label="odds ratio", value=result["odds_ratio"]),
            Item(label="n", value=result["n_obs"], format="integer"),
        ),
    )
    heads = {
        "group": (name_of(group), "text"),
        "count": (result["success"], "integer"),
        "n_obs": ("n", "integer"),
        "proportion": ("share", "percent"),
        "ci_low": ("low", "percent"),
        "ci_high": ("high", "percent"),
    }
    missing = (
        f"; {result['n_missing']:,} missing left out" if result["n_missing"] else ""
    )
    note = muted(
        f"n = {result['n_obs']:,}{missing}.",
        f"Interval of the ratio by its logarithm (Katz), of the difference "
        f"({percent(result['difference_ci_low'])} to {percent(result['difference_ci_high'])}) by "
        "Newcombe. It assumes independent cases.",
    )
    return Answer(summary, (tiles, table_of(result["groups"], heads), note))


operation.stands_on(
    Grounds(
        suits="how many times as likely something is in one of two groups",
        assumes=(
            "every case is counted once, and the cases are independent of each other",
            "about 5 or more cases with and without in each group",
        ),
        without="It compares shares, so normality plays no part.",
    )
)
