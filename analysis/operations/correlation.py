"""Correlation of two or more columns of numbers."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError, TaskError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import AllRankedColumns, GroupColumns, RankedColumn
from analysis.base.plain import plain
from analysis.base.task import Step
from analysis.base.wording import by_words, name_of, names_of, of_words
from analysis.references.small import CARS, TUNA
from analysis.results.associations import CorrelationResult
from analysis.signatures.inference import Alternative
from analysis.statistics.correlated_pairs import (
    correlated_pairs,
    judge_pairs,
    name_relations,
    other_correlations,
)
from analysis.statistics.values import (
    count_groupless,
    has_order,
    number_columns,
    numbers_of,
    one_column,
    require_rows,
    split_by,
    with_places,
)
from analysis.words.correlation import answer_of_matrix, answer_of_pair

CorrelationMethod = Literal["pearson", "spearman", "kendall"]
Adjustment = Literal["holm", "bh", "bonferroni", "none"]

PairOrder = Literal["strength", "p_value"]

MAX_COLUMNS = 60

# Above so many rows the rank correlations are not computed beside Pearson's.
MOST_RANKED_TWICE = 50_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Correlation",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bcorrelat\w+\b", 4),
            Phrase(r"\b(?:pearson|spearman|kendall)(?:'s)?\b", 4),
            Phrase(r"\b(?:relationship|relation|association) between \{num\} and \{num\}",
                   3),
            Phrase(r"\b(?:relationship|association|related|linked|goes with)\b", 1.9),
            Phrase(r"\bhow (?:strongly|closely) (?:is|are|does)\b", 2),
            Phrase(r"\b(?:relation(?:ship)?|association|connection|link)s? (?:exist|between)\b"
                   r".{0,80}\{num\}.{0,120}\{num\}", 3),
            Phrase(r"\{num\}.{0,100}\b(?:mirror\w*|correspond\w*|track\w*|move|moves|evident"
                   r"|reflect\w*|accompan\w+|align\w*|go) ?(?:to|in|with|by)?\b.{0,80}\{num\}",
                   3.2),
            Phrase(r"\blinear (?:relation\w*|association|connection|link)\b", 3.5),
        ),
        anti=(
            Phrase(r"\b(?:controlling|adjusting|accounting|adjusted|controlled) for\b"
                   r"|\b(?:held|kept) constant\b|\binto (?:account|consideration)\b", 2.5),
            Phrase(r"\bskew(?:ness|ed)?\b|\bkurtosis\b", 4),
            Phrase(r"\b(?:varianc\w+|variabilit\w+|dispersions?)\b", 2),
            Phrase(r"\bpartial correlation\b|\bauto-?correlation\b", 4),
            Phrase(r"\bcorrelation ratio\b|\bbootstrap\w*\b|\bco-?variance\b", 4),
            Phrase(r"\b(?:regress\w+|scatter|heat ?map|chi-?squared?)\b", 2),
        ),
        options={
            "method": {
                "pearson": r"\bpearson\b",
                "spearman": r"\bspearman\b|\brank correlation\b",
                "kendall": r"\bkendall\b|\btau\b",
            },
            "adjust": {
                "holm": r"\bholm\b",
                "bh": r"\b(?:benjamini|fdr|bh)\b",
                "bonferroni": r"\bbonferroni\b(?! holm)",
                "none": r"\b(?:unadjusted|uncorrected|no correction)\b",
            },
        },
        numbers={
            "alpha": (r"\bp(?:[- ]?value)? ?(?:<|less than|below|under) ?{n}",
                      r"alpha ?(?:=|of)? ?{n}", r"significance level (?:of )?{n}"),
            "linear_from": (
                r"\blinear\b.{0,120}\b(?:r|coefficient|correlation|it)\|? (?:is )?"
                r"(?:>=?|≥|greater than(?: or equal to)?|at least|above|over) ?{n}",
                r"\|?r\|? ?(?:is )?(?:>=?|≥|greater than(?: or equal to)?|at least|above) ?{n}"
                r".{0,60}(?<!non)(?<!non-)\blinear\b",
            ),
            "threshold": (r"\br\|? ?(?:>=?|≥) ?{n}",
                          r"absolute value (?:of )?(?:r|the (?:correlation )?coefficient) "
                          r"(?:is )?(?:at least|above|greater than(?: or equal to)?) {n}",
                          r"(?:coefficient|correlation) (?:of )?(?:at least|above|over|"
                          r"greater than(?: or equal to)?) {n}"),
            "confidence_level": (r"{n} ?%? confidence",),
        },
        examples=(
            Example("Show correlation between age and fare", {"columns": ["age", "fare"]}),
            Example("correlate age and fare with Spearman",
                    {"columns": ["age", "fare"], "method": "spearman"}),
            Example("Show correlation matrix", {}),
            Example("kendall tau of age and fare",
                    {"columns": ["age", "fare"], "method": "kendall"}),
            Example("correlation of age with fare by sex",
                    {"columns": ["age", "fare"], "group_by": ["sex"]}),
            Example("Is there a relationship between age and fare?",
                    {"columns": ["age", "fare"]}),
            Example("correlation matrix of age, fare and sibsp",
                    {"columns": ["age", "fare", "sibsp"]}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            dict(CARS),
            {"columns": ["speed", "dist"]},
            {"pairs": [{"coefficient": 0.8068949, "p_value": 1.49e-12,
                        "ci_low": 0.6816422, "ci_high": 0.8862036}]},
            "R: cor.test(~ speed + dist, data = cars)",
            1e-3,
        ),
        Reference(
            dict(TUNA),
            {"columns": ["lightness", "score"]},
            {"pairs": [{"coefficient": 0.5711816, "p_value": 0.1082,
                        "ci_low": -0.1497426, "ci_high": 0.8955795}]},
            "R: cor.test example of Hollander and Wolfe (1973), Pearson",
            1e-3,
        ),
        Reference(
            dict(TUNA),
            {"columns": ["lightness", "score"], "method": "kendall"},
            {"pairs": [{"coefficient": 0.4444444, "p_value": 0.1194}]},
            "R: cor.test example, Kendall, two-sided (one-sided p = 0.05972)",
            1e-3,
        ),
        Reference(
            dict(TUNA),
            {"columns": ["lightness", "score"], "method": "spearman"},
            {"pairs": [{"coefficient": 0.6, "p_value": 0.0968}]},
            "R: cor.test example, Spearman, exact (S = 48)",
            1e-3,
        ),
        Reference(
            dict(TUNA),
            {"columns": ["lightness", "score"], "alternative": "greater"},
            {"pairs": [{"p_value": 0.0540865271747469, "ci_low": -0.0222302275045116,
                        "ci_high": 1.0}]},
            "R: cor.test(x, y, alternative = 'greater'), the example of ?cor.test",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def correlation(
    data: pd.DataFrame,
    columns: AllRankedColumns | None = None,
    method: CorrelationMethod = "pearson",
    group_by: GroupColumns | None = None,
    target: RankedColumn | None = None,
    confidence_level: float = 0.95,
    alpha: float = 0.05,
    threshold: float | None = None,
    adjust: Adjustment = "holm",
    linear_from: float | None = None,
    alternative: Alternative = "two-sided",
    sort_by: PairOrder = "strength",
) -> CorrelationResult:
    """Correlation coefficients of all pairs of columns, each on its complete rows.

    Args:
        columns: two or more; without, all columns of numbers. Yes/no columns count as
            1 and 0 (the point-biserial correlation); words with an order of their own
            count by their places, and Spearman's coefficient takes Pearson's place.
        target: only pairs with this column.
        alpha: a pair is significant where its p-value, adjusted if there are several
            pairs, is below. threshold: and, if given, |coefficient| reaches it.
        linear_from: calls a significant relationship "linear" from this |coefficient| on
            and "nonlinear" below it, "none" where it is not significant: a rule of
            thumb that some ask for, not a test of linearity.
        adjust: how p-values are corrected for the number of pairs.
        alternative: "greater" asks for a positive coefficient, "less" for a negative one.

    Returns ``pairs``, strongest first, each with coefficient, p_value, interval and n.
    """
    for name, value in (("confidence level", confidence_level), ("alpha", alpha)):
        if not 0 < value < 1:
            raise DataError(f"The {name} lies between 0 and 1.", "Usual: 0.95, 0.05.")
    names = columns_to_correlate(data, columns, target)
    if any(has_order(one_column(data, name)) for name in names):
        data = with_places(data, names)
        method = "spearman" if method == "pearson" else method
    for name in names:
        if numbers_of(data, name).notna().sum() == 0:
            raise DataError(f"“{name}” has no numbers.", "Leave it out.", name)
    pairs = correlated_pairs(
        split_by(data, group_by), names, target, method, confidence_level, alternative
    )
    judge_pairs(pairs, alpha, threshold, adjust)
    if linear_from is not None:
        name_relations(pairs, linear_from)
    if len(pairs) == 1 and pairs[0]["n_obs"] <= MOST_RANKED_TWICE:
        pairs[0]["alternatives"] = other_correlations(data, names[0], names[1], method)
    if not group_by:
        pairs.sort(key=lambda pair: -abs(pair["coefficient"] or 0.0))
    if sort_by == "p_value":
        pairs.sort(key=lambda pair: 1.0 if pair["p_value"] is None else pair["p_value"])
    booleans = [
        n for n in names if pd.api.types.is_bool_dtype(one_column(data, n).dtype)
    ]
    biserial = method == "pearson" and len(names) == 2 and len(booleans) == 1
    return {
        "pairs": plain(pairs),
        "verdict": pairs[0]["verdict"],
        "significant": pairs[0]["significant"],
        "method": "point-biserial" if biserial else method,
        "adjust": adjust if len(pairs) > 1 else "none",
        "columns": names,
        "alpha": alpha,
        "threshold": threshold,
        "linear_from": linear_from,
        "alternative": alternative,
        "confidence_level": confidence_level,
        "n_rows": len(data),
        "n_no_group": count_groupless(data, group_by),
    }


def columns_to_correlate(
    data: pd.DataFrame, columns: list[str] | None, target: str | None
) -> list[str]:
    """The columns asked for, or all of numbers, the target among them."""
    require_rows(data)
    names = list(dict.fromkeys(columns or number_columns(data)))
    if target is not None and target not in names:
        names.insert(0, target)
    if len(names) < 2:
        raise DataError(
            "A correlation needs two columns of numbers.",
            "Name two of them.",
            names[0] if names else "",
        )
    if len(names) > MAX_COLUMNS:
        raise DataError(
            f"{len(names)} columns make {len(names) * (len(names) - 1) // 2:,} pairs.",
            f"Name the columns to correlate, at most {MAX_COLUMNS}.",
        )
    return names


@operation.checks
def check(
    schema: Schema,
    columns: list[str] | None = None,
    target: str | None = None,
    method: str = "",
) -> None:
    """Pearson's coefficient, where it was asked for, is one of numbers."""
    named = [*(columns or []), *([target] if target else [])]
    for name in named if method == "pearson" else []:
        if name in schema.names and schema[name].is_ranked:
            raise TaskError(
                f"“{name}” holds answers with an order, no numbers: Pearson's correlation "
                "would take the steps between them for equal.",
                hint="Spearman's correlation compares their order.",
                options=(f"Spearman correlation{of_words(named, '')}",),
            )


@operation.restate
def restate(
    columns: list[str] | None = None,
    method: str = "pearson",
    group_by: list[str] | None = None,
    target: str | None = None,
    **_: Any,
) -> str:
    name = {"pearson": "Correlation"}.get(method, f"{method.title()} correlation")
    others = [column for column in columns or [] if column != target]
    by = by_words(group_by)
    if target and others:
        return f"{name} of {name_of(target)} with {names_of(others)}{by}"
    if target:
        return f"{name} of {name_of(target)} with every column of numbers{by}"
    return name + of_words(columns, "all columns of numbers") + by


@operation.present
def present(result: CorrelationResult) -> Answer:
    if len(result["pairs"]) == 1:
        return answer_of_pair(result)
    return answer_of_matrix(result)


@operation.companions
def companions(
    schema: Schema,
    columns: list[str] | None = None,
    group_by: list[str] | None = None,
    target: str | None = None,
    method: str = "pearson",
) -> list[Step]:
    columns = columns or []
    group_by = group_by or []
    if len(columns) == 2 and len(group_by) <= 1:
        step: dict[str, str | bool] = {"x": columns[0], "y": columns[1], "trend": True}
        if group_by:
            step["group_by"] = group_by[0]
        return [Step(operation="scatter_plot", params=step)]
    if group_by or target or 0 < len(columns) < 3:
        return []
    if method != "pearson":
        return []
    chosen: dict[str, list[str]] = {"columns": columns} if columns else {}
    return [Step(operation="heat_map", params=chosen)]


operation.stands_on(
    Grounds(
        suits="whether two columns of numbers go together",
        assumes=(
            "the rows are independent of each other",
            "Pearson's version: a linear relation, and for p and interval about normal values",
            "no far values that decide alone",
        ),
        design="correlation",
        leads={
            "ranks": ("correlation", {"method": "spearman"}),
            "assumptions": ("normality", {}),
            "normality": ("normality", {}),
        },
    )
)


@operation.further("plot")
def plotted(asked: Asked) -> tuple[Step, ...] | None:
    """Two columns as points with their line."""
    columns = asked.params.get("columns") or []
    if len(columns) != 2 or asked.setting:
        return None
    params = {"x": columns[0], "y": columns[1], "trend": True}
    return (Step(operation="scatter_plot", params=params),)
