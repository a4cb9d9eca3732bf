"""Methods as people say them, and measures taken before and after by other words."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 150


@cache
def clinic() -> Schema:
    """A trial in which grip strength and pain were measured twice."""
    chance = np.random.default_rng(31)
    return schema_of(pd.DataFrame({
        "patient": [f"P{n:03}" for n in range(_N)],
        "arm": chance.choice(["brace", "drug", "exercise"], _N),
        "sex": chance.choice(["m", "f"], _N),
        "GS_pre_kg": chance.normal(30, 5, _N).round(1),
        "GS_post_kg": chance.normal(33, 5, _N).round(1),
        "VAS pain index": chance.integers(0, 60, _N),
        "fitness": chance.normal(50, 9, _N).round(1),
    }))  # fmt: skip


@cache
def flats() -> Schema:
    chance = np.random.default_rng(32)
    return schema_of(pd.DataFrame({
        "flat": [f"F{n:03}" for n in range(_N)],
        "1st let. year": chance.integers(1980, 2023, _N),
        "area_sqm": chance.normal(70, 15, _N).round(1),
        "rent": chance.normal(900, 150, _N).round(0),
        "rooms": chance.integers(1, 6, _N),
    }))  # fmt: skip


def step(text: str, schema: Schema):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps[-1]


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ("the baseline grip strength", "GS_pre_kg"),
        ("grip strength at the start", "GS_pre_kg"),
        ("initial GS", "GS_pre_kg"),
        ("GS before", "GS_pre_kg"),
        ("the post grip strength", "GS_post_kg"),
        ("grip strength at the end", "GS_post_kg"),
        ("final grip strength", "GS_post_kg"),
        ("GS after", "GS_post_kg"),
    ],
)
def test_what_was_measured_twice_is_named_by_its_side(said: str, column: str):
    assert step(f"mean of {said}", clinic()).params["columns"] == [column]


@pytest.mark.parametrize(
    "text", ["mean GS after 3 weeks", "mean grip strength before the operation"]
)
def test_another_time_is_no_side(text: str):
    assert not isinstance(read_message(text, clinic()), Understood)


@pytest.mark.parametrize(
    ("text", "operation", "column", "group"),
    [
        ("Mann-Whitney U, fitness, women vs men", "mann_whitney", "fitness", "sex"),
        ("Kruskal-Wallis H, fitness by arm", "kruskal_wallis", "fitness", "arm"),
        ("t-test comparing the fitness of men and women", "two_sample_t", "fitness", "sex"),
        ("t-test of pain comparing females and males", "two_sample_t", "VAS pain index", "sex"),
        ("comparing pain between men and women with a t-test", "two_sample_t", "VAS pain index", "sex"),
        ("one-way ANOVA of fitness across the 3 arms", "one_way_anova", "fitness", "arm"),
        ("Levene's test: are the variances of pain equal in the three arms?", "variance_equality", "VAS pain index", "arm"),
    ],
)  # fmt: skip
def test_methods_are_read_as_people_say_them(
    text: str, operation: str, column: str, group: str
):
    found = step(text, clinic())
    assert found.operation == operation
    assert column in str(found.params)
    assert group in str(found.params)


def test_a_number_that_is_not_that_of_the_groups_is_not_passed_over():
    reading = read_message("one-way ANOVA of fitness across the 5 arms", clinic())
    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("Regress rent on year and rooms", "linear_regression"),
        ("multiple regression: rent on rooms, area_sqm and year", "linear_regression"),
        ("correlation of rent and year", "correlation"),
        ("Spearman correlation between year and rooms", "correlation"),
    ],
)
def test_a_part_of_dates_names_the_column_that_has_it(text: str, operation: str):
    found = step(text, flats())
    assert found.operation == operation
    assert "1st let. year" in str(found.params)


def test_pairs_stand_beside_each_other():
    found = step("Spearman correlation between pain and GS after", clinic())
    assert found.params["columns"] == ["VAS pain index", "GS_post_kg"]
