"""Whether what a comparison of means takes for granted holds in the data."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.reply import Block, Text
from analysis.base.wording import muted, names_of, p_words
from analysis.references.small import SLEEP
from analysis.references.tables import PLANT_GROWTH
from analysis.results.test_kinds import AssumptionsResult
from analysis.results.tests import Assumption
from analysis.signatures.inference import (
    TEST_NUMBERS,
    FactorColumn,
    Outcomes,
    SubjectColumn,
)
from analysis.statistics.assumptions import check_equal_variances, check_normality
from analysis.statistics.matched_samples import matched_samples
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_any_spread,
    sample_row,
)
from analysis.words.inference import assumptions_table, groups_table, short, test_title
from analysis.words.inference_charts import box_plots

Compared = Literal["independent", "paired"]
LARGE_GROUP = 30  # from which the mean of a group is close to normal in most data

operation = Operation(
    __name__,
    kind="analyse",
    title="Check of assumptions",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bassumptions?\b", 6.5),
            Phrase(r"\b(?:check|test|verify) (?:the )?assumptions?\b", 3),
        ),
        anti=(Phrase(r"\bproportional hazards?\b|\bregress", 4),),
        options={"design": {"paired": r"\bpaired\b|\brepeated\b"}},
        numbers=TEST_NUMBERS,
        examples=(
            Example("check the assumptions for fare by class",
                    {"columns": ["fare"], "group": "class"}),
            Example("do the assumptions hold for age by sex?",
                    {"columns": ["age"], "group": "sex"}),
            Example("test the assumptions of age by embarked",
                    {"columns": ["age"], "group": "embarked"}),
            Example("are the assumptions met for fare by survived?",
                    {"columns": ["fare"], "group": "survived"}),
            Example("verify assumptions for fare across who",
                    {"columns": ["fare"], "group": "who"}),
        ),
    ),
    references=(
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group"},
            {"residuals": {"statistic": 0.96607, "p_value": 0.4379},
             "variances": {"statistic": 1.1192, "p_value": 0.3412}},
            "R: shapiro.test(residuals(aov(weight ~ group, PlantGrowth))); "
            "car::leveneTest(weight ~ group, PlantGrowth)",
            2e-4,
        ),
        Reference(
            {"a": SLEEP["extra"][:10], "b": SLEEP["extra"][10:]},
            {"columns": ["a", "b"], "design": "paired"},
            {"residuals": {"statistic": 0.82987, "p_value": 0.03334}},
            "R: with(sleep, shapiro.test(extra[1:10] - extra[11:20]))",
            2e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def check_assumptions(
    data: pd.DataFrame,
    columns: Outcomes,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    design: Compared = "independent",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> AssumptionsResult:
    """Checks normality and equal variances for a comparison of means.

    Args:
        design: "paired" checks the differences of two measurements of the same rows.

    Returns ``residuals`` (Shapiro–Wilk of the distances from the group means, or of the
    differences) and ``variances`` (Levene's test about the medians, Brown and Forsythe
    1974), and all ``assumptions`` with each group's own normality.

    Raises:
        DataError: fewer than two groups, too few values, no spread.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    if design == "paired":
        labels, values, n_missing = matched_samples(
            data, columns, group, subject, levels
        )
        samples = [*values.T]
        rest, name = matched_residuals(values)
        require_any_spread([rest], columns[0])
        normal = check_normality([name], [rest], alpha)[0]
        checks = [normal]
    else:
        labels, samples, n_missing = independent_samples(data, columns, group, levels)
        require_any_spread(samples, columns[0])
        rest = np.concatenate([sample - sample.mean() for sample in samples])
        normal = check_normality(["residuals"], [rest], alpha)[0]
        variances = check_equal_variances(samples, alpha)[0]
        variances = {**variances, "test": "Levene (about medians, Brown–Forsythe)"}
        checks = [variances, normal, *check_normality(labels, samples, alpha)]
    doubtful = [check["assumption"] for check in checks if check["holds"] is False]
    return {
        "residuals": normal,
        "variances": None if design == "paired" else checks[0],
        "assumptions": checks,
        "doubtful": doubtful,
        "verdict": "nothing speaks against them"
        if not doubtful
        else "some are doubtful",
        "smallest_group": min(len(sample) for sample in samples),
        "alpha": alpha,
        "design": design,
        "method": "checks of the assumptions of a comparison of means",
        "n_obs": sum(len(sample) for sample in samples),
        "n_missing": n_missing,
        "groups": [sample_row(*each) for each in zip(labels, samples, strict=True)],
    }


def matched_residuals(values: np.ndarray) -> tuple[np.ndarray, str]:
    """What matched measurements (subjects × conditions) leave over, and its name.

    Two conditions leave their differences, more the distances from the sum of the
    subject's and the condition's mean.
    """
    if values.shape[1] == 2:
        return values[:, 0] - values[:, 1], "differences"
    rest = values - values.mean(axis=0)
    rest = rest - values.mean(axis=1, keepdims=True) + values.mean()
    return rest.ravel(), "residuals"


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Assumptions of the comparison", columns, group)


@operation.present
def present(result: AssumptionsResult) -> Answer:
    parts = [_normal_words(result)]
    if result["variances"]:
        parts.insert(0, _variance_words(result["variances"]))
    doubtful = [
        one.replace("normal values: ", "normality of ") for one in result["doubtful"]
    ]
    verdict = (
        f"Doubtful: {names_of(doubtful[:5])}"
        if doubtful
        else "The testable assumptions hold"
    )
    summary = (
        f"{verdict}: {'; '.join(parts)}. That the rows are independent cannot be tested, "
        "it follows from how the data were collected."
    )
    blocks: list[Block] = [assumptions_table(result["assumptions"])]
    blocks.append(Text(text=_advice(result)))
    blocks.append(groups_table(result["groups"], "Groups"))
    blocks.append(
        muted(f"n = {result['n_obs']:,}; checked at alpha = {result['alpha']:g}.")
    )
    return Answer(summary, tuple(blocks))


def _variance_words(check: Assumption) -> str:
    if check["p_value"] is None:
        return "the variances cannot be compared"
    words = "differ" if check["holds"] is False else "do not differ demonstrably"
    return (
        f"the variances {words} (Levene test about medians, F = "
        f"{short(check['statistic'])}, {p_words(check['p_value'])})"
    )


def _normal_words(result: AssumptionsResult) -> str:
    check = result["residuals"]
    what = "differences" if result["design"] == "paired" else "residuals"
    if check["p_value"] is None:
        return f"normality of the {what} cannot be checked"
    words = "deviate from" if check["holds"] is False else "are compatible with"
    return (
        f"the {what} {words} a normal distribution ({check['test']}, "
        f"{p_words(check['p_value'])})"
    )


def _advice(result: AssumptionsResult) -> str:
    variances, residuals = result["variances"], result["residuals"]
    said = []
    if variances and variances["holds"] is False:
        said.append("Welch's test does not need equal variances.")
    if residuals["holds"] is False and result["smallest_group"] >= LARGE_GROUP:
        said.append(
            f"With at least {result['smallest_group']} values in each group the means are "
            "close to normal anyway; a rank test is the cautious second opinion."
        )
    elif residuals["holds"] is False:
        said.append("A rank test does without normality.")
    return " ".join(said) or "Nothing here speaks against the test."


operation.companions(box_plots)
