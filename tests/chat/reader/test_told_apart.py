"""Words that fit several columns, counts beside counts, and stories with numbers in them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

N = 120


@cache
def schema(name: str) -> Schema:
    chance = np.random.default_rng(17)

    def number(mean: float) -> np.ndarray:
        return chance.normal(mean, mean / 10, N).round(1)

    trial = {
        "arm": chance.choice(["Robot", "Usual"], N), "sex": chance.choice(["male", "female"], N),
        "age": chance.integers(20, 80, N), "score_math": number(60), "score_art": number(70),
        "score_sport": number(75), "fim_pre": number(60), "fim_6m": number(75), "fell": chance.choice(["yes", "no"], N),
    }  # fmt: skip
    mill = {
        "Line": chance.choice(["North", "South"], N), "Shift": chance.choice(["day", "night"], N),
        "temp_in": number(80), "temp_out": number(60), "temp_core": number(70),
        "Speed": number(900), "Stopped": chance.choice(["yes", "no"], N),
    }  # fmt: skip
    return schema_of(pd.DataFrame({"trial": trial, "mill": mill}[name]))


@pytest.mark.parametrize(("table", "text", "stem", "n"), [
    ("trial", "correlation of age and FIM", "fim_", 2),
    ("mill", "is there a link between speed and temp", "temp_", 2),
    ("mill", "compare temp by line", "temp_", 2),
])  # fmt: skip
def test_which_of_several_columns_is_asked(table, text, stem, n):
    reading = read_message(text, schema(table))

    assert isinstance(reading, Question)
    assert len(reading.options) == n
    assert all(stem in words for _, words in reading.options)


@pytest.mark.parametrize(("table", "text", "column"), [
    ("trial", "correlation of age and FIM at 6 months", "fim_6m"),
    ("trial", "does the score in art differ between the arms?", "score_art"),
    ("mill", "is there a link between speed and temp out", "temp_out"),
])  # fmt: skip
def test_a_column_that_is_told_apart_is_taken(table, text, column):
    reading = read_message(text, schema(table))

    assert isinstance(reading, Understood)
    assert column in repr(reading.task.steps[-1].params)


@pytest.mark.parametrize(("table", "text", "wheres"), [
    ("trial", "how many men and how many women are in each arm?",
     [{"sex": "male"}, {"sex": "female"}]),
    ("trial", "how many men fell and how many women fell?",
     [{"sex": "male", "fell": "yes"}, {"sex": "female", "fell": "yes"}]),
    ("trial", "how many men and how many women fell",
     [{"sex": "male", "fell": "yes"}, {"sex": "female", "fell": "yes"}]),
    ("mill", "how many day and how many night rows are there on each line",
     [{"Shift": "day"}, {"Shift": "night"}]),
])  # fmt: skip
def test_each_count_keeps_what_is_counted(table, text, wheres):
    reading = read_message(text, schema(table))

    assert isinstance(reading, Understood)
    measures = reading.task.steps[-1].params["measures"]
    found = [one["where"].get("all", [one["where"]]) for one in measures]
    said = [{leaf["column"]: leaf["value"] for leaf in leaves} for leaves in found]
    assert sorted(map(repr, map(sorted, map(dict.items, said)))) == sorted(
        map(repr, map(sorted, map(dict.items, wheres)))
    )


@pytest.mark.parametrize(("table", "told"), [
    ("trial", "I have the board meeting in ten minutes."),
    ("trial", "My uncle was a nurse for forty years."),
    ("mill", "The inspector comes in two hours."),
    ("mill", "Workers complain that they sweat."),
])  # fmt: skip
def test_a_story_limits_nothing_and_is_told(table, told):
    asked = {"trial": "average age by arm", "mill": "average speed by line"}[table]
    reading = read_message(f"{told} {asked}", schema(table))

    assert isinstance(reading, Understood)
    assert len(reading.task.steps) == 1
    assert reading.task.ignored == (told.rstrip("."),)


@cache
def answers() -> Schema:
    chance = np.random.default_rng(3)
    columns = {
        "worry": chance.choice(["not at all", "low", "medium", "high"], N),
        "temper": chance.choice(["calm", "lively", "nervous", "aggressive"], N),
        "pain": chance.integers(0, 10, N),
    }
    made = schema_of(pd.DataFrame(columns))
    order = ("not at all", "low", "medium", "high")
    ordered = [
        column.model_copy(update={"order": order}) if column.name == "worry" else column
        for column in made.columns
    ]
    return made.model_copy(update={"columns": tuple(ordered)})


@pytest.mark.parametrize(("text", "levels"), [
    ("average pain of those with worry from low to high", ["low", "medium", "high"]),
    ("how many have a worry of not at all through medium", ["not at all", "low", "medium"]),
    ("average pain where worry is low or high", ["low", "high"]),
])  # fmt: skip
def test_levels_between_two_belong_to_them(text, levels):
    reading = read_message(text, answers())

    assert isinstance(reading, Understood)
    [where] = [s.params["where"] for s in reading.task.steps if "where" in s.params]
    assert where["value"] == levels


@pytest.mark.parametrize("text", [
    "how many of each temper, from calm up to aggressive",
    "average pain by temper from calm to aggressive",
])  # fmt: skip
def test_two_levels_without_an_order_are_no_choice_of_rows(text):
    reading = read_message(text, answers())

    assert isinstance(reading, Question)
    [(task, _)] = reading.options
    assert not any("where" in step.params for step in task.steps)


@cache
def times() -> Schema:
    chance = np.random.default_rng(9)
    columns = {
        "days_to_walk": chance.integers(5, 200, N), "walked": chance.integers(0, 2, N),
        "arm": chance.choice(["Robot", "Usual"], N),
    }  # fmt: skip
    return schema_of(pd.DataFrame(columns))


@pytest.mark.parametrize(("said", "event"), [
    ("walked=0 means not yet walking at the end", 1.0),
    ("walked = 0 means censored", 1.0),
    ("walked = 1 means back on their feet", 1.0),
    ("walked=1 means still in bed", 0.0),
])  # fmt: skip
def test_a_code_of_no_event_is_none(said, event):
    text = f"median days until walking in each arm ({said})"
    reading = read_message(text, times())

    assert isinstance(reading, Understood)
    params = reading.task.steps[-1].params
    assert (params["event"], params["event_value"]) == ("walked", event)
