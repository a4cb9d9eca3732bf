"""Whether groups have the same share, with intervals of shares and their difference."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.base.wording import (
    name_of,
    names_of,
    percent,
    side_words,
)
from analysis.references.tables import SMOKERS
from analysis.results.test_kinds import ProportionResult, SharesFound
from analysis.results.tests import Group, Statistic
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    CountColumn,
    FactorColumn,
)
from analysis.statistics.binary import (
    newcombe_interval,
    success_level,
    wilson_interval,
)
from analysis.statistics.contingency import (
    chi_square_result,
    count_table,
    likelihood_ratio_result,
    odds_ratio_interval,
    require_levels,
)
from analysis.statistics.effect_sizes import cramers_v, effect
from analysis.statistics.fisher import fisher_two_by_two
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares, matching_level
from analysis.words.inference import answer_of_test, sentence, table_of

OutcomeColumn = Annotated[str, ColumnRole("grouping")]

operation = Operation(
    __name__,
    kind="analyse",
    title="Test of proportions",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\b(?:two|one)[- ](?:sample )?proportions? (?:z[- ]?)?test", 6),
            Phrase(r"\bproportions? (?:z[- ]?)?test\b|\btest of proportions\b", 5.5),
            Phrase(r"\bz[- ]test\b", 3),
            Phrase(r"\b(?:proportion|share|percentage|rate)s? (?:of )?.{0,50}\b(?:differ\w*|"
                   r"different|equal|same|higher|lower)\b.{0,40}\b(?:between|among|across|for"
                   r"|than|in)\b", 3.5),
            Phrase(r"\bdifference (?:in|of|between) (?:the )?(?:proportions?|shares?|rates?|"
                   r"percentages?)\b", 4.5),
            Phrase(r"\bcompare (?:the )?(?:proportions?|shares?|rates?)\b", 4),
            Phrase(r"\b(?:confidence interval|ci) (?:of|for) (?:the )?(?:proportion|share|rate)",
                   4.5),
        ),
        anti=(Phrase(r"\b(?:chi[- ]?squared?|binomial|logistic)\b", 3),),
        options={
            "alternative": ALTERNATIVE_WORDS,
            "correction": {"true": r"\bcontinuity\b|\byates\b"},
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("proportion test of alive by sex",
                    {"column": "alive", "group": "sex"}),
            Example("two-proportion z-test of survived between male and female",
                    {"column": "survived", "group": "sex", "levels": ["male", "female"]}),
            Example("Compare the proportions of alone by class",
                    {"column": "alone", "group": "class"}),
            Example("Does the share of alive = yes differ between classes?",
                    {"column": "alive", "success": "yes", "group": "class"}),
            Example("difference in proportions of alone by sex",
                    {"column": "alone", "group": "sex"}),
            Example("95% confidence interval for the proportion of survived",
                    {"column": "survived", "confidence_level": 0.95}),
        ),
    ),
    references=(
        Reference(
            SMOKERS,
            {"column": "column", "group": "row", "frequency": "n"},
            {"statistic": 12.6004, "p_value": 0.005585, "dof": 3},
            "R: prop.test(smokers, patients), help page; Fleiss (1981), p. 139",
            3e-4,
        ),
        Reference(
            {"x": ["yes", "no"] * 2, "group": ["1", "1", "2", "2"],
             "n": [56, 70 - 56, 48, 80 - 48]},
            {"column": "x", "group": "group", "frequency": "n"},
            {"estimate": 0.2, "ci_low": 0.0524, "ci_high": 0.3339},
            "Newcombe (1998), Statistics in Medicine 17, table II, (a) 56/70 - 48/80, "
            "method 10",
            1e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def proportion_test(
    data: pd.DataFrame,
    column: OutcomeColumn,
    group: FactorColumn | None = None,
    success: str | None = None,
    levels: list[str] | None = None,
    p: float = 0.5,
    frequency: CountColumn | None = None,
    correction: bool = False,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> ProportionResult:
    """Compares how often a value occurs between groups, or with ``p``.

    Args:
        success: the value that is counted; without, the one that says yes, else the last.
        levels: only these groups; the difference is the first minus the second.
        correction: Yates' (1934), for two groups. alternative: for two groups or one.

    Returns for two groups z and p, the difference with Newcombe's (1998) interval, odds
    and risk ratio; for more chi-square and p; without a group the score test against
    ``p``; always each group's share with Wilson's (1927) interval.

    Raises:
        DataError: one group only, an unknown value, or a value that all rows have.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    if not 0 < p < 1:
        raise DataError("A share to compare with lies between 0 and 1.", "", column)
    labels, counts, totals, level, n_missing = success_counts(
        data, column, group, success, levels, frequency
    )
    if (totals == 0).any():
        raise DataError(
            f"A group of “{group}” has no values of “{column}”.",
            "Leave it out, or check the filters.",
            column,
        )
    if group is None:
        found = one_share_result(counts[0], totals[0], p, alternative, confidence_level)
    else:
        require_levels(group, labels, test="a comparison of shares")
        if counts.sum() in (0, totals.sum()):
            raise DataError(
                f"“{column}” is “{level}” in {'no' if counts.sum() == 0 else 'every'} row, "
                "so the groups cannot differ.",
                "Choose another column or value.",
                column,
            )
        table = np.column_stack([counts, totals - counts])
        found = shares_result(table, correction, alternative, confidence_level)
    significant = bool(found["p_value"] < alpha)
    return {
        **found,
        "verdict": "shares differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "alternative": alternative if len(labels) < 3 else "two-sided",
        "success": level,
        "n_obs": round(totals.sum()),
        "n_missing": n_missing,
        "groups": proportion_rows(labels, counts, totals, confidence_level),
    }


def success_counts(
    data: pd.DataFrame,
    column: str,
    group: str | None,
    success: str | None,
    levels: list[str] | None,
    frequency: str | None,
) -> tuple[list[str], np.ndarray, np.ndarray, str, int]:
    """Successes and totals by group, and which value counts as success."""
    if group is None:
        (values,), counts, n_missing = count_table(data, [column], frequency)
        level = success_level(column, values, success)
        chosen = counts[values.index(level)]
        return [column], np.array([chosen]), np.array([counts.sum()]), level, n_missing
    (values, labels), table, n_missing = count_table(data, [column, group], frequency)
    level = success_level(column, values, success)
    wanted = levels or [
        label for label, size in zip(labels, table.sum(axis=0), strict=True) if size > 0
    ]
    places = [labels.index(matching_level(each, labels, group)) for each in wanted]
    picked = table[:, list(dict.fromkeys(places))]
    names = [labels[place] for place in dict.fromkeys(places)]
    return names, picked[values.index(level)], picked.sum(axis=0), level, n_missing


def one_share_result(
    count: float, n: float, p: float, alternative: str, confidence_level: float
) -> SharesFound:
    """The score test of one share against ``p``."""
    share = float(count / n)
    z = (share - p) / math.sqrt(p * (1 - p) / n)
    low, high = wilson_interval(float(count), float(n), confidence_level)
    return {
        "statistic": z,
        "p_value": normal_tail(z, alternative),
        "estimate": share,
        "ci_low": low,
        "ci_high": high,
        "estimate_name": "share",
        "statistic_name": "z",
        "method": f"score test of a share against {p:g}",
        **effect("difference from p", share - p, low - p, high - p),
    }


def shares_result(
    table: np.ndarray, correction: bool, alternative: str, confidence_level: float
) -> SharesFound:
    """The test of groups' shares; rows are groups, columns successes and the others."""
    n = float(table.sum())
    chi2 = chi_square_result(table, correction)
    size = cramers_v(
        chi_square_result(table, False)["statistic"], n, table.shape, confidence_level
    )
    others: dict[str, Statistic | None] = {
        "G test (likelihood ratio)": likelihood_ratio_result(table)
    }
    if len(table) > 2:
        return {
            **chi2,
            **size,
            "statistic_name": "χ²",
            "method": "chi-square test of equal shares",
            "alternatives": other_methods(others, ""),
        }
    first, second = ((float(row[0]), float(row.sum())) for row in table)
    difference = first[0] / first[1] - second[0] / second[1]
    low, high = newcombe_interval(first, second, confidence_level)
    z = math.copysign(math.sqrt(chi2["statistic"]), difference)
    others["Fisher's exact test"] = fisher_two_by_two(table, alternative)
    return {
        "statistic": z,
        "p_value": normal_tail(z, alternative),
        "estimate": difference,
        "ci_low": low,
        "ci_high": high,
        **effect("Cohen's h", cohens_h(first, second), None, None),
        "risk_ratio": (first[0] / first[1]) / (second[0] / second[1])
        if second[0]
        else None,
        **odds_ratio_interval(table, confidence_level),
        "estimate_name": "difference of shares",
        "statistic_name": "z",
        "method": "z-test of two shares"
        + (" with Yates' correction" if correction else ""),
        "alternatives": other_methods(others, ""),
    }


def normal_tail(z: float, alternative: str) -> float:
    """The p-value of a z statistic."""
    if alternative == "less":
        return float(stats.norm.cdf(z))
    if alternative == "greater":
        return float(stats.norm.sf(z))
    return float(2 * stats.norm.sf(abs(z)))


def cohens_h(first: tuple[float, float], second: tuple[float, float]) -> float:
    """The difference of two shares on the arcsine scale (Cohen 1988)."""
    angles = [2 * math.asin(math.sqrt(count / n)) for count, n in (first, second)]
    return angles[0] - angles[1]


def proportion_rows(
    labels: list[str], counts: np.ndarray, totals: np.ndarray, confidence_level: float
) -> list[Group]:
    """Each group's count, total and share with Wilson's interval."""
    rows: list[Group] = []
    for label, count, total in zip(
        labels, counts.tolist(), totals.tolist(), strict=True
    ):
        low, high = wilson_interval(count, total, confidence_level)
        rows.append(
            {
                "group": label,
                "count": round(count),
                "n_obs": round(total),
                "proportion": count / total,
                "ci_low": low,
                "ci_high": high,
            }
        )
    return rows


@operation.restate
def restate(
    column: str, group: str | None = None, success: str | None = None, **_: Any
) -> str:
    what = f"{name_of(column)} = {success}" if success is not None else name_of(column)
    by = f" by {name_of(group)}" if group else ""
    return f"Test of proportions of {what}{by}"


@operation.present
def present(
    result: ProportionResult, column: str, group: str | None = None, p: float = 0.5
) -> Answer:
    rows = result["groups"]
    sides = [side_words(group, row["group"]) for row in rows]
    shares = [
        f"{percent(row['proportion'])} of {side}"
        for row, side in zip(rows, sides, strict=True)
    ]
    if group:
        labels = names_of(sides[:6])
        what = f"the share of {result['success']} in {name_of(column)}"
        yes = f"The{what[3:]} differs between {labels} ({', '.join(shares[:6])})"
        no = f"No significant difference in {what} between {labels} was found ({', '.join(shares[:6])})"
    else:
        share, expected = percent(rows[0]["proportion"]), percent(p)
        what = f"The share of {result['success']} in {name_of(column)} is {share}"
        yes, no = (
            f"{what} and differs from {expected}",
            f"{what}, compatible with {expected}",
        )
    heads = {
        "group": (name_of(group or "column"), "text"),
        "count": (result["success"], "integer"),
        "n_obs": ("n", "integer"),
        "proportion": ("share", "percent"),
        "ci_low": ("low", "percent"),
        "ci_high": ("high", "percent"),
    }
    return answer_of_test(
        sentence(yes, no, result),
        result,
        "Intervals of shares by Wilson, of their difference by Newcombe. It assumes "
        "independent cases and shares that are not too close to 0 or 100 %.",
        tables=[table_of(rows, heads)],
    )


@operation.companions
def companions(
    schema: Schema, column: str, frequency: str | None = None, group: str | None = None
) -> list[Step]:
    if frequency:
        return []
    chosen: dict[str, str] = {"category": group or column}
    if group:
        chosen["group_by"] = column
    return [Step(operation="bar_chart", params=chosen)]


operation.stands_on(
    Grounds(
        suits="shares in two groups",
        assumes=(
            "every case is counted once, and the cases are independent of each other",
            "about 5 or more cases with and without in each group",
        ),
        without="It compares shares, so normality plays no part.",
    )
)


@operation.further("pairs")
def pairs(asked: Asked) -> tuple[Step, ...] | None:
    """Which of several groups differ in their shares."""
    column, group = asked.params.get("column"), asked.params.get("group")
    if not column or not group or len(asked.result["groups"]) < 3:
        return None
    params = {"columns": [column, group]}
    return (Step(operation="compare_shares", params=params),)
