"""Pie charts: the shares of a few parts in a whole."""

from __future__ import annotations

from typing import Annotated, Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GROUP_MARKERS, ColumnRole, NumericColumn
from analysis.base.plain import plain
from analysis.base.wording import name_of
from analysis.results.charts import PieChartResult, UsedNumbers
from analysis.statistics.chart_groups import labels_of
from analysis.statistics.values import count_infinite, numbers_of, require_rows
from analysis.words.chart import shown_words
from analysis.words.charts import axis, chart, spec, tooltip

PartColumn = Annotated[str, ColumnRole("any", markers=GROUP_MARKERS)]
MAX_SLICES = 8

operation = Operation(
    __name__,
    kind="chart",
    title="Pie chart",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bpie ?(?:chart|plot|graph|diagram)s?\b", 4.5),
            Phrase(r"\b(?:pies?|do(?:ugh)?nut ?(?:chart|plot)?)\b", 3.5),
        ),
        examples=(
            Example("pie chart of class", {"category": "class"}),
            Example("show embarked as a pie chart", {"category": "embarked"}),
            Example("pie plot of sex", {"category": "sex"}),
            Example("draw a pie chart of alive", {"category": "alive"}),
            Example(
                "draw a pie of fare per embark_town",
                {"category": "embark_town", "value": "fare"},
            ),
        ),
    ),
    references=(
        Reference(
            {"cut": ["a", "b", "a", "c", "a"]},
            {"category": "cut"},
            {
                "slices": [
                    {"category": "a", "value": 3.0, "share": 0.6},
                    {"category": "b", "value": 1.0, "share": 0.2},
                    {"category": "c", "value": 1.0, "share": 0.2},
                ]
            },
            "counting",
        ),
    ),
)


@operation.compute
def pie_chart(
    data: pd.DataFrame, category: PartColumn, value: NumericColumn | None = None
) -> PieChartResult:
    """Shares of the values of a column among the rows, or in the sum of another column.

    More than 8 values are taken together as "other".

    Raises:
        DataError: the parts are negative or all zero, so they make no whole.
    """
    require_rows(data)
    sizes, largest, facts = part_sizes(data, category, value)
    total = float(sizes.sum())
    order = [label for label in labels_of(data, category)[1] if label in sizes.index]
    kept, rest = (
        list(sizes[order].sort_values(ascending=False, kind="stable").index),
        [],
    )
    if len(kept) > MAX_SLICES:
        kept, rest = kept[: MAX_SLICES - 1], kept[MAX_SLICES - 1 :]
    slices = [(label, float(sizes[label])) for label in kept]
    other = "other" if "other" not in kept else "all others"
    if rest:
        slices.append((other, float(sizes[rest].sum())))
    result: PieChartResult = {
        "slices": [
            {"category": label, "value": size * largest, "share": size / total}
            for label, size in slices
        ],
        "n_lumped": len(rest),
        "other": other if rest else None,
        "category": category,
        "value": value,
        **facts,
    }
    as_json: PieChartResult = plain(result)
    return as_json


def part_sizes(
    data: pd.DataFrame, category: str, value: str | None
) -> tuple[pd.Series, float, UsedNumbers]:
    """The size of each part as a multiple of the largest value, which comes second."""
    labels, _, _ = labels_of(data, category)
    table = pd.DataFrame({"category": labels.to_numpy(), "value": 1.0})
    n_infinite = 0
    if value is not None:
        table["value"] = numbers_of(data, value).to_numpy()
        n_infinite = count_infinite(data, value)
    observed = table.dropna()
    if len(observed) == 0 or (observed["value"] == 0).all():
        raise DataError(
            f"“{value or category}” adds up to nothing, so there are no shares.",
            "Choose another column, or check the filters.",
            value or category,
        )
    if (observed["value"] < 0).any():
        raise DataError(
            f"“{value}” has negative values, which are no parts of a whole.",
            "Ask for a bar chart instead.",
            value or "",
        )
    largest = float(observed["value"].max())
    parts = observed["value"] / largest
    sizes = parts.groupby(observed["category"], sort=False).sum()
    facts: UsedNumbers = {
        "n_obs": len(observed),
        "n_missing": len(table) - len(observed) - n_infinite,
        "n_infinite": n_infinite,
    }
    return sizes, largest, facts


@operation.restate
def restate(category: str, value: str | None = None) -> str:
    what = f"{name_of(value)} by " if value else ""
    return f"Pie chart of {what}{name_of(category)}"


@operation.present
def present(result: PieChartResult) -> Answer:
    slices, value = result["slices"], result["value"]
    what = f"the sum of {name_of(value)}" if value else "the rows"
    title = f"{name_of(result['category'])}: shares of {what}"
    parts = [f"{each['category']} {_percent(each['share'])}" for each in slices]
    sentence = f"Shares of {what} by {name_of(result['category'])}: {', '.join(parts)}."
    return Answer(
        sentence,
        (
            chart(
                title,
                _spec(result),
                f"Pie chart. {sentence}",
                shown_words(result),
            ),
        ),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _spec(result: PieChartResult) -> dict[str, Any]:
    """The legend tells the shares, since a picture has no tooltips."""
    slices = [
        {
            **each,
            "label": f"{each['category']} · {_percent(each['share'])}",
            "rank": rank,
        }
        for rank, each in enumerate(result["slices"])
    ]
    labels = [each["label"] for each in slices]
    part = axis("label", "nominal", result["category"], sort=labels)
    share = axis("share", "quantitative", "share")
    shown = tooltip(
        axis("category", "nominal", result["category"]),
        axis("value", "quantitative", result["value"] or "rows"),
        {**share, "format": ".1%"},
    )
    return spec(
        slices,
        mark={"type": "arc"},
        encoding={
            "theta": {**share, "stack": True},
            "color": {**part, "legend": {"orient": "right"}},
            "order": {"field": "rank", "type": "quantitative"},
            "tooltip": shown,
        },
    )
