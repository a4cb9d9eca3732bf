"""Plain requests are read as exactly the steps they ask for."""

from __future__ import annotations

import pytest

from analysis.base.task import Task
from analysis.operations import operations
from analysis.pipeline import task_columns
from chat.linking.outcomes import Understood
from chat.linking.suggestions import suggestions
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of
from tests.chat.employees import EMPLOYEES
from tests.chat.language_sentences import ABOUT_EMPLOYEES, ABOUT_PASSENGERS

PASSENGERS = schema_of(passengers())
REQUESTS = [
    pytest.param(schema, text, steps, id=text)
    for schema, table in (
        (PASSENGERS, ABOUT_PASSENGERS),
        (EMPLOYEES, ABOUT_EMPLOYEES),
    )
    for text, steps in table
]


def steps_of(task: Task) -> tuple:
    return tuple((step.operation, dict(step.params)) for step in task.steps)


@pytest.mark.parametrize(("schema", "text", "steps"), REQUESTS)
def test_request_is_read_as_its_steps(schema, text, steps):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    assert steps_of(reading.task) == steps


def test_same_message_is_read_the_same_each_time():
    text = "average fare of women over 40 in first class"
    assert read_message(text, PASSENGERS) == read_message(text, PASSENGERS)


def test_reading_says_what_it_took_the_words_for():
    reading = read_message("average pay of people over 40 by dept", EMPLOYEES)
    assert isinstance(reading, Understood)
    found = {(e.text, e.target, e.how) for e in reading.task.evidence}
    assert ("pay", "Salary", "synonym") in found
    assert ("dept", "Department", "abbreviation") in found
    assert reading.task.assumptions == ("“over 40” was taken to mean Age",)


@pytest.mark.parametrize(
    "text", ["galactic fuzzy mean of fare", "mean fare of adult males in third class"]
)
def test_words_that_may_choose_the_method_or_the_rows_are_not_left_out(text):
    assert not isinstance(read_message(text, PASSENGERS), Understood)


@pytest.mark.parametrize("method", ["zscore", "iqr"])
def test_outliers_are_removed_by_the_rule_they_were_found_by(method):
    said = {"zscore": "Z-score method with a threshold of 2", "iqr": "IQR method"}
    text = f"Find outliers in age using the {said[method]}. Then remove them."
    reading = read_message(text, PASSENGERS)
    assert isinstance(reading, Understood)
    found, removed = reading.task.steps
    assert removed.operation == "remove_outliers"
    assert removed.params.get("method", "iqr") == method
    assert removed.params.get("threshold") == found.params.get("threshold")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("mean of age, as well as the correlation of age with fare",
         ["describe", "correlation"]),
        ("median fare; and the chi-square test of sex and class",
         ["describe", "chi_square"]),
    ],
)  # fmt: skip
def test_requests_side_by_side_are_all_answered(text, steps):
    reading = read_message(text, PASSENGERS)
    assert isinstance(reading, Understood)
    assert [step.operation for step in reading.task.steps] == steps


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("Does fare differ between the classes? Use the Kruskal-Wallis test.",
         "kruskal_wallis"),
        ("Are sex and class related? Use a chi-square test.", "chi_square"),
    ],
)  # fmt: skip
def test_a_method_named_in_a_second_sentence_is_used(text, method):
    reading = read_message(text, PASSENGERS)
    assert isinstance(reading, Understood)
    assert [step.operation for step in reading.task.steps] == [method]


def test_columns_created_on_the_way_are_not_columns_of_the_table():
    reading = read_message(
        "add total = sibsp + parch and correlate it with fare", PASSENGERS
    )
    assert isinstance(reading, Understood)
    assert task_columns(reading.task, PASSENGERS) == ["sibsp", "parch", "fare"]


@pytest.mark.parametrize("schema", [PASSENGERS, EMPLOYEES], ids=["ship", "staff"])
def test_suggestions_can_be_asked(schema):
    known = operations()
    for text in suggestions(schema, 8):
        reading = read_message(text, schema)
        assert isinstance(reading, Understood), text
        assert all(step.operation in known for step in reading.task.steps)
