"""Columns by what people call them: codes and questions of surveys, names cut short."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from chat.linking.coded import code_and_text, topics
from chat.linking.outcomes import Understood
from chat.linking.shortened import akin, is_short_form, shortens
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 120
AGE = "Q1. How old are you?"
SEX = "Q2. Are you male or female?"
PAID = "Q4. How much do you usually pay for a swim (EUR)?"
WARM = "Q5_1 The water is warm enough"
SAFE = "Q5_2 I feel safe in the changing rooms"
CROWDED = "Q5_3 The lanes are too crowded"


def _pool() -> pd.DataFrame:
    random = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "Visitor": [f"V{n:03}" for n in range(_N)],
            AGE: random.integers(16, 80, _N),
            SEX: random.choice(["Male", "Female"], _N),
            "Q3. Which pool do you visit most?": random.choice(["Lido", "Baths"], _N),
            PAID: random.uniform(2, 12, _N).round(1),
            WARM: random.integers(1, 6, _N),
            SAFE: random.integers(1, 6, _N),
            CROWDED: random.integers(1, 6, _N),
        }
    )


def _clinic() -> pd.DataFrame:
    random = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "PtNo": [f"P{n:03}" for n in range(_N)],
            "WrdCd": random.choice(["NTH", "STH"], _N),
            "Gndr": random.choice(["F", "M"], _N),
            "TrtHrs": random.uniform(1, 40, _N).round(1),
            "AdhPct": random.uniform(50, 100, _N).round(1),
            "PnPre": random.integers(0, 11, _N),
            "PnPost": random.integers(0, 11, _N),
        }
    )


POOL, CLINIC = schema_of(_pool()), schema_of(_clinic())


def _columns(text: str, schema) -> str:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), (text, reading)
    assert not reading.task.ignored, (text, reading.task.ignored)
    return repr([step.params for step in reading.task.steps])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("average Q5_2 by Q3", (SAFE, "Q3. Which pool do you visit most?")),
        ("mean of question 1", (AGE,)),
        ("mean age", (AGE,)),
        ("histogram of age", (AGE,)),
        ("average price by gender", (PAID, SEX)),
        ("average safety", (SAFE,)),
        ("average score for “The lanes are too crowded”", (CROWDED,)),
        ("mean of the water is warm enough", (WARM,)),
        ("median age and mean Q5_1", (AGE, WARM)),
    ],
)
def test_a_survey_column_is_called_by_its_code_its_words_or_its_topic(text, named):
    read = _columns(text, POOL)
    assert all(name in read for name in named), read


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("average adherence by ward", ("AdhPct", "WrdCd")),
        ("total treatment hours by gender", ("TrtHrs", "Gndr")),
        ("mean pain post", ("PnPost",)),
        ("scatter plot of adherence against treatment hours", ("AdhPct", "TrtHrs")),
    ],
)
def test_a_name_that_was_cut_short_is_called_by_its_whole_words(text, named):
    read = _columns(text, CLINIC)
    assert all(f"'{name}'" in read or name in read for name in named), read


@pytest.mark.parametrize(
    "text", ["mean of Q9", "mean of question 12", "average income"]
)
def test_what_no_column_asks_is_refused(text):
    assert not isinstance(read_message(text, POOL), Understood)


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("Q8_1 Buses run on time", ("Q8_1", "Buses run on time")),
        ("Q7. Which pass do you hold?", ("Q7", "Which pass do you hold?")),
        ("v12b: hours of sleep", ("v12b", "hours of sleep")),
        ("Week 2 sales total", None),
        ("Q7", None),
        ("Total Q4", None),
    ],
)
def test_a_code_is_told_from_the_words_behind_it(name, both):
    assert code_and_text(name) == both


def test_a_question_is_about_more_than_its_words():
    assert topics(AGE) == ("age",)
    assert topics("age") == ()


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("att", "attendance"), ("trn", "training"), ("lv", "leave"), ("gndr", "gender"),
        ("dpt", "department"), ("ma", "maths"),
    ],
)  # fmt: skip
def test_short_forms_stand_for_words(part, word):
    assert is_short_form(part)
    assert shortens(part, word) > 0.6


@pytest.mark.parametrize(
    ("part", "word"),
    [("att", "pattern"), ("trn", "train s"), ("dpt", "drop"), ("ma", "smart")],
)
def test_other_words_have_other_short_forms(part, word):
    assert not shortens(part, word)


def test_words_are_akin_by_their_endings():
    assert akin("safety", ["safe", "safari"]) == ["safe"]
    assert akin("portion", ["port"]) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("average of Q5_1 to Q5_3", (WARM, SAFE, CROWDED)),
        ("average of the Q5 statements by gender", (WARM, SAFE, CROWDED, SEX)),
        (
            "bar chart of which pool people visit most",
            ("Q3. Which pool do you visit most?",),
        ),
        (
            "average age by which pool they visit",
            ("Q3. Which pool do you visit most?", AGE),
        ),
        ("are women happier with the water than men?", (WARM, SEX)),
        ("do men pay more than women?", (PAID, SEX)),
    ],
)
def test_statements_and_questions_are_said_in_the_third_person(text, named):
    read = _columns(text, POOL)
    assert all(name in read for name in named), read


def test_one_statement_of_several_is_not_taken_for_all():
    reading = read_message("which of the Q5 statements got the lowest average?", POOL)
    assert not isinstance(reading, Understood) or reading.task.ignored


def test_percent_is_no_preposition_of_a_question():
    read = _columns("Q3, in percent", POOL)
    assert "'share': 'total'" in read and PAID not in read


def test_a_name_with_an_ending_of_its_own_is_another():
    assert not isinstance(read_message("average crowded_r by Q3", POOL), Understood)


def test_undecided_answers_are_no_yes():
    frame = _pool()
    random = np.random.default_rng(8)
    frame["Q9. Would you support longer hours?"] = random.choice(
        ["Yes", "No", "Don't know"], _N
    )
    reading = read_message(
        "what percentage of the women would support longer hours?", schema_of(frame)
    )
    assert isinstance(reading, Understood)
    chosen, asked = reading.task.steps
    assert chosen.params["where"]["value"] == "Female"
    assert asked.params["measures"][0]["where"]["value"] == "Yes"
