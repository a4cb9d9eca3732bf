"""Ages and bands in a question, and numbers that no column was said for."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Reading, Unclear, Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import CLINIC, SHOP

PANEL = Schema(
    name="panel.csv", n_rows=400,
    columns=(
        Column(name="respondent", kind="identifier", n_unique=400),
        Column(
            name="Age group", kind="category", n_unique=5,
            levels=(("18-29", 80), ("30-39", 90), ("40-49", 90), ("50-59", 80), ("60+", 60)),
        ),
        Column(
            name="Town", kind="category", n_unique=4,
            levels=(("Ghent", 150), ("Bruges", 150), ("Ypres", 60), ("Namur", 40)),
        ),
        Column(name="Retired", kind="category", n_unique=2, levels=(("Yes", 250), ("No", 150))),
        Column(name="hours", kind="integer", n_unique=30, minimum=0, maximum=40),
    ),
)  # fmt: skip


def _steps(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    assert isinstance(reading, Understood), reading
    return [(step.operation, dict(step.params)) for step in reading.task.steps]


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("how many people are between 30 and 49 years old", {"30-39", "40-49"}),
        ("how many respondents aged 30 to 49", {"30-39", "40-49"}),
        ("mean hours of people aged 50 or over", {"50-59", "60+"}),
        ("average hours of the 40 to 59 year olds", {"40-49", "50-59"}),
        ("how many are 50 or older", {"50-59", "60+"}),
        ("how many people under 40 are in Ghent", {"18-29", "30-39"}),
        ("median hours of people at least 60 years old", {"60+"}),
    ],
)
def test_bands_that_lie_within_what_is_said_are_taken(text: str, bands: set[str]):
    steps = _steps(read_message(text, PANEL))
    assert steps[0][0] == "filter_rows"
    said = str(steps[0][1])
    held = {
        band for band in ("18-29", "30-39", "40-49", "50-59", "60+") if band in said
    }
    assert held == bands
    assert "compare" not in steps[-1][1]


def test_or_sets_no_values_of_another_column_against_each_other():
    text = "how many respondents aged 50 or over in Ghent, Bruges or Ypres are retired"
    steps = _steps(read_message(text, PANEL))
    assert "by" not in steps[-1][1]
    assert "50-59" in str(steps[0]) and "60+" in str(steps[0])


@pytest.mark.parametrize(
    "text",
    [
        "mean hours of people younger than 45",
        "average hours of people aged 35 or over",
        "how many people are between 33 and 52 years old",
    ],
)
def test_a_band_that_is_cut_is_never_guessed(text: str):
    reading = read_message(text, PANEL)
    assert isinstance(reading, Question | Unclear), reading


@pytest.mark.parametrize(
    ("schema", "text", "op", "value"),
    [
        (CLINIC, "how many patients are between 30 and 49 years old", "between", [30, 49]),
        (CLINIC, "mean Systolic BP of people 65 years old or older", ">=", 65),
        (SHOP, "total revenue of customers over 50", ">", 50),
        (CLINIC, "how many people are 40 years old or younger", "<=", 40),
    ],
)  # fmt: skip
def test_ages_are_looked_for_in_the_column_of_ages(
    schema: Schema, text: str, op: str, value: Any
):
    steps = _steps(read_message(text, schema))
    where = steps[0][1]["where"]
    assert (where["op"], where["value"]) == (op, value)
    assert "age" in where["column"].lower()


NO_AGES = Schema(
    name="visits.csv", n_rows=220,
    columns=(
        Column(name="visit", kind="identifier", n_unique=220),
        Column(name="patient", kind="text", n_unique=80),
        Column(name="wait", kind="integer", n_unique=50, minimum=2, maximum=60),
        Column(
            name="doctor", kind="category", n_unique=2,
            levels=(("Novak", 120), ("Silva", 100)),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "mean wait of patients under 30",
        "how many patients are between 30 and 49",
        "average wait of people above 50",
        "patients over 45",
    ],
)
def test_an_age_that_the_table_lacks_is_never_another_number(text: str):
    reading = read_message(text, NO_AGES)
    assert not isinstance(reading, Understood), reading


@pytest.mark.parametrize(
    "text",
    [
        "how many people are between 30 and 49",
        "how many cases from 10 to 12",
        "how many patients from 20 to 40",
    ],
)
def test_counting_plans_no_study(text: str):
    reading = read_message(text, PANEL)
    operations = (
        [step.operation for step in reading.task.steps]
        if isinstance(reading, Understood)
        else []
    )
    assert "sample_size" not in operations
