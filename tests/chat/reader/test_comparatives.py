"""What "dearer", "longer" and "faster" compare: a figure, never how many rows there are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 150


def _repairs() -> pd.DataFrame:
    random = np.random.default_rng(6)
    return pd.DataFrame(
        {
            "repair_id": [f"R{n:03}" for n in range(_N)],
            "machine": random.choice(["Lathe", "Press", "Drill"], _N),
            "parts_cost": random.uniform(5, 90, _N).round(2),
            "total_cost": random.uniform(20, 400, _N).round(2),
            "minutes": random.integers(10, 300, _N),
            "ScorePre": random.integers(1, 50, _N),
            "ScorePost": random.integers(1, 50, _N),
            "escalated": random.choice(["yes", "no"], _N),
        }
    )


SCHEMA = schema_of(_repairs())


def _step(text: str):
    reading = read_message(text, SCHEMA)
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps[-1]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("are lathes dearer to fix than presses?", "total_cost"),
        ("are lathe repairs pricier than press repairs?", "total_cost"),
        ("how much longer do lathe repairs take than press repairs", "minutes"),
        ("is the lathe quicker than the press?", "minutes"),
        ("lathe vs press on ScorePost", "ScorePost"),
    ],
)
def test_a_comparative_is_of_a_figure(text, column):
    params = repr(_step(text).params)
    assert column in params
    assert "'count'" not in params and "'sum'" not in params


def test_more_of_the_rows_is_a_number_of_them():
    assert "'count'" in repr(
        _step("are there more lathe repairs than press repairs?").params
    )


@pytest.mark.parametrize(
    "text",
    [
        "are lathes prettier than presses?",
        "do lathe repairs smell more than press repairs?",
    ],
)
def test_what_no_column_measures_is_not_counted_instead(text):
    reading = read_message(text, SCHEMA)
    assert not isinstance(reading, Understood) or "'count'" not in repr(
        reading.task.steps[-1].params
    )


@pytest.mark.parametrize(
    "text",
    [
        "what did the Oslo site cost us in total?",
        "average total cost for Bergen",
        "how many repairs were postponed?",
        "how many repairs are sponsored",
    ],
)
def test_a_name_that_the_table_lacks_is_refused(text):
    assert not isinstance(read_message(text, SCHEMA), Understood)


@pytest.mark.parametrize(
    ("text", "statistics"),
    [
        (
            "cheapest, dearest and typical total cost of a repair",
            {"min", "max", "mean"},
        ),
        ("lowest and highest minutes", {"min", "max"}),
    ],
)
def test_both_ends_of_a_column_are_figures(text, statistics):
    assert set(_step(text).params["statistics"]) == statistics


def test_values_behind_a_comma_are_groups():
    by = _step("mean total cost and median minutes, lathe and press").params["by"]
    assert by == [{"column": "machine", "values": ["Lathe", "Press"]}]


def test_a_mean_by_a_column_makes_no_column():
    assert _step("compute the mean minutes by machine").operation == "calculate"


def test_a_figure_and_the_group_that_has_the_best_are_both_answered():
    reading = read_message(
        "What is the average total cost, and which machine has the highest?", SCHEMA
    )
    assert isinstance(reading, Understood)
    first, second = reading.task.steps
    assert first.params["statistics"] == ["mean"] and "by" not in first.params
    assert second.params["by"] == [{"column": "machine"}]
