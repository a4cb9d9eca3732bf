"""Whether columns of numbers are normally distributed."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GroupColumns, NumericColumns
from analysis.base.reply import Block
from analysis.base.task import Step
from analysis.base.wording import (
    by_words,
    figure,
    group_label,
    group_words,
    muted,
    name_of,
    names_of,
    observed_words,
    of_words,
    p_words,
)
from analysis.references.tables import MPG
from analysis.results.test_kinds import NormalityResult, NormalityRow
from analysis.signatures.inference import ALPHA_NUMBERS
from analysis.statistics.column_normality import (
    NORMALITY_METHODS,
    SHAPIRO_ROWS,
    normality_of,
)
from analysis.statistics.samples import check_shares
from analysis.statistics.values import (
    count_groupless,
    require_rows,
    split_by,
)
from analysis.words.inference import short, table_of

NormalityMethod = Literal[
    "shapiro_wilk", "anderson_darling", "kolmogorov_smirnov", "lilliefors",
    "dagostino", "jarque_bera",
]  # fmt: skip
_MPG = {"mpg": MPG}


def _of_mpg(method: str, statistic: float, p_value: float, source: str) -> Reference:
    return Reference(
        _MPG,
        {"columns": ["mpg"], "method": method},
        {"statistic": statistic, "p_value": p_value, "verdict": "normal"},
        source,
        5e-4,
    )


operation = Operation(
    __name__,
    kind="analyse",
    title="Test of normality",
    category="Distribution",
    language=Language(
        phrases=(
            Phrase(r"\b(?:normality|gaussian)\b", 4),
            Phrase(r"\bnormal(?:ly)? distribut(?:ed|ion)\b", 4),
            Phrase(r"\b(?:shapiro|anderson[- ]darling|lilliefors|jarque)\b", 4),
            Phrase(r"\bd'?agostino\b", 4),
            Phrase(r"\bkolmogorov\w*[- ]smirnov\w* test (?:for|of) normal", 2),
            Phrase(r"\b(?:bell[- ](?:shaped|curve)|approximately normal)\b", 3.5),
            Phrase(r"\b(?:is|are|be|looks?) (?:the )?\{num\}\w* normal\b", 4),
            Phrase(r"\bassum(?:e|es|ing) (?:a )?normal", 3),
            Phrase(r"\b(?:close|near|similar|compar\w+|deviat\w+|depart\w*|differ\w*) .{0,20}"
                   r"\b(?:to|from|with) (?:a |the )?(?:theoretical |standard )?normal\b", 4.5),
            Phrase(r"\b(?:non|not)[- ]normal\w*\b", 4),
            Phrase(r"\bdistribut\w+ .{0,80}\bnormal(?:ly)?\b(?! (?:value|level|range))", 3),
        ),
        anti=(Phrase(r"\b(?:normali[sz]e[ds]?|normali[sz]ation|lognormal)\b", 4),),
        options={
            "method": {
                "shapiro_wilk": r"\bshapiro(?:[- –]?wilk)?\b",
                "anderson_darling": r"\banderson(?:[- –]darling)?\b",
                "lilliefors": r"\blilliefors\b",
                "kolmogorov_smirnov": r"\bkolmogorov(?:[- –]smirnov)?\b|\b(?:ks|k-s)\b",
                "dagostino": r"\bd'?agostino\b|\bk2 test\b|\bk-squared\b",
                "jarque_bera": r"\bjarque(?:[- –]bera)?\b",
            }
        },
        numbers={
            "alpha": ALPHA_NUMBERS,
            "mean": (r"\bmean (?:of )?{n}",),
            "std": (r"\b(?:std|standard deviation|sd) (?:of )?{n}",),
        },
        examples=(
            Example("Is age normally distributed?", {"columns": ["age"]}),
            Example("Test fare for normality", {"columns": ["fare"]}),
            Example("Shapiro-Wilk test for age",
                    {"columns": ["age"], "method": "shapiro_wilk"}),
            Example("Anderson-Darling normality test of fare",
                    {"columns": ["fare"], "method": "anderson_darling"}),
            Example("Does age follow a normal distribution, by sex?",
                    {"columns": ["age"], "group_by": ["sex"]}),
            Example("Check normality of age and fare with D'Agostino, alpha = 0.01",
                    {"columns": ["age", "fare"], "method": "dagostino", "alpha": 0.01}),
            Example("Is fare bell-shaped?", {"columns": ["fare"]}),
        ),
    ),
    references=(
        _of_mpg("shapiro_wilk", 0.94756, 0.1229, "R: shapiro.test(mtcars$mpg)"),
        _of_mpg("anderson_darling", 0.57968, 0.1207, "R, nortest: ad.test(mtcars$mpg)"),
        _of_mpg("lilliefors", 0.1263, 0.2171, "R, nortest: lillie.test(mtcars$mpg)"),
        _of_mpg("jarque_bera", 2.2412, 0.3261, "R, tseries: jarque.bera.test(mtcars$mpg)"),
        Reference(
            {"x": [value**2 for value in (-2, -1, 0, 1, 2, 3) * 4]},
            {"columns": ["x"], "method": "dagostino"},
            {"statistic": 3.92371918, "p_value": 0.14059673},
            "R, fBasics: dagoTest(c(4, 1, 0, 1, 4, 9) four times)",
            1e-7,
        ),
    ),
)  # fmt: skip


@operation.compute
def normality(
    data: pd.DataFrame,
    columns: NumericColumns,
    method: NormalityMethod | None = None,
    group_by: GroupColumns | None = None,
    alpha: float = 0.05,
    mean: float | None = None,
    std: float | None = None,
) -> NormalityResult:
    """Tests whether values come from a normal distribution, per column and group.

    Args:
        method: without, Shapiro–Wilk up to 5,000 values and D'Agostino–Pearson above.
        alpha: values count as "not normal" where the p-value is below it.
        mean, std: of the normal distribution to compare with, for Kolmogorov–Smirnov;
            without, they are estimated from the values, which makes its p-value too
            large (Lilliefors corrects that).

    Returns the first test's figures, then ``rows``, one per column and group, each with
    the other tests of the same values.

    Raises:
        DataError: too few or constant values.
    """
    check_shares(alpha=alpha)
    if std is not None and not std > 0:
        raise DataError("A standard deviation is above zero.", "Leave it out.")
    require_rows(data)
    rows: list[NormalityRow] = []
    for column in columns:
        for group, part in split_by(data, group_by):
            found = normality_of(part, column, method, alpha, mean, std)
            rows.append({**found, "column": column, "group": group})
    return {
        "statistic": rows[0]["statistic"],
        "p_value": rows[0]["p_value"],
        "verdict": rows[0]["verdict"],
        "method": rows[0]["method"],
        "alpha": alpha,
        "n_obs": sum(row["n_obs"] for row in rows),
        "n_missing": sum(row["n_missing"] for row in rows),
        "n_no_group": count_groupless(data, group_by),
        "rows": rows,
    }


@operation.restate
def restate(
    columns: list[str],
    method: str | None = None,
    group_by: list[str] | None = None,
    **_: Any,
) -> str:
    name = NORMALITY_METHODS[method][0] + " of normality" if method else "Normality"
    return name + of_words(columns) + by_words(group_by)


@operation.present
def present(
    result: NormalityResult, method: str | None = None, mean: float | None = None
) -> Answer:
    rows, alpha = result["rows"], figure(result["alpha"])
    if len(rows) == 1:
        summary = _sentence(rows[0], alpha)
    else:
        normal = [_subject(row) for row in rows if row["verdict"] == "normal"]
        other = [_subject(row) for row in rows if row["verdict"] != "normal"]
        parts = []
        if other:
            parts.append(f"{_listed(other)} {_are(other)} not normally distributed")
        if normal:
            parts.append(f"for {_listed(normal)} nothing speaks against normality")
        summary = "; ".join(parts) + f" ({result['method']}, alpha = {alpha})."
    blocks: list[Block] = [_table(rows)]
    if len(rows) == 1 and rows[0]["alternatives"]:
        blocks.append(_others(rows[0], result["alpha"]))
    blocks.append(
        muted(
            f"Rule: not normal where p < alpha = {alpha}.",
            f"Used: {observed_words(result)}.",
            "A large p-value does not prove normality, and with many rows small "
            "deviations become significant: look at the picture too.",
            _estimated(result, method, mean),
        )
    )
    return Answer(summary, tuple(blocks))


def _sentence(row: NormalityRow, alpha: str) -> str:
    figures = (
        f"{row['method']} {row['statistic_name']} = {short(row['statistic'])}, "
        f"{p_words(row['p_value'])}, n = {row['n_obs']:,}"
    )
    if row["verdict"] == "not normal":
        return f"{_subject(row)} is not normally distributed: {figures}; p is below alpha = {alpha}."
    return (
        f"{_subject(row)} is compatible with a normal distribution: {figures}; p is not "
        f"below alpha = {alpha}."
    )


def _subject(row: NormalityRow) -> str:
    where = f" for {group_words(row['group'])}" if row["group"] else ""
    return name_of(row["column"]) + where


def _listed(subjects: list[str]) -> str:
    if len(subjects) > 6:
        return f"{len(subjects)} of them"
    return names_of(subjects)


def _are(subjects: list[str]) -> str:
    return "is" if len(subjects) == 1 else "are"


def _estimated(result: NormalityResult, method: str | None, mean: float | None) -> str:
    most = max(row["n_obs"] for row in result["rows"])
    if method == "shapiro_wilk" and most > SHAPIRO_ROWS:
        return f"Above {SHAPIRO_ROWS:,} values the Shapiro–Wilk p-value is approximate."
    if method != "kolmogorov_smirnov" or mean is not None:
        return ""
    return (
        "Mean and standard deviation were estimated from the values, which makes this "
        "p-value too large; the Lilliefors test corrects that."
    )


def _table(rows: list[NormalityRow]) -> Block:
    shown = [{**row, "group": group_label(row["group"])} for row in rows]
    heads: dict[str, tuple[str, Any]] = {"column": ("column", "code")}
    if rows[0]["group"]:
        heads["group"] = ("group", "text")
    heads |= {
        "verdict": ("verdict", "text"),
        "statistic": (rows[0]["statistic_name"], "number"),
        "p_value": ("p", "p_value"),
        "mean": ("mean", "number"),
        "std": ("standard deviation", "number"),
        "skewness": ("skewness", "number"),
        "kurtosis": ("excess kurtosis", "number"),
        "n_obs": ("n", "integer"),
        "n_missing": ("missing", "integer"),
    }
    return table_of(shown, heads)


def _others(row: NormalityRow, alpha: float) -> Block:
    known = [
        {
            **other,
            "verdict": "not normal" if (other["p_value"] or 0.0) < alpha else "normal",
        }
        for other in row["alternatives"]
    ]
    same = sum(other["verdict"] == row["verdict"] for other in known) + 1
    heads = {
        "method": ("test", "text"),
        "statistic": ("statistic", "number"),
        "p_value": ("p", "p_value"),
        "verdict": ("verdict", "text"),
    }
    return table_of(known, heads, f"Other tests: {same} of {len(known) + 1} agree")


@operation.companions
def companions(
    schema: Schema, columns: list[str], group_by: list[str] | None = None
) -> list[Step]:
    if len(columns) > 2 or group_by:
        return []
    return [Step(operation="histogram", params={"column": name}) for name in columns]
