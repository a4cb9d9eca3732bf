"""Whether groups differ: the method follows from the kinds of the columns."""

from __future__ import annotations

from typing import Annotated, Any

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Params, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.reply import Text
from analysis.base.task import Step
from analysis.base.wording import by_words, names_of
from analysis.operations import chi_square as chi_square_module
from analysis.operations import kruskal_wallis as kruskal_wallis_module
from analysis.operations import mann_whitney as mann_whitney_module
from analysis.operations import mcnemar as mcnemar_module
from analysis.operations import one_way_anova as one_way_anova_module
from analysis.operations import paired_t as paired_t_module
from analysis.operations import proportion_test as proportion_test_module
from analysis.operations import repeated_anova as repeated_anova_module
from analysis.operations import two_sample_t as two_sample_t_module
from analysis.operations.chi_square import chi_square
from analysis.operations.kruskal_wallis import kruskal_wallis
from analysis.operations.mann_whitney import mann_whitney
from analysis.operations.mcnemar import mcnemar
from analysis.operations.one_way_anova import one_way_anova
from analysis.operations.paired_t import paired_t
from analysis.operations.proportion_test import proportion_test
from analysis.operations.repeated_anova import repeated_anova
from analysis.operations.two_sample_t import two_sample_t
from analysis.references.small import SLEEP
from analysis.references.tables import PLANT_GROWTH
from analysis.results.test_kinds import ChosenResult, MeansResult
from analysis.results.tests import Shares, TestResult
from analysis.signatures.inference import TEST_NUMBERS, FactorColumn, SubjectColumn
from analysis.statistics.kinds import group_count, role_of
from analysis.statistics.values import has_order, one_column, require_rows
from analysis.words.inference import agreement_words

ComparedColumns = Annotated[list[str], ColumnRole("any", many=True, maximum=2)]

CHOSEN = {
    module.operation.name: module.operation
    for module in (
        chi_square_module,
        kruskal_wallis_module,
        mann_whitney_module,
        mcnemar_module,
        one_way_anova_module,
        paired_t_module,
        proportion_test_module,
        repeated_anova_module,
        two_sample_t_module,
    )
}

operation = Operation(
    __name__,
    kind="analyse",
    title="Comparison of groups",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:is|are) there (?:a |any )?(?:statistically )?(?:significant )?"
                   r"differences?\b", 4),
            Phrase(r"\b(?:significant(?:ly)? )?differen(?:ces?|t) (?:in|of|for) (?:the )?"
                   r"(?:mean |average )?\{num\}", 3.5),
            Phrase(r"\b(?:does|do|did|is|are) .{0,40}\{(?:num|col)\}\w* (?:significantly )?"
                   r"(?:differ\w*|vary|different|higher|lower|larger|smaller|greater|more|"
                   r"less)\b.{0,30}\b(?:between|by|across|among|for|with|depending|than)\b",
                   3.5),
            Phrase(r"\bcompare (?:the )?\{num\}\w* (?:between|by|across|among|of|for)\b", 3.5),
            Phrase(r"\bcompar\w+ (?:the )?groups?\b|\bgroup comparison\b", 4),
            Phrase(r"\bdo (?:the )?(?:\{value\}|\w+) and (?:the )?(?:\{value\}|\w+) differ in\b",
                   4),
            Phrase(r"\bdepends? on (?:the )?\{cat\}", 2.5),
        ),
        anti=(
            Phrase(r"\b(?:impact|influence|effect|relation\w*|association|correlation|link\w*"
                   r"|connection) (?:of|between)\b.{0,120}\b(?:on|and)\b", 4),
            Phrase(r"\b(?:variations?|dispersions?|fluctuations?) (?:between|in|of)\b"
                   r".{0,40}\{num\}.{0,30} and .{0,30}\{num\}", 4),
            Phrase(r"\b(?:t[- ]?test|anova|mann|wilcoxon|kruskal|chi[- ]?squared?|levene|"
                   r"fisher|mcnemar|friedman|distribution\w*|varianc\w+|variabilit\w+)\b", 3),
        ),
        numbers=TEST_NUMBERS,
        examples=(
            Example("Is there a difference in fare between male and female?",
                    {"columns": ["fare"], "group": "sex", "levels": ["male", "female"]}),
            Example("Does age differ between classes?",
                    {"columns": ["age"], "group": "class"}),
            Example("Is there a significant difference in fare by embarked?",
                    {"columns": ["fare"], "group": "embarked"}),
            Example("Compare fare across class", {"columns": ["fare"], "group": "class"}),
            Example("Is there a difference in alive between male and female?",
                    {"columns": ["alive"], "group": "sex", "levels": ["male", "female"]}),
            Example("Does fare differ by alone?", {"columns": ["fare"], "group": "alone"}),
            Example("Are there differences in age by embark_town, alpha = 0.01?",
                    {"columns": ["age"], "group": "embark_town", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            SLEEP,
            {"columns": ["extra"], "group": "group"},
            {"chosen": "two_sample_t", "statistic": -1.8608, "p_value": 0.07939},
            "R: t.test(extra ~ group, data = sleep)",
            1e-4,
        ),
        Reference(
            PLANT_GROWTH,
            {"columns": ["weight"], "group": "group"},
            {"chosen": "one_way_anova", "statistic": 5.181, "p_value": 0.01739},
            "R: oneway.test(weight ~ group, data = PlantGrowth)",
            3e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def compare_groups(
    data: pd.DataFrame,
    columns: ComparedColumns,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> ChosenResult:
    """Compares groups by the method that the kinds of the columns ask for.

    Numbers in two groups: Welch's t-test; in more: Welch's analysis of variance; measured
    on the same subjects: the paired t-test or repeated-measures analysis. Words in
    groups: shares, or the chi-square test; words with an order of their own: the
    Mann–Whitney or the Kruskal–Wallis test. Two columns without a group are taken as
    measured on the same rows. Welch's tests need no equal variances and lose next to
    nothing where these are equal (Delacre, Lakens and Leys 2017).

    Returns the chosen operation's result with ``chosen`` and ``why``; other defensible
    methods' p-values are its ``alternatives``.
    """
    require_rows(data)
    shared: Shares = {"alpha": alpha, "confidence_level": confidence_level}
    if group is None or subject is not None:
        chosen, why, found = compare_matched(
            data, columns, group, subject, levels, shared
        )
    elif role_of(data, columns[0]) == "numbers":
        chosen, why, found = compare_numbers(data, columns, group, levels, shared)
    elif has_order(one_column(data, columns[0])):
        chosen, why, found = compare_order(data, columns, group, levels, shared)
    else:
        chosen, why, found = compare_words(data, columns[0], group, levels, shared)
    return {**found, "chosen": chosen, "why": why}


def compare_numbers(
    data: pd.DataFrame,
    columns: list[str],
    group: str,
    levels: list[str] | None,
    shared: Shares,
) -> tuple[str, str, MeansResult]:
    """Numbers in independent groups."""
    n_groups = len(levels) if levels else group_count(data, group, columns[0])
    if n_groups == 2:
        why = (
            f"“{columns[0]}” holds numbers and “{group}” makes two independent groups: "
            "Welch's t-test, which needs no equal variances"
        )
        found = two_sample_t(data, columns, group, levels, **shared)
        return "two_sample_t", why, found
    why = (
        f"“{columns[0]}” holds numbers and “{group}” makes {n_groups} independent groups: "
        "Welch's analysis of variance, which needs no equal variances"
    )
    try:
        found = one_way_anova(data, columns, group, levels, equal_var=False, **shared)
    except DataError as error:
        if "Welch" not in error.message:
            raise
        why = why.replace(
            "Welch's analysis of variance, which needs no equal variances",
            "the classical analysis of variance, since one group does not vary",
        )
        found = one_way_anova(data, columns, group, levels, **shared)
    return "one_way_anova", why, found


def compare_matched(
    data: pd.DataFrame,
    columns: list[str],
    group: str | None,
    subject: str | None,
    levels: list[str] | None,
    shared: Shares,
) -> tuple[str, str, TestResult]:
    """Measurements of the same rows or subjects."""
    if group is None and len(set(columns)) < 2:
        raise DataError(
            f"Say what “{columns[0]}” is to be compared by.",
            "Name a grouping column, or a second column.",
            columns[0],
        )
    roles = {role_of(data, column) for column in columns}
    if roles == {"groups"} and group is None:
        why = (
            f"{columns[0]} and {columns[1]} are two values of the same rows: "
            "McNemar's test"
        )
        return "mcnemar", why, mcnemar(data, columns, **shared)
    if roles == {"groups"}:
        raise DataError(
            f"“{columns[0]}” holds words or one value only; matched measurements are "
            "compared as numbers.",
            "Leave the subject out, or choose a column of numbers.",
            columns[0],
        )
    if "groups" in roles:
        numbers = next(c for c in columns if role_of(data, c) == "numbers")
        other = next(c for c in columns if c != numbers)
        return compare_numbers(data, [numbers], other, levels, shared)
    n_conditions = (
        2
        if group is None
        else len(levels or []) or group_count(data, group, columns[0])
    )
    if n_conditions == 2:
        why = "both values were measured on the same rows: the paired t-test"
        found = paired_t(data, columns, group, subject, levels, **shared)
        return "paired_t", why, found
    why = (
        f"the {n_conditions} values were measured on the same subjects: the "
        "repeated-measures analysis of variance"
    )
    found = repeated_anova(data, columns, group, subject, levels, **shared)
    return "repeated_anova", why, found


def compare_order(
    data: pd.DataFrame,
    columns: list[str],
    group: str,
    levels: list[str] | None,
    shared: Shares,
) -> tuple[str, str, TestResult]:
    """Words with an order of their own in independent groups: by their ranks."""
    n_groups = len(levels) if levels else group_count(data, group, columns[0])
    start = (
        f"the answers of “{columns[0]}” have an order and “{group}” makes {n_groups}"
    )
    if n_groups == 2:
        found = mann_whitney(data, columns, group, levels, **shared)
        return "mann_whitney", f"{start} groups: the Mann–Whitney U test", found
    why = f"{start} groups: the Kruskal–Wallis test"
    alpha = shared["alpha"]
    return "kruskal_wallis", why, kruskal_wallis(data, columns, group, levels, alpha)


def compare_words(
    data: pd.DataFrame,
    column: str,
    group: str,
    levels: list[str] | None,
    shared: Shares,
) -> tuple[str, str, TestResult]:
    """Words, or two numbers, in independent groups."""
    if group_count(data, column, group) == 2:
        why = (
            f"“{column}” has two values and “{group}” makes independent groups: a test of "
            "their shares"
        )
        found = proportion_test(data, column, group, levels=levels, **shared)
        return "proportion_test", why, found
    why = f"“{column}” and “{group}” hold groups: the chi-square test of independence"
    return "chi_square", why, chi_square(data, [column, group], **shared)


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return f"Comparison of {names_of(columns)}" + by_words([group] if group else None)


@operation.present
def present(result: ChosenResult, **params: Any) -> Answer:
    return answer_of_chosen(result, params)


def answer_of_chosen(result: ChosenResult, params: Params) -> Answer:
    """The chosen operation's answer, with why it was chosen and who agrees."""
    chosen = CHOSEN[result["chosen"]]
    assert chosen.presenter is not None
    answer = chosen.presenter(result, chosen_params(result["chosen"], params))
    agreement = (
        f" {agreement_words(result).replace(' agree', ' defensible methods agree')}."
        if result.get("alternatives")
        else ""
    )
    why = Text(text=f"Chosen because {result['why']}.", muted=True)
    return Answer(answer.summary + agreement, (*answer.blocks, why))


def chosen_params(chosen: str, params: Params) -> dict[str, Any]:
    """The parameters as the chosen operation calls them."""
    columns, group = params["columns"], params.get("group")
    rest = {key: value for key, value in params.items() if key != "columns"}
    if chosen == "proportion_test":
        return {**rest, "column": columns[0]}
    if chosen == "chi_square":
        return {"columns": [columns[0], group or columns[-1]]}
    return {**rest, "columns": columns}


@operation.companions
def companions(
    schema: Schema, columns: list[str], group: str | None = None
) -> list[Step]:
    numeric = [c for c in columns if c in schema.names and schema[c].is_numeric]
    if numeric == list(columns):
        chosen: dict[str, str | list[str]] = {"columns": columns}
        if group:
            chosen["group_by"] = group
        return [Step(operation="box_plot", params=chosen)]
    if group:
        bars = {"category": group, "group_by": columns[0]}
        return [Step(operation="bar_chart", params=bars)]
    return []


@operation.stands_for
def stands_for(result: ChosenResult, **params: Any) -> tuple[str, dict[str, Any]]:
    """The chosen test, with its parameters as it calls them."""
    return result["chosen"], chosen_params(result["chosen"], params)
