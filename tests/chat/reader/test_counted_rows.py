"""In a table of counts cases are counted, and no rows."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_GROUPS = (
    Column(name="ward", kind="category", n_unique=3, levels=(("North", 8), ("South", 8), ("East", 8))),
    Column(name="shift", kind="category", n_unique=4, levels=(("early", 6), ("day", 6), ("late", 6), ("night", 6))),
    Column(name="fell", kind="boolean", n_unique=2, levels=(("no", 12), ("yes", 12))),
)  # fmt: skip
_FALLS = Schema(name="falls.csv", n_rows=24, columns=(
    *_GROUPS, Column(name="count", kind="integer", n_unique=20, minimum=0, maximum=90),
))  # fmt: skip
# The same with a name that says nothing of counts, and more rows than combinations.
_TALLY = Schema(name="tally.csv", n_rows=30, columns=(
    *_GROUPS, Column(name="persons_seen", kind="integer", n_unique=25, minimum=0, maximum=90),
))  # fmt: skip


def last_of(text, schema=_FALLS):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    return reading.task.steps[-1], reading.task.assumptions


@pytest.mark.parametrize("text", [
    "how many people fell on the North ward?",
    "how many patients are there in all",
    "number of patients by shift",
])  # fmt: skip
def test_cases_are_added_up(text):
    step, told = last_of(text)
    [measure] = step.params["measures"]
    assert (measure["statistic"], measure["of"]) == ("sum", "count")
    assert "each row stands for as many as count says" in told


def test_a_share_is_one_of_the_cases():
    step, _ = last_of("what share of the patients fell?")
    [measure] = step.params["measures"]
    assert measure["of"] == measure["over"]["of"] == "count"
    assert measure["where"]["column"] == "fell"


def test_rows_are_rows_where_they_are_said():
    step, _ = last_of("how many rows are there?")
    assert step.params["measures"] == [{"statistic": "count", "of": None}]


@pytest.mark.parametrize("text", [
    "how many fell? persons_seen is the number of patients",
    "how many fell (counts are in persons_seen)",
])  # fmt: skip
def test_a_message_says_which_column_counts(text):
    step, told = last_of(text, _TALLY)
    assert "persons_seen" in repr(step.params)
    assert "each row stands for as many as persons_seen says" in told


def test_an_association_is_of_the_cases():
    step, _ = last_of(
        "is fell related to shift? persons_seen is the head count", _TALLY
    )
    assert step.operation == "chi_square"
    assert step.params["frequency"] == "persons_seen"


def test_other_tables_count_their_rows():
    step, _ = last_of("how many patients fell?", _TALLY)
    assert step.params["measures"] == [{"statistic": "count", "of": None}]
