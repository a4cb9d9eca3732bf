"""The pictures of calculations show the numbers of their tables."""

from __future__ import annotations

import pytest

from analysis.base.operation import Answer
from analysis.base.reply import Chart
from tests.analysis.test_calculations import (
    COUNT,
    MONTH,
    REGION,
    REVENUE,
    YEAR,
    answer,
    rows_of,
)


def chart_of(found: Answer) -> Chart:
    return next(block for block in found.blocks if isinstance(block, Chart))


def test_the_picture_shows_the_numbers_of_the_table():
    found = answer(measures=[COUNT], by=[REGION])

    spec = chart_of(found).spec
    assert spec["mark"]["type"] == "bar"
    assert [(p["key"], p["value"]) for p in spec["data"]["values"]] == rows_of(found)


@pytest.mark.parametrize(
    ("kind", "mark"),
    [("bar", "bar"), ("stacked_bar", "bar"), ("line", "line"), ("area", "area"),
     ("pie", "arc")],
)  # fmt: skip
def test_a_chart_that_is_asked_for_comes_first(kind, mark):
    found = answer(measures=[COUNT], by=[YEAR, REGION], chart=kind)

    assert isinstance(found.blocks[0], Chart)
    assert chart_of(found).spec["mark"]["type"] == mark


def test_bars_stand_side_by_side_unless_they_are_to_be_stacked():
    keys = [{"column": "returned"}, REGION]
    beside = chart_of(answer(measures=[COUNT], by=keys)).spec["encoding"]
    stacked = chart_of(answer(measures=[COUNT], by=keys, chart="stacked_bar"))

    assert {"xOffset", "yOffset"} & set(beside)
    assert not {"xOffset", "yOffset"} & set(stacked.spec["encoding"])


def test_titles_colour_and_direction_are_obeyed():
    look = {"title": "Where we sell", "x_title": "Area", "y_title": "Euro",
            "colour": "red", "horizontal": False}  # fmt: skip

    chart = chart_of(answer(measures=[REVENUE], by=[REGION], chart="bar", look=look))

    encoding = chart.spec["encoding"]
    assert chart.title == "Where we sell"
    assert (encoding["x"]["title"], encoding["y"]["title"]) == ("Area", "Euro")
    assert (encoding["x"]["field"], chart.spec["mark"]["color"]) == ("key", "red")


def test_months_run_along_a_line_of_dates():
    chart = chart_of(answer(measures=[REVENUE], by=[MONTH, REGION]))

    assert chart.spec["mark"]["type"] == "line"
    assert chart.spec["encoding"]["x"]["type"] == "temporal"
    assert chart.spec["encoding"]["color"]["sort"] == ["East", "North", "West"]
