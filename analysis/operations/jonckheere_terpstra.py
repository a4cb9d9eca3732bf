"""Whether values rise or fall over groups that have an order."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import name_of
from analysis.references.tables import MOTIVATION, WARPBREAKS
from analysis.results.tests import TestResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    RankedOutcomes,
)
from analysis.statistics.effect_sizes import effect
from analysis.statistics.ordered import jonckheere, normal_p, require_order
from analysis.statistics.samples import check_shares, independent_samples, sample_row
from analysis.statistics.values import with_places
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="Jonckheere–Terpstra test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bjonckheere\b", 6),
            Phrase(r"\bordered (?:groups?|alternatives?) test\b|\btest (?:for|of) ordered "
                   r"(?:groups?|alternatives?)\b", 6),
        ),
        anti=(Phrase(r"\bcochran\b|\barmitage\b|\bmann[- –]kendall\b", 4),),
        options={"alternative": ALTERNATIVE_WORDS},
        numbers=TEST_NUMBERS,
        examples=(
            Example("Jonckheere-Terpstra test of fare by pclass",
                    {"columns": ["fare"], "group": "pclass"}),
            Example("jonckheere test for age across pclass",
                    {"columns": ["age"], "group": "pclass"}),
            Example("Jonckheere's trend test of age over parch",
                    {"columns": ["age"], "group": "parch"}),
            Example("test for ordered alternatives of fare by sibsp",
                    {"columns": ["fare"], "group": "sibsp"}),
            Example("Jonckheere-Terpstra of age by pclass, alpha = 0.01",
                    {"columns": ["age"], "group": "pclass", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            MOTIVATION,
            {"columns": ["pieces"], "group": "knowledge"},
            {"statistic": 79, "p_value": 0.0414207879861, "effect_size": 0.4037513192596},
            "J: Hollander and Wolfe (1973), p. 123; p and tau: R 4.2: cor.test(pieces, "
            "knowledge, method = \"kendall\", exact = FALSE), whose z is that of J",
            1e-10,
        ),
        Reference(
            WARPBREAKS,
            {"columns": ["breaks"], "group": "tension", "levels": ["L", "M", "H"]},
            {"statistic": 275.5, "p_value": 0.00082364091211,
             "effect_size": -0.36141506730235},
            "R 4.2: cor.test(breaks, as.integer(tension), method = \"kendall\", exact = "
            "FALSE, data = warpbreaks); J by counting pairs",
            1e-10,
        ),
    ),
)  # fmt: skip


@operation.compute
def jonckheere_terpstra(
    data: pd.DataFrame,
    columns: RankedOutcomes,
    group: FactorColumn,
    levels: list[str] | None = None,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TestResult:
    """Jonckheere's (1954) and Terpstra's (1952) test of a trend over ordered groups.

    Args:
        levels: only these groups, in this order.
        alternative: "greater" for values that rise with the order, "less" for falling.

    Returns J (pairs of a value and a larger one of a later group, ties half), p by the
    normal approximation with the variance corrected for ties, and Kendall's tau-b of
    value and group.

    Raises:
        DataError: the groups have no order, are fewer than two, or all values equal.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_order(data, group, levels)
    labels, samples, n_missing = independent_samples(
        with_places(data, columns), columns, group, levels, minimum=1
    )
    n_obs = sum(len(sample) for sample in samples)
    j, z, tau = jonckheere(samples)
    if z == 0.0 and len({float(v) for sample in samples for v in sample}) < 2:
        raise DataError(
            f"The {n_obs:,} values of “{columns[0]}” are equal, so there is no trend.",
            "Choose a column that varies.",
            columns[0],
        )
    p_value = normal_p(z, alternative)
    significant = bool(p_value < alpha)
    way = "rising" if z > 0 else "falling"
    return {
        "statistic": j,
        "statistic_name": "J",
        "p_value": p_value,
        **effect("Kendall tau-b", tau, None, None),
        "verdict": f"{way} trend" if significant else "no significant trend",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "alternative": alternative,
        "method": "Jonckheere–Terpstra test",
        "how": f"z = {z:.3f}, normal approximation corrected for ties",
        "n_obs": n_obs,
        "n_missing": n_missing,
        "groups": [sample_row(*each) for each in zip(labels, samples, strict=True)],
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Jonckheere–Terpstra test", columns, group)


@operation.present
def present(result: TestResult, columns: list[str], group: str) -> Answer:
    rows = result["groups"]
    way = "rise" if result["effect_size"] is not None and result["effect_size"] > 0 else "fall"  # fmt: skip
    order = ", ".join(row["group"] for row in rows[:8])
    more = f" and {len(rows) - 8} more" if len(rows) > 8 else ""
    what = name_of(columns[0])
    return answer_of_test(
        sentence(
            f"Values of {what} {way} over {name_of(group)} in its order",
            f"No significant trend in {what} over {name_of(group)} was found",
            result,
        ),
        result,
        f"The order: {order}{more}. {result['how']}. It assumes independent rows and asks "
        "for a change in one direction only.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="values of groups in an order, for a trend in one direction",
        assumes=(
            "the rows are independent of each other",
            "the order of the groups was known before the values were seen",
        ),
        without="This is a rank test; it needs no normality.",
        leads={"means": ("kruskal_wallis", {})},
    )
)
