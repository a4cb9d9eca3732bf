"""Hypothesis tests beyond the values that the operations declare."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.contingency_tables import StratifiedTable, cochrans_q
from statsmodels.stats.diagnostic import normal_ad
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.base.errors import DataError
from analysis.operations import operations
from analysis.references.tables import (
    INSECT_SPRAYS,
    MPG,
    PLANT_GROWTH,
    ROUNDING_TIMES,
    TOOTH_GROWTH,
    UCB,
)

# R, datasets::airquality (Chambers and others 1983): ozone in May and August
OZONE_MAY = [41, 36, 12, 18, None, 28, 23, 19, 8, None, 7, 16, 11, 14, 18, 14, 34, 6,
             30, 11, 1, 11, 4, 32, None, None, None, 23, 45, 115, 37]  # fmt: skip
OZONE_AUGUST = [39, 9, 16, 78, 35, 66, 122, 89, 110, None, None, 44, 28, 65, None, 22,
                59, 23, 31, 44, 21, 9, None, 45, 168, 73, None, 76, 118, 84, 85]  # fmt: skip
TWO = {"y": [1.0, 2.0, 4.0, 8.0, 3.0, 5.0], "g": ["a", "a", "a", "b", "b", "b"]}


def run(name: str, data: Any, **params: Any) -> dict[str, Any]:
    function = operations()[name].function
    assert function is not None
    result: dict[str, Any] = function(pd.DataFrame(data), **params)
    return result


def said(name: str, data: Any, **params: Any) -> str:
    presenter = operations()[name].presenter
    assert presenter is not None
    return presenter(run(name, data, **params), params).summary


def samples_of(
    data: dict[str, list[Any]], outcome: str, group: str
) -> list[np.ndarray]:
    table = pd.DataFrame(data)
    return [part.to_numpy(dtype="float64") for _, part in table.groupby(group)[outcome]]


def nist_simon_lesage(base: str, replicates: int) -> dict[str, list[Any]]:
    """NIST StRD SmLs01 to SmLs09: nine treatments around ``base``.4, as decimals."""
    values, groups = [], []
    for treatment, middle in enumerate((4, 3, 5, 3, 5, 3, 5, 3, 5)):
        digits = [middle] + [middle - 1, middle + 1] * (replicates // 2)
        values += [float(f"{base}.{digit}") for digit in digits]
        groups += [str(treatment)] * replicates
    return {"y": values, "group": groups}


@pytest.mark.parametrize("replicates", [21, 201, 2001])
@pytest.mark.parametrize("base", ["1", "1000000", "1000000000000"])
def test_anova_reaches_the_certified_f_however_many_digits_are_constant(
    base, replicates
):
    data = nist_simon_lesage(base, replicates)

    result = run("one_way_anova", data, columns=["y"], group="group")

    # certified by NIST: F is 21, 201 and 2001, the mean square within 0.01
    assert result["statistic"] == pytest.approx(replicates, rel=1e-10)
    assert result["ms_within"] == pytest.approx(0.01, rel=1e-10)


def test_mann_whitney_of_ozone_in_may_and_august():
    data = {"May": OZONE_MAY, "August": OZONE_AUGUST}

    result = run("mann_whitney", data, columns=["May", "August"])

    # R: wilcox.test(Ozone ~ Month, subset = Month %in% c(5, 8), exact = FALSE)
    assert result["statistic"] == 127.5
    assert result["p_value"] == pytest.approx(0.0001208, rel=5e-4)
    assert result["n_missing"] == 10


def test_wilcoxon_names_the_smaller_rank_sum_too():
    data = {"x": [1.0, 5.0, 3.0, 7.0], "y": [2.0, 3.0, 7.0, 15.0]}

    result = run("wilcoxon", data, columns=["x", "y"])

    # differences -1, 2, -4, -8: ranks 1, 2, 3, 4, positive 2, negative 8
    assert (result["statistic"], result["smaller_rank_sum"]) == (2, 2)
    # P(V <= 2) = 3 / 16, doubled
    assert result["p_value"] == pytest.approx(6 / 16)


def test_tukey_agrees_with_scipy():
    data, groups = PLANT_GROWTH, samples_of(PLANT_GROWTH, "weight", "group")
    other = stats.tukey_hsd(*groups)

    pairs = run("post_hoc", data, columns=["weight"], group="group", method="tukey")

    found = [pair["p_value"] for pair in pairs["pairs"]]
    assert found == pytest.approx(
        [other.pvalue[i, j] for i, j in ((0, 1), (0, 2), (1, 2))]
    )


@pytest.mark.parametrize(
    ("method", "other"),
    [
        ("bartlett", stats.bartlett),
        ("fligner", stats.fligner),
        ("levene", stats.levene),
    ],
)
def test_variance_tests_agree_with_scipy(method, other):
    expected = other(*samples_of(INSECT_SPRAYS, "count", "spray"))

    result = run(
        "variance_equality",
        INSECT_SPRAYS,
        columns=["count"],
        group="spray",
        method=method,
    )

    assert result["statistic"] == pytest.approx(expected.statistic)
    assert result["p_value"] == pytest.approx(expected.pvalue)


@pytest.mark.parametrize("typ", ["2", "3"])
def test_unbalanced_two_way_anova_agrees_with_statsmodels(typ):
    table = pd.DataFrame(TOOTH_GROWTH).drop(index=[0, 1, 2, 15, 31, 32, 48])
    model = ols("len ~ C(supp, Sum) * C(dose, Sum)", data=table).fit()
    expected = sm.stats.anova_lm(model, typ=int(typ))["F"].dropna()

    result = run(
        "two_way_anova", table, outcome="len", factors=["supp", "dose"], typ=typ
    )

    found = [term["statistic"] for term in result["terms"][:-1]]
    assert found == pytest.approx(expected.to_list()[-3:])


def test_two_way_anova_without_interaction_agrees_with_statsmodels():
    table = pd.DataFrame(TOOTH_GROWTH).drop(index=[0, 1, 2, 15])
    model = ols("len ~ C(supp) + C(dose)", data=table).fit()
    expected = sm.stats.anova_lm(model, typ=2)["F"].dropna()

    result = run(
        "two_way_anova",
        table,
        outcome="len",
        factors=["supp", "dose"],
        interaction=False,
    )

    found = [term["statistic"] for term in result["terms"][:-1]]
    assert found == pytest.approx(expected.to_list())


def test_friedman_agrees_with_scipy_where_there_are_ties():
    expected = stats.friedmanchisquare(*ROUNDING_TIMES.values())

    result = run("friedman", ROUNDING_TIMES, columns=list(ROUNDING_TIMES))

    assert result["statistic"] == pytest.approx(expected.statistic)


def test_long_and_wide_form_give_the_same_friedman_test():
    wide = pd.DataFrame(ROUNDING_TIMES)
    long = wide.reset_index().melt("index", var_name="method", value_name="time")

    result = run("friedman", long, columns=["time"], group="method", subject="index")

    expected = run("friedman", wide, columns=sorted(ROUNDING_TIMES))
    assert result["statistic"] == pytest.approx(expected["statistic"])


def test_anderson_darling_agrees_with_statsmodels():
    expected = normal_ad(np.array(MPG, dtype=float))

    result = run("normality", {"x": MPG}, columns=["x"], method="anderson_darling")

    assert (result["statistic"], result["p_value"]) == pytest.approx(expected)


def test_normality_default_is_dagostino_above_5000_values():
    values = np.random.default_rng(3).normal(size=5_001)

    result = run("normality", {"x": values}, columns=["x"])

    assert result["method"] == "D'Agostino–Pearson K² test"
    assert result["verdict"] == "normal"


def test_a_named_shapiro_test_is_obeyed_above_5000_values():
    values = np.random.default_rng(3).exponential(size=5_500)

    result = run("normality", {"x": values}, columns=["x"], method="shapiro_wilk")

    assert result["method"] == "Shapiro–Wilk test"
    assert result["verdict"] == "not normal"


def test_kolmogorov_smirnov_uses_the_given_parameters():
    values = [-1.0, 0.0, 1.0, 2.0]

    result = run(
        "normality",
        {"x": values},
        columns=["x"],
        method="kolmogorov_smirnov",
        mean=0.0,
        std=1.0,
    )

    # the largest gap is below 0, where Phi = 0.5 and a quarter of the values lie
    assert result["statistic"] == pytest.approx(
        max(0.5 - 0.25, stats.norm.cdf(1) - 0.5)
    )


def test_stratified_tables_agree_with_statsmodels():
    counts = np.array(UCB["n"], dtype=float).reshape(6, 2, 2)
    strata = StratifiedTable(list(counts))

    result = run(
        "mantel_haenszel",
        UCB,
        columns=["gender", "admit"],
        strata="dept",
        frequency="n",
        correction=False,
    )

    plain = strata.test_null_odds(correction=False)
    assert result["statistic"] == pytest.approx(plain.statistic)
    check = result["assumptions"][0]
    equal = strata.test_equal_odds(adjust=True)
    assert check["statistic"] == pytest.approx(equal.statistic)
    assert not check["holds"]


def test_cochran_q_agrees_with_statsmodels():
    chance = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            name: chance.random(40) < p
            for name, p in (("a", 0.3), ("b", 0.5), ("c", 0.6))
        }
    )

    result = run("cochran_q", table, columns=["a", "b", "c"])

    assert result["statistic"] == pytest.approx(cochrans_q(table.astype(int)).statistic)


def test_yes_and_no_beside_one_and_zero_are_the_same_two_answers():
    table = {"a": ["yes", "no", "yes", "yes"], "b": [1, 0, 0, 0]}

    result = run("mcnemar", table, columns=["a", "b"])

    assert (result["n_first_only"], result["n_second_only"]) == (2, 0)
    assert result["p_value"] == pytest.approx(0.5)


def test_wilson_and_newcombe_intervals_agree_with_statsmodels():
    data = {"x": ["yes", "no"] * 2, "g": ["a", "a", "b", "b"], "n": [15, 35, 22, 18]}

    result = run("proportion_test", data, column="x", group="g", frequency="n")

    first = result["groups"][0]
    expected = proportion_confint(15, 50, method="wilson")
    assert (first["ci_low"], first["ci_high"]) == pytest.approx(expected)
    difference = confint_proportions_2indep(15, 50, 22, 40, method="newcomb")
    assert (result["ci_low"], result["ci_high"]) == pytest.approx(difference)


def test_a_larger_exact_test_adds_up_the_tables_as_rare_as_the_observed_one():
    # margins (2, 2, 1) and (3, 2): probabilities by hand in tenths, of
    # first column (2,1,0) 2/10, (2,0,1) 1/10, (1,2,0) 2/10, (1,1,1) 4/10, (0,2,1) 1/10
    data = {"row": ["a", "a", "b", "b", "c"], "column": ["x", "x", "y", "y", "x"]}

    result = run("fisher_exact", data, columns=["row", "column"])

    assert result["how"] == "exact"
    assert result["p_value"] == pytest.approx(0.2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_enumerating_tables_gives_fishers_p_value_for_two_by_two(cells):
    from analysis.statistics.fisher import enumerated_p_value

    table = np.array(cells).reshape(2, 2)
    if (table.sum(axis=0) == 0).any() or (table.sum(axis=1) == 0).any():
        return

    expected = stats.fisher_exact(table).pvalue
    assert enumerated_p_value(table) == pytest.approx(expected, rel=1e-6)


numbers = st.lists(st.integers(-50, 50), min_size=3, max_size=12)


@settings(max_examples=60, deadline=None)
@given(numbers, numbers)
def test_swapping_the_groups_turns_the_difference_round(first, second):
    data = {"y": [*first, *second], "g": ["a"] * len(first) + ["b"] * len(second)}
    if len(set(first)) < 2 or len(set(second)) < 2:
        return

    one = run("two_sample_t", data, columns=["y"], group="g", levels=["a", "b"])
    other = run("two_sample_t", data, columns=["y"], group="g", levels=["b", "a"])

    assert one["estimate"] == pytest.approx(-other["estimate"])
    assert one["p_value"] == pytest.approx(other["p_value"])
    assert one["ci_low"] == pytest.approx(-other["ci_high"])


@settings(max_examples=60, deadline=None)
@given(numbers, numbers)
def test_rank_sums_agree_with_scipy_also_with_ties(first, second):
    if len(set(first + second)) < 2:
        return
    size = max(len(first), len(second))
    table = pd.DataFrame(
        {"a": [*first, *[None] * (size - len(first))],
         "b": [*second, *[None] * (size - len(second))]}, dtype="float64",
    )  # fmt: skip

    result = run("mann_whitney", table, columns=["a", "b"], exact=False)

    expected = stats.mannwhitneyu(first, second, method="asymptotic")
    assert result["statistic"] == expected.statistic
    assert result["p_value"] == pytest.approx(min(1.0, expected.pvalue))


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=3, max_size=4))
def test_kruskal_wallis_agrees_with_scipy(groups):
    data = {
        "y": [value for group in groups for value in group],
        "g": [str(i) for i, group in enumerate(groups) for _ in group],
    }
    if len(set(data["y"])) < 2:
        return

    result = run("kruskal_wallis", data, columns=["y"], group="g")

    expected = stats.kruskal(*groups)
    assert result["statistic"] == pytest.approx(expected.statistic, abs=1e-9)


def test_the_shift_of_large_samples_is_found_without_all_differences():
    from analysis.statistics import rank_tests

    chance = np.random.default_rng(11)
    first, second = (
        chance.normal(size=1_100).round(3),
        chance.normal(size=1_000).round(3),
    )
    places = [0, 549_999, 1_099_999]

    found = rank_tests.ordered_differences(first, second, places)

    every = np.sort((first[:, None] - second[None, :]).ravel())
    assert found == pytest.approx([every[place] for place in places], abs=1e-6)


def test_more_than_two_groups_are_refused_with_their_names():
    with pytest.raises(DataError) as caught:
        run("two_sample_t", PLANT_GROWTH, columns=["weight"], group="group")

    assert "3 groups (ctrl, trt1, trt2)" in caught.value.message
    assert "Name 2 of them" in caught.value.hint
    assert caught.value.column == "group"


def test_a_level_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(DataError) as caught:
        run("two_sample_t", TWO, columns=["y"], group="g", levels=["a", "z"])

    assert caught.value.message == "“g” has no value “z”."
    assert caught.value.hint == "It has a, b."


FAULTY = {
    "empty": pd.DataFrame(
        {"y": pd.Series(dtype="float64"), "g": pd.Series(dtype="str")}
    ),
    "one row": pd.DataFrame({"y": [1.0], "g": ["a"]}),
    "all missing": pd.DataFrame({"y": [math.nan] * 4, "g": ["a", "a", "b", "b"]}),
    "infinite": pd.DataFrame({"y": [math.inf] * 4, "g": ["a", "a", "b", "b"]}),
    "constant": pd.DataFrame({"y": [0.1] * 6, "g": ["a", "a", "a", "b", "b", "b"]}),
    "text": pd.DataFrame({"y": ["u", "v", "w", "x"], "g": ["a", "a", "b", "b"]}),
}
NUMBERS_IN_GROUPS = (
    "two_sample_t", "mann_whitney", "one_way_anova", "kruskal_wallis", "two_sample_ks",
    "variance_equality", "post_hoc",
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTY)
@pytest.mark.parametrize("name", NUMBERS_IN_GROUPS)
def test_faulty_columns_are_refused_with_a_way_out(name, fault):
    with pytest.raises(DataError) as caught:
        run(name, FAULTY[fault], columns=["y"], group="g")

    assert caught.value.message.endswith(".")
    assert caught.value.hint.endswith(".")
    assert fault == "empty" or caught.value.column in ("y", "g")


@pytest.mark.parametrize("fault", ["empty", "all missing", "constant", "text"])
@pytest.mark.parametrize("name", ["one_sample_t", "distribution_fit"])
def test_faulty_single_columns_are_refused(name, fault):
    with pytest.raises(DataError) as caught:
        run(name, FAULTY[fault], column="y")

    assert fault == "empty" or caught.value.column == "y"


@pytest.mark.parametrize(
    ("data", "params", "chosen"),
    [
        (TWO, {"columns": ["y"], "group": "g"}, "two_sample_t"),
        (PLANT_GROWTH, {"columns": ["weight"], "group": "group"}, "one_way_anova"),
        (UCB, {"columns": ["admit"], "group": "gender"}, "proportion_test"),
        (UCB, {"columns": ["dept"], "group": "gender"}, "chi_square"),
        (ROUNDING_TIMES, {"columns": ["round out", "wide angle"]}, "paired_t"),
    ],
)
def test_the_method_follows_from_the_kinds_of_the_columns(data, params, chosen):
    result = run("compare_groups", data, **params)

    assert result["chosen"] == chosen
    assert result["why"]


@pytest.mark.parametrize(
    ("data", "columns", "chosen"),
    [
        (TOOTH_GROWTH, ["len", "dose"], "correlation"),
        (TOOTH_GROWTH, ["supp", "len"], "two_sample_t"),
        (UCB, ["admit", "dept"], "chi_square"),
        (
            {"a": ["x", "x", "y", "y", "y"], "b": ["u", "u", "v", "v", "u"]},
            ["a", "b"],
            "fisher_exact",
        ),
    ],
)
def test_the_kind_of_relation_follows_from_the_columns(data, columns, chosen):
    assert run("relate", data, columns=columns)["chosen"] == chosen


def test_the_answer_reads_like_a_results_section():
    summary = said(
        "two_sample_t", TOOTH_GROWTH, columns=["len"], group="supp", levels=["OJ", "VC"]
    )

    # R: t.test(len ~ supp, data = ToothGrowth): t = 1.9153, df = 55.309, p = 0.06063,
    # interval -0.1710156 to 7.5710156
    assert summary.startswith(
        "No significant difference in len between OJ and VC was found: mean difference "
        "3.70 (95 % CI -0.171 to 7.57), t(55.3) = 1.92, p = 0.0606, Hedges g = "
    )
    assert summary.endswith("not significant at alpha = 0.05.")


def test_a_comparison_counts_the_methods_that_agree():
    summary = said("compare_groups", PLANT_GROWTH, columns=["weight"], group="group")

    # R: anova p = 0.0159, oneway.test p = 0.0174, kruskal.test p = 0.0184
    assert summary.endswith("3 of 3 defensible methods agree.")


def test_p_is_never_zero_in_words():
    data = {
        "y": [0.0, 0.1, 0.2] * 50 + [9.0, 9.1, 9.2] * 50,
        "g": ["a"] * 150 + ["b"] * 150,
    }

    assert "p < 0.001" in said("two_sample_t", data, columns=["y"], group="g")


def test_alpha_decides_the_verdict():
    loose = run("two_sample_t", TOOTH_GROWTH, columns=["len"], group="supp", alpha=0.1)

    assert loose["significant"]
    assert loose["verdict"] == "means differ"


@pytest.mark.parametrize("group", [None, "line"])
def test_shares_are_of_the_rows_in_which_the_value_is_there(group):
    data = pd.DataFrame({
        "berth": ["low", "low", "high", None, None, None],
        "line": ["red"] * 6,
    })  # fmt: skip

    result = run("frequency", data, columns=["berth"], group_by=group and [group])

    shares = [(row["value"], row["share"]) for row in result["rows"]]
    assert shares == [("low", pytest.approx(2 / 3)), ("high", pytest.approx(1 / 3))]


@pytest.mark.parametrize(
    ("values", "verdict", "said"),
    [
        ([3.1, 3.4, 4.0, 4.2, 4.9, 5.5, 5.8, 6.3], "rising trend", "Yes, level rises"),
        ([6.3, 5.8, 5.5, 4.9, 4.2, 4.0, 3.4, 3.1], "falling trend", "Yes, level falls"),
        ([4.0, 6.0, 3.0, 5.0, 6.1, 3.2, 5.1, 4.1], "no significant trend", "No"),
    ],
)
def test_a_trend_is_named_by_where_it_goes(values, verdict, said):
    data = pd.DataFrame({"week": range(1, 9), "level": values})

    result = run("trend_test", data, column="level", time="week")

    assert result["verdict"] == verdict
    answer = operations()["trend_test"].presenter(result, {"column": "level"})
    assert answer.summary.startswith(said)


@pytest.mark.parametrize(("order", "effect"), [(["a", "b"], 1.0), (["b", "a"], -1.0)])
def test_the_effect_of_ranks_points_to_the_greater_group(order, effect):
    data = pd.DataFrame({"y": [8.0, 9.0, 7.5, 9.5, 1.0, 2.0, 3.0, 2.5],
                         "g": ["a"] * 4 + ["b"] * 4})  # fmt: skip

    result = run("mann_whitney", data, columns=["y"], group="g", levels=order)

    assert result["effect_size"] == pytest.approx(effect)
