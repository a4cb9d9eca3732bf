"""Groups named once for what follows, and which of them has the most."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.task import Step
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.briefs.brief_tables import TABLES


def _steps(table: str, text: str) -> list[Step]:
    reading = read_message(text, schema_of(TABLES[table], table))
    assert isinstance(reading, Understood), reading
    return list(reading.task.steps)


def _ranked(statistic: str, column: str, key: str, low: bool = False) -> dict[str, Any]:
    return {
        "measures": [{"statistic": statistic, "of": column}],
        "by": [{"column": key}],
        "order": {"by": "value", "measure": 0, "descending": not low},
        "asks": "which",
    }


def test_groups_hold_for_the_clause_behind_them():
    text = (
        "Create a column rent_per_m2 by dividing rent by area. Group the flats by district "
        "and report the mean of rent_per_m2 for each."
    )
    assert _steps("flats", text)[-1].params == {
        "measures": [{"statistic": "mean", "of": "rent_per_m2"}],
        "by": [{"column": "district"}],
    }


@pytest.mark.parametrize(
    ("table", "text", "want"),
    [
        (
            "flats",
            "Calculate the mean rent by district. Report the district with the highest value.",
            _ranked("mean", "rent", "district"),
        ),
        (
            "library",
            "Compute the median pages per branch. Which branch has the lowest one?",
            _ranked("median", "pages", "branch", low=True),
        ),
        (
            "sleepers",
            "Split the subjects by group and calculate the average sleep_hours for each "
            "group. Which group has the highest average?",
            _ranked("mean", "sleep_hours", "group"),
        ),
    ],
)
def test_the_most_is_that_of_the_figures_before(table, text, want):
    assert _steps(table, text)[-1].params == want


def test_another_column_is_no_figure_of_before():
    text = "Calculate the mean rent by district. Which district has the highest mean heating?"
    last = _steps("flats", text)[-1]
    assert last.params["measures"] == [{"statistic": "mean", "of": "heating"}]


def test_what_is_its_is_of_what_the_clause_names():
    text = (
        "What is the mean Age? Compute the mean Finish Time, its standard deviation and the "
        "number of runners by Sex."
    )
    measures = _steps("marathon", text)[-1].params["measures"]
    assert [one["statistic"] for one in measures] == ["mean", "std", "count"]
    assert {one["of"] for one in measures} == {"`Finish Time`", None}


def test_rows_of_the_figures_are_counted_again():
    text = "What is the mean Finish Time of the women? How many are they?"
    steps = _steps("marathon", text)
    assert [one.operation for one in steps] == ["filter_rows", "describe", "calculate"]
    assert steps[-1].params == {"measures": [{"statistic": "count", "of": None}]}


def test_two_relations_in_one_clause_are_two_requests():
    text = (
        "Compute the correlation between heating and area, and between heating and rent. "
        "Report both p-values."
    )
    steps = _steps("flats", text)
    assert [one.params["columns"] for one in steps] == [
        ["heating", "area"],
        ["heating", "rent"],
    ]


def test_figures_in_words_about_the_answer_are_still_given():
    text = (
        "Remove the outliers of yield_kg by the IQR method. Report the number of outliers "
        "removed and the new mean and standard deviation of yield_kg."
    )
    steps = _steps("orchard", text)
    assert [one.operation for one in steps] == ["remove_outliers", "describe"]
    assert steps[1].params == {"columns": ["yield_kg"], "statistics": ["mean", "std"]}


def test_what_replaces_outliers_by_a_model_is_asked_about():
    text = (
        "Find the outliers of Vibration by z-scores above 3. Replace the outliers with what "
        "their neighbours predict. What is the mean of Vibration?"
    )
    reading = read_message(text, schema_of(TABLES["plant"], "plant"))
    assert isinstance(reading, Question)
    assert "Replace the outliers" in reading.prompt


def test_outliers_are_named_by_the_column_that_is_asked_for():
    text = (
        "Which runners are outliers in Finish Time by z-scores beyond 3? Report the Bib of "
        "the outliers."
    )
    assert _steps("marathon", text)[-1].params["label"] == "Bib"


@pytest.mark.parametrize(
    ("said", "predictors", "outcome"),
    [
        (
            "with age_years as the independent variable and yield_kg as the dependent variable",
            ["age_years"],
            "yield_kg",
        ),
        ("with yield_kg as the response and age_years as the predictor", ["age_years"], "yield_kg"),
        (
            "using age_years and height_m as explanatory variables and yield_kg as the "
            "outcome variable",
            ["age_years", "height_m"],
            "yield_kg",
        ),
        ("with age_years as x and yield_kg as y", ["age_years"], "yield_kg"),
    ],
)  # fmt: skip
def test_roles_are_those_that_are_said(said, predictors, outcome):
    (step,) = _steps("orchard", f"Perform a linear regression {said}")
    assert step.params == {"predictors": predictors, "outcome": outcome}


def test_the_shares_of_training_and_test_are_said_in_any_order():
    text = (
        "Fit a linear regression of rent on area. {} Report the mean squared error on the "
        "test set."
    )
    for said in (
        "Split the data into training and test sets (80/20, random_state=7).",
        "Use 80% of the dataset for training and the rest for testing with random_state 7.",
        "Split the rows into a training set (80%) and a testing set (20%), random_state = 7.",
    ):
        last = _steps("flats", text.format(said))[-1]
        assert last.operation == "regression_holdout"
        assert last.params["test_size"] == 0.2
        assert last.params["random_state"] == 7
