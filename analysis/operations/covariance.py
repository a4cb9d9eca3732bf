"""Covariances of columns of numbers."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns
from analysis.base.plain import plain
from analysis.base.reply import Block, Chart, Item, KeyValues, Table, TableColumn
from analysis.base.wording import counted, figure, muted, name_of, of_words
from analysis.references.multivariate import US_ARRESTS
from analysis.references.small import CARS
from analysis.results.associations import CovariancePair, CovarianceResult, Covaried
from analysis.statistics.association import product_moment
from analysis.statistics.moments import mean_and_deviations, precise_sum
from analysis.statistics.values import number_columns, numbers_of, require_rows
from analysis.words.charts import axis, chart, spec, tooltip

MAX_COVARIED = 40
MOST_SHADED = 15

operation = Operation(
    __name__,
    kind="analyse",
    title="Covariance",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\b(?:variance[- ])?co-?variances?\b", 6),
            Phrase(r"\bco-?variance matrix\b|\bcov\b", 5),
            Phrase(r"\b(?:do|does|how) .{0,40}\bco-?var(?:y|ies)\b", 5),
        ),
        anti=(
            Phrase(r"\b(?:pca|principal[- ]components?|ancova|analysis of covariance)\b", 6),
        ),
        options={
            "ddof": {"0": r"\bpopulation\b|\bddof ?= ?0\b|\bdivided by n\b(?! ?[-−])",
                     "1": r"\bsample co-?variance|\bddof ?= ?1\b"},
        },
        examples=(
            Example("covariance of age and fare", {"columns": ["age", "fare"]}),
            Example("covariance matrix", {}),
            Example("population covariance of age and fare",
                    {"columns": ["age", "fare"], "ddof": 0}),
            Example("variance-covariance matrix of age, fare and sibsp",
                    {"columns": ["age", "fare", "sibsp"]}),
            Example("How do age and parch covary?", {"columns": ["age", "parch"]}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            dict(CARS),
            {"columns": ["speed", "dist"]},
            {"pairs": [{"covariance": 109.9469}], "variances": [27.95918, 664.0608]},
            "R: var(cars)",
            1e-6,
        ),
        Reference(
            US_ARRESTS,
            {"columns": ["Murder", "Assault", "UrbanPop"]},
            {"variances": [18.970465, 6945.165714, 209.518776],
             "matrix": [[18.970465, 291.062367, 4.386204],
                        [291.062367, 6945.165714, 312.275102],
                        [4.386204, 312.275102, 209.518776]]},
            "R: var(USArrests)",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def covariance(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    ddof: int = 1,
) -> CovarianceResult:
    """Covariances of all pairs of columns, each on its complete rows.

    Args:
        columns: two or more; without, all columns of numbers.
        ddof: the divisor is n - ddof: 1 for the sample's (as R, pandas and Excel's
            COVARIANCE.S), 0 for the population's.

    Returns ``pairs``, the largest first, with correlation and n, the columns'
    ``variances`` and all as a ``matrix``.

    Raises:
        DataError: fewer than two columns of numbers, or too many to show.
    """
    require_rows(data)
    names = list(dict.fromkeys(columns or number_columns(data)))
    if not 2 <= len(names) <= MAX_COVARIED:
        raise DataError(
            f"Covariances need 2 to {MAX_COVARIED} columns of numbers; here are "
            f"{len(names)}.",
            "Name the columns.",
            names[0] if names else "",
        )
    if ddof not in (0, 1):
        raise DataError("The divisor is n (ddof 0) or n − 1 (ddof 1).", "Choose one.")
    table = pd.DataFrame({name: numbers_of(data, name).to_numpy() for name in names})
    pairs: list[CovariancePair] = [
        {"x": first, "y": second, **covariance_of(table[[first, second]], ddof)}
        for first, second in combinations(names, 2)
    ]
    variances = [
        covariance_of(pd.concat([table[name]] * 2, axis=1), ddof)["covariance"]
        for name in names
    ]
    known = {(pair["x"], pair["y"]): pair["covariance"] for pair in pairs}
    result: CovarianceResult = plain(
        {
            "pairs": sorted(pairs, key=lambda pair: -abs(pair["covariance"] or 0.0)),
            "columns": names,
            "variances": variances,
            "matrix": [
                [
                    variances[i] if i == j else known.get((x, y), known.get((y, x)))
                    for j, y in enumerate(names)
                ]
                for i, x in enumerate(names)
            ],
            "ddof": ddof,
            "method": f"{'sample' if ddof else 'population'} covariance",
            "n_obs": int(table.notna().all(axis=1).sum()),
            "n_missing": int(table.isna().any(axis=1).sum()),
        }
    )
    return result


def covariance_of(two: pd.DataFrame, ddof: int) -> Covaried:
    """Covariance, correlation and n of two columns, on the rows that have both."""
    values = two.dropna().to_numpy(dtype="float64")
    n = len(values)
    if n - ddof < 1:
        return {"covariance": None, "correlation": None, "n_obs": n}
    x, y = (mean_and_deviations(values[:, place])[1] for place in (0, 1))
    return {
        "covariance": precise_sum(x * y) / (n - ddof),
        "correlation": product_moment(values[:, 0], values[:, 1]) if n > 1 else None,
        "n_obs": n,
    }


@operation.restate
def restate(columns: list[str] | None = None, ddof: int = 1, **_: Any) -> str:
    which = "Covariance" if ddof else "Population covariance"
    return which + of_words(columns, "all columns of numbers")


@operation.present
def present(result: CovarianceResult) -> Answer:
    top, names = result["pairs"][0], result["columns"]
    divisor = "n − 1" if result["ddof"] else "n"
    which = result["method"]
    value = figure(top["covariance"])
    pair = f"{name_of(top['x'])} and {name_of(top['y'])}"
    blocks: list[Block]
    if len(names) == 2:
        summary = f"The {which} of {pair} is {value} (n = {top['n_obs']:,})."
        items = [
            Item(label="covariance", value=top["covariance"]),
            Item(label="correlation r", value=top["correlation"]),
            *(
                Item(label=f"variance of {name_of(name)}", value=variance)
                for name, variance in zip(names, result["variances"], strict=True)
            ),
            Item(label="n", value=top["n_obs"], format="integer"),
        ]
        blocks = [KeyValues(style="tiles", items=tuple(items))]
    else:
        summary = (
            f"The largest {which} is that of {pair}: {value} (n = {top['n_obs']:,}); "
            f"{counted(len(names), 'column')}, {counted(len(result['pairs']), 'pair')}."
        )
        blocks = [_matrix_table(result)]
        if len(names) <= MOST_SHADED:
            blocks.append(_shaded(result))
    note = muted(
        f"{which[:1].upper()}{which[1:]} (divisor {divisor}); each pair on the rows where "
        f"both values are there; {result['n_obs']:,} rows have all.",
        "It has the units of both columns; correlations are comparable, covariances not.",
    )
    return Answer(summary, (*blocks, note))


def _matrix_table(result: CovarianceResult) -> Table:
    return Table(
        title="Variances (on the diagonal) and covariances",
        columns=(
            TableColumn(label="column", format="code"),
            *(TableColumn(label=name_of(name)) for name in result["columns"]),
        ),
        rows=tuple(
            (name, *row)
            for name, row in zip(result["columns"], result["matrix"], strict=True)
        ),
    )


def _shaded(result: CovarianceResult) -> Chart:
    """Covariances as figures, shaded by the correlations, which have one scale."""
    names = [name_of(name) for name in result["columns"]]
    r = {(p["x"], p["y"]): p["correlation"] for p in result["pairs"]}
    values = []
    for i, x in enumerate(result["columns"]):
        for j, y in enumerate(result["columns"]):
            value = result["matrix"][j][i]
            shade = (1.0 if value else None) if i == j else r.get((x, y), r.get((y, x)))
            size = abs(shade or 0.0)
            cell = {"x": names[i], "y": names[j], "value": value, "shade": shade}
            values.append({**cell, "size": size, "text": _compact(value)})
    x_axis, y_axis = (axis(key, "nominal", "", sort=names) for key in ("x", "y"))
    x_axis["title"] = y_axis["title"] = None
    shade_axis = axis(
        "shade",
        "quantitative",
        "correlation",
        scale={"domain": [-1, 1], "domainMid": 0},
    )
    named = tooltip(
        {**x_axis, "title": "column"},
        {**y_axis, "title": "with"},
        axis("value", "quantitative", "covariance"),
        {**shade_axis, "format": ".3f"},
    )
    cells = {
        "mark": {"type": "rect"},
        "encoding": {"x": x_axis, "y": y_axis, "color": shade_axis, "tooltip": named},
    }
    figures = {
        "encoding": {"x": x_axis, "y": y_axis, "text": {"field": "text"}},
        "layer": [
            {"transform": [{"filter": f"datum.size {sign} 0.6"}],
             "mark": {"type": "text", "style": style}}
            for sign, style in (("<", "label"), (">=", "on-accent"))
        ],
    }  # fmt: skip
    drawn = spec(
        [value for value in values if value["shade"] is not None],
        layer=[cells, figures],
        width={"step": 66},
    )
    top = result["pairs"][0]
    return chart(
        "Covariances",
        drawn,
        f"Table of covariances of {counted(len(names), 'column')}; the largest is "
        f"{name_of(top['x'])} with {name_of(top['y'])}, {figure(top['covariance'])}.",
        "figures: covariances; shades: correlations",
    )


def _compact(value: float | None) -> str:
    """A figure that fits a cell."""
    if value is None:
        return ""
    size = abs(value)
    if size and not 0.01 <= size < 1e5:
        return np.format_float_scientific(value, precision=1, exp_digits=1)
    return f"{value:,.0f}" if size >= 1000 else f"{value:.3g}"
