"""Totals set against each other are totals, and two questions in one sentence are two."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_FERRIES = Schema(name="sailings.csv", n_rows=300, columns=(
    Column(name="sailed", kind="datetime", n_unique=200, minimum="2023-01-02", maximum="2023-12-30"),
    Column(name="harbour", kind="category", n_unique=3, levels=(("Oban", 120), ("Mallaig", 100), ("Ullapool", 80))),
    Column(name="vessel", kind="category", n_unique=3, levels=(("Corran", 110), ("Lochnevis", 100), ("Isle", 90))),
    Column(name="takings", kind="number", n_unique=250, minimum=40.0, maximum=3000.0),
    Column(name="delay", kind="integer", n_unique=60, minimum=0, maximum=90),
))  # fmt: skip


def steps_of(text):
    reading = read_message(text, _FERRIES)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize("text", [
    "does Oban have higher total takings than Mallaig?",
    "are the total takings of Oban higher than those of Mallaig?",
    "My brother bets that Oban has higher total takings than Mallaig and I say it is the other way round, so which of us wins?",
])  # fmt: skip
def test_totals_are_compared_as_totals(text):
    [(operation, params)] = steps_of(text)
    assert operation == "calculate"
    assert params["measures"] == [{"statistic": "sum", "of": "takings"}]
    assert params["by"] == [{"column": "harbour", "values": ["Oban", "Mallaig"]}]


def test_averages_are_tested():
    [(operation, _)] = steps_of("is the average delay of Oban higher than that of Mallaig?")  # fmt: skip
    assert operation == "compare_groups"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("which harbour has the highest average delay and which vessel has the highest total takings?", ["harbour", "vessel"]),
        ("Tell me which vessel has the highest takings and also which harbour has the most sailings.", ["vessel", "harbour"]),
    ],
)  # fmt: skip
def test_each_question_has_its_own_groups(text, columns):
    steps = steps_of(text)
    assert [params["by"][0]["column"] for _, params in steps] == columns
    assert all(len(params["by"]) == 1 for _, params in steps)


def test_one_question_of_two_groups_stays_one():
    [(_, params)] = steps_of("which harbour and which vessel have the most sailings?")
    assert [key["column"] for key in params["by"]] == ["harbour", "vessel"]
