"""Statistics of a million rows beside plain pandas, scipy and statsmodels in one run."""

from __future__ import annotations

import statistics
from collections.abc import Callable
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


def _pairs(data: pd.DataFrame) -> list[tuple[str, Work, str, Work]]:
    def compute(name: str, **params: Any) -> Work:
        function = operation_named(name).function
        assert function is not None
        return lambda: function(data, **params)

    complete = data[NUMBERS].dropna()
    by_sex = [part["fare"].to_numpy() for _, part in data.groupby("sex")]
    by_class = [part["fare"].to_numpy() for _, part in data.groupby("class")]
    return [
        (
            "description of all columns",
            compute("describe"),
            "pandas describe, skew, kurt, nunique",
            lambda: (
                data.describe(include="all"),
                data[NUMBERS].skew(),
                data[NUMBERS].kurt(),
                data.nunique(),
            ),
        ),
        *(
            (
                f"{method} correlation matrix, 4 columns",
                compute("correlation", columns=NUMBERS, method=method),
                f"pandas corr and scipy {peer.__name__} for p",
                lambda method=method, peer=peer: _matrix(complete, method, peer),
            )
            for method, peer in (
                ("pearson", stats.pearsonr),
                ("spearman", stats.spearmanr),
                ("kendall", stats.kendalltau),
            )
        ),
        (
            "mean by group",
            compute(
                "aggregate", columns=["fare"], statistic="mean", group_by=["class"]
            ),
            "pandas groupby mean and count",
            lambda: data.groupby("class")["fare"].agg(["mean", "count"]),
        ),
        (
            "Welch t-test with effect size and the other methods",
            compute("two_sample_t", columns=["fare"], group="sex"),
            "scipy ttest_ind and mannwhitneyu",
            lambda: (
                stats.ttest_ind(*by_sex, equal_var=False),
                stats.mannwhitneyu(*by_sex),
            ),
        ),
        (
            "analysis of variance with the other methods",
            compute("one_way_anova", columns=["fare"], group="class"),
            "scipy f_oneway and kruskal",
            lambda: (stats.f_oneway(*by_class), stats.kruskal(*by_class)),
        ),
        (
            "chi-square test of independence",
            compute("chi_square", columns=["sex", "class"]),
            "pandas crosstab and scipy chi2_contingency",
            lambda: stats.chi2_contingency(pd.crosstab(data["sex"], data["class"])),
        ),
        *(
            (
                f"{name.replace('_', ' ')} on 2 predictors with all checks",
                compute(name, outcome=outcome, predictors=["age", "sex"]),
                f"statsmodels {peer.__name__}, complete rows and design by hand",
                lambda outcome=outcome, peer=peer: _fitted(data, outcome, peer),
            )
            for name, outcome, peer in (
                ("linear_regression", "fare", sm.OLS),
                ("logistic_regression", "survived", sm.Logit),
                ("poisson_regression", "sibsp", sm.Poisson),
            )
        ),
    ]


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
