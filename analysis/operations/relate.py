"""Whether two columns are related: the method follows from their kinds."""

from __future__ import annotations

from typing import Annotated, Any

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.reply import Text
from analysis.base.task import Step
from analysis.base.wording import names_of, strength
from analysis.operations.chi_square import chi_square
from analysis.operations.compare_groups import answer_of_chosen, compare_numbers
from analysis.operations.fisher_exact import fisher_exact
from analysis.operations.fisher_exact import operation as fisher_exact_operation
from analysis.references.small import CARS
from analysis.references.tables import PLANT_GROWTH
from analysis.results.test_kinds import ChosenResult, IndependenceResult
from analysis.results.tests import Shares, Statistic, TestResult
from analysis.signatures.inference import TEST_NUMBERS
from analysis.statistics.association import correlate_pair
from analysis.statistics.kinds import role_of
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares
from analysis.statistics.values import has_order, one_column, require_rows, with_places
from analysis.words.inference import agreement_words, answer_of_test, sentence

RelatedColumns = Annotated[
    list[str], ColumnRole("any", many=True, minimum=2, maximum=2)
]
SMALL_TABLE = 5

operation = Operation(
    __name__,
    kind="analyse",
    title="Relation of two columns",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\b(?:is|are) there (?:a |an |any )?(?:statistically )?(?:significant )?"
                   r"(?:relation(?:ship)?s?|associations?|connections?|links?|dependenc\w+)\b",
                   3.8),
            Phrase(r"\b(?:relation(?:ship)?|association|connection|link|dependence)s? "
                   r"(?:between|of|among) (?:the )?\{(?:cat|col|num)\}", 2.8),
            Phrase(r"\b(?:is|are) (?:the )?\{col\}\w* (?:and (?:the )?\{col\} )?"
                   r"(?:related|associated|connected|linked)\b", 4.2),
            Phrase(r"\bhow (?:is|are|does) (?:the )?\{col\}.{0,30}\brelate[ds]?\b", 3.5),
            Phrase(r"\bcorrelat\w+ (?:between|of|among|exists?)\b.{0,80}\{(?:cat|col)\}", 3),
            Phrase(r"\b(?:relation(?:ship)?|association|connection|link|dependence|interaction"
                   r"|correspondence|interplay|correlation)s?(?: \w+)? (?:between|of|among)\b"
                   r".{0,60}\{(?:cat|col)\}.{0,100}\{(?:cat|col)\}", 3.5),
            Phrase(r"\b(?:does|do|is|are|can|could) (?:a |any |there )?.{0,40}"
                   r"\b(?:relation(?:ship)?|association|connection|link|interaction)s? exist\b",
                   3.5),
            Phrase(r"\b(?:evidence|proof|indications?|signs?)\b.{0,80}\b(?:relation(?:ship)?|"
                   r"association|connection|link|dependence|interaction)\b", 3),
            Phrase(r"\b(?:frequenc\w+|occurrences?|distributions?|proportions?|numbers)\b.{0,160}"
                   r"\b(?:independen\w+|correspond\w*|in line with|conform\w*|indicative of)\b",
                   5),
            Phrase(r"\{cat\}.{0,100}\b(?:influence|affect|impact|depend on|shape|determine)\b"
                   r".{0,60}\{cat\}", 3.5),
            Phrase(r"\{cat\}.{0,100}\b(?:linked|tied|connected|related) to\b.{0,60}\{cat\}", 3.5),
            Phrase(r"\b(?:frequenc\w+|distributions?|proportions?|occurrences?) of .{0,60}"
                   r"\{cat\}.{0,60}\b(?:var(?:y|ies)|differ\w*|change\w*|affected|influenced|"
                   r"shift\w*)\b.{0,60}\b(?:across|among|by|with|between|depending|over)\b.{0,40}"
                   r"\{cat\}", 4.5),
            Phrase(r"\{cat\}.{0,80}\{cat\}.{0,40}\bindependent\b"
                   r"|\bindependen(?:t|ce)\b.{0,60}\{cat\}.{0,60}\{cat\}", 3.5),
            Phrase(r"\bdoes (?:the )?\{col\} (?:depend on|influence|affect|relate to|"
                   r"have an? (?:effect|influence|impact) on)\b", 4.2),
        ),
        anti=(
            Phrase(r"\b(?:pearson|spearman|kendall|partial|chi[- ]?squared?|"
                   r"fisher|mantel|controlling|adjusting|held constant|stratif\w+)\b", 4),
            Phrase(r"\{num\} and (?:the )?\{num\}", 1.5),
            Phrase(r"\bcorrelat\w+.{0,80}\{num\}.{0,80}\{num\}"
                   r"|\{num\}.{0,80}\{num\}.{0,40}\bcorrelat", 4),
            Phrase(r"\{(?:cat|col)\}.{0,80}\{(?:cat|col)\}.{0,60}\b(?:across|within|when|while|among)\b"
                   r".{0,40}\{(?:cat|col)\}", 2),
            Phrase(r"\binteraction\b.{0,80}\{col\}.{0,80}\{col\}.{0,80}\{col\}", 4),
        ),
        numbers=TEST_NUMBERS,
        examples=(
            Example("Is there a relationship between sex and fare?",
                    {"columns": ["sex", "fare"]}),
            Example("Is embarked related to class?", {"columns": ["embarked", "class"]}),
            Example("Does fare depend on class?", {"columns": ["fare", "class"]}),
            Example("Is there a connection between alive and sex?",
                    {"columns": ["alive", "sex"]}),
            Example("Are who and embark_town associated?",
                    {"columns": ["who", "embark_town"]}),
            Example("Does sex affect alive?", {"columns": ["sex", "alive"]}),
        ),
    ),
    references=(
        Reference(
            dict(CARS),
            {"columns": ["speed", "dist"]},
            {"chosen": "correlation", "estimate": 0.8068949, "p_value": 1.49e-12,
             "ci_low": 0.6816422, "ci_high": 0.8862036},
            "R: cor.test(~ speed + dist, data = cars)",
            1e-3,
        ),
        Reference(
            PLANT_GROWTH,
            {"columns": ["group", "weight"]},
            {"chosen": "one_way_anova", "statistic": 5.181, "p_value": 0.01739},
            "R: oneway.test(weight ~ group, data = PlantGrowth)",
            3e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def relate(
    data: pd.DataFrame,
    columns: RelatedColumns,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> ChosenResult:
    """Tests whether two columns are related, by the method that their kinds ask for.

    Two columns of numbers: Pearson's correlation, with Spearman's and Kendall's beside
    it; answers with an order count by their ranks, by Spearman's. Numbers and groups: Welch's t-test or analysis of variance. Two columns of groups:
    the chi-square test, or Fisher's exact test for 2 × 2 tables with an expected count
    below five.

    Returns the chosen method's result with ``chosen`` and ``why``.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    if len(columns) != 2 or columns[0] == columns[1]:
        raise DataError(
            "A relation is one of two different columns.",
            "Name two columns.",
            columns[0] if columns else "",
        )
    shared: Shares = {"alpha": alpha, "confidence_level": confidence_level}
    roles = [role_of(data, column) for column in columns]
    if by_ranks(data, columns, roles):
        chosen, why = (
            "correlation",
            "answers with an order count by their ranks: Spearman",
        )
        placed = with_places(data, columns)
        found = correlation_test(
            placed, columns[0], columns[1], alpha, confidence_level, "spearman"
        )
    elif roles == ["numbers", "numbers"]:
        chosen, why = "correlation", "both hold numbers: Pearson's correlation"
        found = correlation_test(data, columns[0], columns[1], alpha, confidence_level)
    elif "numbers" in roles:
        place = roles.index("numbers")
        numbers, group = columns[place], columns[1 - place]
        chosen, why, found = compare_numbers(data, [numbers], group, None, shared)
        return {**found, "numbers": numbers, "by": group, "chosen": chosen, "why": why}
    else:
        chosen, why, found = relate_words(data, columns, shared)
    return {**found, "chosen": chosen, "why": why}


def by_ranks(data: pd.DataFrame, columns: list[str], roles: list[str]) -> bool:
    """Whether both columns are numbers or words with an order, and one is words."""
    ordered = [has_order(one_column(data, column)) for column in columns]
    ranked = [o or role == "numbers" for o, role in zip(ordered, roles, strict=True)]
    return any(ordered) and all(ranked)


def relate_words(
    data: pd.DataFrame, columns: list[str], shared: Shares
) -> tuple[str, str, IndependenceResult]:
    """Two columns of groups."""
    found = chi_square(data, columns, **shared)
    small = len(found["table"]) == len(found["levels"]) == 2
    if small and found["smallest_expected"] < SMALL_TABLE:
        why = (
            "both hold two groups and an expected count is below 5: Fisher's exact test"
        )
        return "fisher_exact", why, fisher_exact(data, columns, **shared)
    return "chi_square", "both hold groups: the chi-square test of independence", found


def correlation_test(
    data: pd.DataFrame,
    x: str,
    y: str,
    alpha: float,
    confidence_level: float,
    chief: str = "pearson",
) -> TestResult:
    """A correlation as a test, with the others that go with its values beside it."""
    found = {
        method: correlate_pair(data, x, y, method, confidence_level)
        for method in ("pearson", "spearman", "kendall")
    }
    main = found[chief]
    if main["coefficient"] is None:
        raise DataError(
            f"“{x}” and “{y}” have no correlation: {main['note']}.",
            "Choose columns that vary, or check the filters.",
            x,
        )
    others: dict[str, Statistic] = {
        f"{method.title()} correlation": {
            "statistic": found[method]["coefficient"],
            "p_value": found[method]["p_value"],
        }
        for method in ("spearman", "kendall")
        if method != chief
    }
    p_value = 1.0 if main["p_value"] is None else main["p_value"]
    significant = bool(p_value < alpha)
    return {
        "statistic": None,
        "p_value": p_value,
        "estimate": main["coefficient"],
        "ci_low": main["ci_low"],
        "ci_high": main["ci_high"],
        "verdict": "related" if significant else "no significant relation",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": f"{chief.title()} correlation",
        "estimate_name": "r" if chief == "pearson" else "rho",
        "n_obs": main["n_obs"],
        "n_missing": main["n_missing"],
        "alternatives": other_methods(others, ""),
    }


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return f"Relation of {names_of(columns)}"


@operation.present
def present(result: ChosenResult, columns: list[str], **params: Any) -> Answer:
    if result["chosen"] == "fisher_exact":
        presenter = fisher_exact_operation.presenter
        assert presenter is not None
        answer = presenter(result, {**params, "columns": columns})
    elif result["chosen"] != "correlation":
        known: dict[str, str | list[str]] = {"columns": columns}
        if "numbers" in result:
            known = {"columns": [result["numbers"]], "group": result["by"]}
        return answer_of_chosen(result, {**params, **known})
    else:
        answer = _answer_of_correlation(result, columns)
    agreement = (
        f" {agreement_words(result).replace(' agree', ' defensible methods agree')}."
    )
    why = Text(text=f"Chosen because {result['why']}.", muted=True)
    return Answer(answer.summary + agreement, (*answer.blocks, why))


def _answer_of_correlation(result: ChosenResult, columns: list[str]) -> Answer:
    names, r = names_of(columns), result["estimate"] or 0.0
    direction = "positively" if r > 0 else "negatively"
    return answer_of_test(
        sentence(
            f"{names} are {direction} related ({strength(r)})",
            f"No significant relation of {names} was found",
            result,
        ),
        result,
        "Strength after Evans (1996). A correlation is not a cause.",
    )


@operation.companions
def companions(schema: Schema, columns: list[str]) -> list[Step]:
    columns = [name for name in columns if name in schema.names]
    # Numbers with two different values are groups, as the method takes them.
    numeric = [
        name
        for name in columns
        if schema[name].is_numeric and schema[name].n_unique > 2
    ]
    if len(columns) != 2:
        return []
    if len(numeric) == 2:
        x, y = columns
        return [Step(operation="scatter_plot", params={"x": x, "y": y, "trend": True})]
    if len(numeric) == 1:
        group = next(name for name in columns if name not in numeric)
        boxes = {"columns": numeric, "group_by": group}
        return [Step(operation="box_plot", params=boxes)]
    bars = {"category": columns[0], "group_by": columns[1]}
    return [Step(operation="bar_chart", params=bars)]


@operation.stands_for
def stands_for(
    result: ChosenResult, columns: list[str], **params: Any
) -> tuple[str, dict[str, Any]]:
    """The chosen method, with its parameters as it calls them."""
    shared: dict[str, float] = {
        key: params[key] for key in ("alpha", "confidence_level") if key in params
    }
    if "numbers" in result:
        compared = {"columns": [result["numbers"]], "group": result["by"]}
        return result["chosen"], {**shared, **compared}
    return result["chosen"], {**shared, "columns": columns}
