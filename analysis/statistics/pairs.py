"""Columns in pairs, as a matrix of scatter plots shows them."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.results.charts import PairFacts, PairPlotBar
from analysis.statistics.bins import bin_edges

MOST_PAIRED = 6


def most_correlated(table: pd.DataFrame) -> list[Any]:
    """The columns of the strongest correlations, at most six, in the table's order."""
    names = list(table.columns)
    if len(names) <= MOST_PAIRED:
        return names
    sizes = table.corr().abs().to_numpy()
    pairs = sorted(
        combinations(range(len(names)), 2),
        key=lambda pair: (-np.nan_to_num(sizes[pair], nan=-1.0), pair),
    )
    chosen: list[int] = []
    for pair in pairs:
        chosen += [one for one in pair if one not in chosen]
        if len(chosen) >= MOST_PAIRED:
            break
    return [names[place] for place in sorted(chosen[:MOST_PAIRED])]


def pair_facts(table: pd.DataFrame, a: int, b: int) -> PairFacts:
    """The correlation of two columns over the rows that have both, and how many."""
    both = table[[a, b]].dropna()
    varies = len(both) > 2 and (both.nunique() > 1).all()
    return {"r": both[a].corr(both[b]) if varies else None, "n": len(both)}


def histogram_bars(
    column: pd.Series, place: int, labels: pd.Series | None, levels: list[str]
) -> list[PairPlotBar]:
    """Counts in bins, those of groups stacked: bounds, and heights from 0 to 1."""
    values = column.dropna()
    low, high = float(values.min()), float(values.max())
    edges = np.linspace(low, high, min(len(bin_edges(values.to_numpy())), 21))
    if len(edges) < 3:
        edges = np.linspace(low, high, 3)
    total, _ = np.histogram(values, edges)
    bottom = np.zeros(len(total))
    bars: list[PairPlotBar] = []
    for level in levels or [""]:
        part = values if labels is None else values[labels[values.index] == level]
        counts, _ = np.histogram(part, edges)
        bars += [
            {
                "place": place,
                "group": level,
                "low": edges[n],
                "high": edges[n + 1],
                "count": int(count),
                "from": bottom[n] / total.max(),
                "to": (bottom[n] + count) / total.max(),
            }
            for n, count in enumerate(counts)
            if count
        ]
        bottom = bottom + counts
    return bars


def point_rows(
    sample: pd.DataFrame, labels: pd.Series | None
) -> list[dict[str, float | str | None]]:
    """The rows to draw: v0, v1, … and their group."""
    rows = sample.set_axis([f"v{n}" for n in sample], axis=1)
    if labels is not None:
        rows = rows.assign(group=labels[rows.index])
    return list(rows.to_dict("records"))
