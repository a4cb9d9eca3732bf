"""Which of several groups differ from which."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import muted, name_of
from analysis.references.small import SLEEP
from analysis.references.tables import MUCOCILIARY, PLANT_GROWTH
from analysis.results.comparisons import ComparedPair, GroupsPair, PostHocResult
from analysis.signatures.inference import TEST_NUMBERS, FactorColumn, Outcomes
from analysis.statistics.adjustment import pairs_verdict
from analysis.statistics.pairwise import (
    dunn_pairs,
    games_howell_pairs,
    pooled_pairs,
    tukey_pairs,
)
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_any_spread,
    require_spread,
    sample_row,
)
from analysis.words.chart import capitalised
from analysis.words.inference import groups_table, pairs_summary, table_of, test_title
from analysis.words.inference_charts import box_plots

PostHocMethod = Literal["tukey", "games_howell", "dunn", "pairwise_t"]
PostHocAdjustment = Literal["holm", "bh", "bonferroni", "none"]
POST_HOC_METHODS = {
    "tukey": "Tukey's HSD test",
    "games_howell": "Games–Howell test",
    "dunn": "Dunn's test",
    "pairwise_t": "t-tests of all pairs with the pooled standard deviation",
}
MAX_COMPARED = 15

operation = Operation(
    __name__,
    kind="analyse",
    title="Post-hoc test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bpost[- ]?hoc\b", 6),
            Phrase(r"\b(?:tukey|games[- –]howell|dunn)(?:'s)?\b(?! (?:outlier|fence|box))",
                   4),
            Phrase(r"\bpair-?wise (?:comparisons?|tests?|differences?)\b", 4.5),
            Phrase(r"\bmultiple comparisons?\b", 4.5),
            Phrase(r"\bwhich (?:of the )?(?:groups|\{cat\}\w*) differ\b", 4.5),
            Phrase(r"\bhonestly? significant", 4),
        ),
        anti=(Phrase(r"\bfences?\b|\boutliers?\b|\bbox ?plots?\b", 4),),
        options={
            "method": {
                "tukey": r"\btukey\b|\bhsd\b",
                "games_howell": r"\bgames[- –]howell\b",
                "dunn": r"\bdunn\b",
                "pairwise_t": r"\bpair-?wise t[- ]?tests?\b|\bbonferroni\b(?!.*\bdunn\b)",
            },
            "adjust": {
                "holm": r"\bholm\b",
                "bh": r"\b(?:benjamini|fdr|bh)\b",
                "bonferroni": r"\bbonferroni\b(?! holm)",
                "none": r"\b(?:unadjusted|uncorrected|no correction)\b",
            },
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("Tukey test of fare by class",
                    {"columns": ["fare"], "group": "class", "method": "tukey"}),
            Example("post-hoc test of age by embarked",
                    {"columns": ["age"], "group": "embarked"}),
            Example("Which classes differ in fare? Use Games-Howell",
                    {"columns": ["fare"], "group": "class", "method": "games_howell"}),
            Example("Dunn test for fare by deck",
                    {"columns": ["fare"], "group": "deck", "method": "dunn"}),
            Example("pairwise comparisons of age across who",
                    {"columns": ["age"], "group": "who"}),
            Example("multiple comparisons of fare by embark_town with Dunn and Holm",
                    {"columns": ["fare"], "group": "embark_town", "method": "dunn",
                     "adjust": "holm"}),
        ),
    ),
    references=(
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group", "method": "tukey"},
            {"pairs": [
                {"estimate": -0.371, "ci_low": -1.0622161, "ci_high": 0.3202161,
                 "p_value": 0.3908711},
                {"estimate": 0.494, "ci_low": -0.1972161, "ci_high": 1.1852161,
                 "p_value": 0.1979960},
                {"estimate": 0.865, "ci_low": 0.1737839, "ci_high": 1.5562161,
                 "p_value": 0.0120064},
            ]},
            "R: TukeyHSD(aov(weight ~ group, data = PlantGrowth))",
            1e-4,
        ),
        Reference(
            SLEEP,
            {"columns": ["extra"], "group": "group", "method": "games_howell"},
            {"pairs": [{"p_value": 0.07939, "dof": 17.776, "ci_low": -0.2054832,
                        "ci_high": 3.3654832}]},
            "R: t.test(extra ~ group, data = sleep); with two groups Games and Howell's "
            "test is Welch's",
            1e-3,
        ),
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group", "method": "pairwise_t",
             "adjust": "bonferroni"},
            {"pairs": [{"p_value": 0.583163640162903}, {"p_value": 0.263045025188050},
                       {"p_value": 0.0133777078146164}]},
            "R: pairwise.t.test(weight, group, p.adjust.method = 'bonferroni'), "
            "PlantGrowth",
            1e-6,
        ),
        Reference(
            {key: MUCOCILIARY[key][:9] for key in MUCOCILIARY},
            {"columns": ["y"], "group": "health", "method": "dunn"},
            {"pairs": [{"estimate": 0.9, "statistic": 0.489898, "p_value": 0.624206}]},
            "Dunn (1964) by hand: mean ranks 4.6 and 5.5, z = 0.9 / sqrt(7.5 (1/5 + 1/4))",
            1e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def post_hoc(
    data: pd.DataFrame,
    columns: Outcomes,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    method: PostHocMethod = "games_howell",
    adjust: PostHocAdjustment = "holm",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> PostHocResult:
    """Compares all pairs of groups, with the number of comparisons accounted for.

    Args:
        method: Games–Howell by default, which needs no equal variances; Tukey's HSD
            after a classical analysis of variance, Dunn after Kruskal–Wallis; pairwise t
            pools the standard deviation of all groups (as R's pairwise.t.test).
        adjust: of Dunn's and the pairwise t-tests' p-values; the others' are already for
            all pairs together.

    Returns ``pairs`` with the difference (second minus first: of means, with interval, or
    of mean ranks) and p, and how many are significant.

    Raises:
        DataError: fewer than two groups or values, more than 15 groups, no spread.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, samples, n_missing = independent_samples(data, columns, group, levels)
    if len(labels) > MAX_COMPARED:
        raise DataError(
            f"“{group}” has {len(labels)} groups, which make "
            f"{len(labels) * (len(labels) - 1) // 2:,} pairs.",
            f"Name the groups to compare, at most {MAX_COMPARED}.",
            group or columns[0],
        )
    compared = compared_pairs(
        labels, samples, method, adjust, confidence_level, columns[0]
    )
    pairs: list[GroupsPair] = [
        {**pair, "significant": bool(pair["p_value"] < alpha)} for pair in compared
    ]
    return {
        "pairs": pairs,
        **pairs_verdict([pair["significant"] for pair in pairs]),
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": POST_HOC_METHODS[method],
        "adjust": adjust if method in ("dunn", "pairwise_t") else "all pairs together",
        "n_obs": sum(len(sample) for sample in samples),
        "n_missing": n_missing,
        "groups": [sample_row(*each) for each in zip(labels, samples, strict=True)],
    }


def compared_pairs(
    labels: list[str],
    samples: list[np.ndarray],
    method: str,
    adjust: str,
    confidence_level: float,
    column: str,
) -> list[ComparedPair]:
    """All pairs by one method; a DataError where it is not defined."""
    if method == "games_howell":
        for label, sample in zip(labels, samples, strict=True):
            require_spread(sample, label, column)
        return games_howell_pairs(labels, samples, confidence_level)
    if method == "tukey":
        require_any_spread(samples, column)
        return tukey_pairs(labels, samples, confidence_level)
    if method == "pairwise_t":
        require_any_spread(samples, column)
        return pooled_pairs(labels, samples, adjust, confidence_level)
    require_spread(np.concatenate(samples), column, column)
    return dunn_pairs(labels, samples, adjust)


@operation.restate
def restate(
    columns: list[str], group: str | None = None, method: str = "games_howell", **_: Any
) -> str:
    return test_title(POST_HOC_METHODS[method], columns, group)


@operation.present
def present(
    result: PostHocResult, columns: list[str], group: str | None = None
) -> Answer:
    pairs = sorted(result["pairs"], key=lambda pair: pair["p_value"])
    what = name_of(columns[0]) if group else "the columns"
    summary = pairs_summary(
        pairs, "p_value", f"in {what} at alpha = {result['alpha']:g}{_adjusted(result)}"
    )
    heads: dict[str, tuple[str, Any]] = {
        "first": ("group", "text"),
        "second": ("with", "text"),
        "estimate": ("difference", "number"),
    }
    ranks = "ci_low" not in pairs[0]
    if ranks:
        heads["estimate"] = ("difference of mean ranks", "number")
    else:
        heads |= {"ci_low": ("low", "number"), "ci_high": ("high", "number")}
    heads |= {
        "statistic": (
            "z" if ranks else "t" if "p_unadjusted" in pairs[0] else "q",
            "number",
        ),
        "p_value": ("p", "p_value"),
    }
    missing = (
        f"; {result['n_missing']:,} missing left out" if result["n_missing"] else ""
    )
    return Answer(
        summary,
        (
            table_of(pairs, heads, result["method"]),
            groups_table(result["groups"], "Groups"),
            muted(
                f"{capitalised(result['method'])}; n = {result['n_obs']:,}{missing}.",
                "Differences: second group minus first.",
                f"P-values adjusted by {result['adjust']}."
                if ranks
                else f"P-values adjusted by {result['adjust']}; each interval holds for "
                "its own pair."
                if "p_unadjusted" in pairs[0]
                else "P-values and intervals hold for all pairs together.",
            ),
        ),
    )


def _adjusted(result: PostHocResult) -> str:
    """By which rule p-values allow for the number of pairs, where one was chosen."""
    names = {"holm": "Holm", "bh": "Benjamini–Hochberg", "bonferroni": "Bonferroni"}
    name = names.get(result["adjust"], "")
    return f" ({name}-adjusted)" if name else ""


operation.companions(box_plots)
