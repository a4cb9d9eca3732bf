"""Answers in words with an order: as scores where a number is asked that words have not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

N = 90
AGREE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
OFTEN = ("never", "rarely", "sometimes", "often")


@cache
def schema(name: str) -> Schema:
    chance = np.random.default_rng(31)
    course = {
        "The course was useful": chance.choice(AGREE, N), "Room": chance.choice(AGREE, N),
        "group": chance.choice(["Trained", "Untrained"], N), "age": chance.integers(18, 60, N),
    }  # fmt: skip
    sleep = {
        "snoring": chance.choice(OFTEN, N), "naps": chance.choice(OFTEN, N),
        "ward": chance.choice(["A", "B"], N), "hours": chance.normal(7, 1, N).round(1),
    }  # fmt: skip
    made = schema_of(pd.DataFrame({"course": course, "sleep": sleep}[name]))
    columns = []
    for column in made.columns:
        order = next(
            (
                o
                for o in (AGREE, OFTEN)
                if {str(lv) for lv, _ in column.levels} == set(o)
            ),
            (),
        )
        columns.append(column.model_copy(update={"order": order}))
    return made.model_copy(update={"columns": tuple(columns)})


@pytest.mark.parametrize(("table", "text", "column", "operation"), [
    ("course", "mean of useful", "The course was useful", "describe"),
    ("course", "average usefulness by group", "The course was useful", "calculate"),
    ("sleep", "what is the average snoring on each ward", "snoring", "calculate"),
    ("sleep", "mean naps", "naps", "describe"),
])  # fmt: skip
def test_a_number_of_ordered_answers_is_of_their_scores(table, text, column, operation):
    reading = read_message(text, schema(table))

    assert isinstance(reading, Understood)
    first, *_, last = reading.task.steps
    assert (first.operation, first.params["column"]) == ("recode", column)
    assert list(first.params["mapping"].values()) == [
        *range(1, 1 + len(schema(table)[column].order))
    ]
    assert last.operation == operation
    assert any("= 1 to" in words for words in reading.task.assumptions)


@pytest.mark.parametrize(("table", "text"), [
    ("course", "how many by useful"), ("course", "average age by useful"),
    ("sleep", "does snoring differ between the wards"), ("sleep", "share of snoring often"),
    ("sleep", "average hours by snoring"),
])  # fmt: skip
def test_what_words_can_answer_stays_in_words(table, text):
    reading = read_message(text, schema(table))

    assert isinstance(reading, Understood)
    assert all(step.operation != "recode" for step in reading.task.steps)


@pytest.mark.parametrize(("table", "before", "text", "column"), [
    ("course", "mean of room", "median of useful", "The course was useful"),
    ("course", "mean of age", "median of useful", "The course was useful"),
    ("sleep", "mean of hours", "median of naps", "naps"),
])  # fmt: skip
def test_another_column_is_not_the_one_before(table, before, text, column):
    first = read_message(before, schema(table))
    assert isinstance(first, Understood)

    reading = read_message(text, schema(table), first.task)

    if isinstance(reading, Understood):
        assert reading.task.steps[-1].params["columns"] == [column]
