"""Sets of rows that a message sets against each other, in one sentence or in two."""

from __future__ import annotations

from typing import Any

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


def steps(text: str) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, PASSENGERS)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


def only(column: str, value: Any) -> tuple[str, dict[str, Any]]:
    return "filter_rows", {"where": {"column": column, "op": "==", "value": value}}


def test_filters_that_rule_each_other_out_become_groups():
    text = (
        "What is the distribution of age among the male passengers who survived? Is it "
        "significantly different from the distribution of age among the female passengers "
        "who survived?"
    )
    assert steps(text) == [
        only("survived", 1),
        ("histogram", {"column": "age", "group_by": "sex"}),
        ("two_sample_ks", {"columns": ["age"], "group": "sex"}),
    ]


def test_two_of_three_levels_are_kept_when_they_are_compared():
    text = (
        "Mean age in first class. Then test if age in second class differs with a "
        "Mann-Whitney test"
    )
    levels = {"column": "class", "op": "in", "value": ["First", "Second"]}
    assert steps(text) == [
        ("filter_rows", {"where": levels}),
        (
            "describe",
            {"statistics": ["mean"], "columns": ["age"], "group_by": ["class"]},
        ),
        ("mann_whitney", {"columns": ["age"], "group": "class"}),
    ]


@pytest.mark.xfail(
    strict=True, reason="several conditions on each side of a comparison are refused"
)
def test_groups_are_compared_before_the_rows_of_one_are_looked_at():
    text = (
        "What is the distribution of fare paid by male passengers who survived? Are there "
        "significant differences in the fare paid by male passengers who survived compared "
        "to male passengers who did not survive?"
    )
    assert steps(text) == [
        only("sex", "male"),
        ("compare_groups", {"columns": ["fare"], "group": "survived"}),
        only("survived", 1),
        ("histogram", {"column": "fare"}),
    ]


def test_these_two_groups_are_those_of_the_sentence_before():
    text = (
        "Calculate the mean of fare for men who survived and did not survive separately. "
        "Conduct an independent t-test to compare the means of these two groups."
    )
    assert steps(text)[-1] == (
        "two_sample_t",
        {"columns": ["fare"], "group": "survived"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "Compare fare between rows with missing age and rows without missing age",
        "compare fare of passengers with and without missing age",
        "compare the fare between missing versus present age",
    ],
)
def test_rows_with_and_without_a_value_are_two_groups(text):
    assert steps(text) == [
        ("add_column", {"name": "age missing", "expression": "missing(age)"}),
        ("compare_groups", {"columns": ["fare"], "group": "age missing"}),
    ]


def test_one_side_alone_is_still_a_filter():
    assert steps("mean fare where age is missing")[0] == (
        "filter_rows",
        {"where": {"column": "age", "op": "is_missing"}},
    )
    assert steps("drop rows with missing age") == [
        ("drop_missing", {"columns": ["age"]})
    ]
