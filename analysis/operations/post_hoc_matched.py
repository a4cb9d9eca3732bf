"""Which of several matched measurements differ from which."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Literal

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Language
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import muted
from analysis.operations.paired_t import paired_t
from analysis.operations.wilcoxon import wilcoxon
from analysis.references.tables import ROUNDING_TIMES
from analysis.results.comparisons import MatchedPair, PostHocMatchedResult
from analysis.signatures.inference import FactorColumn, Outcomes, SubjectColumn
from analysis.statistics.adjustment import adjusted_p_values, pairs_verdict
from analysis.statistics.matched_samples import matched_samples
from analysis.statistics.samples import check_shares, sample_row
from analysis.words.inference import groups_table, pairs_summary, table_of, test_title
from analysis.words.inference_charts import box_plots

MatchedMethod = Literal["paired_t", "wilcoxon"]
MatchedAdjustment = Literal["holm", "bh", "none"]
MATCHED_METHODS = {
    "paired_t": "pairwise paired t-tests",
    "wilcoxon": "pairwise Wilcoxon signed-rank tests",
}
MAX_CONDITIONS = 15

operation = Operation(
    __name__,
    kind="analyse",
    title="Pairwise tests of matched measurements",
    category="Compare",
    language=Language(phrases=()),
    by_itself=False,
    references=(
        Reference(
            ROUNDING_TIMES,
            {"columns": list(ROUNDING_TIMES)},
            {"pairs": [{"p_adjusted": 0.732481327}, {"p_adjusted": 0.028415331},
                       {"p_adjusted": 0.0020263207}]},
            "R: pairwise.t.test(times, method, paired = TRUE) of ?friedman.test's "
            "RoundingTimes",
            1e-6,
        ),
        Reference(
            ROUNDING_TIMES,
            {"columns": list(ROUNDING_TIMES), "method": "wilcoxon"},
            {"pairs": [{"p_adjusted": 0.44896221857}, {"p_adjusted": 0.03742627908},
                       {"p_adjusted": 0.00511963074}]},
            "R: p.adjust of wilcox.test(round(x - y, 8)) of ?friedman.test's RoundingTimes: "
            "rounded, since differences that tie on paper tie",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def post_hoc_matched(
    data: pd.DataFrame,
    columns: Outcomes,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    method: MatchedMethod = "paired_t",
    adjust: MatchedAdjustment = "holm",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> PostHocMatchedResult:
    """Compares all pairs of matched measurements, p-values adjusted for their number.

    Args:
        method: paired t-tests, or Wilcoxon's signed-rank tests, which need no normality.
        adjust: Holm (1979), Benjamini and Hochberg (1995), or nothing.

    Returns ``pairs`` with the difference (second minus first), p, and p adjusted.

    Raises:
        DataError: too few measurements or subjects, or a pair that does not vary.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, values, n_missing = matched_samples(data, columns, group, subject, levels)
    if len(labels) > MAX_CONDITIONS:
        raise DataError(
            f"{len(labels)} measurements make too many pairs; at most {MAX_CONDITIONS} "
            "are compared.",
            "Name the ones to compare.",
            columns[0],
        )
    pairs: list[MatchedPair] = []
    for first, second in combinations(range(len(labels)), 2):
        names = [labels[first], labels[second]]
        table = pd.DataFrame({names[1]: values[:, second], names[0]: values[:, first]})
        order = [names[1], names[0]]
        found = (
            wilcoxon(table, order) if method == "wilcoxon" else paired_t(table, order)
        )
        pairs.append(
            {
                "first": names[0],
                "second": names[1],
                "estimate": found["estimate"],
                "statistic": found["statistic"],
                "p_value": found["p_value"],
            }
        )
    adjusted = adjusted_p_values([pair["p_value"] for pair in pairs], adjust)
    for pair, p_adjusted in zip(pairs, adjusted, strict=True):
        pair["p_adjusted"] = p_adjusted
        pair["significant"] = bool(p_adjusted < alpha)
    return {
        "pairs": pairs,
        **pairs_verdict([pair["significant"] for pair in pairs]),
        "alpha": alpha,
        "confidence_level": confidence_level,
        "adjust": adjust,
        "method": MATCHED_METHODS[method],
        "n_obs": len(values),
        "n_missing": n_missing,
        "groups": [sample_row(label, values[:, i]) for i, label in enumerate(labels)],
    }


@operation.restate
def restate(
    columns: list[str], group: str | None = None, method: str = "paired_t", **_: Any
) -> str:
    title = MATCHED_METHODS[method]
    return test_title(title[0].upper() + title[1:], columns, group)


@operation.present
def present(result: PostHocMatchedResult) -> Answer:
    pairs = sorted(result["pairs"], key=lambda pair: pair["p_adjusted"])
    summary = pairs_summary(pairs, "p_adjusted", f"at alpha = {result['alpha']:g}")
    heads = {
        "first": ("measurement", "text"),
        "second": ("with", "text"),
        "estimate": ("difference", "number"),
        "statistic": ("statistic", "number"),
        "p_value": ("p", "p_value"),
        "p_adjusted": ("p adjusted", "p_value"),
    }
    how = {"holm": "Holm's method", "bh": "Benjamini and Hochberg", "none": "nothing"}
    method = result["method"]
    return Answer(
        summary,
        (
            table_of(pairs, heads, method[:1].upper() + method[1:]),
            groups_table(result["groups"], "Measurements"),
            muted(
                f"n = {result['n_obs']:,} subjects; p-values adjusted by "
                f"{how[result['adjust']]}. Differences: second minus first."
            ),
        ),
    )


operation.companions(box_plots)
