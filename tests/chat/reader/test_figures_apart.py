"""Figures of several values, groups and questions that are said apart, in full sentences."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_GARDEN = Schema(name="harvests.csv", n_rows=240, columns=(
    Column(name="harvest_id", kind="identifier", n_unique=240, minimum=1, maximum=240),
    Column(name="crop", kind="category", n_unique=3, levels=(("Leek", 90), ("Kale", 80), ("Chard", 70))),
    Column(name="gardener", kind="category", n_unique=4, levels=(("Ines", 70), ("Tom", 60), ("Ravi", 60), ("Noor", 50))),
    Column(name="bed", kind="category", n_unique=3, levels=(("North", 80), ("South", 80), ("Glass", 80))),
    Column(name="sold", kind="category", n_unique=2, levels=(("yes", 200), ("no", 40))),
    Column(name="weight_kg", kind="number", n_unique=180, minimum=0.4, maximum=19.5),
    Column(name="revenue", kind="number", n_unique=200, minimum=1.0, maximum=99.0),
))  # fmt: skip


def _task(text: str, *before: str) -> Any:
    previous = None
    for said in (*before, text):
        reading = read_message(said, _GARDEN, previous)
        assert isinstance(reading, Understood), (said, reading)
        previous = reading.task
    return previous


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        ("How much revenue did Leek bring in, and how much did Kale?", "crop", ["Leek", "Kale"]),
        ("what is the revenue of Leek and what is that of Chard", "crop", ["Leek", "Chard"]),
        ("average revenue in North and average revenue in Glass", "bed", ["North", "Glass"]),
        ("revenue: Leek or Kale?", "crop", ["Leek", "Kale"]),
    ],
)  # fmt: skip
def test_values_said_apart_have_a_figure_each(text, column, values):
    assert _task(text).steps[-1].params["by"] == [{"column": column, "values": values}]


@pytest.mark.parametrize(
    "text",
    [
        "total revenue of Leek or Kale",
        "how many harvests of Leek and Kale",
        "what is the revenue of Leek or of Kale",
    ],
)
def test_alternatives_and_numbers_are_of_all_rows(text):
    assert "by" not in _task(text).steps[-1].params


@pytest.mark.parametrize(
    ("text", "statistic", "column"),
    [
        ("average revenue per gardener", "mean", "gardener"),
        ("revenue totals per gardener", "sum", "gardener"),
        ("crop totals of revenue", "sum", "crop"),
        ("bed revenue totals", "sum", "bed"),
        ("gardener averages of weight_kg", "mean", "gardener"),
    ],
)
def test_figures_of_few_groups_are_of_each(text, statistic, column):
    step = _task(text).steps[-1]
    assert [one["statistic"] for one in step.params["measures"]] == [statistic]
    assert step.params["by"] == [{"column": column}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("revenue by crop and number of harvests by bed", [["crop"], ["bed"]]),
        ("average revenue of each crop, and the number of harvests in each bed as well", [["crop"], ["bed"]]),
        ("mean weight_kg per gardener plus total revenue per crop", [["gardener"], ["crop"]]),
        ("Number of harvests? Total revenue?", [[], []]),
    ],
)  # fmt: skip
def test_figures_stand_by_their_own_groups(text, wanted):
    steps = _task(text).steps
    assert [[key["column"] for key in s.params.get("by", ())] for s in steps] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "total revenue by crop, and by bed",
        "average revenue and total weight_kg by crop and bed",
    ],
)
def test_one_figure_stands_in_all_groups(text):
    (step,) = _task(text).steps
    assert [key["column"] for key in step.params["by"]] == ["crop", "bed"]


@pytest.mark.parametrize(
    ("text", "operation", "params"),
    [
        ("All harvests of Kale should be dropped from the table.", "filter_rows",
         {"where": {"column": "crop", "op": "!=", "value": "Kale"}}),
        ("The rows of Tom are to be removed.", "filter_rows",
         {"where": {"column": "gardener", "op": "!=", "value": "Tom"}}),
        ("revenue should be called takings from now on", "rename_column",
         {"column": "revenue", "name": "takings"}),
        ("revenue has to be rounded to whole numbers", "round_columns", {"columns": ["revenue"]}),
        ("Only the harvests of Leek should be kept.", "filter_rows",
         {"where": {"column": "crop", "op": "==", "value": "Leek"}}),
    ],
)  # fmt: skip
def test_changes_are_told_of_what_is_changed(text, operation, params):
    reading = read_message(text, _GARDEN)
    assert isinstance(reading, Understood), reading
    (step,) = reading.task.steps
    assert (step.operation, step.params) == (operation, params)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("And if Kale is left out?", {"column": "crop", "op": "!=", "value": "Kale"}),
        ("What is it when Kale is not counted?", {"column": "crop", "op": "!=", "value": "Kale"}),
        ("Kale excluded", {"column": "crop", "op": "!=", "value": "Kale"}),
        ("what is it if only Kale is counted?", {"column": "crop", "op": "==", "value": "Kale"}),
        ("Please restrict that to Kale.", {"column": "crop", "op": "==", "value": "Kale"}),
    ],
)  # fmt: skip
def test_rows_of_the_answer_before_in_a_sentence(text, where):
    kept, step = _task(text, "average revenue by gardener").steps
    assert kept.params["where"] == where
    assert step.params["by"] == [{"column": "gardener"}]


@pytest.mark.parametrize(
    ("text", "descending"),
    [
        ("put them in order from the least to the most", False),
        ("The smallest should be on top and the largest at the bottom.", False),
        ("list them from highest to lowest", True),
    ],
)
def test_the_order_of_the_answer_before_in_a_sentence(text, descending):
    step = _task(text, "average revenue by gardener").steps[-1]
    assert step.params["order"]["descending"] is descending
    assert step.params["by"] == [{"column": "gardener"}]
