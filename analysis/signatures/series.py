"""What operations on series in time share in their signatures and their language."""

from __future__ import annotations

from typing import Annotated, Literal

from analysis.base.parameters import ColumnRole

TimeColumn = Annotated[
    str,
    ColumnRole(
        "time",
        if_empty="time",
        markers=("over", "along", "by", "per", "in order of", "ordered by", "against",
                 "sorted by", "indexed by", "with time", "time column"),
    ),
]  # fmt: skip
SeriesColumn = Annotated[
    str,
    ColumnRole("numeric", markers=("of", "in", "for", "forecast", "predict", "is")),
]
Grain = Literal["day", "week", "month", "quarter", "year"]
SeriesStatistic = Literal[
    "mean", "sum", "count", "median", "min", "max", "first", "last"
]

GRAIN_OPTIONS = {
    "day": r"\b(?:daily|(?:by|per|each|every|to) day)\b",
    "week": r"\b(?:weekly|(?:by|per|each|every|to) week)\b",
    "month": r"\b(?:monthly|(?:by|per|each|every|to) month)\b",
    "quarter": r"\b(?:quarterly|(?:by|per|each|every|to) quarter)\b",
    "year": r"\b(?:yearly|annual(?:ly)?|(?:by|per|each|every|to) year)\b",
}
STATISTIC_OPTIONS = {
    "mean": r"\b(?:mean|average|avg)\b",
    "sum": r"\b(?:sum|total)s?\b",
    "count": r"\b(?:counts?|number of|how many)\b",
    "median": r"\bmedians?\b",
    "min": r"\b(?:min(?:imum)?|lowest)\b",
    "max": r"\b(?:max(?:imum)?|highest)\b",
    "first": r"\bfirst values?\b",
    "last": r"\b(?:last|closing) values?\b",
}
SUMMED_OPTIONS = {
    **STATISTIC_OPTIONS,
    "mean": r"\b(?:mean of|(?:daily|weekly|monthly|quarterly|yearly|annual) (?:mean|average))\b",
}
PERIOD_NUMBERS = (
    r"(?:period|seasonality|season(?:al)?(?: length)?|frequency|cycle)(?: of| =|:)? ?{n}",
)
