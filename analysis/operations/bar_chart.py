"""Bars: how often each value occurs, or a statistic of another column for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import (
    GROUP_MARKERS,
    ColumnRole,
    GroupColumn,
    NumericColumn,
)
from analysis.base.plain import plain
from analysis.base.wording import name_of
from analysis.results.charts import BarChartResult, BarRows
from analysis.statistics.chart_groups import group_labels, labels_of, statistic_by
from analysis.statistics.values import (
    count_infinite,
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)
from analysis.words.chart import capitalised, extremes, measure, shown_words
from analysis.words.charts import axis, chart, colour, spec, tooltip

CategoryColumn = Annotated[str, ColumnRole("any", markers=GROUP_MARKERS)]
BarStatistic = Literal["count", "mean", "sum", "median", "max", "min"]
MAX_BARS = 50

operation = Operation(
    __name__,
    kind="chart",
    title="Bar chart",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\b(?:bar|column) ?(?:chart|plot|graph|diagram)s?\b", 4.5),
            Phrase(r"\bcount ?plots?\b", 4),
            Phrase(r"\b(?:as|with|draw|in|show|plot) (?:the )?bars\b", 3.5),
            Phrase(r"\b(?:plot|chart|graph|draw|visuali[sz]e) (?:\S+ )*?\{cat\}", 1.5),
        ),
        anti=(Phrase(r"\b(?:histogram|box|violin|pie|line|scatter|heat ?map)\b", 2.5),),
        options={
            "statistic": {
                "count": r"\b(?:counts?|number of|how many|frequenc(?:y|ies))\b",
                "mean": r"\b(?:means?|averages?|avg)\b",
                "sum": r"\b(?:sums?|totals?)\b",
                "median": r"\bmedians?\b",
                "max": r"\b(?:max(?:imum)?|highest|largest)\b",
                "min": r"\b(?:min(?:imum)?|lowest|smallest)\b",
            }
        },
        numbers={"top": (r"\b(?:top|first) {n}", r"{n} (?:most|largest|biggest)")},
        examples=(
            Example("bar chart of class", {"category": "class"}),
            Example("draw a bar plot of embark_town", {"category": "embark_town"}),
            Example("count plot of who", {"category": "who", "statistic": "count"}),
            Example("a bar graph of sex", {"category": "sex"}),
            Example("column chart of embark_town", {"category": "embark_town"}),
        ),
    ),
    references=(
        Reference(
            {"cut": ["a", "b", "a", "c", "a", "b"]},
            {"category": "cut"},
            {
                "bars": [
                    {"category": "a", "value": 3, "n": 3},
                    {"category": "b", "value": 2, "n": 2},
                    {"category": "c", "value": 1, "n": 1},
                ],
            },
            "counting",
        ),
        Reference(
            {"supp": ["VC", "VC", "OJ", "OJ"], "len": [4.2, 11.5, 15.2, 21.5]},
            {"category": "supp", "value": "len"},
            {
                "bars": [
                    {"category": "OJ", "value": 18.35, "n": 2},
                    {"category": "VC", "value": 7.85, "n": 2},
                ],
            },
            "R, ToothGrowth rows 1, 2, 31 and 32: tapply(len, supp, mean)",
        ),
    ),
)


@operation.compute
def bar_chart(
    data: pd.DataFrame,
    category: CategoryColumn,
    value: NumericColumn | None = None,
    statistic: BarStatistic | None = None,
    group_by: GroupColumn | None = None,
    top: int | None = None,
) -> BarChartResult:
    """Bars of how often each value of a column occurs, or of a statistic for each.

    Args:
        category: one bar for each of its values; words by size, others in their order.
        value: a column of numbers that the bars show; without, rows are counted.
        statistic: of ``value``: the mean unless another is named.
        group_by: splits the bars by colour, into at most 12 groups.
        top: only so many bars, the largest; more than 50 are never shown.

    A column of many different numbers is no category: with ``group_by`` it is taken as
    the value, and the groups are the bars.
    """
    require_rows(data)
    if value is None and is_continuous(data, category):
        if group_by is None:
            raise DataError(
                f"“{category}” has too many different numbers for bars of its own.",
                "Ask for a histogram of it, or name a column to group it by.",
                category,
            )
        category, value, group_by = group_by, category, None
    used = statistic or ("count" if value is None else "mean")
    if value is None and used != "count":
        raise DataError(
            f"There is no column whose {used} the bars could show.",
            "Name a column of numbers.",
        )
    table, order, groups, facts = bar_table(data, category, value, group_by)
    bars, order, ordered = bars_in_order(table, order, used, top, facts["ordered"])
    result: BarChartResult = {
        "bars": bars.to_dict("records"),
        "order": order,
        "groups": groups,
        **facts,
        "ordered": ordered,
        "category": category,
        "value": value,
        "group_by": group_by,
        "statistic": used,
    }
    as_json: BarChartResult = plain(result)
    return as_json


def is_continuous(data: pd.DataFrame, column: str) -> bool:
    """Whether a column of numbers has more different values than bars fit a chart."""
    values = one_column(data, column)
    return is_number_column(values) and values.nunique() > MAX_BARS


def bar_table(
    data: pd.DataFrame, category: str, value: str | None, group_by: str | None
) -> tuple[pd.DataFrame, list[str], list[str], BarRows]:
    """Rows with a category (and a value, and a group), and what was left out."""
    labels, order, ordered = labels_of(data, category)
    table = pd.DataFrame({"category": labels.to_numpy()})
    n_infinite = 0
    if value is not None:
        table["value"] = numbers_of(data, value).to_numpy()
        n_infinite = count_infinite(data, value)
    complete = table.notna().all(axis=1)
    group, groups, n_lumped = group_labels(data, group_by)
    if group is not None:
        table["group"] = group.to_numpy()
    table = table[complete]
    n_no_group = int(table["group"].isna().sum()) if group is not None else 0
    table = table.dropna()
    if len(table) == 0:
        raise DataError(
            f"No row has a value of “{value or category}” to draw.",
            "Choose another column, or check the filters.",
            value or category,
        )
    facts: BarRows = {
        "n_obs": len(table),
        "n_missing": int((~complete).sum()) - n_infinite,
        "n_infinite": n_infinite,
        "n_no_group": n_no_group,
        "n_lumped": n_lumped,
        "other": groups[-1] if n_lumped else None,
        "ordered": ordered,
    }
    return table, order, groups, facts


def bars_in_order(
    table: pd.DataFrame,
    order: list[str],
    statistic: str,
    top: int | None,
    ordered: bool,
) -> tuple[pd.DataFrame, list[str], bool]:
    """The bars that are shown, their order, and whether it is the values' own."""
    whole = statistic_by(table[table.columns.drop("group", errors="ignore")],
                         ["category"], statistic)  # fmt: skip
    size = whole.set_index("category")["value"]
    by_size = sorted(
        (label for label in order if label in size.index),
        key=lambda label: -size[label] if pd.notna(size[label]) else 0.0,
    )
    if top is not None:
        if top < 1:
            raise DataError("At least one bar must be shown.", "Ask for the top 10.")
        ordered = False
    kept = by_size[: min(top or MAX_BARS, MAX_BARS)]
    if ordered:
        chosen = set(kept)
        kept = [label for label in order if label in chosen]
    keys = [key for key in ("category", "group") if key in table.columns]
    bars = statistic_by(table[table["category"].isin(kept)], keys, statistic)
    place = {label: number for number, label in enumerate(kept)}
    bars = bars.sort_values(
        "category", key=lambda labels: labels.map(place), kind="stable"
    )
    return bars, kept, ordered


@operation.restate
def restate(
    category: str,
    value: str | None = None,
    statistic: str | None = None,
    group_by: str | None = None,
    top: int | None = None,
) -> str:
    also = f" and {name_of(group_by)}" if group_by else ""
    cut = f", the {top} largest" if top else ""
    what = measure(value, statistic)
    return f"Bar chart of {what} by {name_of(category)}{also}{cut}"


@operation.present
def present(result: BarChartResult) -> Answer:
    what = measure(result["value"], result["statistic"])
    by = f" by {name_of(result['category'])}"
    also = f" and {name_of(result['group_by'])}" if result["group_by"] else ""
    summary = _sentence(result, what)
    hidden = _hidden(result)
    picture = chart(
        capitalised(what) + by + also,
        _spec(result, what),
        f"Bar chart of {what}{by}{also}. {summary}",
        shown_words(result, hidden),
    )
    return Answer(summary, (picture,))


def _sentence(result: BarChartResult, what: str) -> str:
    bars: Sequence[Mapping[str, Any]] = result["bars"]
    labels = [
        f"{bar['category']}, {bar['group']}" if "group" in bar else bar["category"]
        for bar in bars
    ]
    if what == "rows" and len(bars) <= 4:
        parts = [
            f"{label} {bar['value']:,}" for label, bar in zip(labels, bars, strict=True)
        ]
        return f"Rows by {name_of(result['category'])}: {', '.join(parts)}."
    return extremes(labels, [bar["value"] for bar in bars], what)


def _hidden(result: BarChartResult) -> str:
    shown = sum(bar["n"] for bar in result["bars"])
    if shown == result["n_obs"]:
        return ""
    n_bars = len(result["order"])
    return f"the {n_bars} largest, with {shown:,} of the rows"


def _spec(result: BarChartResult, what: str) -> dict[str, Any]:
    order, grouped = result["order"], result["group_by"] is not None
    bars: Sequence[Mapping[str, Any]] = result["bars"]
    if grouped:  # stacked in the order of the legend
        bars = [
            {**bar, "rank": result["groups"].index(bar["group"])}
            for bar in result["bars"]
        ]
    category = axis("category", "nominal", result["category"], sort=order)
    value = axis("value", "quantitative", what)
    upright = result["ordered"]
    if upright and sum(len(label) for label in order) <= 60:
        category = {**category, "axis": {"labelAngle": 0}}
    encoding: dict[str, Any] = {
        "x" if upright else "y": category,
        "y" if upright else "x": value,
    }
    shown = [category, value]
    if grouped:
        group = colour("group", result["group_by"] or "", result["groups"])
        encoding["color"] = group
        shown.insert(1, group)
        if result["statistic"] not in ("count", "sum"):
            offset = {"field": "group", "type": "nominal", "sort": result["groups"]}
            encoding["xOffset" if upright else "yOffset"] = offset
        else:
            encoding["order"] = {"field": "rank", "type": "quantitative"}
    rows = axis("n", "quantitative", "rows")
    encoding["tooltip"] = tooltip(*shown, *([] if what == "rows" else [rows]))
    return spec(bars, mark={"type": "bar"}, encoding=encoding)
