"""Traps that parsers of such requests fall into, one test each."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Unclear, Understood, UnknownColumn
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of
from tests.chat.employees import EMPLOYEES

PASSENGERS = schema_of(passengers())


def steps(text: str, schema: Schema = EMPLOYEES, previous=None) -> list[tuple]:
    reading = read_message(text, schema, previous)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


def where(text: str, schema: Schema = EMPLOYEES) -> Any:
    return dict(steps(text, schema))["filter_rows"]["where"]


def table(*columns: Column) -> Schema:
    return Schema(name="data.csv", n_rows=100, columns=columns)


def number(name: str, low: float = 0.0, high: float = 100.0) -> Column:
    return Column(name=name, kind="number", n_unique=90, minimum=low, maximum=high)


def words(name: str, *levels: str) -> Column:
    return Column(
        name=name,
        kind="category",
        n_unique=len(levels),
        levels=tuple((level, 10) for level in levels),
    )


def test_men_and_women_are_groups_not_two_filters_that_exclude_each_other():
    reading = steps("bar chart of mean salary, men against women")
    assert [operation for operation, _ in reading] == ["calculate"]
    assert reading[0][1]["by"] == [{"column": "Gender", "values": ["M", "F"]}]
    assert reading[0][1]["chart"] == "bar"


def test_people_over_40_is_about_age_not_salary():
    assert where("mean salary of people over 40") == {
        "column": "Age", "op": ">", "value": 40,
    }  # fmt: skip


def test_an_english_word_is_not_mistaken_for_a_value():
    previous = read_message("correlation between age and fare", PASSENGERS)
    assert isinstance(previous, Understood)
    assert steps("make it a scatter plot", PASSENGERS, previous.task) == [
        ("scatter_plot", {"x": "age", "y": "fare"})
    ]


def test_since_is_from_then_on():
    assert where("salary since 2020") == {
        "column": "hireDate", "op": ">=", "value": "2020-01-01",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["mean größe_cm", "mean Größe", "mean of GRÖSSE CM"])
def test_names_beyond_ascii_are_cut_and_folded(text):
    schema = table(number("größe_cm", 150, 200), number("gewicht_kg"))
    assert steps(text, schema) == [
        ("describe", {"statistics": ["mean"], "columns": ["größe_cm"]})
    ]


def test_accents_may_be_left_out_of_values():
    assert where("mean salary in sao paulo")["value"] == "São Paulo"


def test_unit_suffix_does_not_hide_a_name():
    schema = table(number("height_cm"), number("arm_height_ratio"))
    assert steps("mean height", schema)[-1][1]["columns"] == ["height_cm"]


def test_misspelt_words_of_the_task_and_of_columns_are_mended():
    schema = table(number("sales"), number("profit"), number("cost"))
    assert steps("corelation betwen slaes and proffit", schema) == [
        ("correlation", {"columns": ["sales", "profit"]})
    ]


def test_exact_name_wins_over_the_same_with_a_unit():
    schema = table(number("Sales"), number("Sales (bin)"))
    assert steps("mean Sales", schema)[-1][1]["columns"] == ["Sales"]
    assert steps("mean of Sales (bin)", schema)[-1][1]["columns"] == ["Sales (bin)"]


def test_apostrophes_are_not_quotes():
    schema = table(number("engine"), number("price"))
    text = "correlation of a car's engine and the car's price"
    assert steps(text, schema) == [("correlation", {"columns": ["engine", "price"]})]


def test_code_in_brackets_says_which_column_a_description_means():
    schema = table(number("Walc", 1, 5), number("G1", 0, 20))
    text = "correlation between weekend alcohol consumption (Walc) and first grade (G1)"
    assert steps(text, schema) == [("correlation", {"columns": ["Walc", "G1"]})]


def test_values_are_not_taken_for_the_column_that_holds_them():
    assert where("mean salary of females") == {
        "column": "Gender", "op": "==", "value": "F",
    }  # fmt: skip


def test_either_of_two_years():
    schema = table(
        Column(name="year", kind="integer", n_unique=30, minimum=1980, maximum=2010),
        number("sales"),
    )
    assert where("mean sales in either 1999 or 2000", schema) == {
        "column": "year", "op": "in", "value": [1999, 2000],
    }  # fmt: skip


def test_country_is_found_under_another_of_its_names():
    assert where("mean salary in the United States")["value"] == "USA"


def test_common_words_are_not_titles():
    titles = tuple((title, 1) for title in ("Major", "Numbers", "Average", "Heat"))
    schema = table(
        Column(name="Title", kind="text", n_unique=95, levels=titles), number("Gross")
    )
    refused = read_message("average gross of major numbers", schema)
    assert isinstance(refused, UnknownColumn)
    assert refused.word == "major"


def test_comparing_two_numbers_without_a_group_is_no_silent_test():
    schema = table(number("sales"), number("profit"))
    reading = read_message("compare sales and profit", schema)
    if isinstance(reading, Understood):
        used = {step.operation for step in reading.task.steps}
        assert used <= {"scatter_plot", "describe", "correlation"}
    else:
        assert isinstance(reading, Question)


def test_without_a_value_excludes_rows_without_a_column_drops_it():
    assert where("mean salary without interns") == {
        "column": "Job Level", "op": "!=", "value": "Intern",
    }  # fmt: skip
    assert where("mean salary excluding Paris") == {
        "column": "City", "op": "!=", "value": "Paris",
    }  # fmt: skip


def test_unattached_comparison_is_asked_about_not_dropped():
    schema = table(number("sales", 0, 100), number("profit", 0, 90), words("shop", "A"))
    reading = read_message("describe shop over 40", schema)
    assert isinstance(reading, Question)
    assert [words for _, words in reading.options] == [
        "sales over 40", "profit over 40",
    ]  # fmt: skip


def test_unknown_column_is_answered_with_the_nearest_names():
    reading = read_message("Calculate statistics for invalid_column", PASSENGERS)
    assert isinstance(reading, UnknownColumn)
    assert reading.word == "invalid_column"
    assert set(reading.nearest) <= set(PASSENGERS.names)
    assert reading.task_texts[0] == f"Calculate statistics for {reading.nearest[0]}"


def test_misspelt_unknown_column_names_the_one_meant_first():
    reading = read_message("mean of embarktwn_x", PASSENGERS)
    assert isinstance(reading, UnknownColumn)
    assert reading.nearest[0] == "embark_town"


def test_rubbish_is_answered_with_questions_that_fit():
    reading = read_message("asdf random text", PASSENGERS)
    assert isinstance(reading, Unclear)
    assert reading.recognised == ()
    assert len(reading.suggestions) == 3
    for text in reading.suggestions:
        assert isinstance(read_message(text, PASSENGERS), Understood)


def test_missing_column_is_asked_for_with_whole_tasks():
    reading = read_message("draw a histogram", EMPLOYEES)
    assert isinstance(reading, Question)
    task, words = reading.options[0]
    assert not isinstance(task, str)
    assert [(s.operation, s.params) for s in task.steps] == [
        ("histogram", {"column": words})
    ]


def test_word_that_fits_several_columns_equally_is_asked_about():
    schema = table(
        number("IMDB Rating", 0, 10), number("Critics Rating", 0, 10), number("Budget")
    )
    reading = read_message("mean rating", schema)
    assert isinstance(reading, Question)
    assert {words for _, words in reading.options} == {
        "Mean of IMDB Rating",
        "Mean of Critics Rating",
    }


def test_negative_numbers_are_numbers():
    schema = table(number("profit", -50, 50))
    assert where("describe profit below -3", schema) == {
        "column": "profit", "op": "<", "value": -3,
    }  # fmt: skip


def test_formatting_requests_are_not_conditions():
    text = "Calculate the mean of fare. Round the answer to 2 decimal places."
    assert steps(text, PASSENGERS) == [
        ("describe", {"statistics": ["mean"], "columns": ["fare"]})
    ]


def test_what_not_to_do_is_not_done():
    text = "Calculate the mean of fare. Do not remove outliers or fill missing values."
    assert steps(text, PASSENGERS) == [
        ("describe", {"statistics": ["mean"], "columns": ["fare"]})
    ]


def test_a_request_said_twice_is_done_once():
    text = (
        "Is there a correlation between age and fare? Calculate the Pearson correlation"
        " coefficient between age and fare."
    )
    assert steps(text, PASSENGERS) == [
        ("correlation", {"columns": ["age", "fare"], "method": "pearson"})
    ]


def test_preparation_said_last_comes_first():
    text = "Calculate the mean fare by sex. Exclude rows with missing age."
    assert [name for name, _ in steps(text, PASSENGERS)] == [
        "drop_missing", "calculate",
    ]  # fmt: skip
