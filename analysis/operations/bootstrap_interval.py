"""Confidence intervals from resampling, for statistics without a formula of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.wording import name_of, names_of
from analysis.references.multivariate import LAW_SCHOOLS, MICE
from analysis.results.comparisons import BootstrapResult, BootstrapRow
from analysis.signatures.inference import CONFIDENCE_NUMBERS, FactorColumn, OneOutcome
from analysis.statistics.resampling import (
    bootstrap_result,
    correlation_along,
    difference_along,
    rank_correlation_along,
    resamples_possible,
    statistic_along,
)
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_scale,
    samples_of_groups,
)
from analysis.statistics.values import numbers_of, observed_numbers, require_rows
from analysis.words.bootstrap import answer_of_bootstrap, statistic_words_of

BootstrapStatistic = Literal[
    "mean", "median", "std", "variance", "trimmed mean", "percentile", "correlation",
    "rank correlation",
]  # fmt: skip
IntervalMethod = Literal["BCa", "percentile", "basic"]
FEWEST_RESAMPLED = 3

operation = Operation(
    __name__,
    kind="analyse",
    title="Bootstrap interval",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\bbootstrap\w*\b", 8),
            Phrase(r"\b(?:resampl\w+|bca)\b.{0,40}\b(?:interval|ci|error)\b", 5),
            Phrase(r"\bbias[- ]corrected and accelerated\b", 6),
            Phrase(r"\b(?:confidence interval|ci)s? (?:of|for|around) the (?:median|standard"
                   r" deviation|std|variance|trimmed mean|difference (?:of|in|between)"
                   r" (?:the )?medians?)\b", 6),
            Phrase(r"\b(?:median|standard deviation|trimmed mean)\b.{0,40}\bwith (?:a |its )?"
                   r"(?:{n} ?%? )?(?:confidence interval|ci)\b", 5),
        ),
        anti=(Phrase(r"\b(?:aggregat\w+|bagging|random forest)\b", 4),),
        options={
            "statistic": {
                "rank correlation": r"\b(?:rank correlation|spearman)\b",
                "correlation": r"\b(?:correlation|pearson)\b",
                "trimmed mean": r"\btrimmed(?: mean)?\b",
                "percentile": r"\d(?:st|nd|rd|th)? percentile\b(?! (?:bootstrap|method|interval))",
                "median": r"\bmedians?\b",
                "std": r"\b(?:standard deviations?|std|sd)\b",
                "variance": r"\bvariances?\b",
                "mean": r"\b(?<!trimmed )(?:means?|averages?)\b",
            },
            "interval_method": {
                "BCa": r"\bbca\b|\bbias[- ]corrected\b|\baccelerated\b",
                "percentile": r"(?<!\d[a-z][a-z] )(?<!\d )\bpercentile (?:bootstrap|method|"
                              r"interval)",
                "basic": r"\bbasic\b|\breverse percentile\b",
            },
            "difference": {"true": r"\bdifferences?\b|\bdiffers?\b|\bcompar\w+"},
        },
        numbers={
            "percentile": (r"{n}(?:st|nd|rd|th)? percentile\b(?! (?:bootstrap|method))",),
            "n_resamples": (r"{n} (?:bootstrap )?(?:resampl\w+|samples|replicat\w+|repetitions"
                            r"|iterations|draws|times)\b",),
            "random_state": (r"\b(?:seed|random[_ ]state) ?(?:=|of|is)? ?{n}",),
            "confidence_level": (*CONFIDENCE_NUMBERS, r"{n} ?%? (?:bootstrap )?interval",
                                 r"{n} ?%? (?:percentile |basic |bca )?bootstrap"),
        },
        examples=(
            Example("bootstrap confidence interval of the median of fare",
                    {"columns": ["fare"], "statistic": "median"}),
            Example("bootstrap the mean of age with 2000 resamples",
                    {"columns": ["age"], "statistic": "mean", "n_resamples": 2000}),
            Example("bootstrap interval of the correlation of age and fare",
                    {"columns": ["age", "fare"], "statistic": "correlation"}),
            Example("90 % percentile bootstrap interval of the standard deviation of fare",
                    {"columns": ["fare"], "statistic": "std", "confidence_level": 0.9,
                     "interval_method": "percentile"}),
            Example("bootstrap the difference of the medians of fare by sex",
                    {"columns": ["fare"], "statistic": "median", "difference": True,
                     "group": "sex"}),
            Example("bootstrap confidence interval of the 90th percentile of fare",
                    {"columns": ["fare"], "statistic": "percentile", "percentile": 90.0}),
            Example("confidence interval of the median of age",
                    {"columns": ["age"], "statistic": "median"}),
        ),
    ),
    references=(
        Reference(
            LAW_SCHOOLS,
            {"columns": ["LSAT", "GPA"], "statistic": "correlation"},
            {"rows": [{"estimate": 0.776, "standard_error": 0.132}]},
            "Efron and Tibshirani (1993), table 3.1 and chapter 6: r = 0.776, bootstrap "
            "standard error 0.132 (3,200 resamples)",
            3e-2,
        ),
        Reference(
            {"days": MICE["treatment"]},
            {"columns": ["days"], "statistic": "median"},
            {"rows": [{"estimate": 94.0, "standard_error": 37.83}]},
            "Efron and Tibshirani (1993), table 2.2: treated mice, infinitely many resamples",
            3e-2,
        ),
        Reference(
            {"days": MICE["control"]},
            {"columns": ["days"], "statistic": "mean", "n_resamples": 20_000},
            # the mean's is Σ (x - mean)² / n² in the limit, 13.34 squared
            {"rows": [{"estimate": 506 / 9, "standard_error": 13.34}]},
            "by hand: control mice of Efron and Tibshirani (1993), table 2.1",
            2e-2,
        ),
    ),
)  # fmt: skip


@operation.compute
def bootstrap_interval(
    data: pd.DataFrame,
    columns: OneOutcome,
    statistic: BootstrapStatistic = "mean",
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    difference: bool = False,
    percentile: float | None = None,
    interval_method: IntervalMethod = "BCa",
    n_resamples: int | None = None,
    confidence_level: float = 0.95,
    random_state: int = 42,
) -> BootstrapResult:
    """A confidence interval by resampling the rows with replacement (Efron 1979).

    Args:
        columns: one column; two for a correlation, or for the difference of a statistic
            of paired columns (the first minus the second).
        group: an interval for each group; with ``difference`` one for the difference of
            two groups, ``levels[0]`` minus ``levels[1]``, each resampled by itself.
        statistic: the standard deviation and variance divide by n - 1; the trimmed mean
            leaves out a fifth at each end. percentile: which, from 0 to 100.
        interval_method: bias-corrected and accelerated (Efron 1987), percentile or basic.
        n_resamples: 9,999 unless named; fewer where there are more than 30,000 rows.
        random_state: the seed, so that the same request gives the same interval.

    Returns ``rows`` with estimate, standard error, bias and interval.

    Raises:
        DataError: fewer than three values, no spread, or too many rows to resample.
    """
    check_shares(confidence_level=confidence_level)
    require_rows(data)
    check_percentile(statistic, percentile)
    labels, parts, n_missing = resampled_parts(
        data, columns, statistic, group, levels, difference
    )
    for part in parts:
        require_resampled(part, columns)
    n_rows = sum(len(part[0]) for part in parts)
    n_drawn = resamples_possible(n_rows, n_resamples)
    paired = len(columns) == 2 and group is None
    used = resampled_statistic(statistic, percentile, len(parts[0]) == 2)
    rows: list[BootstrapRow] = [
        {
            "label": label,
            **bootstrap_result(
                part,
                used,
                paired=paired,
                interval_method=interval_method,
                n_resamples=n_drawn,
                confidence_level=confidence_level,
                random_state=random_state,
            ),
        }
        for label, part in zip(labels, parts, strict=True)
    ]
    result: BootstrapResult = plain(
        {
            "rows": rows,
            "columns": list(dict.fromkeys(columns)),
            "group": group,
            "statistic": statistic,
            "difference": len(parts[0]) == 2 and "correlation" not in statistic,
            "paired": paired,
            "percentile": percentile,
            "interval_asked": interval_method,
            "n_resamples": n_drawn,
            "confidence_level": confidence_level,
            "random_state": random_state,
            "method": f"bootstrap, {rows[0]['interval_method']} interval",
            "n_obs": sum(row["n_obs"] for row in rows),
            "n_missing": n_missing,
        }
    )
    return result


def check_percentile(statistic: str, percentile: float | None) -> None:
    """A DataError for a percentile that no values have."""
    if statistic == "percentile" and not 0 < (percentile or 50.0) < 100:
        raise DataError(
            "A percentile lies between 0 and 100.", "Ask for the 90th, say."
        )


def resampled_statistic(
    statistic: str, percentile: float | None, of_two: bool
) -> Callable[..., Any]:
    """What is computed of each resample: of two samples the difference or correlation."""
    if "correlation" in statistic:
        return (
            correlation_along if statistic == "correlation" else rank_correlation_along
        )
    one = statistic_along(statistic, percentile)
    return difference_along(one) if of_two else one


def resampled_parts(
    data: pd.DataFrame,
    columns: list[str],
    statistic: str,
    group: str | None,
    levels: list[str] | None,
    difference: bool,
) -> tuple[list[str], list[list[np.ndarray]], int]:
    """What is resampled: per interval its label and its one or two samples."""
    names = list(dict.fromkeys(columns))
    if "correlation" in statistic and (len(names) != 2 or group is not None):
        raise DataError(
            "A correlation is bootstrapped for two columns.", "Name two.", names[0]
        )
    if group is not None and difference:
        labels, samples, n_missing = independent_samples(
            data, names, group, levels, exactly=2, minimum=FEWEST_RESAMPLED,
            otherwise="ask for the interval of each group",
        )  # fmt: skip
        return [f"{labels[0]} − {labels[1]}"], [list(samples)], n_missing
    if group is not None:
        labels, samples, n_missing = samples_of_groups(data, names, group, levels)
        return labels, [[sample] for sample in samples], n_missing
    if len(names) == 2:
        both = pd.DataFrame({name: numbers_of(data, name) for name in names}).dropna()
        pair = [both[name].to_numpy(dtype="float64") for name in names]
        sign = "and" if "correlation" in statistic else "−"
        label = f" {sign} ".join(name_of(name) for name in names)
        return [label], [pair], len(data) - len(both)
    values = observed_numbers(data, names[0])
    return [name_of(names[0])], [[values]], len(data) - len(values)


def require_resampled(samples: list[np.ndarray], columns: list[str]) -> None:
    """A DataError for too few values, or only equal ones."""
    for sample in samples:
        if len(sample) < FEWEST_RESAMPLED:
            raise DataError(
                f"{len(sample)} usable values are too few to resample.",
                f"At least {FEWEST_RESAMPLED} are needed, better 20.",
                columns[0],
            )
        require_scale(sample, columns[0])
    if all(float(np.ptp(sample)) == 0 for sample in samples):
        raise DataError(
            f"All values of {names_of(columns)} are equal, so resampling changes nothing.",
            "Choose a column that varies, or check the filters.",
            columns[0],
        )


@operation.restate
def restate(
    columns: list[str],
    statistic: str = "mean",
    group: str | None = None,
    difference: bool = False,
    percentile: float | None = None,
    **_: Any,
) -> str:
    paired = len(columns) == 2 and group is None
    what = statistic_words_of(statistic, percentile, difference or paired)
    by = f" by {name_of(group)}" if group else ""
    return f"Bootstrap interval of the {what} of {names_of(columns)}{by}"


@operation.present
def present(result: BootstrapResult) -> Answer:
    return answer_of_bootstrap(result)
