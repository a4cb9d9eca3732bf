"""How alike values of the same group, or ratings of the same target, are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.reply import Block, Item, KeyValues
from analysis.base.wording import counted, muted, name_of, names_of, p_words
from analysis.references.small import DYESTUFF, JUDGES
from analysis.results.associations import IntraclassResult, Likeness, RaterCorrelation
from analysis.signatures.inference import TEST_NUMBERS, FactorColumn, Outcomes
from analysis.statistics.complete_rows import complete_matrix
from analysis.statistics.mean_tests import anova_result
from analysis.statistics.samples import check_shares, independent_samples
from analysis.statistics.variance_components import (
    intraclass_interval,
    random_intercept,
    rater_correlations,
)
from analysis.words.inference import interval, short, table_of

operation = Operation(
    __name__,
    kind="analyse",
    title="Intraclass correlation",
    category="Compare",
    language=Language(
        phrases=(Phrase(r"\bintra-?class correlations?\b|\biccs?\b", 6),),
        numbers=TEST_NUMBERS,
        examples=(
            Example("intraclass correlation of fare by embark_town",
                    {"columns": ["fare"], "group": "embark_town"}),
            Example("ICC of age within deck", {"columns": ["age"], "group": "deck"}),
            Example("intraclass correlation of fare within class",
                    {"columns": ["fare"], "group": "class"}),
            Example("intraclass correlation coefficient of sibsp, parch and pclass",
                    {"columns": ["sibsp", "parch", "pclass"]}),
            Example("intraclass correlation of sibsp and parch",
                    {"columns": ["sibsp", "parch"]}),
        ),
    ),
    references=(
        Reference(
            DYESTUFF,
            {"columns": ["yield"], "group": "batch"},
            {"between": 1764.05, "residual": 2451.25, "mean": 1527.5},
            "R: lme4::lmer(Yield ~ 1 | Batch, Dyestuff), Bates et al. (2015), J. Stat. "
            "Softw. 67(1); Davies (1947)",
            1e-5,
        ),
        Reference(
            JUDGES,
            {"columns": list(JUDGES)},
            {"forms": [{"value": 0.17}, {"value": 0.29}, {"value": 0.71},
                       {"value": 0.44}, {"value": 0.62}, {"value": 0.91}]},
            "Shrout and Fleiss (1979), Psychological Bulletin 86, table 4",
            3e-2,
        ),
    ),
)  # fmt: skip

_MEANING = {
    "ICC(1,1)": "one rating, raters differ from target to target",
    "ICC(2,1)": "one rating, absolute agreement of raters drawn at random",
    "ICC(3,1)": "one rating, consistency of these raters",
    "ICC(1,k)": "mean of the ratings, raters differ from target to target",
    "ICC(2,k)": "mean of the ratings, absolute agreement",
    "ICC(3,k)": "mean of the ratings, consistency (Cronbach's alpha)",
}


@operation.compute
def intraclass_correlation(
    data: pd.DataFrame,
    columns: Outcomes,
    group: FactorColumn | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> IntraclassResult:
    """The intraclass correlation of values within groups, or of raters' columns.

    With ``group`` the share of the variance that lies between groups in a random
    intercept model, by restricted maximum likelihood, with its profile interval and the
    F test of the groups. Without, several columns are raters, rows what they rate:
    Shrout and Fleiss' (1979) six correlations, ICC(2,1) first.

    Raises:
        DataError: one column without groups, fewer than two groups, none with two values.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    if group is None:
        found = of_raters(data, columns, alpha)
    elif len(columns) > 1:
        raise DataError(
            "An intraclass correlation within groups is of one column.",
            "Name one column, or leave the groups out to compare raters.",
            columns[1],
        )
    else:
        found = of_groups(data, columns, group, confidence_level)
    p_value = found["p_value"]
    result: IntraclassResult = plain(
        {
            **found,
            "significant": p_value is not None and bool(p_value < alpha),
            "alpha": alpha,
            "confidence_level": confidence_level,
        }
    )
    return result


def of_groups(
    data: pd.DataFrame, columns: list[str], group: str, confidence_level: float
) -> Likeness:
    """The share of the variance between groups, by a random intercept."""
    _, samples, n_missing = independent_samples(data, columns, group, None, minimum=1)
    samples = [np.asarray(sample, dtype="float64") for sample in samples]
    n_obs = sum(len(sample) for sample in samples)
    if (
        max(len(sample) for sample in samples) < 2
        or np.ptp(np.concatenate(samples)) == 0
    ):
        raise DataError(
            f"No “{group}” has two values of “{columns[0]}” that could be alike.",
            "Choose a column of groups with several rows each.",
            group,
        )
    mean, between, residual = random_intercept(samples)
    low, high = intraclass_interval(samples, confidence_level)
    icc = between / (between + residual)
    test = anova_result(samples)
    between_and_within = [len(samples) - 1, n_obs - len(samples)]
    return {
        "icc": icc,
        "icc_name": "ICC",
        "ci_low": low,
        "ci_high": high,
        "between": between,
        "residual": residual,
        "mean": mean,
        "design_effect": 1 + (n_obs / len(samples) - 1) * icc,
        "forms": [],
        "statistic": test["statistic"] if test else None,
        "statistic_name": "F",
        "dof": between_and_within if test else [],
        "p_value": test["p_value"] if test else None,
        "n_groups": len(samples),
        "method": "random intercept model, REML",
        "n_obs": n_obs,
        "n_missing": n_missing,
    }


def of_raters(data: pd.DataFrame, columns: list[str], alpha: float) -> Likeness:
    """Shrout and Fleiss' correlations of the columns as raters of the rows."""
    if len(columns) < 2:
        raise DataError(
            "An intraclass correlation needs groups, or several raters' columns.",
            "Say, for example, “within clinic”, or name the columns of the raters.",
            columns[0],
        )
    names, values, n_missing = complete_matrix(data, columns)
    n, k = values.shape
    found = rater_correlations(values)
    dof = [n - 1, (n - 1) * (k - 1)]
    forms: list[RaterCorrelation] = [
        {"name": name, "means": meaning, "value": found[name]}
        for name, meaning in _MEANING.items()
    ]
    return {
        "icc": found["ICC(2,1)"],
        "icc_name": "ICC(2,1)",
        "ci_low": None,
        "ci_high": None,
        "between": None,
        "residual": None,
        "mean": float(values.mean()),
        "design_effect": None,
        "forms": forms,
        "statistic": found["F"],
        "statistic_name": "F",
        "dof": dof,
        "p_value": float(stats.f.sf(found["F"], *dof)),
        "n_groups": len(names),
        "method": "two-way model of targets and raters",
        "n_obs": n,
        "n_missing": n_missing,
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    within = f" within {name_of(group)}" if group else ""
    return f"Intraclass correlation of {names_of(map(name_of, columns))}{within}"


@operation.present
def present(
    result: IntraclassResult, columns: list[str], group: str | None = None
) -> Answer:
    size = f"{result['icc_name']} = {short(result['icc'])}"
    bounds = interval(result)
    shown = f"{size} ({bounds})" if bounds else size
    test = _test_words(result)
    if group:
        summary = (
            f"The intraclass correlation of {name_of(columns[0])} within {name_of(group)} is "
            f"{shown}: {100 * result['icc']:.1f} % of the variance lies between "
            f"{counted(result['n_groups'], 'group')} (random intercept model{test}, "
            f"n = {result['n_obs']:,})."
        )
    else:
        summary = (
            f"The intraclass correlation of {names_of(map(name_of, columns))} is {shown}, "
            f"absolute agreement of single ratings ({result['n_obs']:,} rows rated by "
            f"{counted(result['n_groups'], 'rater')}{test})."
        )
    return Answer(summary, tuple(_blocks(result, bool(group))))


def _test_words(result: IntraclassResult) -> str:
    if result["p_value"] is None or result["statistic"] is None:
        return ""
    dof = ", ".join(f"{each:,}" for each in result["dof"])
    return f"; F({dof}) = {short(result['statistic'])}, {p_words(result['p_value'])}"


def _blocks(result: IntraclassResult, grouped: bool) -> list[Block]:
    items = [
        Item(label=result["icc_name"], value=result["icc"]),
        *(
            (
                Item(label="variance between groups", value=result["between"]),
                Item(label="residual variance", value=result["residual"]),
                Item(label="design effect", value=result["design_effect"]),
            )
            if grouped
            else ()
        ),
        Item(label="F", value=result["statistic"]),
        Item(label="p", value=result["p_value"], format="p_value"),
        Item(label="n", value=result["n_obs"], format="integer"),
    ]
    blocks: list[Block] = [KeyValues(style="tiles", items=tuple(items))]
    if result["forms"]:
        heads = {
            "name": ("form", "text"),
            "value": ("ICC", "number"),
            "means": ("of", "text"),
        }
        blocks.append(table_of(result["forms"], heads, "Shrout and Fleiss' forms"))
        told = "Which form is right depends on the design; consistency leaves out that raters differ in level."
    else:
        told = (
            "Restricted maximum likelihood, interval by its profile; the design effect says "
            "how much larger variances of means are than of independent rows."
        )
    missing = (
        f"; {result['n_missing']:,} missing left out" if result["n_missing"] else ""
    )
    blocks.append(muted(f"n = {result['n_obs']:,}{missing}.", told))
    return blocks


operation.stands_on(
    Grounds(
        suits="how alike the values of one group are, or the ratings of one target",
        assumes=(
            "groups and rows are drawn independently of each other",
            "group means and residuals are about normally distributed",
        ),
    )
)
