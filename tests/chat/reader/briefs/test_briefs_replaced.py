"""Outliers that are replaced, lists of figures, asides, and what is only told by the way."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_SHOPS = Schema(name="shops.csv", n_rows=300, columns=(
    Column(name="shop", kind="identifier", n_unique=300),
    Column(name="town", kind="category", n_unique=3, levels=(("Ayr", 100), ("Leith", 100), ("Oban", 100))),
    Column(name="rent", kind="number", n_unique=280, minimum=200.0, maximum=9000.0, n_missing=12),
    Column(name="floor", kind="number", n_unique=250, minimum=12.0, maximum=400.0),
    Column(name="staff", kind="integer", n_unique=14, minimum=1, maximum=20),
    Column(name="opened", kind="datetime", n_unique=200, minimum="2010-01-01", maximum="2022-01-01"),
))  # fmt: skip


def steps_of(text):
    reading = read_message(text, _SHOPS)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize(("how", "instead"), [
    ("with the median", "median"),
    ("by the mean of the column", "mean"),
    ("with missing values", "missing"),
])  # fmt: skip
def test_outliers_are_replaced(how, instead):
    text = (
        f"Replace the outliers of rent {how}. Use the IQR rule."
        " Then calculate the mean rent."
    )
    operation, params = steps_of(text)[0]
    assert operation == "replace_outliers"
    assert params["instead"] == instead
    assert params["method"] == "iqr"


def test_what_is_said_more_exactly_takes_the_place_of_a_removal():
    text = (
        "Remove the outliers of rent. An outlier has a z-score above 3."
        " Replace the outliers of rent with the mean. Then give the mean rent."
    )
    operations = [name for name, _ in steps_of(text)]
    assert "remove_outliers" not in operations
    assert "replace_outliers" in operations


def test_outliers_are_pulled_in_to_the_bounds():
    text = "Replace the outliers of rent with the nearest bound. What is the mean rent?"
    assert steps_of(text)[0][0] == "winsorise"


def test_each_figure_of_a_list_is_given():
    text = (
        "Prepare the data first. Fill the missing values of rent with the median."
        " Report the mean and the standard deviation of rent, the median of floor, and"
        " the Pearson correlation between rent and floor."
    )
    steps = steps_of(text)
    assert steps[0][0] == "fill_missing"
    assert ("describe", {"statistics": ["mean", "std"], "columns": ["rent"]}) in steps
    assert any(
        n == "correlation" and p["columns"] == ["rent", "floor"] for n, p in steps
    )


def test_preparations_come_first_wherever_they_are_said():
    text = (
        "What is the correlation between rent and floor?"
        " Fill missing rents with the median rent. Convert town to lower case."
    )
    operations = [name for name, _ in steps_of(text)]
    assert operations[-1] == "correlation"
    assert set(operations[:-1]) == {"fill_missing", "change_text"}


def test_more_figures_of_a_column_join_the_first():
    text = (
        "Is the rent skewed? Calculate the mean, the skewness and the kurtosis of rent."
    )
    [(operation, params)] = steps_of(text)
    assert operation == "describe"
    assert set(params["statistics"]) == {"skewness", "mean", "kurtosis"}


def test_gaps_that_are_counted_are_not_dropped():
    text = (
        "What is the average rent, and how many shops have no rent recorded?"
        " Ignore shops with missing rent in the average."
    )
    steps = steps_of(text)
    assert "is_missing" in repr(steps) or "missing_values" in repr(steps)
    assert "drop_missing" not in [name for name, _ in steps]


def test_a_relation_that_is_not_read_is_never_left_out():
    text = (
        "Calculate the correlation between the yearly yield and rent."
        " Draw a histogram of rent."
    )
    reading = read_message(text, _SHOPS)
    assert not (
        isinstance(reading, Understood)
        and [s.operation for s in reading.task.steps] == ["histogram"]
    )


def test_an_aside_that_says_nothing_new_goes():
    text = (
        "What are the mean, the standard deviation and the range (maximum minus minimum)"
        " of rent? Use all rows (no second pass)."
    )
    [(_, params)] = steps_of(text)
    assert set(params["statistics"]) == {"mean", "std", "range"}


def test_gaps_are_filled_within_two_groups():
    table = _SHOPS.model_copy(update={"columns": (*_SHOPS.columns, Column(
        name="tier", kind="category", n_unique=2, levels=(("a", 150), ("b", 150))))})  # fmt: skip
    text = (
        "Fill each missing rent with the median rent of the same town and the same tier."
        " Then calculate the mean of rent."
    )
    reading = read_message(text, table)
    assert isinstance(reading, Understood)
    assert reading.task.steps[0].params["group_by"] == ["town", "tier"]
