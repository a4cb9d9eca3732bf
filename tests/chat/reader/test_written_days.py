"""Days in every form that people write: read whole, or refused where there is no such day."""

from __future__ import annotations

import pandas as pd
import pytest

from chat.deciding import decide
from chat.linking.outcomes import NoSuchMethod, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.calculation_tables import SCHEMAS

# From 2022-01-03 to 2023-12-20.
GAMES = SCHEMAS["games.csv"]


def _where(text, schema=GAMES, previous=None):
    reading = read_message(text, schema, previous)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    (where,) = [s.params["where"] for s in reading.task.steps if "where" in s.params]
    return where


@pytest.mark.parametrize(
    "day",
    [
        "5 March 2023", "5th March 2023", "the 5th of March 2023", "5th of March, 2023",
        "March 5, 2023", "March 5th 2023", "Mar. 5, 2023", "5. March 2023", "5-Mar-2023",
        "5 Mar 23", "5 Mar '23", "2023-03-05", "05/03/2023", "5.3.2023", "2023/3/5",
        "March the 5th, 2023",
    ],
)  # fmt: skip
def test_a_day_is_read_whole_in_every_form(day):
    before = {"column": "date", "op": "<", "value": "2023-03-05"}
    assert _where(f"total points before {day}") == before
    assert _where(f"before {day}, how many points were there in total?") == before


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("between 5 February and 5 March 2022", "2022-02-05", "2022-03-06"),
        ("from March 5 to March 10, 2022", "2022-03-05", "2022-03-11"),
        ("from 5 March 2022 to 7 April", "2022-03-05", "2022-04-08"),
        ("from 5 November to 7 February 2023", "2022-11-05", "2023-02-08"),
        ("from 20 November 2022 to 7 February", "2022-11-20", "2023-02-08"),
        ("between March and May 2022", "2022-03-01", "2022-06-01"),
        ("between November and February 2023", "2022-11-01", "2023-03-01"),
        ("between 5 March and 5 March 2022", "2022-03-05", "2022-03-06"),
        ("from 5 March 2022 to 5 March", "2022-03-05", "2022-03-06"),
        ("from March 2022 to May", "2022-03-01", "2022-06-01"),
    ],
)
def test_a_year_that_is_said_once_holds_for_both_ends(text, first, end):
    start = {"column": "date", "op": ">=", "value": first}
    stop = {"column": "date", "op": "<", "value": end}
    assert _where(f"total points {text}") == {"all": [start, stop]}


@pytest.mark.parametrize("day", ["5 March", "March 5", "the 5th of March", "Mar. 5"])
def test_a_day_without_its_year_is_the_last_years_and_says_so(day):
    reading = read_message(f"total points since {day}", GAMES)
    assert isinstance(reading, Understood)
    where = _where(f"total points since {day}")
    assert where == {"column": "date", "op": ">=", "value": "2023-03-05"}
    assert "5 March is that of 2023" in reading.task.assumptions


ABSENT = [
    ("how many games before 31 February 2023?", "31 February 2023", 28),
    ("total points after 30 Feb 2023", "30 Feb 2023", 28),
    ("total points since June 31st, 2023", "June 31st, 2023", 30),
    ("how many games on February 29 2023?", "February 29 2023", 28),
    ("total points until the 32nd of March 2023", "32nd of March 2023", 31),
    ("total points before 32 March 2023", "32 March 2023", 31),
    ("total points between 2023-02-30 and 2023-03-05", "2023-02-30", 28),
    ("mean points from 1 April 2023 to 31 April 2023", "31 April 2023", 30),
    ("total points on 31/02/2023", "31/02/2023", 28),
    ("total points on 2/30/2023", "2/30/2023", 28),
    ("total points by month until 31.04.2023", "31.04.2023", 30),
    ("points 31.02.2023 - 05.03.2023", "31.02.2023", 28),
    ("total points where date > '2023-02-31'", "2023-02-31", 28),
    ('mean points with date before "31 Feb 2023"', "31 Feb 2023", 28),
    ("points before and after 31 June 2023", "31 June 2023", 30),
    ("remove rows before 31-Sep-2023", "31-Sep-2023", 30),
    ("line chart of points over date until 31. November 2023", "31 November 2023", 30),
    ("add late = date > 2023-11-31", "2023-11-31", 30),
    ("mean points before Feb 30", "Feb 30", 28),
    ("mean points since 29 February", "29 February", 28),
    ("mean points on the 31st of September", "31st of September", 30),
]


@pytest.mark.parametrize(("text", "day", "n_days"), ABSENT)
def test_a_day_that_does_not_exist_is_refused_by_name(text, day, n_days):
    reading = read_message(text, GAMES)
    assert isinstance(reading, NoSuchMethod), reading
    assert reading.told.startswith(f"There is no {day}: ")
    assert reading.told.endswith(f" has {n_days} days.")


def test_a_month_and_a_day_that_do_not_exist_are_refused():
    for text, told in (
        ("points on 2023-13-05", "There is no 2023-13-05: a year has 12 months."),
        ("points on 13.13.2023", "There is no 13.13.2023: a year has 12 months."),
        ("points on 0.3.2023", "There is no 0.3.2023: March 2023 has 31 days."),
    ):
        reading = read_message(text, GAMES)
        assert isinstance(reading, NoSuchMethod), text
        assert reading.told == told


def test_the_nearest_day_is_offered_as_the_whole_message():
    reading = read_message("total points before 31 Feb 2023 by team", GAMES)
    assert isinstance(reading, NoSuchMethod)
    ((again, label),) = reading.options
    assert label == "28 February 2023"
    assert _where(again) == {"column": "date", "op": "<", "value": "2023-02-28"}


def test_a_change_of_the_question_before_is_refused_too():
    reading = read_message("total points before 5 March 2023", GAMES)
    assert isinstance(reading, Understood)
    for text in ("and before 31 April 2023?", "until 31 April 2023", "on 31/04/2023"):
        again = read_message(text, GAMES, reading.task)
        assert isinstance(again, NoSuchMethod), (text, again)


@pytest.mark.parametrize(
    "text",
    [
        "total points on 29 February 2024",
        "top 30 February games by points",
        "the first 31 April rows",
        "total points in February 2023",
        "mean points on 31 December 2022",
        "mean points in Feb 22",
    ],
)
def test_what_only_looks_like_such_a_day_is_read(text):
    assert isinstance(read_message(text, GAMES), Understood)


def test_a_value_of_the_table_is_no_day_of_the_calendar():
    days = ["2023-02-30", "2023-02-28", "31 April 2023", "none"]
    table = pd.DataFrame({"said": days * 5, "x": range(20)})
    for day in days[:3]:
        for text in (f"how many rows with said {day}", f"mean x where said = '{day}'"):
            where = _where(text, schema_of(table))
            assert where == {"column": "said", "op": "==", "value": day}
    absent = read_message("mean x where said = '2023-02-31'", schema_of(table))
    assert isinstance(absent, NoSuchMethod)


@pytest.mark.parametrize(
    "text",
    [
        "train a linear model to predict fare from age on rows before 31 February 2023",
        "forecast fare until 31 November 2024",
        "export rows before 31 Feb 2023 as csv",
        "/test fare by sex before 31 Feb 2023",
        "/script mean fare before 31 Feb 2023",
        "vor dem 31. Februar 2023: Summe von fare",
        "generate script for mean fare before 31 Feb 2023",
    ],
)
def test_whoever_reads_the_message_refuses_the_day(conversation, text):
    decision = decide(conversation, text)
    assert decision.task is None and decision.learn is None
    assert decision.reply is not None
    assert "There is no 31" in decision.reply.summary


def test_days_within_a_script_are_the_scripts_own(conversation):
    decision = decide(conversation, 'run this script:\n```\nx = "2023-02-31"\n```')
    assert decision.reply is not None
    assert "There is no 2023" not in decision.reply.summary
