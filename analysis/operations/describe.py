"""Descriptive statistics of columns, single ones or all, also by group."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import AllColumns, GroupColumns
from analysis.base.task import Step
from analysis.base.wording import (
    STATISTIC_WORDS,
    by_words,
    names_of,
    of_words,
)
from analysis.references.small import EXCEL_SKEW, MICHELSON, SLEEP, numacc
from analysis.results.descriptions import DescribeResult
from analysis.statistics.descriptive import describe_column, undescribable
from analysis.statistics.values import (
    count_groupless,
    number_columns,
    require_rows,
    split_by,
)
from analysis.words.describe import described

Statistic = Literal[
    "count", "missing", "mean", "median", "mode", "std", "variance", "min", "max",
    "range", "q1", "q3", "iqr", "skewness", "kurtosis", "sum", "unique",
    "standard_error", "ci", "percentile", "cv", "geometric_mean", "harmonic_mean",
    "trimmed_mean", "rms", "median_absolute_deviation", "mean_absolute_deviation",
]  # fmt: skip
QuantileMethod = Literal[
    "linear", "inverted_cdf", "averaged_inverted_cdf", "closest_observation",
    "interpolated_inverted_cdf", "hazen", "weibull", "median_unbiased",
    "normal_unbiased", "lower", "higher", "midpoint", "nearest",
]  # fmt: skip


def _rows_of(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"rows": list(rows)}


_MEAN_STD = {"columns": ["y"], "statistics": ["mean", "std"]}

operation = Operation(
    __name__,
    kind="analyse",
    title="Descriptive statistics",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\bdescri(?:be|ptive|ption)\b", 4),
            Phrase(r"\b(?:summary|basic|simple) statistics?\b", 4),
            Phrase(r"\bsummar(?:y|i[sz]e)\b", 2.5),
            Phrase(
                r"\b(?:calculate|compute|get|show|find) (?:the )?stat(?:istic)?s\b", 4
            ),
            Phrase(r"\bstat(?:istic)?s (?:of|for|on)\b", 3.5),
            Phrase(r"\b(?:mean|average|avg|median|mode|typical)\b", 2.5),
            Phrase(r"\b(?:std|stdev|standard deviation|variance|spread)\b", 2.5),
            Phrase(r"\b(?:skew(?:ness|ed)?|kurtosis)\b", 3),
            Phrase(r"\b(?:asymmetr\w+|peaked\w*|tailedness|heavy[- ]tail\w*)\b", 3),
            Phrase(r"\b(?:sharpness|height|magnitude) of (?:the|its) peak\b", 3),
            Phrase(
                r"\bmost (?:common|frequent)(?:ly)? (?:occurr\w+|value|appear\w+)", 2.5
            ),
            Phrase(
                r"\b(?:quartiles?|percentiles?|quantiles?|deciles?|iqr|interquartile)\b",
                2.5,
            ),
            Phrase(
                r"\b(?:minimum|maximum|min|max|range|lowest|highest|smallest|largest)\b",
                1.8,
            ),
            Phrase(
                r"\b(?:standard error|sem|confidence interval|coefficient of variation)\b",
                2.5,
            ),
            Phrase(
                r"\b(?:geometric|harmonic|quadratic|trimmed|truncated) (?:means?|averages?)"
                r"\b|\broot[- ]mean[- ]square\b|\brms\b"
                r"|\b(?:median|mean|average) absolute deviations?\b",
                6,
            ),
            Phrase(r"\b(?:sum|total) (?:of|for) \{num\}", 1.5),
            Phrase(r"\b(?:mean|average|median) (?:of )?(?:the )?\{num\}", 1.5),
        ),
        anti=(
            Phrase(r"\b(?:correlat\w+|regress\w+|t[- ]?test|anova|predict\w*)\b", 3),
            Phrase(r"\b(?:histogram|box ?plot|bar chart|scatter)\b", 3),
            Phrase(r"\bwhich \{?\w+\}? (?:has|have|had)\b", 2),
        ),
        options={
            "statistics": {
                "count": r"\b(?:count|number of (?:values|observations))\b",
                "missing": r"\b(?:missing|null|nan)\b",
                "mean": r"\b(?<!geometric )(?<!harmonic )(?<!quadratic )(?<!trimmed )"
                r"(?<!truncated )(?<!root )(?<!root-)(?:means?|averages?|avg)\b"
                r"(?! absolute deviation)(?![- ]square\b)",
                "median": r"\bmedians?\b(?! absolute deviation)",
                "geometric_mean": r"\bgeometric (?:means?|averages?)\b",
                "harmonic_mean": r"\bharmonic (?:means?|averages?)\b",
                "trimmed_mean": r"\b(?:trimmed|truncated) (?:means?|averages?)\b",
                "rms": r"\broot[- ]mean[- ]squares?\b|\brms\b|\bquadratic mean\b",
                "median_absolute_deviation": r"\bmedian absolute deviations?\b",
                "mean_absolute_deviation": r"\b(?:mean|average) absolute deviations?\b",
                "mode": r"\b(?:modes?|most (?:common|frequent)(?:ly)? (?:value|occurr\w+|appear\w+))",
                "std": r"\b(?:std(?:ev)?s?|sd|standard deviations?)\b",
                "variance": r"\b(?:variances?|var)\b",
                "min": r"\b(?:min(?:imum)?s?|lowest|smallest)\b",
                "max": r"\b(?:max(?:imum)?s?|highest|largest)\b",
                "range": r"\branges?\b",
                "q1": r"\b(?:q1|quartiles?|(?:first|lower) quartile|25th percentile)\b",
                "q3": r"\b(?:q3|quartiles?|(?:third|upper) quartile|75th percentile)\b",
                "iqr": r"\b(?:iqr|inter-?quartile ranges?)\b",
                "skewness": r"\bskew(?:ness|ed)?\b|\basymmetr\w+",
                "kurtosis": r"\bkurtosis\b|\bpeaked\w*|\btailedness\b|\bheavy[- ]tail"
                r"|\b(?:sharpness|height|magnitude) of (?:the|its) peak\b",
                "sum": r"\b(?:sums?|totals?)\b",
                "unique": r"\b(?:unique|distinct|different) values?\b",
                "standard_error": r"\b(?:standard errors?|sem)\b",
                "ci": r"\b(?:confidence intervals?|ci)\b",
                "percentile": r"\b(?:percentiles?|quantiles?|deciles?)\b",
                "cv": r"\b(?:coefficients? of variation|cv)\b",
            },
            "ddof": {
                "0": r"\bpopulation (?:std|standard|variance|formula)\b|\bddof ?= ?0\b"
                r"|(?:std|deviations?|variance),? \(?population\b",
                "1": r"\bsample (?:std|standard|variance)\b|\bddof ?= ?1\b",
            },
            "quantile_method": {
                "weibull": r"\bweibull\b",
                "hazen": r"\bhazen\b",
                "median_unbiased": r"\bmedian[- ]unbiased\b",
                "nearest": r"\bnearest[- ]rank\b",
            },
        },
        numbers={
            "trim": (
                r"{n} ?(?:%|percent)? ?(?:trimmed|truncated)",
                r"trim(?:med|ming)? (?:of |by )?{n}",
            ),
            "percentiles": (r"{n}(?:st|nd|rd|th)? percentile", r"percentile {n}"),
            "confidence_level": (r"{n} ?%? confidence", r"{n} ?% ci"),
        },
        examples=(
            Example("Calculate statistics for age", {"columns": ["age"]}),
            Example(
                "geometric mean of fare",
                {"columns": ["fare"], "statistics": ["geometric_mean"]},
            ),
            Example(
                "20 % trimmed mean of age",
                {"columns": ["age"], "statistics": ["trimmed_mean"], "trim": 0.2},
            ),
            Example(
                "median absolute deviation of fare by sex",
                {
                    "columns": ["fare"],
                    "group_by": ["sex"],
                    "statistics": ["median_absolute_deviation"],
                },
            ),
            Example("describe fare", {"columns": ["fare"]}),
            Example(
                "What is the mean of fare?",
                {"columns": ["fare"], "statistics": ["mean"]},
            ),
            Example(
                "mean and standard deviation of fare",
                {"columns": ["fare"], "statistics": ["mean", "std"]},
            ),
            Example(
                "skewness and kurtosis of fare",
                {"columns": ["fare"], "statistics": ["skewness", "kurtosis"]},
            ),
            Example(
                "Get descriptive statistics for age, fare", {"columns": ["age", "fare"]}
            ),
            Example(
                "95% confidence interval of the mean age",
                {
                    "columns": ["age"],
                    "statistics": ["mean", "ci"],
                    "confidence_level": 0.95,
                },
            ),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"x": [1.0, 2.0, 4.0]},
            {
                "columns": ["x"],
                "statistics": [
                    "geometric_mean",
                    "harmonic_mean",
                    "rms",
                    "mean_absolute_deviation",
                ],
            },
            # 8^(1/3); 3 / (1 + 1/2 + 1/4); √(21 / 3); (4/3 + 1/3 + 5/3) / 3
            _rows_of(
                {
                    "geometric_mean": 2.0,
                    "harmonic_mean": 12 / 7,
                    "rms": 7**0.5,
                    "mean_absolute_deviation": 10 / 9,
                }
            ),
            "by hand from the definitions",
            1e-12,
        ),
        Reference(
            {"x": [0.18, 0.62, 1.0, 1.5, 2.2, 3.6, 4.0, 5.0, 9.0, 90.0]},
            {
                "columns": ["x"],
                "statistics": ["trimmed_mean", "median_absolute_deviation"],
            },
            # without 0.18 and 90: 26.92 / 8; median 2.9, distances 0.7, 0.7, 1.1, 1.4, 1.9,
            # 2.1, 2.28, 2.72, 6.1, 87.1
            _rows_of({"trimmed_mean": 3.365, "median_absolute_deviation": 2.0}),
            "by hand from the definitions",
            1e-12,
        ),
        Reference(
            {"x": MICHELSON},
            {"columns": ["x"], "statistics": ["mean", "std"]},
            _rows_of({"mean": 299.852400000000, "std": 0.0790105478190518}),
            "NIST StRD, univariate, Michelso: certified values",
            1e-12,
        ),
        Reference(
            {"y": [10000001, 10000003, 10000002]},
            _MEAN_STD,
            _rows_of({"mean": 10000002, "std": 1.0}),
            "NIST StRD, univariate, NumAcc1: certified values",
            1e-14,
        ),
        *(
            Reference(
                numacc(low),
                _MEAN_STD,
                _rows_of({"mean": float(low + ".2"), "std": 0.1}),
                f"NIST StRD, univariate, {name}: certified values",
                1e-14,
            )
            for name, low in (
                ("NumAcc2", "1"),
                ("NumAcc3", "1000000"),
                ("NumAcc4", "10000000"),
            )
        ),
        Reference(
            EXCEL_SKEW,
            {"columns": ["x"], "statistics": ["skewness", "kurtosis"]},
            _rows_of({"skewness": 0.359543, "kurtosis": -0.151799637}),
            "Microsoft Excel documentation, SKEW and KURT, worked examples",
            1e-5,
        ),
        Reference(
            {"extra": SLEEP["extra"]},
            {"columns": ["extra"], "statistics": ["mean", "ci"]},
            _rows_of({"mean": 1.54, "ci_low": 0.5955845, "ci_high": 2.4844155}),
            "R: t.test(sleep$extra)",
            1e-7,
        ),
    ),
)


@operation.compute
def describe(
    data: pd.DataFrame,
    columns: AllColumns | None = None,
    statistics: list[Statistic] | None = None,
    group_by: GroupColumns | None = None,
    percentiles: list[float] | None = None,
    ddof: int = 1,
    quantile_method: QuantileMethod = "linear",
    confidence_level: float = 0.95,
    bias: bool = False,
    trim: float = 0.1,
) -> DescribeResult:
    """Descriptive statistics of each column's observed values, also by group.

    Args:
        columns: which; without, all columns of numbers.
        statistics: which; without, all that fit the column.
        percentiles: further ones, from 0 to 100.
        ddof: standard deviation and variance divide by n - ddof.
        quantile_method: numpy's name; "linear" is R's type 7 and Excel's PERCENTILE.
        confidence_level: of the mean's interval, by Student's t.
        bias: skewness g1 and kurtosis g2 of the sample as they are, instead of
            corrected for bias as in SAS, Excel and pandas (G1, G2).
        trim: which share the trimmed mean leaves out at each end.

    Returns ``rows``: one dict per column and group. Missing and infinite values are
    left out and counted.
    """
    if not 0 < confidence_level < 1:
        raise DataError("A confidence level lies between 0 and 1.", "Usual is 0.95.")
    if any(not 0 <= percentile <= 100 for percentile in percentiles or []):
        raise DataError("Percentiles lie between 0 and 100.", "The median is the 50th.")
    if not 0 <= trim < 0.5:
        raise DataError("A trimmed mean leaves out less than half.", "Usual is 0.1.")
    require_rows(data)
    names = columns or number_columns(data) or [str(name) for name in data.columns]
    wanted: list[str] | None = list(statistics) if statistics else None
    left_out = undescribable(data, names, wanted)
    names = [name for name in names if name not in left_out]
    rows: list[Any] = []
    for column in names:
        for group, part in split_by(data, group_by):
            found = describe_column(
                part, column, wanted, percentiles or [], ddof,
                quantile_method, confidence_level, bias, trim,
            )  # fmt: skip
            rows.append({"column": column, "group": group, **found})
    return {
        "rows": rows,
        "left_out": left_out,
        "n_rows": len(data),
        "n_no_group": count_groupless(data, group_by),
        "ddof": ddof,
        "bias": bias,
        "trim": trim,
        "quantile_method": quantile_method,
        "confidence_level": confidence_level,
    }


@operation.restate
def restate(
    columns: list[str] | None = None,
    statistics: list[str] | None = None,
    group_by: list[str] | None = None,
    percentiles: list[float] | None = None,
    **_: Any,
) -> str:
    words = [STATISTIC_WORDS[each] for each in statistics or [] if each != "percentile"]
    words += [f"{percentile:g}th percentile" for percentile in percentiles or []]
    subject = names_of(words) if words else "descriptive statistics"
    subject = subject[0].upper() + subject[1:]
    return subject + of_words(columns, "the columns of numbers") + by_words(group_by)


@operation.present
def present(
    result: DescribeResult,
    statistics: list[str] | None = None,
    group_by: list[str] | None = None,
    percentiles: list[float] | None = None,
) -> Answer:
    return described(result, statistics, group_by, percentiles)


@operation.companions
def companions(
    schema: Schema, columns: list[str] | None = None, group_by: list[str] | None = None
) -> list[Step]:
    columns = columns or []
    known = [name for name in columns if name in schema.names]
    numeric = [name for name in known if schema[name].is_numeric]
    words = [name for name in known if name not in numeric]
    group_by = group_by or []
    if words or not 1 <= len(numeric) <= 2 or len(group_by) > 1:
        return []
    if group_by:
        return [
            Step(
                operation="box_plot",
                params={"columns": [name], "group_by": group_by[0]},
            )
            for name in numeric
        ]
    return [Step(operation="histogram", params={"column": name}) for name in numeric]


@operation.further("test")
def tested(asked: Asked) -> tuple[Step, ...] | None:
    """Whether the described groups differ beyond chance."""
    columns, group_by = (
        asked.params.get("columns") or [],
        asked.params.get("group_by") or [],
    )
    if len(columns) != 1 or len(group_by) != 1:
        return None
    params = {"columns": columns, "group": group_by[0]}
    return (Step(operation="compare_groups", params=params),)
