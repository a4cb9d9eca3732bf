"""Joins and appended rows: published examples, and what commonly goes wrong in them."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.base.errors import DataError
from analysis.statistics import joining
from analysis.statistics.appending import append_tables
from analysis.statistics.joining import join_tables

# R for Data Science, 2nd edition, chapter 19 (Joins), 19.4 "How do joins work?"
X = pd.DataFrame({"key": [1, 2, 3], "val_x": ["x1", "x2", "x3"]})
Y = pd.DataFrame({"key": [1, 2, 4], "val_y": ["y1", "y2", "y3"]})


def join(left, right, keys=("key",), how="left", right_keys=None):
    return join_tables(left, right, keys, right_keys or keys, how, "left", "right")


@pytest.mark.parametrize(
    ("how", "keys", "val_x", "val_y"),
    [
        ("inner", [1, 2], ["x1", "x2"], ["y1", "y2"]),
        ("left", [1, 2, 3], ["x1", "x2", "x3"], ["y1", "y2", None]),
        ("right", [1, 2, 4], ["x1", "x2", None], ["y1", "y2", "y3"]),
        ("outer", [1, 2, 3, 4], ["x1", "x2", "x3", None], ["y1", "y2", None, "y3"]),
    ],
)
def test_the_four_joins_of_r_for_data_science(how, keys, val_x, val_y):
    made, info = join(X, Y, how=how)

    expected = pd.DataFrame({"key": keys, "val_x": val_x, "val_y": val_y})
    assert_frame_equal(made, expected, check_dtype=False)
    assert info["n_unmatched"] == [1, 1]
    assert info["unmatched"] == [["3"], ["4"]]


def test_many_to_many_gives_every_pair_and_is_counted():
    """R for Data Science, 2nd edition, 19.4.1 (Row matching): five rows."""
    left = pd.DataFrame({"key": [1, 2, 2], "val_x": ["x1", "x2", "x3"]})
    right = pd.DataFrame({"key": [1, 2, 2], "val_y": ["y1", "y2", "y3"]})

    made, info = join(left, right, how="inner")

    assert list(zip(made["val_x"], made["val_y"], strict=True)) == [
        ("x1", "y1"), ("x2", "y2"), ("x2", "y3"), ("x3", "y2"), ("x3", "y3"),
    ]  # fmt: skip
    assert (info["n_many_to_many"], info["n_repeated_keys"]) == (1, [1, 1])


def test_a_missing_key_equals_nothing():
    left = pd.DataFrame({"key": ["a", None], "x": [1, 2]})
    right = pd.DataFrame({"key": ["a", None], "y": [3, 4]})

    made, info = join(left, right, how="outer")

    assert made["x"].tolist()[:2] == [1, 2] and len(made) == 3
    assert info["n_missing_keys"] == [1, 1] and info["n_unmatched"] == [0, 0]


def test_two_keys_must_both_be_equal():
    left = pd.DataFrame({"a": [1, 1, 2], "b": ["p", "q", "p"], "x": [1, 2, 3]})
    right = pd.DataFrame({"a": [1, 2], "b": ["q", "q"], "y": [10, 20]})

    made, _ = join(left, right, keys=("a", "b"))

    assert made["y"].fillna(-1).tolist() == [-1, 10, -1]
    assert str(made["y"].dtype) == "Int64"


def test_of_two_keys_one_that_is_missing_equals_nothing():
    years, towns = [1.0, None, 2.0, None], ["Oslo", "Oslo", None, None]
    left = pd.DataFrame({"year": years, "town": towns, "x": range(4)})
    right = pd.DataFrame({"year": years, "town": towns, "y": range(4)})

    joined, facts = join(left, right, keys=("year", "town"), how="inner")

    assert joined["x"].tolist() == joined["y"].tolist() == [0]
    assert facts["n_matched_keys"] == 1


def test_names_that_both_have_get_the_tables_name_behind():
    left = pd.DataFrame({"id": [1], "name": ["a"], "name_right": ["b"]})
    right = pd.DataFrame({"key": [1], "name": ["c"]})

    made, info = join(left, right, keys=("id",), right_keys=("key",))

    assert list(made.columns) == ["id", "name", "name_right", "name_right_2"]
    assert info["renamed"] == {"name": "name_right_2"}


@pytest.mark.parametrize(
    ("left", "right", "n_matched"),
    [
        ([7, 8, 9], ["007", "008", "010"], 2),
        (["1.0", "2"], [1, 5], 1),
        (["2024-01-01", "2024-01-02"], pd.to_datetime(["2024-01-02", "2025-01-01"]), 1),
        (pd.array([7, None], dtype="Int64"), [7.0, 8.0], 1),
        (pd.Categorical(["a", "b"]), ["b", "c"], 1),
    ],
)
def test_keys_of_different_types_are_compared_where_that_is_safe(
    left, right, n_matched
):
    _, info = join(pd.DataFrame({"key": left}), pd.DataFrame({"key": right}))

    assert info["n_matched_keys"] == n_matched


def test_what_was_converted_is_told():
    _, info = join(pd.DataFrame({"key": [7]}), pd.DataFrame({"key": ["007"]}))

    assert info["notes"] == [
        "“key” of right is text; its values were compared as numbers."
    ]


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ([1, 2], ["1", "A2"], "“key” of right is text such as “A2”, and the other table"
                              " has numbers there."),
        ([7], ["7", "007"], "“key” of right is text, and different texts are the same"
                            " number (such as 7 and 007); the other table has numbers"
                            " there."),
        ([1, 2], [True, False], "“key” of left holds numbers, “key” of right holds yes/no"
                                " values: they cannot be equal."),
        (pd.to_datetime(["2024-01-01"]), [1], "“key” of left holds dates, “key” of right"
                                              " holds numbers: they cannot be equal."),
        (["a", "b"], ["c"], "No row of left has a partner in right: left has a, b; right"
                            " has c."),
    ],
)  # fmt: skip
def test_keys_that_cannot_meet_are_an_error_with_the_way_out(left, right, message):
    with pytest.raises(DataError) as raised:
        join(pd.DataFrame({"key": left}), pd.DataFrame({"key": right}))

    assert raised.value.message == message and raised.value.hint


def test_a_join_that_would_explode_is_refused(monkeypatch):
    monkeypatch.setattr(joining, "MOST_JOINED_ROWS", 10)
    many = pd.DataFrame({"key": [1] * 4})

    with pytest.raises(DataError, match="the join would have 16 rows"):
        join(many, many)


def test_keys_that_differ_in_capitals_only_are_told():
    left = pd.DataFrame({"key": ["Paris", "lyon ", "Nice"]})
    right = pd.DataFrame({"key": ["paris", "Lyon", "Nice"]})

    assert join(left, right)[1]["n_nearly"] == 2


def test_the_tables_given_stay_as_they_are():
    left, right = X.copy(deep=True), Y.copy(deep=True)

    join(left, right, how="outer")

    assert_frame_equal(left, X)
    assert_frame_equal(right, Y)


# --- rows below each other -----------------------------------------------------------


def test_rows_below_each_other_with_columns_by_name():
    """dplyr, reference of bind_rows(): columns that are missing are filled with NA."""
    first = pd.DataFrame({"x": [1, 2], "y": ["a", "b"]})
    second = pd.DataFrame({"y": ["c"], "z": [True]})

    made, info = append_tables([first, second], ["one", "two"])

    expected = pd.DataFrame(
        {
            "x": pd.array([1, 2, None], dtype="Int64"),
            "y": pd.Series(["a", "b", "c"], dtype="str"),
            "z": pd.array([None, None, True], dtype="boolean"),
        }
    )
    assert_frame_equal(made, expected)
    assert info["only_in_some"] == {"x": ["two"], "z": ["one"]}
    assert info["n_before"] == [2, 1]


def test_other_spellings_of_a_name_meet():
    made, info = append_tables(
        [pd.DataFrame({"Unit Price": [1]}), pd.DataFrame({"unit_price": [2]})],
        ["a", "b"],
    )

    assert_frame_equal(made, pd.DataFrame({"Unit Price": [1, 2]}))
    assert info["renamed"] == [{"table": "b", "old": "unit_price", "new": "Unit Price"}]


def test_different_kinds_become_text_and_empty_columns_do_not_count():
    first = pd.DataFrame({"k": [1.0, 2.5, np.nan], "e": [np.nan] * 3})
    second = pd.DataFrame({"k": ["n/a", None], "e": ["u", "v"]})

    made, info = append_tables([first, second], ["a", "b"])

    assert made["k"].astype(object).where(made["k"].notna(), None).tolist() == [
        "1", "2.5", None, "n/a", None,
    ]  # fmt: skip
    assert made["e"].tolist()[3:] == ["u", "v"]
    assert info["converted"] == ["k"]


def test_rows_in_both_are_counted_and_the_source_can_be_marked():
    first = pd.DataFrame({"k": [1, 2, 2], "source": ["s"] * 3})
    second = pd.DataFrame({"k": [2, 3], "source": ["s", "s"]})

    made, info = append_tables([first, second], ["a", "b"], mark_source=True)

    assert made["source_2"].tolist() == ["a", "a", "a", "b", "b"]
    assert (info["n_repeated"], info["source"]) == (1, "source_2")


def test_tables_without_a_common_column_do_not_fit():
    with pytest.raises(DataError, match="no column in common"):
        append_tables([pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})], ["x", "y"])
