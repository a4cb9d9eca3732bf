"""Preparation that a message asks for: its order, its formulas, its kinds of columns."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())
CASES = Schema(
    name="malaria.csv",
    n_rows=4,
    columns=(
        Column(
            name="Cases",
            kind="text",
            n_unique=3,
            levels=(("630308[495000-801000]", 1), ("0", 1), ("1,204 [900-1500]", 1)),
        ),
        Column(
            name="Price", kind="text", n_unique=2, levels=(("1,204.5", 2), ("3", 1))
        ),
        Column(name="Notes", kind="text", n_unique=2, levels=(("none", 2), ("x1", 1))),
        Column(
            name="Country", kind="category", n_unique=2, levels=(("A", 2), ("B", 2))
        ),
    ),
)


def steps(text: str, schema: Schema = PASSENGERS) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


def test_outliers_are_found_before_they_are_removed():
    text = (
        "Identify and remove any outliers in fare using z-scores. Calculate the mean of "
        "fare after removing them. Use the z-score for outlier detection with a threshold "
        "of 3."
    )
    assert [operation for operation, _ in steps(text)] == [
        "find_outliers", "remove_outliers", "describe",
    ]  # fmt: skip


def test_outliers_that_are_left_are_looked_for_afterwards():
    text = "remove outliers of fare by IQR. Are there still outliers in fare by IQR?"
    assert [operation for operation, _ in steps(text)] == [
        "remove_outliers", "find_outliers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "What is the mean of Cases? Convert Cases from string to Int64 first.",
        "Convert the data type of 'Cases' column to a number, then the mean of Cases",
        "mean of Cases. Treat Cases as numeric.",
    ],
)
def test_text_that_begins_with_numbers_is_read_as_numbers(text):
    assert steps(text, CASES) == [
        ("add_column", {"name": "Cases", "expression": "number(Cases)"}),
        ("describe", {"statistics": ["mean"], "columns": ["Cases"]}),
    ]


def test_numbers_written_as_text_are_converted_whole():
    assert steps("Mean of Price. Convert Price to float before.", CASES) == [
        ("convert_column", {"column": "Price", "to": "number"}),
        ("describe", {"statistics": ["mean"], "columns": ["Price"]}),
    ]


def test_text_without_numbers_is_not_read_as_numbers():
    reading = read_message("mean of Notes. Convert Notes to int64 before.", CASES)

    assert not isinstance(reading, Understood) or all(
        step.operation != "add_column" for step in reading.task.steps
    )


def test_a_later_sentence_says_how_columns_are_combined():
    text = (
        "Create a new feature by combining sibsp and parch. Then check whether this new "
        "feature is normally distributed with Shapiro-Wilk. Define the new feature as "
        "sibsp multiplied by parch."
    )
    assert steps(text) == [
        (
            "add_column",
            {"name": "sibsp_times_parch", "expression": "sibsp * parch"},
        ),
        (
            "normality",
            {"columns": ["sibsp_times_parch"], "method": "shapiro_wilk"},
        ),
    ]


def test_across_all_groups_is_no_grouping():
    assert steps("What is the mean fare across all classes and sexes?") == [
        ("describe", {"statistics": ["mean"], "columns": ["fare"]})
    ]


def test_a_z_score_above_three_is_no_condition_on_rows():
    text = (
        "Remove outliers of fare with the z-score method (values whose z-score is greater "
        "than 3), then calculate the mean of fare"
    )
    assert all(operation != "filter_rows" for operation, _ in steps(text))
