"""What the dataset panel says of a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.columns import Column
from chat.render.columns import (
    SPARK_HEIGHT,
    SPARK_WIDTH,
    column_hint,
    missing_share,
    spark_bars,
)


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        (
            {"kind": "datetime", "minimum": "2025-01-06", "maximum": "2025-12-29"},
            "Jan – Dec 2025",
        ),
        (
            {"kind": "datetime", "minimum": "2023-03-01", "maximum": "2025-12-29"},
            "Mar 2023 – Dec 2025",
        ),
        (
            {"kind": "datetime", "minimum": "2025-05-04", "maximum": "2025-05-19"},
            "4 – 19 May 2025",
        ),
        (
            {
                "kind": "datetime",
                "minimum": "2025-05-04T08:00:00",
                "maximum": "2025-05-04T17:30:00",
            },
            "08:00 – 17:30, 4 May 2025",
        ),
        ({"kind": "datetime"}, "52 dates"),
        ({"kind": "boolean", "levels": ((False, 62), (True, 38))}, "38 % yes"),
        ({"kind": "boolean", "levels": (("No", 3), ("Yes", 1))}, "25 % Yes"),
        ({"kind": "boolean", "levels": (("on", 3), ("off", 1))}, "on / off"),
        ({"kind": "number", "minimum": -8.25, "maximum": 1234.5}, "−8.25 – 1,234"),
        ({"kind": "integer", "minimum": 0, "maximum": 45}, "0 – 45"),
        ({"kind": "category"}, "52 levels"),
        ({"kind": "text"}, "52 distinct values"),
        ({"kind": "text", "n_unique": 1, "levels": (("x", 9),)}, "always x"),
        ({"kind": "number", "n_unique": 0}, "no values"),
    ],
)
def test_a_hint_says_what_is_in_a_column(fields, hint):
    assert column_hint(Column(name="a", **{"n_unique": 52, **fields})) == hint


def test_missing_values_are_named_by_their_share():
    column = Column(name="a", kind="number", n_missing=312)

    assert missing_share(column, 10_432) == "3.0 % missing"
    assert missing_share(Column(name="a", kind="number"), 10_432) == ""


@given(st.lists(st.integers(0, 10**9), max_size=60))
def test_the_bars_of_a_picture_stay_inside_of_it(counts):
    bars = spark_bars(counts)

    assert len(bars) <= 12
    for bar in bars:
        assert 0 <= bar.x <= bar.x + bar.width <= SPARK_WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= SPARK_HEIGHT + 0.1


def test_the_tallest_bar_fills_the_picture():
    assert [bar.height for bar in spark_bars([1, 4, 0, 2])] == [5.5, 22.0, 0.0, 11.0]
