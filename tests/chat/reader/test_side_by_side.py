"""Measures set side by side, answers several to a cell, and values in several spellings."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.operations import operation_named
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

PLOTS = schema_of(
    pd.DataFrame(
        {
            "plot": [f"P{n}" for n in range(12)],
            "Wheat yield": [3.1, 2.9, 3.6, 4.0, 3.3, 2.8, 3.9, 4.2, 3.0, 3.4, 3.7, 2.7],
            "Barley yield": [
                2.1,
                2.6,
                2.2,
                3.0,
                2.4,
                2.5,
                2.9,
                3.1,
                2.0,
                2.3,
                2.8,
                2.7,
            ],
            "soil": ["clay", "sand"] * 6,
            "watered": ["Yes", "yes", "NO", "No", "YES", "no"] * 2,
        }
    )
)


def _step(text: str, schema=PLOTS) -> tuple[str, dict[str, object]]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    return step.operation, dict(step.params)


@pytest.mark.parametrize(
    "text",
    [
        "compare wheat yield and barley yield",
        "please compare Wheat yield with Barley yield",
        "comparison of wheat yield and barley yield",
    ],
)
def test_two_measures_are_set_side_by_side(text):
    operation, params = _step(text)
    assert operation == "describe"
    assert params["columns"] == ["Wheat yield", "Barley yield"]


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("compare wheat yield by soil", ("compare_groups",)),
        ("compare wheat yield and barley yield by soil", ("compare_outcomes",)),
        ("test the difference between wheat yield and barley yield", ("compare_groups",)),
        ("compare wheat yield of clay and sand", ("compare_groups", "calculate")),
    ],
)  # fmt: skip
def test_groups_and_tests_are_no_measures_side_by_side(text, operations):
    assert _step(text)[0] in operations


SURVEY = pd.DataFrame(
    {
        "Which drinks do you like? (tick all)": [
            "tea; milk", "tea", "milk; water", "tea; water", None, "tea; milk; water",
            "water", "tea; milk",
        ],
        "age_band": ["young", "old", "young", "old", "old", "young", "old", "young"],
    }
)  # fmt: skip
DRINKS = "Which drinks do you like? (tick all)"


@pytest.mark.parametrize(
    "text",
    [
        "how many people chose each drink?",
        "frequency of drinks",
        "which drink is most popular?",
        "how often was each drink ticked?",
    ],
)
def test_answers_of_one_cell_are_counted_by_option(text):
    step = _step(text, schema_of(SURVEY))
    assert step == ("multiple_response", {"columns": [DRINKS], "separator": ";"})


def test_options_in_cells_by_group_and_by_themselves():
    assert _step("drinks by age band", schema_of(SURVEY)) == (
        "multiple_response",
        {"columns": [DRINKS], "group_by": ["age_band"], "separator": ";"},
    )
    reading = read_message("percentage of people who chose tea", schema_of(SURVEY))
    assert isinstance(reading, Understood), reading
    assert "'contains'" in repr([step.params for step in reading.task.steps])


def test_the_number_of_different_options_is_no_count_of_people():
    reading = read_message("how many different drinks are there", schema_of(SURVEY))
    counted = isinstance(reading, Understood) and "multiple_response" in repr(reading)
    assert not counted


def test_shares_are_of_those_who_answered():
    result = operation_named("multiple_response").carried_out(
        SURVEY, {"columns": [DRINKS], "separator": ";"}
    )
    assert {row["option"]: row["count"] for row in result["rows"]} == {
        "tea": 5, "milk": 4, "water": 4,
    }  # fmt: skip
    assert (result["n_obs"], result["n_missing"], result["n_answers"]) == (7, 1, 13)


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        ("recode watered yes=Yes, YES=Yes", {"yes": "Yes", "YES": "Yes"}),
        ("recode watered: NO to No, no to No", {"NO": "No", "no": "No"}),
        ("replace YES with Yes in watered", {"YES": "Yes"}),
        ("recode watered yEs=1", {"Yes": 1, "yes": 1, "YES": 1}),
    ],
)
def test_a_value_is_recoded_as_it_is_written(text, mapping):
    operation, params = _step(text)
    assert operation == "recode"
    assert params["mapping"] == mapping
