"""Every pair of several columns against each other, with each column's distribution."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Annotated, Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GROUP_MARKERS, AllNumericColumns, ColumnRole
from analysis.base.plain import plain
from analysis.base.wording import counted, figure, muted, name_of, names_of, strength
from analysis.references.small import TREES
from analysis.results.charts import PairPlotBar, PairPlotResult
from analysis.statistics.chart_groups import labels_of, lumped
from analysis.statistics.pairs import (
    MOST_PAIRED,
    histogram_bars,
    most_correlated,
    pair_facts,
    point_rows,
)
from analysis.statistics.values import number_columns, numbers_of
from analysis.words.charts import Encoding, chart, spec

PAIR_MARKS = 4_000
PAIR_ROWS = 500
PAIR_SEED = 7
_CELL = 92  # of the height; the width is the surface's
_EDGE = 0.06  # of a cell, on each side

PairGroup = Annotated[
    str,
    ColumnRole(
        "grouping",
        markers=(*GROUP_MARKERS, "coloured by", "colored by", "colour by", "color by"),
    ),
]

operation = Operation(
    __name__,
    kind="chart",
    title="Pair plot",
    category="Charts",
    language=Language(
        phrases=(
            Phrase(r"\bpair(?:s|wise)?[- ]?plots?\b|\bpairs? (?:chart|graph)s?\b", 7),
            Phrase(r"\bscatter ?(?:plot|chart)?[- ]?matri(?:x|ces)\b|\bsplom\b", 7),
            Phrase(r"\bmatrix of (?:all )?(?:pairwise )?scatter ?(?:plots|charts)\b", 7),
            Phrase(r"\b(?:pairwise|all) scatter ?(?:plots|charts)\b", 6),
            Phrase(r"\b(?:plot|draw|show|chart) (?:all |every )?(?:the )?"
                   r"(?:columns?|variables?|pairs?|\{num\}.*\{num\}.*\{num\}) "
                   r"(?:against|versus|vs\.?) each other\b", 5),
        ),
        anti=(Phrase(r"\b(?:correlation matrix|heat ?map|confusion)\b", 2),),
        examples=(
            Example("pair plot", {}),
            Example("scatter matrix of age, fare and sibsp by sex",
                    {"columns": ["age", "fare", "sibsp"], "group_by": "sex"}),
            Example("pairplot of age fare parch", {"columns": ["age", "fare", "parch"]}),
            Example("scatterplot matrix of age, fare, sibsp, parch",
                    {"columns": ["age", "fare", "sibsp", "parch"]}),
            Example("pairs plot of age and fare coloured by class",
                    {"columns": ["age", "fare"], "group_by": "class"}),
            Example("draw a scatter plot matrix of fare, age and pclass",
                    {"columns": ["fare", "age", "pclass"]}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            dict(TREES),
            {"columns": ["girth", "height", "volume"]},
            {"pairs": [{"x": "girth", "y": "height", "r": 0.5192801},
                       {"x": "girth", "y": "volume", "r": 0.9671194},
                       {"x": "height", "y": "volume", "r": 0.5982497}]},
            "R: cor(trees)",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def pair_plot(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    group_by: PairGroup | None = None,
) -> PairPlotResult:
    """Points of every pair of columns, their correlations, and each column's histogram.

    Of more than six columns the first six named are drawn, or, where none are named,
    those of the strongest correlations. Each pair uses the rows that have both values;
    of many rows a random sample is drawn (seed 7), correlations and histograms use all.

    Raises:
        DataError: fewer than two columns have different numbers.
    """
    named = list(dict.fromkeys(columns or []))
    asked = named or [name for name in number_columns(data) if name != group_by]
    table = pd.DataFrame(
        {n: numbers_of(data, name).to_numpy() for n, name in enumerate(asked)}
    )
    varying = [number for number in table if table[number].nunique() > 1]
    if len(varying) < 2:
        raise DataError(
            "A pair plot needs two columns with different numbers.",
            "Name columns of numbers.",
            asked[0] if asked else "",
        )
    drawn = varying[:MOST_PAIRED] if named else most_correlated(table[varying])
    table = table[drawn].set_axis(range(len(drawn)), axis=1)
    shown = [asked[number] for number in drawn]
    levels: list[str] = []
    labels = None
    if group_by:
        labels, levels, _ = labels_of(data, group_by)
        labels, levels, _ = lumped(labels.reset_index(drop=True), levels)
    known = table.notna().sum(axis=1) >= 2
    if labels is not None:
        known &= labels.notna()
        labels = labels[known]
    table = table[known]
    if any(table[number].nunique() < 2 for number in table):
        raise DataError(
            "Too few rows have values in several of these columns.",
            "Choose other columns, or fill missing values first.",
            shown[0],
        )
    n_pairs = len(shown) * (len(shown) - 1) // 2
    most = max(50, min(PAIR_ROWS, PAIR_MARKS // n_pairs))
    sample = table if len(table) <= most else table.sample(most, random_state=PAIR_SEED)
    result: PairPlotResult = {
        "columns": shown,
        "group_by": group_by,
        "levels": levels,
        "ranges": [[table[n].min(), table[n].max()] for n in table],
        "pairs": [
            {"x": shown[a], "y": shown[b], **pair_facts(table, a, b)}
            for a, b in combinations(range(len(shown)), 2)
        ],
        "bars": [
            bar for n in table for bar in histogram_bars(table[n], n, labels, levels)
        ],
        "points": point_rows(sample, labels),
        "n_obs": len(table),
        "n_missing": len(data) - len(table),
        "n_shown": len(sample),
        "not_drawn": [name for name in asked if name not in shown],
        "chosen": not named and len(varying) > MOST_PAIRED,
    }
    as_json: PairPlotResult = plain(result)
    return as_json


@operation.restate
def restate(columns: list[str] | None = None, group_by: str | None = None) -> str:
    by = f" by {name_of(group_by)}" if group_by else ""
    return f"Pair plot of {names_of(columns) if columns else 'the number columns'}{by}"


@operation.present
def present(result: PairPlotResult) -> Answer:
    shown = result["columns"]
    title = restate(shown, result["group_by"])
    known = [pair for pair in result["pairs"] if pair["r"] is not None]
    words = f"{title}: {counted(len(result['pairs']), 'pair')}"
    if known:
        best = max(known, key=lambda pair: abs(pair["r"] or 0.0))
        words += (
            f"; {name_of(best['x'])} and {name_of(best['y'])} are related most,"
            f" {strength(best['r'] or 0.0)}ly: r = {figure(best['r'])}"
        )
    sampled = result["n_shown"] < result["n_obs"]
    subtitle = (
        f"{result['n_shown']:,} of {result['n_obs']:,} rows drawn, seed {PAIR_SEED}"
        if sampled
        else ""
    )
    every = "; ".join(
        f"{name_of(p['x'])} and {name_of(p['y'])} r = {figure(p['r'])}" for p in known
    )
    alt = f"{words}. Points below the diagonal, histograms on it, r above it. {every}."
    return Answer(
        f"{words} (n = {result['n_obs']:,}).",
        (chart(title, _specification(result), alt, subtitle), muted(*_notes(result))),
    )


def _notes(result: PairPlotResult) -> list[str]:
    ranges = "; ".join(
        f"{name_of(name)} from {figure(low)} to {figure(high)}"
        for name, (low, high) in zip(result["columns"], result["ranges"], strict=True)
    )
    notes = [f"Axes: {ranges}.", "r is Pearson's, of the rows with both values."]
    if result["n_missing"]:
        rows = counted(result["n_missing"], "row")
        notes.append(f"{rows} with too many missing values left out.")
    left_out = result["not_drawn"]
    if left_out:
        chosen = (
            f"The {len(result['columns'])} columns of the strongest correlations"
            if result["chosen"]
            else "At most six columns, which differ,"
        )
        more = f" and {len(left_out) - 6} more" if len(left_out) > 6 else ""
        notes.append(f"{chosen} are drawn; not {names_of(left_out[:6])}{more}.")
    return notes


def _specification(result: PairPlotResult) -> dict[str, Any]:
    """One view for all cells, so that it takes the width of any surface.

    A value lies in its cell by its share of the column's range; the cells are numbered
    from the left and from below.
    """
    n = len(result["columns"])
    scale = {"domain": [0, n], "nice": False, "zero": False}
    x, y = (
        {"field": name, "type": "quantitative", "scale": scale, "axis": None}
        for name in ("x", "y")
    )
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    group = (
        {
            "color": {
                "field": "group",
                "type": "nominal",
                "title": name_of(result["group_by"]),
                "sort": result["levels"],
            }
        }
        if result["group_by"]
        else {}
    )
    lines = {
        "data": {"values": _lines(n)},
        "mark": {"type": "rule", "opacity": 0.3},
        "encoding": {"x": x, "y": y, **ends},
    }
    bars = {
        "data": {"values": [_bar(result, bar) for bar in result["bars"]]},
        "mark": {"type": "rect", "opacity": 0.55},
        "encoding": {
            "x": x,
            "y": y,
            **ends,
            **group,
            "tooltip": [_shown("bin", "values", "nominal"), _shown("count", "rows")],
        },
    }
    texts = [
        {
            "data": {"values": [one for one in _texts(result) if one["at"] == align]},
            "mark": {"type": "text", "align": align, "style": "label", "limit": 150},
            "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
        }
        for align in ("left", "center", "right")
    ]
    points = [
        _points(result, a, b, {"x": x, "y": y, **group})
        for a, b in combinations(range(n), 2)
    ]
    values = [_placed(result, row) for row in result["points"]]
    return spec(values, height=_CELL * n, layer=[lines, bars, *points, *texts])


def _shown(field: str, title: str, kind: str = "quantitative") -> Encoding:
    return {"field": field, "type": kind, "title": name_of(title)}


def _share(result: PairPlotResult, place: int, value: float) -> float:
    low, high = result["ranges"][place]
    return float(round(_EDGE + (1 - 2 * _EDGE) * (value - low) / (high - low), 4))


def _placed(
    result: PairPlotResult, row: Mapping[str, Any]
) -> dict[str, float | str | None]:
    places = {
        f"s{place}": None
        if row[f"v{place}"] is None
        else _share(result, place, row[f"v{place}"])
        for place in range(len(result["columns"]))
    }
    return {**row, **places}


def _lines(n: int) -> list[dict[str, int]]:
    across = [{"x": 0, "x2": n, "y": at, "y2": at} for at in range(n + 1)]
    return across + [{"x": at, "x2": at, "y": 0, "y2": n} for at in range(n + 1)]


def _bar(result: PairPlotResult, bar: PairPlotBar) -> dict[str, float | str]:
    place, below = bar["place"], len(result["columns"]) - 1 - bar["place"]
    return {
        "x": place + _share(result, place, bar["low"]),
        "x2": place + _share(result, place, bar["high"]),
        "y": below + 0.78 * bar["from"],  # above is the column's name
        "y2": below + 0.78 * bar["to"],
        "group": bar["group"],
        "bin": f"{figure(bar['low'])} to {figure(bar['high'])}",
        "count": bar["count"],
    }


def _texts(result: PairPlotResult) -> list[dict[str, float | str]]:
    """Each name in its cell on the diagonal, and r above the diagonal."""
    names = result["columns"]
    n = len(names)
    texts: list[dict[str, float | str]] = []
    for place, name in enumerate(names):
        left = place < (n + 1) // 2  # long names run on towards the middle
        at = _EDGE if left else 1 - _EDGE
        texts.append(
            {"x": place + at, "y": n - place - 0.12, "text": name_of(name),
             "at": "left" if left else "right"}
        )  # fmt: skip
    for pair in result["pairs"]:
        a, b = names.index(pair["x"]), names.index(pair["y"])
        r = "–" if pair["r"] is None else f"{pair['r']:.2f}".replace("-", "−")
        texts.append({"x": b + 0.5, "y": n - a - 0.5, "text": r, "at": "center"})
    return texts


def _points(
    result: PairPlotResult, a: int, b: int, encoding: dict[str, Encoding]
) -> dict[str, Any]:
    """The points of two columns: the first across, the second upwards."""
    names = result["columns"]
    below = len(names) - 1 - b
    told = [_shown(f"v{a}", names[a]), _shown(f"v{b}", names[b])]
    if result["group_by"]:
        told.append(_shown("group", result["group_by"], "nominal"))
    return {
        "transform": [
            {"filter": f"isValid(datum.s{a}) && isValid(datum.s{b})"},
            {"calculate": f"datum.s{a} + {a}", "as": "x"},
            {"calculate": f"datum.s{b} + {below}", "as": "y"},
        ],
        "mark": {"type": "point", "size": 12},
        "encoding": {**encoding, "tooltip": told},
    }
