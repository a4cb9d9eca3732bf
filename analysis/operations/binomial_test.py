"""Whether a share is a given number."""

from __future__ import annotations

from typing import Annotated, Any

import pandas as pd
from scipy import stats

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.base.wording import name_of, percent
from analysis.results.test_kinds import BinomialResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    CountColumn,
)
from analysis.statistics.binary import clopper_pearson, success_level, wilson_interval
from analysis.statistics.contingency import count_table
from analysis.statistics.effect_sizes import effect
from analysis.statistics.samples import check_shares
from analysis.words.inference import answer_of_test, sentence, table_of

ShareColumn = Annotated[str, ColumnRole("grouping")]

operation = Operation(
    __name__,
    kind="analyse",
    title="Binomial test",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bbinomial test\b", 6),
            Phrase(r"\b(?:proportion|share|percentage|fraction|rate) of .{0,40}"
                   r"\b(?:differ\w*|different|equals?|equal to|greater than|less than|above|"
                   r"below|more than|exactly)\b.{0,10}\{n\}", 4),
            Phrase(r"\b(?:more|less|fewer) than (?:half|\{n\} ?(?:%|percent)) of\b", 3.5),
        ),
        anti=(Phrase(r"\bnegative binomial\b|\bregress\w+|\bbetween\b", 3),),
        options={"alternative": ALTERNATIVE_WORDS},
        numbers={
            **TEST_NUMBERS,
            "p": (r"(?:against|from|than|equals?(?: to)?|above|below|exactly|p ?=) ?{n}",
                  r"(?:share|proportion|probability|percentage|rate)\b.{0,60}?\b(?:is|be|equals)"
                  r" ?{n}"),
        },
        examples=(
            Example("binomial test of sex against 0.5", {"column": "sex", "p": 0.5}),
            Example("exact binomial test that the share of alive is 0.4",
                    {"column": "alive", "p": 0.4}),
            Example("Is the proportion of female in sex different from 0.5?",
                    {"column": "sex", "success": "female", "p": 0.5}),
            Example("binomial test of alone", {"column": "alone"}),
            Example("Is the share of survived greater than 0.4?",
                    {"column": "survived", "p": 0.4, "alternative": "greater"}),
            Example("binomial test of alive = yes against 0.5",
                    {"column": "alive", "success": "yes", "p": 0.5}),
            Example("Is the rate of alone less than 0.7?",
                    {"column": "alone", "p": 0.7, "alternative": "less"}),
        ),
    ),
    references=(
        Reference(
            {"plant": ["giant", "dwarf"], "n": [682, 243]},
            {"column": "plant", "frequency": "n", "success": "giant", "p": 0.75},
            {"p_value": 0.3825, "estimate": 0.7372973, "ci_low": 0.7076683,
             "ci_high": 0.7654066},
            "R: binom.test(682, 682 + 243, p = 3/4), help page; Conover (1971), p. 97",
            2e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def binomial_test(
    data: pd.DataFrame,
    column: ShareColumn,
    success: str | None = None,
    p: float = 0.5,
    frequency: CountColumn | None = None,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> BinomialResult:
    """The exact binomial test of how often a value occurs.

    Args:
        success: the value that is counted; without, the one that says yes (true, 1,
            yes), else the last in order.
        p: its share under the null hypothesis.
        frequency: a column of counts, where each row stands for several cases.

    Returns p_value, the share with its Clopper–Pearson interval, Wilson's interval
    beside it, and the counts.

    Raises:
        DataError: no values, an unknown value, or ``p`` not between 0 and 1.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    if not 0 <= p <= 1:
        raise DataError(
            "A share lies between 0 and 1.", f"Say {p / 100:g} for {p:g} %.", column
        )
    (levels,), counts, n_missing = count_table(data, [column], frequency)
    level = success_level(column, levels, success)
    n, count = round(counts.sum()), round(counts[levels.index(level)])
    found = stats.binomtest(count, n, p, alternative=alternative)
    low, high = clopper_pearson(count, n, alternative, confidence_level)
    wilson = wilson_interval(count, n, confidence_level)
    p_value = float(found.pvalue)
    significant = p_value < alpha
    return {
        "statistic": count,
        "p_value": p_value,
        "estimate": count / n,
        "ci_low": low,
        "ci_high": high,
        "wilson_ci_low": wilson[0],
        "wilson_ci_high": wilson[1],
        **effect("difference from p", count / n - p, low - p, high - p),
        "verdict": "share differs" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "exact binomial test",
        "statistic_name": "successes",
        "estimate_name": "share",
        "alternative": alternative,
        "success": level,
        "p": p,
        "n_obs": n,
        "n_missing": n_missing,
        "groups": [
            {"group": label, "count": round(each), "proportion": float(each) / n}
            for label, each in zip(levels, counts.tolist(), strict=True)
        ],
    }


@operation.restate
def restate(column: str, success: str | None = None, p: float = 0.5, **_: Any) -> str:
    what = f"{name_of(column)} = {success}" if success is not None else name_of(column)
    return f"Binomial test of {what} against {p:g}"


@operation.present
def present(result: BinomialResult, column: str) -> Answer:
    what = f"The share of {result['success']} in {name_of(column)}"
    words = {"greater": "above", "less": "below"}.get(result["alternative"])
    share, wanted = percent(result["estimate"]), percent(result["p"])
    if words:
        yes = f"{what} is {words} {wanted} ({share})"
        no = f"{what} ({share}) is not demonstrably {words} {wanted}"
    else:
        yes = f"{what} differs from {wanted} ({share})"
        no = f"{what} ({share}) does not differ demonstrably from {wanted}"
    heads = {
        "group": (name_of(column), "text"),
        "count": ("count", "integer"),
        "proportion": ("share", "percent"),
    }
    wilson = (
        f"Wilson's interval: {percent(result['wilson_ci_low'])} to "
        f"{percent(result['wilson_ci_high'])}; the other one is Clopper and Pearson's."
    )
    return answer_of_test(
        sentence(yes, no, result),
        result,
        wilson,
        "It assumes independent cases.",
        tables=[table_of(result["groups"], heads)],
    )


@operation.companions
def companions(schema: Schema, column: str, frequency: str | None = None) -> list[Step]:
    if frequency:
        return []
    return [Step(operation="bar_chart", params={"category": column})]
