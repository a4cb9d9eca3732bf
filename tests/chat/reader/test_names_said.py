"""Names as people say them: short forms, first letters, beginnings of long names."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.linking.openings import openings, without_brackets
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 150
QUIET = "Evenings at home in an ordinary week"
PLAN = "Would you like to move house within 3 years?"
YEARS = "Years in the house"


@cache
def ward() -> Schema:
    """Stays in a ward, named as clinics name them."""
    chance = np.random.default_rng(4)
    return schema_of(pd.DataFrame({
        "case": [f"C{n:03}" for n in range(_N)],
        "dx": chance.choice(["HIP", "CHF", "UTI"], _N),
        "tx": chance.choice(["new", "std"], _N),
        "los_d": chance.integers(1, 20, _N),
        "bmi": chance.normal(26, 3, _N).round(1),
        "calls_first2w": chance.integers(0, 9, _N),
        "calls_last2w": chance.integers(0, 9, _N),
    }))  # fmt: skip


@cache
def tenants() -> Schema:
    """A survey among tenants, its questions as names."""
    chance = np.random.default_rng(5)
    return schema_of(pd.DataFrame({
        "Kind of house": chance.choice(["flat", "terrace", "villa"], _N),
        YEARS: chance.integers(1, 40, _N),
        QUIET: chance.normal(4, 1, _N).round(1),
        PLAN: chance.choice(["yes", "no", "not sure"], _N),
        "Help from neighbours (1-5)": chance.integers(1, 6, _N),
        "Noise from outside (1-5)": chance.integers(1, 6, _N),
    }))  # fmt: skip


@cache
def bakery() -> Schema:
    chance = np.random.default_rng(6)
    return schema_of(pd.DataFrame({
        "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(range(_N), unit="D"),
        "branch": chance.choice(["Quay", "Hill"], _N),
        "pieces_sold": chance.integers(5, 90, _N),
        "sales_chf": chance.uniform(20, 400, _N).round(2),
    }))  # fmt: skip


def last(text: str, schema: Schema) -> Step:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps[-1]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("mean length of stay", ["los_d"]),
        ("the average body mass index please", ["bmi"]),
        ("mean calls in the first two weeks", ["calls_first2w"]),
    ],
)
def test_a_short_name_is_known_by_what_it_is_short_for(text, columns):
    assert last(text, ward()).params["columns"] == columns


@pytest.mark.parametrize(
    ("text", "column", "group"),
    [
        ("does los_d differ between the diagnoses?", "los_d", "dx"),
        ("does the length of stay differ between the treatments?", "los_d", "tx"),
        ("does the body mass index differ by diagnosis?", "bmi", "dx"),
    ],
)
def test_groups_are_known_by_what_their_name_is_short_for(text, column, group):
    params = last(text, ward()).params
    assert (params["columns"], params["group"]) == ([column], group)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("mean of the evenings at home", [QUIET]),
        ("mean of help from neighbours", ["Help from neighbours (1-5)"]),
        ("correlation between help from neighbours and noise from outside",
         ["Help from neighbours (1-5)", "Noise from outside (1-5)"]),
        ("is the wish to move house within 3 years related to the kind of house?",
         [PLAN, "Kind of house"]),
        ("are years in the house related to the kind of house?", [YEARS, "Kind of house"]),
    ],
)  # fmt: skip
def test_a_long_name_is_known_by_its_words_in_order(text, columns):
    assert last(text, tenants()).params["columns"] == columns


def test_what_begins_two_names_means_neither():
    parts = {"a": ("big", "red", "house", "low"), "b": ("big", "red", "house", "high")}
    assert list(openings(parts)) == []
    assert without_brackets(["Help given (1-5)", "Help given (text)"]) == {}
    assert without_brackets(["Help given (1-5)", "Noise (dB)"]) == {
        "Help given": "Help given (1-5)"
    }


@pytest.mark.parametrize(
    "text", ["which branch brings in the most money?", "which weekday earned the most?"]
)
def test_money_is_no_number_of_pieces(text):
    assert last(text, bakery()).params["measures"][0]["of"] == "sales_chf"


@pytest.mark.parametrize(
    ("text", "mu"),
    [
        ("test if the average of the evenings at home is above 3", 3.0),
        ("is the mean of the evenings at home longer than 3?", 3.0),
        ("so is the average number of years in the house below 22?", 22.0),
        ("prove that the mean of years in the house differs from 15", 15.0),
        ("can we say that the mean of years in the house is not 15?", 15.0),
    ],
)
def test_a_mean_held_against_a_number_is_tested(text, mu):
    step = last(text, tenants())
    assert (step.operation, step.params["mu"]) == ("one_sample_t", mu)


@pytest.mark.parametrize(
    "text",
    [
        "what is the average of the evenings at home above 3?",
        "average years in the house above 10",
        "mean of years in the house where years in the house is above 10",
    ],
)
def test_a_number_that_limits_the_rows_is_no_hypothesis(text):
    reading = read_message(text, tenants())
    if isinstance(reading, Understood):
        made = [step.operation for step in reading.task.steps]
        assert made == ["filter_rows", "describe"]


@pytest.mark.parametrize(
    "text",
    [
        "does sales_chf differ by weekday?",
        "how does sales_chf differ between weekdays?",
    ],
)
def test_weekdays_that_differ_are_compared_and_none_is_before_another(text):
    step = last(text, bakery())
    assert step.operation == "compare_groups"
    assert step.params == {"columns": ["sales_chf"], "group": "weekday"}
