"""What answers say, on data with published results."""

from typing import Any

import pandas as pd
import pytest

from analysis.base.errors import DataError
from analysis.base.reply import Item, KeyValues, Table, Text
from analysis.operations import operations
from analysis.references.small import CARS, SLEEP
from tests.analysis.tables import passengers

cars, sleep = pd.DataFrame(CARS), pd.DataFrame(SLEEP)


def answer(name: str, data: pd.DataFrame, **params: Any):
    operation = operations()[name]
    result = operation.function(data, **params)
    if operation.kind == "prepare":
        result = result[1]
    return operation.presenter(result, params)


# R: mean(cars$dist), summary(cars$dist), sd(cars$dist), tapply(extra, group, mean),
# cor.test(~ speed + dist, cars), table(cars$dist), boxplot.stats(cars$dist)
@pytest.mark.parametrize(
    ("name", "data", "params", "summary"),
    [
        ("describe", cars, {"columns": ["dist"], "statistics": ["mean"]},
         "The mean of dist is 42.98 (n = 50)."),
        ("describe", cars, {"columns": ["dist"], "statistics": ["median", "std"]},
         "dist: median 36 and standard deviation 25.7694 (n = 50)."),
        ("describe", cars, {"columns": ["dist"]},
         "dist has a mean of 42.98 with a standard deviation of 25.7694, from 2 to 120 "
         "(n = 50)."),
        ("describe", cars, {"columns": ["speed", "dist"], "statistics": ["mean"]},
         "The mean is 15.4 for speed (n = 50) and 42.98 for dist (n = 50)."),
        ("describe", sleep,
         {"columns": ["extra"], "statistics": ["mean"], "group_by": ["group"]},
         "The mean of extra is 0.75 for group = 1 (n = 10) and 2.33 for group = 2 "
         "(n = 10)."),
        ("describe", cars, {"columns": ["dist"], "percentiles": [90]},
         "The 90th percentile of dist is 80.4 (n = 50)."),
        ("aggregate", sleep, {"columns": ["extra"], "group_by": ["group"]},
         "The mean of extra is highest, 2.33 for group = 2 (n = 10), then 0.75 for "
         "group = 1 (n = 10)."),
        ("correlation", cars, {"columns": ["speed", "dist"]},
         "The Pearson correlation of speed and dist is r = 0.8069 (p < 0.001, n = 50): a "
         "very strong positive linear relationship, significant at 0.05."),
        ("correlation", cars, {"columns": ["speed", "dist"], "threshold": 0.9},
         "The Pearson correlation of speed and dist is r = 0.8069 (p < 0.001, n = 50): a "
         "very strong positive linear relationship, significant at 0.05; it does not "
         "reach the threshold of 0.9."),
        ("frequency", cars, {"columns": ["dist"]},
         "dist has 35 different values; most frequent is 26 (4, 8 %), n = 50."),
        ("find_outliers", cars, {"columns": ["dist"]},
         "dist has 1 outlier by the IQR rule (2 % of 50) outside -19 to 101: 120."),
        ("remove_outliers", cars, {"columns": ["dist"]},
         "Removed 1 row with outliers by the IQR rule (dist: 1 outside -19 to 101)."),
        ("count_rows", sleep, {}, "There are 20 rows."),
        ("count_rows", sleep, {"where": {"column": "extra", "op": "<", "value": 0}},
         "5 of 20 rows (25 %) have extra < 0."),
        ("missing_values", cars, {},
         "There are no missing values in the table (50 rows)."),
        ("show_rows", cars, {"sort_by": "dist", "limit": 3},
         "The highest dist is 120 (speed 24); 3 rows of 50 shown."),
    ],
)  # fmt: skip
def test_the_first_sentence_is_the_answer(name, data, params, summary):
    assert answer(name, data, **params).summary == summary


def test_an_answer_names_its_n_and_conventions():
    found = answer("describe", cars, columns=["dist"], statistics=["std"])
    std = found.blocks[0].items[0].value

    assert found.blocks == (
        KeyValues(
            items=(
                Item(label="standard deviation", value=std),
                Item(label="values", value=50, format="integer"),
                Item(label="missing", value=0, format="integer"),
            ),
            style="tiles",
        ),
        Text(text="n = 50. Spread: sample standard deviation (n − 1).", muted=True),
    )
    assert std == pytest.approx(25.769377)  # R: sd(cars$dist)


def test_missing_and_infinite_values_are_counted_in_words():
    data = pd.DataFrame({"x": [1.0, None, float("inf"), 4.0]})

    found = answer("describe", data, columns=["x"], statistics=["mean"])

    assert found.summary == "The mean of x is 2.5 (n = 2)."
    assert found.blocks[-1] == Text(
        text="n = 2; 1 missing left out; 1 infinite left out.", muted=True
    )


def test_text_among_numbers_is_left_out_and_named():
    data = pd.DataFrame({"x": [1.0, 2.0], "name": pd.Series(["a", "b"], dtype="str")})

    found = answer("describe", data, columns=["x", "name"], statistics=["mean"])

    assert found.summary == "The mean of x is 1.5 (n = 2)."
    assert (
        "Without name: no values that have these statistics." in found.blocks[-1].text
    )


def test_a_statistic_of_text_alone_is_an_error_with_a_way_out():
    with pytest.raises(DataError) as caught:
        answer("describe", passengers(), columns=["sex"], statistics=["standard_error"])

    assert caught.value.message == "“sex” holds text, so it has no standard error."
    assert caught.value.hint
    assert caught.value.column == "sex"


def test_a_constant_column_has_no_correlation_and_says_why():
    data = pd.DataFrame({"x": [1, 2, 3, 4], "y": [5, 5, 5, 5]})

    found = answer("correlation", data, columns=["x", "y"])

    assert found.summary == "The correlation of x and y is not defined: y is constant."


def test_several_pairs_are_corrected_for_their_number():
    data = cars.assign(noise=[(7 * place) % 11 for place in range(50)])
    result = operations()["correlation"].function(data)

    raw = sorted(pair["p_value"] for pair in result["pairs"])
    adjusted = sorted(pair["p_adjusted"] for pair in result["pairs"])
    assert adjusted == pytest.approx(
        [raw[0] * 3, min(raw[1] * 2, 1.0), min(max(raw[1] * 2, raw[2]), 1.0)]
    )


def test_shares_of_a_condition_are_within_each_group():
    data = pd.DataFrame(
        {
            "sex": pd.Series(["f", "f", "f", "f", "m", "m"], dtype="str"),
            "survived": [1, 1, 1, 0, 1, 0],
        }
    )
    where = {"column": "survived", "op": "==", "value": 1}

    found = operations()["count_rows"].function(data, group_by=["sex"], where=where)

    assert found == {
        "count": 4,
        "share": pytest.approx(4 / 6),
        "rows": [
            {"group": {"sex": "f"}, "count": 3, "share": 0.75},
            {"group": {"sex": "m"}, "count": 1, "share": 0.5},
        ],
        "n_obs": 6,
        "n_missing": 0,
        "conditional": True,
    }


STRATEGIES = {
    "mean": [1.0, 4.0, 4.0, 7.0, 4.0],
    "median": [1.0, 4.0, 4.0, 7.0, 4.0],
    "mode": [1.0, 1.0, 4.0, 7.0, 1.0],
    "zero": [1.0, 0.0, 4.0, 7.0, 0.0],
    "constant": [1.0, 9.0, 4.0, 7.0, 9.0],
    "forward": [1.0, 1.0, 4.0, 7.0, 7.0],
    "backward": [1.0, 4.0, 4.0, 7.0, None],
    "interpolate": [1.0, 2.5, 4.0, 7.0, 7.0],
}


@pytest.mark.parametrize(("strategy", "expected"), STRATEGIES.items())
def test_each_strategy_fills_its_values(strategy, expected):
    data = pd.DataFrame({"x": [1.0, None, 4.0, 7.0, None]})
    value = 9 if strategy == "constant" else None

    filled, info = operations()["fill_missing"].function(
        data, columns=["x"], strategy=strategy, value=value
    )

    assert [None if pd.isna(x) else x for x in filled["x"]] == expected
    assert info["n_left"] == {"x": expected.count(None)}
    assert data["x"].isna().sum() == 2


def test_a_table_of_groups_shows_n_beside_each_value():
    found = answer("aggregate", sleep, columns=["extra"], group_by=["group"])
    table = found.blocks[0]

    assert isinstance(table, Table)
    assert [column.label for column in table.columns] == ["group", "mean of extra", "n"]
    assert table.rows == (
        ("2", pytest.approx(2.33), 10),
        ("1", pytest.approx(0.75), 10),
    )


def test_a_comparison_by_welch_does_not_claim_to_need_equal_variances():
    operation = operations()["one_way_anova"]
    data = pd.DataFrame({"y": [1.0, 2, 3, 4, 6, 8, 7, 9, 12], "g": list("aaabbbccc")})
    result = operation.function(data, columns=["y"], group="g", equal_var=False)

    # As a comparison of groups presents it, which chose the method by itself.
    said = str(operation.presenter(result, {"columns": ["y"], "group": "g"}))

    assert "Welch" in said and "equal variances" not in said
