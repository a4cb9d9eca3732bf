"""Words as near in meaning as people take them to be, and things apart that are apart."""

from __future__ import annotations

import pytest

from chat.linking.meaning import nearest, nearness

# Columns of tables of several fields, and words that people use for one of them.
TABLES = (
    (("athlete", "team", "km", "avg_HR", "finish_min"), {"squad": "team", "pulse": "avg_HR"}),
    (("store", "revenue_eur", "weekday", "staff"), {"shop": "store", "employees": "staff"}),
    (("physician", "ward", "los_days", "age"), {"doctor": "physician"}),
    (("precip_mm", "station", "wind_speed"), {"rainfall": "precip_mm"}),
    (("apprentice", "rent", "plumber", "city"), {"trainee": "apprentice"}),
)  # fmt: skip
APART = (
    ("height", "weight"), ("temperature", "humidity"), ("city", "state"),
    ("cholesterol", "blood pressure"), ("goals", "assists"), ("coffee", "tea"),
    ("rainfall", "temperature"), ("protein", "fat"), ("smoker", "drinker"),
    ("deaths", "injuries"), ("mother", "father"), ("price", "region"),
)  # fmt: skip


@pytest.mark.parametrize(("names", "said"), TABLES)
def test_the_nearest_column_is_the_one_that_is_meant(
    names: tuple[str, ...], said: dict[str, str]
) -> None:
    for word, column in said.items():
        first, second = nearest(word, names)[:2]
        assert first.name == column
        assert first.nearness - second.nearness > 0.1


@pytest.mark.parametrize("pair", APART)
def test_different_things_are_not_near(pair: tuple[str, str]) -> None:
    assert nearness(*pair) < 0.3


def test_a_word_is_nearest_to_itself() -> None:
    assert nearness("revenue", "revenue") == pytest.approx(1.0)
    assert nearness("revenue", "turnover") == nearness("turnover", "revenue")


def test_a_shared_beginning_is_no_meaning() -> None:
    assert nearest("postponed", ("ScorePost", "region"))[0].nearness < 0.3
