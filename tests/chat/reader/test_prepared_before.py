"""Short messages that ask for the answer before, of a table prepared first."""

from __future__ import annotations

from typing import Any

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


def after(*texts: str) -> list[tuple[str, dict[str, Any]]]:
    task = None
    for text in texts:
        reading = read_message(text, PASSENGERS, task)
        assert isinstance(reading, Understood), reading
        task = reading.task
    assert task is not None
    return [(step.operation, step.params) for step in task.steps]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("and without the outliers?", ("remove_outliers", {"columns": ["fare"]})),
        (
            "now exclude outliers by z-score",
            ("remove_outliers", {"columns": ["fare"], "method": "zscore"}),
        ),
        ("without missing values", ("drop_missing", {"columns": ["fare"]})),
        ("drop duplicates", ("drop_duplicates", {})),
    ],
)
def test_the_figure_is_asked_for_again_of_what_is_left(text, step):
    before = after("median fare by sex")
    assert after("median fare by sex", text) == [step, *before]


def test_rows_chosen_before_stay_chosen():
    chosen, asked = after("mean fare of women")
    assert after("mean fare of women", "without outliers") == [
        chosen, ("remove_outliers", {"columns": ["fare"]}), asked,
    ]  # fmt: skip


def test_what_measures_no_column_has_no_outliers():
    task = read_message("how many passengers survived", PASSENGERS)
    assert isinstance(task, Understood)
    assert not isinstance(
        read_message("without outliers", PASSENGERS, task.task), Understood
    )
