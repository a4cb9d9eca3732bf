"""What a brief explains is told and changes nothing; what decides is not passed over."""

from __future__ import annotations

import pytest

from analysis.base.task import Step
from chat.linking.outcomes import Reading, Understood, UnknownColumn
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.briefs.brief_tables import TABLES


def _read(table: str, text: str) -> Reading:
    return read_message(text, schema_of(TABLES[table], table))


def _steps(table: str, text: str) -> list[Step]:
    reading = _read(table, text)
    assert isinstance(reading, Understood), reading
    return list(reading.task.steps)


@pytest.mark.parametrize(
    "ending",
    [
        "All flats in the list count once.",
        "Rents are in euros; nothing has to be removed.",
        "Every flat is included.",
        "Do not exclude anybody.",
        "Other columns stay untouched.",
        "Empty cells count as missing.",
        "The rents are in rent.",
        "Use Python's built-in functions to compute these figures.",
        "Two decimals.",
        "Give the figure with one decimal.",
        "Do this for the complete data rather than for one district.",
        "Flats without a rent are left out.",
        "Flats are owned by several agencies.",
        "Rents are numbers with a currency sign and the suffix K; convert them to euros.",
        "Furnished and empty flats alike are included.",
    ],
)
def test_what_explains_changes_no_figure(ending):
    plain = "What is the mean of rent?"
    (asked,) = _steps("flats", plain)

    last = _steps("flats", f"{plain} {ending}")[-1]
    assert last == asked


@pytest.mark.parametrize(
    "ending",
    [
        "Only flats with a balcony are considered.",
        "Flats in the suburbs are excluded.",
        "Every rent is weighted by its age.",
        "Rents of 0 are typing errors and become missing.",
        "The largest three rents are replaced by their neighbours.",
    ],
)
def test_a_statement_that_decides_is_asked_about(ending):
    plain = "What is the mean of rent?"
    reading = _read("flats", f"{plain} {ending}")

    assert not isinstance(reading, Understood) or list(reading.task.steps) != _steps(
        "flats", plain
    )


@pytest.mark.parametrize(
    ("table", "text", "columns"),
    [
        (
            "flats",
            "Do bigger homes go together with dearer contracts? Study the association "
            "of rent with area. Use Pearson's r.",
            {"rent", "area"},
        ),
        (
            "library",
            "Are grown-up readers slower? Calculate the Spearman correlation between "
            "patron_age and days_kept.",
            {"patron_age", "days_kept"},
        ),
    ],
)
def test_an_introduction_in_other_words_is_told(table, text, columns):
    last = _steps(table, text)[-1]

    assert last.operation == "correlation"
    assert set(last.params["columns"]) == columns


def test_an_introduction_about_a_column_that_is_not_there_is_refused():
    reading = _read(
        "flats",
        "What is the correlation between rent and balcony_size? "
        "Compute the Pearson correlation between rent and area.",
    )

    assert isinstance(reading, UnknownColumn)


@pytest.mark.parametrize(
    ("table", "text", "columns"),
    [
        (
            "library",
            "How many loans have no entry in pages? Blank cells count as missing.",
            ["pages"],
        ),
        (
            "library",
            "What portion of patron_age is lacking? Treat null values as missing.",
            ["patron_age"],
        ),
        (
            "orchard",
            "How complete is the record of soil_ph? State how many entries are empty and "
            "what percentage of all rows this is.",
            ["soil_ph"],
        ),
        (
            "sleepers",
            "Which columns are not filled in for every subject, and how many cells are "
            "blank altogether? Count empty cells only.",
            None,
        ),
    ],
)
def test_missing_values_are_counted_in_any_words(table, text, columns):
    (step,) = _steps(table, text)

    assert step.operation == "missing_values"
    assert step.params.get("columns") == columns


@pytest.mark.parametrize(
    ("table", "text", "rule"),
    [
        (
            "flats",
            "How many flats have an extraordinary rent? A rent is extraordinary if its "
            "z-score is above 2.5 or below -2.5.",
            {"columns": ["rent"], "method": "zscore", "threshold": 2.5},
        ),
        (
            "flats",
            "Are there contracts with an abnormal price? Count them. Everything outside "
            "Q1 - 1.5*IQR and Q3 + 1.5*IQR of rent is abnormal.",
            {"columns": ["rent"], "method": "iqr", "threshold": 1.5},
        ),
        (
            "plant",
            "Identify the readings with an outlying vibration. How many are there, and how "
            "large is the smallest of them? Tukey rule with a factor of 3.",
            {"columns": ["Vibration"], "method": "iqr", "threshold": 3},
        ),
        (
            "orchard",
            "Among the Topaz trees, how many have an unusual yield_kg? Use the IQR rule.",
            {"columns": ["yield_kg"], "method": "iqr"},
        ),
    ],
)
def test_outliers_go_by_other_names_where_a_rule_says_what_they_are(table, text, rule):
    last = _steps(table, text)[-1]

    assert last.operation == "find_outliers"
    assert {name: last.params.get(name) for name in rule} == rule


def test_a_threshold_holds_in_any_words():
    (removed, _) = _steps(
        "flats",
        "Remove the outliers in rent by means of z-scores with a threshold of 2.5. "
        "Calculate the mean of rent.",
    )

    assert removed.params["threshold"] == 2.5


def test_a_question_of_a_relation_is_the_coefficient_that_is_named_for_it():
    (step,) = _steps(
        "flats",
        "Is there a relationship between rent and area? Calculate the Pearson correlation "
        "coefficient between rent and area. Use a significance level of 0.01.",
    )

    assert step.operation == "correlation"
    assert step.params["alpha"] == 0.01


def test_a_pronoun_in_front_of_a_column_is_no_reference():
    last = _steps(
        "plant",
        "Identify the outliers of the fuel. Report the units of which their `Fuel Rate` "
        "values are outliers. Use the IQR rule.",
    )[-1]

    assert last.params["columns"] == ["Fuel Rate"]


@pytest.mark.parametrize(
    "said",
    [
        'The deposit is text such as "1800 EUR". Extract the number.',
        "Extract the number from deposit.",
        "deposit is written with its unit.",
    ],
)
def test_text_with_units_is_read_as_numbers(said):
    steps = _steps("flats", f"What is the correlation between deposit and area? {said}")

    assert steps[0].params["expression"] == "number(deposit)"
    assert steps[-1].operation == "correlation"


def test_money_is_not_changed_without_a_word():
    reading = _read("flats", "What is the mean of rent? Convert it to dollars.")

    assert not isinstance(reading, Understood)


def test_gaps_become_a_value_of_their_own():
    steps = _steps(
        "marathon",
        'Missing entries of Club become "none". How do Club and Sex depend on each other? '
        "Use the chi-squared test.",
    )

    assert steps[0].params["value"] == "none"
    assert steps[-1].operation == "chi_square"


def test_rows_in_front_of_a_question_are_those_it_is_about():
    steps = _steps(
        "orchard",
        "For the Elstar trees alone, what is the mean of yield_kg? Round to one decimal.",
    )

    assert steps[0].operation == "filter_rows"
    assert steps[0].params["where"]["value"] == "Elstar"


def test_a_condition_in_brackets_limits_the_rows():
    steps = _steps(
        "flats",
        "Is there a correlation between rent and area for the flats that lie in the north "
        "(district = 'Altona')? Use Pearson's method. The significance level is 0.01.",
    )

    assert [step.operation for step in steps] == ["filter_rows", "correlation"]


def test_a_population_deviation_holds_for_groups():
    (step,) = _steps(
        "flats",
        "Calculate the mean and the standard deviation of rent for each district. Use the "
        "population standard deviation.",
    )

    assert step.operation == "describe"
    assert step.params["ddof"] == 0
    assert step.params["group_by"] == ["district"]


def test_a_formula_said_again_in_other_words_makes_no_second_column():
    steps = _steps(
        "flats",
        'Create a column "frame" by multiplying area with rooms. Calculate "frame" by '
        "directly multiplying values of area and rooms. What is the mean of frame?",
    )

    assert [step.operation for step in steps][:1] == ["add_column"]
    assert sum(step.operation == "add_column" for step in steps) == 1
