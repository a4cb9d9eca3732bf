"""Messages of several sentences come to the figures that they ask for, or say why not.

Expected figures are worked out with pandas, SciPy and scikit-learn from the tables; half
of the tables were not looked at while the reader was made.
"""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from analysis.base.task import Step
from chat.linking.outcomes import Question, Reading, Understood, UnknownColumn
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.briefs.asked import briefs, is_right, outcome_of
from tests.chat.reader.briefs.brief_tables import CHECKING, TABLES, WORKING

# Measured when they were last raised; what is read may only become more.
_LEAST = {WORKING: 0.85, CHECKING: 0.70}
_MOST_WRONG = {WORKING: 0.05, CHECKING: 0.15}


def _read(table: str, text: str) -> Reading:
    return read_message(text, schema_of(TABLES[table], table))


def _steps(table: str, text: str) -> list[Step]:
    reading = _read(table, text)
    assert isinstance(reading, Understood), reading
    return list(reading.task.steps)


def _operations(table: str, text: str) -> list[str]:
    return [step.operation for step in _steps(table, text)]


@pytest.mark.parametrize("half", [WORKING, CHECKING], ids=["working", "checking"])
def test_the_corpus_is_answered(half):
    warnings.simplefilter("ignore")
    asked = briefs(half)
    right = wrong = 0
    for brief in asked:
        try:
            outcome = outcome_of(brief)
            good = is_right(brief, outcome)
            answered = isinstance(outcome.reading, Understood)
        except Exception:  # a step that cannot be carried out is no right answer
            good, answered = False, False
        right += good
        wrong += answered and not good

    assert right / len(asked) >= _LEAST[half]
    assert wrong / len(asked) <= _MOST_WRONG[half]


def test_a_method_named_afterwards_is_that_of_the_question():
    (step,) = _steps(
        "orchard",
        "Is there a correlation between height_m and yield_kg? Use Spearman. "
        "Round to two decimals.",
    )

    assert step.operation == "correlation"
    assert step.params["method"] == "spearman"
    assert step.params["columns"] == ["height_m", "yield_kg"]


def test_a_preparation_named_last_comes_first():
    text = "Compute the variance of heating. Fill missing heating with the median."

    assert _operations("flats", text) == ["fill_missing", "describe"]


def test_before_and_after_asks_on_both_sides_of_the_preparation():
    text = (
        "Remove the outliers of rent with the IQR method. "
        "Report the mean of rent before and after the removal."
    )

    assert _operations("flats", text) == ["describe", "remove_outliers", "describe"]


def test_the_rule_for_outliers_holds_for_finding_and_removing():
    steps = _steps(
        "flats",
        "Find the outliers of rent. Remove them. An outlier has a z-score above 2 or "
        "below -2. What is the mean of rent?",
    )

    rules = [s.params for s in steps if s.operation.endswith("outliers")]
    assert len(rules) == 2
    assert all(r["method"] == "zscore" and r["threshold"] == 2 for r in rules)


def test_a_new_column_is_known_to_the_sentences_behind_it():
    steps = _steps(
        "flats",
        "Create a column per_room as rent divided by rooms. "
        "What is the median of this new column?",
    )

    assert steps[0].params == {"name": "per_room", "expression": "rent / rooms"}
    assert steps[1].params["columns"] == ["per_room"]


def test_the_same_again_for_another_column():
    text = "Compute the median of rent. Then do the same for area."

    named = [n for step in _steps("flats", text) for n in step.params["columns"]]
    assert named == ["rent", "area"]


def test_a_level_in_a_rule_of_judgement_is_the_level_of_the_test():
    (step,) = _steps(
        "orchard",
        "Perform a Shapiro-Wilk test on soil_ph. Call it normal if p > 0.1.",
    )

    assert step.params["alpha"] == 0.1


def test_a_column_that_is_not_there_is_refused_whatever_stands_beside_it():
    reading = _read(
        "flats",
        "Compute the mean of balcony_size. Also compute the mean of rent. "
        "Use two decimals.",
    )

    assert isinstance(reading, UnknownColumn)
    assert reading.word == "balcony_size"


def test_a_clause_with_a_number_that_nothing_takes_is_asked_about():
    reading = _read(
        "flats",
        "Compute the mean of rent. Weigh each flat by a factor of 17 beforehand.",
    )

    assert not isinstance(reading, Understood)


def test_requests_about_different_rows_are_not_joined():
    reading = _read(
        "flats",
        "What is the mean rent for flats in Altona? "
        "What is the correlation between rent and area for flats in Mitte?",
    )

    assert isinstance(reading, Question)


@pytest.mark.parametrize(
    "ending",
    [
        "Round the result to two decimals.",
        "Use Python's pandas library for that.",
        "Report the result with three decimal places.",
        "Please do not round.",
    ],
)
def test_how_the_answer_is_put_changes_nothing(ending):
    plain = _steps("flats", "What is the mean of rent?")

    assert _steps("flats", f"What is the mean of rent? {ending}") == plain


def test_outliers_that_are_not_to_be_removed_stay():
    steps = _operations(
        "flats",
        "What is the correlation between rent and area? "
        "Do not remove any outliers or modify the data before.",
    )

    assert steps == ["correlation"]


def test_outliers_are_removed_by_the_rule_that_they_were_found_by():
    steps = _steps(
        "flats",
        "Find the outliers of rent. Remove the outliers. Compute the mean of rent. "
        "Use z-scores above 3 or below -3 to detect outliers.",
    )

    (removed,) = [s for s in steps if s.operation == "remove_outliers"]
    assert removed.params["method"] == "zscore"


@pytest.mark.parametrize(
    "ending",
    [
        "Is it a linear or nonlinear relationship?",
        "Assess the strength of the correlation between each pair of variables.",
        "Use the formula z = (x - μ) / σ where μ is the mean.",
        "Report the p-value associated with the Pearson correlation test.",
        "Keep all numerical values rounded to 2 decimal points.",
    ],
)
def test_words_of_the_field_are_no_missing_columns(ending):
    plain = "What is the Pearson correlation between rent and area?"

    steps = _steps("flats", f"{plain} {ending}")
    assert [s.operation for s in steps] == ["correlation"]


@pytest.mark.parametrize(
    "ending",
    [
        "Weigh the values by their frequency.",
        "Take the logarithm of both variables.",
        "Use only the strongest observations.",
        "Use Spearman's method for the median.",
    ],
)
def test_what_would_change_the_figure_is_not_passed_over(ending):
    plain = "What is the mean of rent?"
    reading = _read("flats", f"{plain} {ending}")

    assert not isinstance(reading, Understood) or list(reading.task.steps) != _steps(
        "flats", plain
    )


def test_a_regression_to_be_carried_out_follows_the_question_of_a_relation():
    steps = _operations(
        "flats",
        "Is there a linear relationship between rent and area? Conduct linear "
        "regression and report the coefficient of determination (R-squared).",
    )

    assert "linear_regression" in steps


def test_a_value_is_taken_of_the_row_with_the_highest_other():
    (step,) = _steps("flats", "What is the rent of the flat with the largest area?")

    assert step.operation == "show_rows"
    assert step.params["sort_by"] == "area" and step.params["limit"] == 1
    assert "rent" in step.params["columns"]


_VISITORS = schema_of(
    pd.DataFrame(
        {
            "age": [3 + (7 * n) % 81 for n in range(80)],
            "tier": [1 + n % 3 for n in range(80)],
            "fee": [5.0 + n % 23 for n in range(80)],
        }
    ),
    "visitors.csv",
)


@pytest.mark.parametrize("last", [
    "60 years old and above", "60 years and over", "60 and older", "60+",
])  # fmt: skip
def test_the_last_class_is_open_however_it_is_said(last):
    reading = read_message(
        "Sort age into the groups 'child' (0-12 years old), 'adult' (13-59) and "
        f"'senior' ({last}). Then calculate the mean fee for each age group.",
        _VISITORS,
    )

    assert isinstance(reading, Understood), reading
    step = reading.task.steps[0]
    assert step.params["labels"] == ["child", "adult", "senior"]
    assert step.params["edges"] == [0, 13, 60, None]


@pytest.mark.parametrize("text", [
    "What is the mean fee by tier? Only consider rows with tier = 1, tier = 3.",
    "What is the mean fee by tier? Only consider rows with tier = 1, tier = 2.",
])  # fmt: skip
def test_values_of_one_column_that_stand_side_by_side_are_either(text):
    reading = read_message(text, _VISITORS)

    assert isinstance(reading, Understood), reading
    limits = [s.params["where"] for s in reading.task.steps if "where" in s.params]
    assert limits
    assert all(where["op"] == "in" for where in limits)


@pytest.mark.parametrize("ending", [
    "The mean should be computed directly from the fee column.",
    "The mean should be calculated properly from all available values.",
])  # fmt: skip
def test_how_a_figure_is_worked_out_is_no_missing_column(ending):
    reading = read_message(f"Calculate the mean of fee. {ending}", _VISITORS)

    assert isinstance(reading, Understood), reading
    assert {s.operation for s in reading.task.steps} == {"describe"}
