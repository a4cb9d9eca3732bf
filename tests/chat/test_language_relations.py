"""Questions that set columns against each other, however they are put."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Understood, UnknownColumn
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


def steps(text: str, schema: Schema = PASSENGERS) -> list[tuple]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


def table(*names: str) -> Schema:
    columns = tuple(
        Column(name=name, kind="number", n_unique=90, minimum=0, maximum=100)
        for name in names
    )
    return Schema(name="data.csv", n_rows=100, columns=columns)


@pytest.mark.parametrize(
    ("text", "operation", "params"),
    [
        (
            "Is the relationship between sex and alive consistent across different "
            "classes?",
            "mantel_haenszel",
            {"columns": ["sex", "alive"], "strata": "class"},
        ),
        (
            "Does the effect of alone on alive differ between the sexes?",
            "mantel_haenszel",
            {"columns": ["alone", "alive"], "strata": "sex"},
        ),
        (
            "How are age and fare related when sibsp is taken into account?",
            "partial_correlation",
            {"columns": ["age", "fare"], "controls": ["sibsp"]},
        ),
        (
            "Do age and fare show a similar level of variability?",
            "variance_equality",
            {"columns": ["age", "fare"]},
        ),
        (
            "How similar is the distribution of age to the distribution of fare?",
            "two_sample_ks",
            {"columns": ["age", "fare"]},
        ),
        (
            "Do the observed frequencies of sex and class conform to the assumption "
            "of independence?",
            "chi_square",
            {"columns": ["sex", "class"]},
        ),
        (
            "Is there a correlation between embarked and class?",
            "relate",
            {"columns": ["embarked", "class"]},
        ),
        (
            "Is the distribution of fare close to a normal distribution?",
            "normality",
            {"columns": ["fare"]},
        ),
        (
            "What is the asymmetry of fare?",
            "describe",
            {"columns": ["fare"], "statistics": ["skewness"]},
        ),
    ],
)
def test_method_follows_from_the_wording(text, operation, params):
    assert steps(text) == [(operation, params)]


def test_rule_for_calling_a_relation_linear_is_obeyed():
    text = (
        "Correlation of age and fare. Consider the relationship linear if p < 0.05 "
        "and the absolute value of r is at least 0.4, nonlinear otherwise."
    )
    assert steps(text) == [
        ("correlation", {"columns": ["age", "fare"], "linear_from": 0.4})
    ]


def test_groups_of_the_step_before_are_meant():
    text = (
        "Mean fare by sex. Test the difference between these two groups with a t-test."
    )
    assert steps(text)[-1] == ("two_sample_t", {"columns": ["fare"], "group": "sex"})


def test_description_in_front_of_a_name_names_no_other_column():
    schema = table("G2", "period", "absences")
    text = "correlation between the second period grade (G2) and absences"
    assert steps(text, schema)[0][1] == {"columns": ["G2", "absences"]}


def test_modifiers_may_stand_within_a_name():
    schema = table("adjusted_health", "health", "income")
    text = "correlation between adjusted self-rated health and income"
    assert steps(text, schema)[0][1] == {"columns": ["adjusted_health", "income"]}


def test_a_column_within_a_noun_phrase_is_not_passed_over():
    """Sleep is meant, or sleep and exercise: the short question does not say which."""
    schema = table("sleep", "exercise", "stress")
    text = "Is there a relationship between sleep after exercise and stress?"
    assert not isinstance(read_message(text, schema), Understood)


def test_range_that_describes_a_column_is_no_filter():
    found = steps("median of age, which ranges from 0 to 80")
    assert [operation for operation, _ in found] == ["describe"]


@pytest.mark.parametrize(
    "text",
    [
        "correlation between age and the shoe size",
        "Is the variance of fare the same as the variance of shoes?",
        "average fare for each month",
    ],
)
def test_what_was_not_found_is_asked_about(text):
    assert isinstance(read_message(text, PASSENGERS), (Question, UnknownColumn))


def test_confidence_falls_with_words_that_nothing_was_made_of():
    plain = read_message("mean of fare. Test whether fare is normal.", PASSENGERS)
    odd = read_message("Correlation of the purple galactic age and fare", PASSENGERS)
    assert isinstance(plain, Understood)
    assert isinstance(odd, Understood)
    assert plain.task.confidence > odd.task.confidence
