"""Statistics of a million rows beside plain pandas, scipy and statsmodels in one run."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from analysis.operations import operation_named
from statagent_site.benchmarks.measure import Row, times_ms
from statagent_site.benchmarks.travellers import travellers

N_ROWS, ROUNDS = 1_000_000, 3
NUMBERS = ["age", "fare", "sibsp", "parch"]


def run() -> list[Row]:
    data = travellers(N_ROWS)
    rows: list[Row] = []
    for what, ours, peer, theirs in _pairs(data):
        mine = statistics.median(times_ms(ours, ROUNDS, warm=1))
        other = statistics.median(times_ms(theirs, ROUNDS, warm=1))
        note = f"{peer}: {other:,.0f} ms; ratio {mine / other:.2f}"
        rows.append(Row(f"{what}, {N_ROWS:,} rows", mine, "ms", note))
    return rows


Work = Callable[[], object]
Pair = tuple[str, Work, str, Work]


def _pairs(data: pd.DataFrame) -> list[Pair]:
    return [*_described(data), *_compared(data), *_regressed(data)]


def _ours(data: pd.DataFrame, name: str, **params: Any) -> Work:
    function = operation_named(name).function
    assert function is not None
    return lambda: function(data, **params)


def _described(data: pd.DataFrame) -> Iterator[Pair]:
    complete = data[NUMBERS].dropna()
    yield (
        "description of all columns",
        _ours(data, "describe"),
        "pandas describe, skew, kurt, nunique",
        lambda: (
            data.describe(include="all"),
            data[NUMBERS].skew(),
            data[NUMBERS].kurt(),
            data.nunique(),
        ),
    )
    peers: tuple[tuple[str, Callable[..., Any]], ...] = (
        ("pearson", stats.pearsonr),
        ("spearman", stats.spearmanr),
        ("kendall", stats.kendalltau),
    )
    for method, peer in peers:
        yield (
            f"{method} correlation matrix, 4 columns",
            _ours(data, "correlation", columns=NUMBERS, method=method),
            f"pandas corr and scipy {peer.__name__} for p",
            partial(_matrix, complete, method, peer),
        )


def _compared(data: pd.DataFrame) -> Iterator[Pair]:
    by_sex = [part["fare"].to_numpy() for _, part in data.groupby("sex")]
    by_class = [part["fare"].to_numpy() for _, part in data.groupby("class")]
    grouped: dict[str, Any] = {"columns": ["fare"], "group_by": ["class"]}
    yield (
        "mean by group",
        _ours(data, "aggregate", statistic="mean", **grouped),
        "pandas groupby mean and count",
        lambda: data.groupby("class")["fare"].agg(["mean", "count"]),
    )
    yield (
        "Welch t-test with effect size and the other methods",
        _ours(data, "two_sample_t", columns=["fare"], group="sex"),
        "scipy ttest_ind and mannwhitneyu",
        lambda: (
            stats.ttest_ind(*by_sex, equal_var=False),
            stats.mannwhitneyu(*by_sex),
        ),
    )
    yield (
        "analysis of variance with the other methods",
        _ours(data, "one_way_anova", columns=["fare"], group="class"),
        "scipy f_oneway and kruskal",
        lambda: (stats.f_oneway(*by_class), stats.kruskal(*by_class)),
    )
    yield (
        "chi-square test of independence",
        _ours(data, "chi_square", columns=["sex", "class"]),
        "pandas crosstab and scipy chi2_contingency",
        lambda: stats.chi2_contingency(pd.crosstab(data["sex"], data["class"])),
    )


def _regressed(data: pd.DataFrame) -> Iterator[Pair]:
    for name, outcome, peer in (
        ("linear_regression", "fare", sm.OLS),
        ("logistic_regression", "survived", sm.Logit),
        ("poisson_regression", "sibsp", sm.Poisson),
    ):
        yield (
            f"{name.replace('_', ' ')} on 2 predictors with all checks",
            _ours(data, name, outcome=outcome, predictors=["age", "sex"]),
            f"statsmodels {peer.__name__}, complete rows and design by hand",
            partial(_fitted, data, outcome, peer),
        )


def _fitted(data: pd.DataFrame, outcome: str, peer: Callable[..., Any]) -> object:
    kept = data[[outcome, "age", "sex"]].dropna()
    male = (kept["sex"] == "male").astype("float64")
    design = sm.add_constant(np.column_stack([kept["age"], male]))
    model = peer(kept[outcome].to_numpy("float64"), design)
    fit = model.fit() if peer is sm.OLS else model.fit(disp=False)
    return fit.bse, fit.pvalues, fit.conf_int(), fit.llf


def _matrix(data: pd.DataFrame, method: str, peer: Callable[..., Any]) -> object:
    # Three rounds of Kendall's tau by pandas alone take minutes; scipy gives both.
    tests = [
        peer(data[x], data[y])
        for place, x in enumerate(NUMBERS)
        for y in NUMBERS[place + 1 :]
    ]
    if method == "kendall":
        return tests
    return np.asarray(data.corr(method)), tests
