"""Methods that no operation offers are said to be missing."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import NoSuchMethod, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


@pytest.mark.parametrize(
    "text",
    [
        "Scheffé test of age by class",
        "MANOVA of age and fare by sex",
        "permutation test of the mean age by sex",
        "Cohen's kappa of sex and alive",
        "Gini coefficient of fare",
        "DBSCAN of age and fare",
        "Granger causality of age on fare",
    ],
)
def test_a_method_that_is_missing_is_not_answered_by_a_neighbour(text):
    reading = read_message(text, PASSENGERS)

    assert isinstance(reading, NoSuchMethod), reading


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("Spearman correlation of age and fare", "correlation"),
        ("discriminate? no: mean of fare by class", "describe"),
        ("Kruskal-Wallis test of fare by class", "kruskal_wallis"),
        ("cross-tabulate sex and class", "frequency"),
    ],
)
def test_names_that_only_look_alike_are_understood(text, operation):
    reading = read_message(text, PASSENGERS)

    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].operation == operation
