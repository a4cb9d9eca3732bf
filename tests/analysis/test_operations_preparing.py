"""Preparing operations: the tables they make, compared whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.base.errors import DataError
from analysis.operations import operation_named


def prepare(
    operation_name: str, data: pd.DataFrame, /, **params: Any
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Run a preparing step; the table given must stay as it was."""
    operation = operation_named(operation_name)
    before = data.copy(deep=True)
    if operation.function is not None:
        made, info = operation.function(data, **params)
    else:
        assert operation.statements is not None
        scope: dict[str, Any] = {"pd": pd, "np": np, "data": data}
        exec(operation.statements(**params), scope)
        made, info = scope["data"], {}
    assert_frame_equal(data, before)
    return made, info


def said(name: str, info: dict[str, Any], **params: Any) -> str:
    presenter = operation_named(name).presenter
    assert presenter is not None
    return presenter(info, params).summary


def table(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_binning_at_edges_closes_classes_on_the_left_and_the_last_on_both_sides():
    """R: table(cut(0:4, c(0, 2, 4), right = FALSE, include.lowest = TRUE)) is 2, 3."""
    data = table(x=[0.0, 1, 2, 3, 4])

    made, info = prepare("bin_column", data, column="x", edges=[0, 2, 4], name="c")

    levels = ["[0, 2)", "[2, 4]"]
    classes = pd.Categorical.from_codes([0, 0, 1, 1, 1], levels, ordered=True)
    assert_frame_equal(made, data.assign(c=classes))
    assert info["n_outside"] == 0


def test_binning_closed_on_the_right_as_r_does():
    """R: as.integer(cut(c(0, 1, 2, 3, 4), c(0, 2, 4), include.lowest = TRUE))."""
    made, _ = prepare("bin_column", table(x=[0.0, 1, 2, 3, 4]), column="x",
                      edges=[0, 2, 4], right=True, name="c")  # fmt: skip

    assert [int(code) + 1 for code in made["c"].cat.codes] == [1, 1, 1, 2, 2]


def test_values_outside_all_classes_and_missing_ones_have_no_class():
    data = table(x=[-1.0, 0.5, np.nan, 9.0])

    made, info = prepare("bin_column", data, column="x", edges=[0, 1], name="c")

    assert list(made["c"].cat.codes) == [-1, 0, -1, -1]
    assert info["n_outside"] == 2


def test_quantile_classes_hold_equally_many():
    made, _ = prepare("bin_column", table(x=np.arange(12.0)), column="x", bins=4,
                      quantiles=True, name="c")  # fmt: skip

    assert list(made["c"].value_counts()) == [3, 3, 3, 3]


def test_labels_name_the_classes():
    made, _ = prepare("bin_column", table(x=[1.0, 50.0]), column="x",
                      edges=[None, 18, None], labels=["young", "old"], name="c")  # fmt: skip

    assert list(made["c"]) == ["young", "old"]


def test_recoding_words_to_numbers_gives_numbers():
    data = table(sex=["m", "f", None, "m"])

    made, info = prepare("recode", data, column="sex", mapping={"m": 0, "f": 1})

    assert_frame_equal(made, table(sex=[0.0, 1.0, np.nan, 0.0]))
    assert (info["n_changed"], info["n_unmapped"]) == (3, 0)


def test_recoding_into_a_new_column_keeps_unnamed_values():
    data = table(k=["a", "b", "c"])

    made, info = prepare("recode", data, column="k", mapping={"a": "x"}, name="l")

    assert_frame_equal(made, table(k=["a", "b", "c"], l=["x", "b", "c"]))
    assert info["n_unmapped"] == 2


def test_standard_scaling_with_n_minus_1_is_rs_scale():
    """R: scale(c(1, 2, 3, 4, 5)): -1.2649111, -0.6324555, 0, 0.6324555, 1.2649111."""
    made, _ = prepare(
        "scale_columns", table(x=[1.0, 2, 3, 4, 5]), columns=["x"], ddof=1
    )

    assert made["x"].tolist() == pytest.approx(
        [-1.2649111, -0.6324555, 0, 0.6324555, 1.2649111], abs=5e-8
    )


@pytest.mark.parametrize(
    ("method", "expected"),
    [("minmax", [0.0, 0.25, 0.5, 1.0]), ("robust", [-1.0, -1 / 3, 1 / 3, 5 / 3])],
)
def test_scaling_by_range_and_by_quartiles(method, expected):
    """By hand: of 0, 1, 2, 4 the range is 4, the median 1.5, the quartiles 0.75, 2.5."""
    data = table(x=[0.0, 1, 2, 4])
    if method == "robust":
        expected = [(value - 1.5) / 1.75 for value in data["x"]]

    made, _ = prepare("scale_columns", data, columns=["x"], method=method)

    assert made["x"].tolist() == pytest.approx(expected)


def test_a_constant_column_cannot_be_scaled():
    with pytest.raises(DataError) as caught:
        prepare("scale_columns", table(x=[3.0, 3.0]), columns=["x"])

    assert caught.value.column == "x"


def test_winsorising_moves_values_to_the_fences():
    """By hand: quartiles 2 and 4, so the fences are -1 and 7 (R's type 7)."""
    data = table(x=[1.0, 2, 3, 4, 100, np.nan])

    made, info = prepare("winsorise", data, columns=["x"])

    assert_frame_equal(made, table(x=[1.0, 2, 3, 4, 7, np.nan]))
    assert info["n_changed"] == 1


def test_sorting_is_stable_and_puts_missing_last():
    data = table(x=[2.0, np.nan, 1, 2], k=["a", "b", "c", "d"])

    made, _ = prepare("sort_rows", data, columns=["x"], descending=True)

    assert list(made["k"]) == ["a", "d", "c", "b"]


def test_sorting_with_a_limit_keeps_the_first():
    made, _ = prepare("sort_rows", table(x=[3, 1, 2]), columns=["x"], limit=2)

    assert_frame_equal(made.reset_index(drop=True), table(x=[1, 2]))


def test_of_equal_rows_the_first_stays():
    data = table(a=[1, 1, 2], b=["x", "x", "y"])

    made, _ = prepare("drop_duplicates", data)
    by_one, _ = prepare("drop_duplicates", data.assign(c=[1, 2, 3]), columns=["a"])

    assert_frame_equal(made, data.iloc[[0, 2]])
    assert list(by_one["c"]) == [1, 3]


def test_columns_are_kept_in_the_order_asked_and_dropped():
    data = table(a=[1], b=[2], c=[3])

    kept, _ = prepare("keep_columns", data, columns=["c", "a"])
    rest, _ = prepare("drop_columns", data, columns=["c", "a"])

    assert_frame_equal(kept, table(c=[3], a=[1]))
    assert_frame_equal(rest, table(b=[2]))


def test_one_row_for_each_group():
    data = table(g=["b", "a", "b", None], x=[1.0, 2, 3, 4])

    made, info = prepare("group_rows", data, group_by=["g"], column="x", name="m")

    assert_frame_equal(made, table(g=["a", "b"], m=[2.0, 2.0]))
    assert (info["n_groups"], info["n_no_group"]) == (2, 1)


def test_renaming_changes_nothing_else():
    made, info = prepare("rename_column", table(a=[1], b=[2]), column="a", name="z z")

    assert_frame_equal(made, pd.DataFrame({"z z": [1], "b": [2]}))
    assert said("rename_column", info) == "Renamed a to z z."


@pytest.mark.parametrize("name", ["b", " "])
def test_a_name_that_is_taken_or_empty_is_refused(name):
    with pytest.raises(DataError):
        prepare("rename_column", table(a=[1], b=[2]), column="a", name=name)


CONVERSIONS = [
    (["1", " 2.5 ", "1,234.5", "\N{MINUS SIGN}3", "x", None], "number",
     [1.0, 2.5, 1234.5, -3.0, np.nan, np.nan], 1),
    ([True, False], "number", [1.0, 0.0], 0),
    (["7", "08"], "integer", pd.Series([7, 8], dtype="int64"), 0),
    ([1.0, np.nan, 3.0], "integer", pd.Series([1, None, 3], dtype="Int64"), 0),
    ([1.0, 2.5, np.nan], "text", pd.Series(["1", "2.5", None], dtype="str"), 0),
    ([3, 1, 3], "category",
     pd.Categorical(["3", "1", "3"], ["1", "3"], ordered=True), 0),
    (["b", "a", None], "category", pd.Categorical(["b", "a", None], ["a", "b"]), 0),
]  # fmt: skip


@pytest.mark.parametrize(("old", "to", "new", "n_lost"), CONVERSIONS)
def test_a_column_becomes_another_kind(old, to, new, n_lost):
    made, info = prepare("convert_column", table(x=old), column="x", to=to)

    assert_frame_equal(made, table(x=new))
    assert info["n_lost"] == n_lost


DATES = [
    (["2024-03-01", "2024-03-02T10:30:00"], "2024-03-01", "ISO8601"),
    (["01.03.2024", "31.12.2024"], "2024-03-01", "%d.%m.%Y"),
    (["03/01/2024", "12/31/2024"], "2024-03-01", "%m/%d/%Y"),
    (["01/03/2024", "31/12/2024"], "2024-03-01", "%d/%m/%Y"),
    (["1 March 2024", "31 December 2024"], "2024-03-01", "%d %B %Y"),
    ([20240301, 20241231], "2024-03-01", "%Y%m%d"),
    ([2024, 2025], "2024-01-01", "%Y"),
]


@pytest.mark.parametrize(("old", "first", "date_format"), DATES)
def test_dates_are_read_by_the_format_that_fits_most(old, first, date_format):
    made, info = prepare("convert_column", table(x=old), column="x", to="datetime")

    assert made["x"].iloc[0] == pd.Timestamp(first)
    assert made["x"].notna().all()
    assert info["date_format"] == date_format


def test_what_could_not_be_read_is_counted_and_shown():
    data = table(x=["1", "many", "few", "2"])

    _, info = prepare("convert_column", data, column="x", to="number")

    assert said("convert_column", info) == (
        "Converted x to numbers. 2 values could not be read and became missing "
        "(“many” and “few”)."
    )


@pytest.mark.parametrize(
    ("old", "to"),
    [
        (["a", "b"], "number"),
        (["a", "b"], "datetime"),
        ([1.5], "integer"),
        ([np.inf], "integer"),
        ([True], "datetime"),
        (pd.to_datetime(["2024-01-01"]), "number"),
    ],
)
def test_a_conversion_that_makes_no_sense_is_refused(old, to):
    with pytest.raises(DataError) as caught:
        prepare("convert_column", table(x=old), column="x", to=to)

    assert caught.value.column == "x"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-(2**53) + 1, 2**53 - 1), min_size=1, max_size=20))
def test_whole_numbers_survive_the_way_through_text(numbers):
    data = table(x=pd.Series(numbers, dtype="int64"))

    text, _ = prepare("convert_column", data, column="x", to="text")
    back, info = prepare("convert_column", text, column="x", to="integer")

    assert_frame_equal(back, data)
    assert info["n_lost"] == 0


@pytest.mark.parametrize("to", ["number", "text", "datetime", "category", "integer"])
@pytest.mark.parametrize("dtype", ["float64", "str", "datetime64[us]", "boolean"])
def test_empty_and_missing_columns_convert_or_are_refused_in_words(to, dtype):
    for values in ([], [None, None]):
        data = table(x=pd.Series(values, dtype=dtype))
        try:
            made, info = prepare("convert_column", data, column="x", to=to)
        except DataError as error:
            assert error.column == "x"
        else:
            assert len(made) == len(values)
            assert made["x"].isna().all()
            assert info["n_lost"] == 0


def test_values_are_replaced_where_a_condition_holds_and_nowhere_else():
    data = table(t=[15.0, 184.0, np.nan, 51.0], site=["a", "b", "a", "b"])
    hot = {"column": "t", "op": ">", "value": 50}
    at_a = {"column": "site", "op": "==", "value": "a"}

    missing, _ = prepare("replace_where", data, column="t", where=hot)
    filled, _ = prepare("replace_where", data, column="t", where=at_a, value=7)
    named, _ = prepare("replace_where", data, column="site", where=hot, value="hot")

    assert_frame_equal(missing, data.assign(t=[15.0, np.nan, np.nan, np.nan]))
    assert_frame_equal(filled, data.assign(t=[7.0, 184.0, 7.0, 51.0]))
    assert list(named["site"]) == ["a", "hot", "a", "hot"]


def test_a_row_goes_where_any_of_its_columns_is_far_out():
    steady = [10.0, 11.0, 9.0, 10.5, 9.5, 10.2, 9.8, 10.1]
    data = pd.DataFrame({"wind": [*steady, 99.0, 10.0], "rain": [*steady, 10.0, -99.0]})

    kept, told = operation_named("remove_outliers").function(
        data, columns=["wind", "rain"]
    )

    assert list(kept.index) == list(range(8))
    assert told["n_removed"] == 2


def test_values_that_become_one_are_counted_once():
    data = pd.DataFrame({"port": ["Oslo ", "oslo", "OSLO", "Bergen"]})

    new, told = operation_named("change_text").function(
        data, columns=["port"], trim=True, case="lower"
    )

    assert new["port"].tolist() == ["oslo", "oslo", "oslo", "bergen"]
    assert (told["n_before_values"], told["n_after_values"]) == (4, 2)
