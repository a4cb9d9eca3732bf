"""Long to wide: tidyr's published examples, the way back, and what cannot be wide."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.operations import operation_named
from analysis.references.tables import WARPBREAKS

WIDE, LONG = operation_named("reshape_wide"), operation_named("reshape_long")


def test_the_rents_of_tidyr():
    """tidyr, reference of pivot_wider(): us_rent_income, first three states."""
    data = pd.DataFrame(
        {
            "GEOID": ["01", "01", "02", "02", "04", "04"],
            "NAME": ["Alabama", "Alabama", "Alaska", "Alaska", "Arizona", "Arizona"],
            "variable": ["income", "rent"] * 3,
            "estimate": [24476, 747, 32940, 1200, 27517, 972],
            "moe": [136, 3, 508, 13, 148, 4],
        }
    )

    made, info = WIDE.function(data, "variable", ["estimate", "moe"])

    expected = pd.DataFrame(
        {
            "GEOID": ["01", "02", "04"],
            "NAME": ["Alabama", "Alaska", "Arizona"],
            "estimate_income": [24476, 32940, 27517],
            "estimate_rent": [747, 1200, 972],
            "moe_income": [136, 508, 148],
            "moe_rent": [3, 13, 4],
        }
    )
    assert_frame_equal(made, expected)
    assert info["ids"] == ["GEOID", "NAME"]


def test_the_warp_breaks_of_tidyr():
    """tidyr, reference of pivot_wider(): values_fn = mean, to three digits."""
    made, _ = WIDE.function(
        pd.DataFrame(WARPBREAKS), "wool", ["breaks"], aggregate="mean"
    )

    assert list(made["tension"]) == ["L", "M", "H"]
    assert list(made["A"].round(1)) == [44.6, 24.0, 24.6]
    assert list(made["B"].round(1)) == [28.2, 28.8, 18.8]


def test_several_values_for_a_cell_are_refused_with_the_way_out():
    with pytest.raises(DataError) as raised:
        WIDE.function(pd.DataFrame(WARPBREAKS), "wool", ["breaks"])

    assert raised.value.message == (
        "54 rows share their place in the wide table with another, as at tension = L,"
        " wool = A: one cell cannot hold several values."
    )
    assert "taking the mean" in raised.value.hint


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [("sum", [4.0, None]), ("mean", [2.0, None]), ("median", [2.0, None]),
     ("min", [1.0, None]), ("max", [3.0, None]), ("count", [2, 0]),
     ("first", [1.0, None]), ("last", [3.0, None])],
)  # fmt: skip
def test_values_of_one_cell_are_combined(aggregate, expected):
    data = pd.DataFrame(
        {"id": ["a", "a", "b", "b"], "k": ["x"] * 4, "v": [1.0, 3.0, np.nan, np.nan]}
    )

    made, _ = WIDE.function(data, "k", ["v"], aggregate=aggregate)

    assert made["x"].astype(object).where(made["x"].notna(), None).tolist() == expected


def test_cells_without_a_row_are_missing_and_keep_their_type():
    data = pd.DataFrame(
        {
            "id": [1, 1, 2],
            "year": [2020.0, 2021.0, 2020.0],
            "n": [5, 6, 7],
            "yes": [True, False, True],
            "word": pd.Series(["p", "q", "r"], dtype="str"),
        }
    )

    made, info = WIDE.function(data, "year", ["n", "yes", "word"])

    expected = pd.DataFrame(
        {
            "id": [1, 2],
            "n_2020": [5, 7],
            "n_2021": pd.array([6, None], dtype="Int64"),
            "yes_2020": [True, True],
            "yes_2021": pd.array([False, None], dtype="boolean"),
            "word_2020": pd.Series(["p", "r"], dtype="str"),
            "word_2021": pd.Series(["q", None], dtype="str"),
        }
    )
    assert_frame_equal(made, expected)
    assert info["n_empty"] == 3


def test_rows_without_a_name_are_left_out_and_missing_ids_are_kept():
    data = pd.DataFrame(
        {"id": ["a", None, None, "a"], "k": ["x", "x", "y", None], "v": [1, 2, 3, 4]}
    )

    made, info = WIDE.function(data, "k", ["v"])

    assert made["x"].tolist() == [1, 2]
    assert made["y"].isna().tolist() == [True, False]
    assert (info["n_missing"], info["n_before"], info["n_after"]) == (1, 4, 2)


@pytest.mark.parametrize(
    ("columns", "params", "message"),
    [
        ({"i": [1, 2], "k": ["x", "y"], "v": [1, 2]}, {},
         "No rows would come together: i differ in each of them."),
        ({"i": [1, 2], "k": [None, None], "v": [1, 2]}, {},
         "“k” has no values to make columns of."),
        ({"i": [1, 1], "k": ["x", "x"], "v": ["p", "q"]}, {"aggregate": "mean"},
         "“v” holds no numbers to take the mean of."),
        ({"i": [1] * 1001, "k": range(1001), "v": range(1001)}, {},
         "“k” has 1,001 values; the wide table would have more than 1,000 new columns."),
    ],
)  # fmt: skip
def test_what_cannot_be_wide_is_said(columns, params, message):
    with pytest.raises(DataError) as raised:
        WIDE.function(pd.DataFrame(columns), "k", ["v"], **params)

    assert raised.value.message == message and raised.value.hint


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.integers(-99, 99), min_size=3, max_size=3), min_size=2, max_size=9
    )
)
def test_long_and_back_is_the_same_table(rows):
    """Without duplicates and missing values each undoes the other."""
    data = pd.DataFrame(rows, columns=["p", "q", "r"])
    data.insert(0, "id", [f"i{n}" for n in range(len(data))])

    long, _ = LONG.function(data, ["p", "q", "r"])
    wide, _ = WIDE.function(long, "variable", ["value"])

    assert_frame_equal(wide, data)


def test_the_columns_to_come_are_those_that_come():
    data = pd.DataFrame(
        {"id": [1, 1, 2, 2], "k": ["x", "y"] * 2, "v": [1, 2, 3, 4], "v_x": [9] * 4}
    )
    schema = Schema(
        name="t",
        n_rows=4,
        columns=(
            Column(name="id", kind="integer"),
            Column(name="k", kind="category", levels=(("x", 2), ("y", 2))),
            Column(name="v", kind="integer"),
            Column(name="v_x", kind="integer"),
        ),
    )
    for params in (
        {"names_from": "k", "values_from": ["v"]},
        {"names_from": "k", "values_from": ["v", "v_x"]},
        {"names_from": "k", "values_from": ["v"], "id_columns": ["id"]},
    ):
        made, _ = WIDE.function(data, **params)
        told = [column.name for column in WIDE.reshaping(schema, params)]
        assert told == list(made.columns)
    made, _ = LONG.function(data, ["v", "v_x"])
    told = [column.name for column in LONG.reshaping(schema, {"columns": ["v", "v_x"]})]
    assert told == list(made.columns)
