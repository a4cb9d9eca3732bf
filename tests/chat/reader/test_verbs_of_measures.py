"""Verbs and superlatives that ask for a measure by what is done, in tables that have it."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message


def _number(name: str) -> Column:
    return Column(name=name, kind="number", n_unique=120, minimum=1.5, maximum=420.25)


def _words(name: str, *levels: str) -> Column:
    each = tuple((level, 40) for level in levels)
    return Column(name=name, kind="category", n_unique=len(levels), levels=each)


def _table(*names: str) -> Schema:
    return Schema(
        name="table.csv", n_rows=120,
        columns=(
            _words("site", "North", "South", "East"),
            _words("state", "ongoing", "declined", "finished"),
            *(_number(name) for name in names),
        ),
    )  # fmt: skip


FERRIES = _table("passengers", "fuel", "crossing_minutes")
GYMS = _table("visits", "age", "locker_rent")


@pytest.mark.parametrize(
    ("said", "schema", "column"),
    [
        ("how many passengers did we carry", FERRIES, "passengers"),
        ("how many passengers were carried by site", FERRIES, "passengers"),
        ("how much fuel did we burn", FERRIES, "fuel"),
        ("which site burned the most fuel", FERRIES, "fuel"),
        ("which site is the thirstiest", FERRIES, "fuel"),
        ("which site has the keenest people", GYMS, "visits"),
        ("total passengers over the whole log", FERRIES, "passengers"),
    ],
)
def test_what_is_done_asks_for_its_measure(said, schema, column):
    reading = read_message(said, schema)

    assert isinstance(reading, Understood), (said, reading)
    steps = reading.task.steps
    assert [step.operation for step in steps] in (["calculate"], ["describe"])
    assert column in repr(steps[0].params)
    others = {c.name for c in schema.columns if c.is_numeric} - {column}
    assert not any(other in repr(steps[0].params) for other in others)


@pytest.mark.parametrize(
    "said", ["how much did we burn", "which site is the thirstiest"]
)
def test_without_the_measure_no_other_is_taken(said):
    reading = read_message(said, GYMS)

    used = isinstance(reading, Understood) and repr(reading.task.steps)
    assert not used or not any(c.name in used for c in GYMS.columns if c.is_numeric)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("how many are in progress", "ongoing"),
        ("how many were turned down", "declined"),
        ("how many are done", "finished"),
    ],
)
def test_values_are_said_in_other_words(said, value):
    reading = read_message(said, FERRIES)

    assert isinstance(reading, Understood), (said, reading)
    assert value in repr([step.params for step in reading.task.steps])
