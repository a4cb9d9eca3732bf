"""Requests for named methods as researchers type them, with what they must be read as.

Each names its table, the operation, the parameters that matter and what limits the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from tests.analysis.tables import schema_of

Request = tuple[str, str, str, Mapping[str, Any], str]


@cache
def hips() -> Schema:
    """Operated hips: survival, scores before and after, surgeons."""
    chance, n = np.random.default_rng(11), 150
    return schema_of(pd.DataFrame({
        "followup_years": chance.gamma(3, 2, n).round(1),
        "failed": chance.choice(["yes", "no"], n, p=[0.3, 0.7]),
        "cement": chance.choice(["yes", "no"], n),
        "surgeon": chance.choice(["Adler", "Boyd", "Cruz", "Dahl"], n),
        "sex": chance.choice(["female", "male"], n),
        "age": chance.integers(45, 91, n),
        "bmi": chance.normal(27, 4, n).round(1),
        "score_before": chance.integers(10, 50, n),
        "score_after": chance.integers(30, 96, n),
        "infections": chance.poisson(0.8, n),
        "J1": chance.integers(1, 6, n), "J2": chance.integers(1, 6, n),
        "J3": chance.integers(1, 6, n), "J4": chance.integers(1, 6, n),
    }))  # fmt: skip


@cache
def plots() -> Schema:
    """Yields of plots in blocks, each measured in four weeks."""
    chance = np.random.default_rng(12)
    rows = [
        (f"P{plot:02}", f"B{plot % 6}", ("peat", "clay", "loam")[plot % 3],
         ("none", "low")[plot % 2], week, round(chance.normal(30, 6), 1))
        for plot in range(30) for week in (1, 2, 3, 4)
    ]  # fmt: skip
    names = ["plot", "block", "soil", "shade", "week", "growth_mm"]
    return schema_of(pd.DataFrame(rows, columns=names))


@cache
def river() -> Schema:
    """A daily series with what may go with it."""
    chance, n = np.random.default_rng(13), 200
    return schema_of(pd.DataFrame({
        "day": pd.date_range("2022-01-01", periods=n),
        "level_cm": chance.normal(210, 20, n).cumsum().round(1) / 50,
        "rain_mm": chance.gamma(1, 4, n).round(1),
        "water_temp": chance.normal(12, 4, n).round(1),
        "season": chance.choice(["autumn", "spring", "summer", "winter"], n),
    }))  # fmt: skip


TABLES: dict[str, Callable[[], Schema]] = {"hips": hips, "plots": plots, "river": river}

REQUESTS: tuple[Request, ...] = (
    ("hips", "Log-rank, the sexes compared. Follow-up is in followup_years, failed is the "
     "event. Chi-square and p, please.", "log_rank",
     {"duration": "followup_years", "event": "failed", "group": "sex"}, ""),
    ("hips", "I'd like a Cox model: event failed, follow-up time followup_years, covariates age, "
     "bmi and cement - hazard ratios with confidence intervals", "cox_regression",
     {"duration": "followup_years", "event": "failed", "predictors": ["age", "bmi", "cement"]},
     ""),
    ("hips", "bmi is skewed and has outliers. Mann-Whitney of bmi, males versus females; give U "
     "and the rank-biserial r", "mann_whitney", {"columns": ["bmi"], "group": "sex"}, ""),
    ("hips", "Kruskal–Wallis H for bmi across surgeon, mean ranks and epsilon squared too",
     "kruskal_wallis", {"columns": ["bmi"], "group": "surgeon"}, ""),
    ("hips", "Kendall's tau-b, age vs score_before", "correlation",
     {"columns": ["age", "score_before"], "method": "kendall"}, ""),
    ("hips", "partial correlation between bmi and score_after controlling for age, r and p",
     "partial_correlation", {"columns": ["bmi", "score_after"], "controls": ["age"]}, ""),
    ("hips", "logit model with failed as the dependent variable; age and bmi as independent "
     "variables. Odds ratios?", "logistic_regression",
     {"outcome": "failed", "predictors": ["age", "bmi"]}, ""),
    ("hips", "Binary logistic regression. Outcome: failed. Predictors: cement, age, bmi. I need "
     "ORs with 95% CI and the pseudo R2", "logistic_regression",
     {"outcome": "failed", "predictors": ["cement", "age", "bmi"]}, ""),
    ("hips", "score_after by surgeon, one-way ANOVA. Report F, df, p and eta squared.",
     "one_way_anova", {"columns": ["score_after"], "group": "surgeon"}, ""),
    ("hips", "Tukey HSD of score_after over surgeon with adjusted p values", "post_hoc",
     {"columns": ["score_after"], "group": "surgeon", "method": "tukey"}, ""),
    ("hips", "relative risk of failed among cement compared with non-cement, with confidence "
     "interval", "risk_ratio",
     {"column": "failed", "group": "cement", "levels": ["yes", "no"]}, ""),
    ("hips", "chi square test of independence, surgeon x cement, expected counts and Cramer's V",
     "chi_square", {"columns": ["surgeon", "cement"]}, ""),
    ("hips", "OLS, dependent variable score_after, independent variables age, bmi, cement. Give "
     "the coefficients, standard errors and adjusted R squared", "linear_regression",
     {"outcome": "score_after", "predictors": ["age", "bmi", "cement"]}, ""),
    ("hips", "t test of bmi by cement among females only, please give Cohen's d", "two_sample_t",
     {"columns": ["bmi"], "group": "cement"}, "female"),
    ("hips", "Poisson regression: infections explained by age and cement; incidence rate ratios "
     "please", "poisson_regression",
     {"outcome": "infections", "predictors": ["age", "cement"]}, ""),
    ("hips", "patients are nested within surgeons. ICC of score_after within surgeon?",
     "intraclass_correlation", {"columns": ["score_after"], "group": "surgeon"}, ""),
    ("hips", "Differences are not normal, so Wilcoxon signed-rank on score_before and score_after",
     "wilcoxon", {"columns": ["score_before", "score_after"]}, ""),
    ("hips", "Cronbach's alpha for the four J items, with alpha if item deleted", "reliability",
     {"columns": ["J1", "J2", "J3", "J4"]}, ""),
    ("hips", "Friedman test: are the four J items answered differently? chi-square and mean ranks",
     "friedman", {"columns": ["J1", "J2", "J3", "J4"]}, ""),
    ("hips", "multicollinearity check for age, bmi and score_before: VIFs", "collinearity",
     {"predictors": ["age", "bmi", "score_before"]}, ""),
    ("hips", "ICC between J1, J2 and J3 please", "intraclass_correlation",
     {"columns": ["J1", "J2", "J3"]}, ""),
    ("plots", "two-way ANOVA, growth_mm as dependent variable, soil and shade as factors. F and p "
     "for the interaction", "two_way_anova",
     {"outcome": "growth_mm", "factors": ["soil", "shade"]}, ""),
    ("plots", "repeated measures ANOVA: growth_mm is the outcome, week the within factor, plot the "
     "subject id. F, df and p", "repeated_anova",
     {"columns": ["growth_mm"], "group": "week", "subject": "plot"}, ""),
    ("plots", "nonparametric ANOVA of growth_mm across soil - H and epsilon squared",
     "kruskal_wallis", {"columns": ["growth_mm"], "group": "soil"}, ""),
    ("plots", "homogeneity of variance check: Levene for growth_mm among soil",
     "variance_equality",
     {"columns": ["growth_mm"], "group": "soil", "method": "levene"}, ""),
    ("river", "Ljung-Box test with 14 lags on level_cm", "autocorrelation",
     {"column": "level_cm", "lags": 14}, ""),
    ("river", "Linear model: level_cm is the response, rain_mm and water_temp the predictors. "
     "Coefficients with standard errors, R-squared", "linear_regression",
     {"outcome": "level_cm", "predictors": ["rain_mm", "water_temp"]}, ""),
    ("river", "rain_mm is not normal. Kruskal-Wallis for rain_mm over season: H, df, p",
     "kruskal_wallis", {"columns": ["rain_mm"], "group": "season"}, ""),
    ("river", "test water_temp for normality (Shapiro-Wilk): W, p, skewness", "normality",
     {"columns": ["water_temp"], "method": "shapiro_wilk"}, ""),
    ("river", "augmented Dickey-Fuller on the level_cm series; test statistic and p",
     "stationarity", {"column": "level_cm"}, ""),
)  # fmt: skip

# The same with a name that the table has not, a limit, or a second method: none of it is
# passed over.
TAMPERED: tuple[tuple[str, str], ...] = (
    (
        "hips",
        "score_after by hospital, one-way ANOVA. Report F, df, p and eta squared.",
    ),
    (
        "hips",
        "Cox model: event relapse, follow-up time followup_years, covariates age and bmi",
    ),
    (
        "hips",
        "Binary logistic regression. Outcome: failed. Predictors: cement, age, diabetes.",
    ),
    ("hips", "Cronbach's alpha for the seven J items"),
    ("hips", "Kruskal-Wallis H for bmi across surgeon, and the Jonckheere test"),
    (
        "plots",
        "two-way ANOVA, growth_mm as dependent variable, soil and slope as factors",
    ),
    ("river", "Ljung-Box test with 14 lags on turbidity"),
    (
        "river",
        "Linear model: level_cm is the response, rain_mm and snow the predictors.",
    ),
)
