"""Measures that go together, in words of more and less, are no two measurements of one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of


def _students() -> pd.DataFrame:
    random = np.random.default_rng(5)
    n = 90
    return pd.DataFrame(
        {
            "student": [f"s{one}" for one in range(n)],
            "anxiety": random.integers(0, 11, n),
            "sleep_hours": random.normal(7, 1.5, n).round(1),
            "screen_time": random.normal(6, 2, n).round(1),
            "mood_before": random.normal(5, 1, n).round(1),
            "mood_after": random.normal(6, 1, n).round(1),
            "sex": random.choice(["f", "m"], n),
        }
    )


SCHEMA = schema_of(_students(), "students")


FACULTIES = schema_of(
    _students().assign(faculty=["law", "arts", "science"] * 30), "students"
)


def _last(text):
    reading = read_message(text, SCHEMA)
    assert isinstance(reading, Understood), reading
    return reading.task.steps[-1]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Do the more anxious students sleep less?", {"anxiety", "sleep_hours"}),
        ("Do students with more screen time sleep less?", {"screen_time", "sleep_hours"}),
        ("The more screen time, the less sleep?", {"screen_time", "sleep_hours"}),
        ("Do those who sleep longer have less screen time?", {"sleep_hours", "screen_time"}),
        ("The higher the anxiety, the lower the screen time?", {"anxiety", "screen_time"}),
    ],
)  # fmt: skip
def test_more_of_one_and_less_of_the_other_is_a_relation(text, columns):
    step = _last(text)
    assert step.operation == "relate"
    assert set(step.params["columns"]) == columns


@pytest.mark.parametrize(
    ("text", "params"),
    [
        (
            "Is mood_after higher than mood_before?",
            {"columns": ["mood_after", "mood_before"]},
        ),
        (
            "Are mood_before and mood_after different, is one lower?",
            {"columns": ["mood_before", "mood_after"]},
        ),
    ],
)
def test_one_measure_taken_twice_is_still_compared(text, params):
    step = _last(text)
    assert step.operation == "compare_groups"
    assert set(step.params["columns"]) == set(params["columns"])


def test_groups_are_still_compared():
    step = _last("Do women sleep longer than men?")
    assert step.params["group"] == "sex"
    assert step.params["columns"] == ["sleep_hours"]


@pytest.mark.parametrize("text", ["Cramér's V?", "and Cramér's V?"])
def test_a_method_by_its_name_alone_is_of_the_columns_before(text):
    before = read_message("Is sex associated with faculty?", FACULTIES)
    assert isinstance(before, Understood)
    after = read_message(text, FACULTIES, before.task)
    assert isinstance(after, Understood)
    step = after.task.steps[-1]
    assert set(step.params["columns"]) == {"sex", "faculty"}


def test_a_matrix_of_all_columns_is_still_one():
    before = read_message("Is sex associated with faculty?", FACULTIES)
    assert isinstance(before, Understood)
    after = read_message("association matrix of all columns", FACULTIES, before.task)
    assert isinstance(after, Understood)
    assert after.task.steps[-1].operation == "association_matrix"
