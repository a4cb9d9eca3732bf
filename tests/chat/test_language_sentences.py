"""Plain requests are read as exactly the steps they ask for."""

from __future__ import annotations

import pytest

from analysis.operations import operations
from analysis.pipeline import task_columns
from analysis.task import Task
from chat.language.outcomes import Understood
from chat.language.reading import read_message
from chat.language.suggestions import suggestions
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


def test_reading_names_the_words_it_made_nothing_of():
    reading = read_message("galactic fuzzy mean of fare", PASSENGERS)
    assert isinstance(reading, Understood)
    assert reading.task.ignored == ("galactic", "fuzzy")
    assert reading.task.confidence < 1


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
