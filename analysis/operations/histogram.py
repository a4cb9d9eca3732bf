"""How a column of numbers is distributed, in bins."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GroupColumn, NumericColumn
from analysis.base.wording import counted, figure, muted, name_of, observed_words
from analysis.references.small import CARS
from analysis.results.charts import HistogramBin, HistogramResult
from analysis.statistics.bins import bin_edges, log_edges, width_edges
from analysis.statistics.values import (
    count_groupless,
    count_infinite,
    numbers_of,
    observed_numbers,
    split_by,
)
from analysis.words.charts import axis, chart, colour, spec, tooltip
from analysis.words.log_scale import LOG_PHRASE, LogAxes, log_note, log_words, scale

MAX_WIDE_BINS = 500
MAX_HISTOGRAM_GROUPS = 8
MAX_WIDE_BINS = 500

operation = Operation(
    __name__,
    kind="chart",
    title="Histogram",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bhistograms?\b", 5),
            Phrase(r"\b(?:show|plot|draw|see|visuali[sz]e) (?:me )?(?:the )?distribution\b",
                   4),
            Phrase(r"\bdistribution of (?:the )?\{num\}", 3),
            Phrase(r"\bhow (?:is|are) (?:the )?\{num\} distributed\b", 3.5),
            Phrase(r"\bfrequency distribution of \{num\}", 2.5),
            LOG_PHRASE,
        ),
        anti=(
            Phrase(r"\b(?:normal(?:ly|ity)?|box ?plot|test)\b", 2.5),
            Phrase(r"\b(?:skew(?:ness|ed)?|kurtosis|asymmetr\w+|quartiles?)\b", 2.5),
        ),
        options={"log_axes": log_words("x")},
        numbers={"bins": (r"{n} bins?", r"bins? ?= ?{n}")},
        examples=(
            Example("histogram of age", {"column": "age"}),
            Example("show the distribution of fare", {"column": "fare"}),
            Example("histogram of fare with 20 bins", {"column": "fare", "bins": 20}),
            Example("histogram of age by sex", {"column": "age", "group_by": "sex"}),
            Example("how is age distributed?", {"column": "age"}),
            Example("plot a histogram of fare", {"column": "fare"}),
            Example("histogram of fare on a log scale", {"column": "fare", "log_axes": "x"}),
        ),
    ),
    references=(
        Reference(
            dict(CARS),
            {"column": "dist", "bins": 6},
            {"median": 36.0, "n_obs": 50},
            "R: median(cars$dist)",
        ),
    ),
)  # fmt: skip


@operation.compute
def histogram(
    data: pd.DataFrame,
    column: NumericColumn,
    bins: int | None = None,
    group_by: GroupColumn | None = None,
    log_axes: LogAxes = "none",
    bin_width: float | None = None,
) -> HistogramResult:
    """Counts of a column's values in equal bins, also for each group.

    Args:
        bins: how many, up to 60; without, by the rule of Freedman and Diaconis.
        bin_width: how wide each is, in the column's unit, the edges at its multiples;
            it goes before ``bins``, and at most 500 may come of it.
        group_by: the eight largest groups are shown, the others are counted together.
        log_axes: other than "none" means bins that are equal on a logarithmic scale of
            the values; those of 0 or less are left out.
    """
    if bins is not None and bins < 1:
        raise DataError("A histogram has at least one bin.", "For example: 20 bins.")
    numbers = observed_numbers(data, column)
    n_observed = len(numbers)
    logged = log_axes != "none"
    if logged:
        numbers = numbers[numbers > 0]
        if len(numbers) == 0:
            raise DataError(
                f"“{column}” has no positive value to show on a logarithmic axis.",
                "Use a linear scale.",
                column,
            )
    edges = histogram_edges(numbers, bins, bin_width, logged)
    parts = split_by(data, [group_by] if group_by else None)
    if len(parts) > MAX_HISTOGRAM_GROUPS:
        parts = sorted(parts, key=lambda part: -len(part[1]))[:MAX_HISTOGRAM_GROUPS]
    found: list[HistogramBin] = []
    for group, rows in parts:
        values = numbers_of(rows, column).dropna().to_numpy()
        counts, _ = np.histogram(values, bins=edges)
        found += [
            {
                "group": group.get(group_by) if group_by else None,
                "low": float(low),
                "high": float(high),
                "count": int(count),
            }
            for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ]
    return {
        "column": column,
        "median": float(np.median(numbers)),
        "min": float(numbers.min()),
        "max": float(numbers.max()),
        "n_obs": len(numbers),
        "n_missing": len(data) - n_observed - count_infinite(data, column),
        "n_not_positive": n_observed - len(numbers),
        "log_axes": "x" if logged else "none",
        "n_infinite": count_infinite(data, column),
        "n_no_group": count_groupless(data, [group_by] if group_by else None),
        "group_by": group_by,
        "bins": found,
    }


def histogram_edges(
    numbers: np.ndarray, bins: int | None, width: float | None, logged: bool
) -> np.ndarray:
    """The edges of bins so wide, or of so many."""
    if width is None:
        return log_edges(numbers, bins) if logged else bin_edges(numbers, bins)
    if logged:
        raise DataError(
            "Bins of one width have different widths on a logarithmic axis.",
            "Name how many bins, or use a linear scale.",
        )
    span = float(numbers.max() - numbers.min())
    if width <= 0 or span / width > MAX_WIDE_BINS:
        raise DataError(
            f"Bins {width:g} wide do not fit values that span {span:g}.",
            f"Name a greater width, of which at most {MAX_WIDE_BINS} bins come.",
        )
    return width_edges(numbers, width)


@operation.restate
def restate(
    column: str,
    bins: int | None = None,
    group_by: str | None = None,
    bin_width: float | None = None,
    **_: Any,
) -> str:
    with_bins = f" in {counted(bins, 'bin')}" if bins else ""
    if bin_width:
        with_bins = f" in bins {figure(bin_width)} wide"
    by = f" by {name_of(group_by)}" if group_by else ""
    return f"Histogram of {name_of(column)}{with_bins}{by}"


@operation.present
def present(result: HistogramResult) -> Answer:
    name = name_of(result["column"])
    fullest = max(result["bins"], key=lambda each: each["count"])
    grouped = result["group_by"]
    who = f" ({name_of(fullest['group'])})" if grouped else ""
    words = (
        f"Half of the values of {name} lie below {figure(result['median'])}; they run "
        f"from {figure(result['min'])} to {figure(result['max'])}, most often between "
        f"{figure(fullest['low'])} and {figure(fullest['high'])}{who}"
    )
    title = restate(result["column"], group_by=grouped)
    picture = chart(title, _specification(result), f"{title}. {words}.")
    return Answer(
        f"{words} (n = {result['n_obs']:,}).",
        (picture, muted(f"{observed_words(result)}. {log_note(result)}".rstrip())),
    )


def _specification(result: HistogramResult) -> dict[str, Any]:
    values = [
        {
            "low": each["low"],
            "high": each["high"],
            "count": each["count"],
            **({"group": name_of(each["group"])} if result["group_by"] else {}),
        }
        for each in result["bins"]
    ]
    x = axis("low", "quantitative", result["column"], bin="binned")
    if result["log_axes"] != "none":
        x["scale"] = scale(logged=True)
    y = axis("count", "quantitative", "count", stack=None)
    shown = [
        axis("low", "quantitative", "from"),
        axis("high", "quantitative", "to"),
        axis("count", "quantitative", "count"),
    ]
    encoding: dict[str, Any] = {"x": x, "x2": {"field": "high"}, "y": y}
    mark: dict[str, str | float] = {"type": "bar"}
    if result["group_by"]:
        group = colour("group", result["group_by"])
        encoding["color"] = group
        shown.insert(0, group)
        mark["opacity"] = 0.6
    encoding["tooltip"] = tooltip(*shown)
    return spec(values, mark=mark, encoding=encoding)
