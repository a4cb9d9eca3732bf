"""Requests that change the table, and short messages behind an answer, on other tables."""

from __future__ import annotations

from collections import Counter

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.preparing_sentences import SENTENCES
from tests.chat.reader.preparing_tables import CHECKING, TABLES

# Of the sentences that were kept aside, so many are to be read rightly, and so few wrongly.
LEAST_RIGHT, MOST_WRONG = 0.85, 0.08


def come_to(table: str, texts: tuple[str, ...], wanted: tuple) -> str:
    """Whether the last message is read rightly, wrongly, or asked about."""
    previous = reading = None
    for text in texts:
        reading = read_message(text, TABLES[table], previous)
        previous = reading.task if isinstance(reading, Understood) else previous
    if not isinstance(reading, Understood):
        return "asked"
    steps = tuple((step.operation, step.params) for step in reading.task.steps)
    return "right" if steps == wanted else "wrong"


@pytest.mark.parametrize("kept_aside", [False, True], ids=["working", "checking"])
def test_changes_and_follow_ups_are_read_as_they_are_meant(kept_aside):
    rows = [row for row in SENTENCES if (row[0] in CHECKING) == kept_aside]

    found = Counter(come_to(*row) for row in rows)

    assert found["right"] >= LEAST_RIGHT * len(rows), found
    assert found["wrong"] <= MOST_WRONG * len(rows), found


def test_a_short_message_never_changes_the_table():
    first = read_message("mean sugar by grape", TABLES["vineyards"])
    assert isinstance(first, Understood)

    reading = read_message("only organic", TABLES["vineyards"], first.task)

    assert isinstance(reading, Understood)
    assert reading.task.steps[-1].operation == "calculate"


_STAYS = Schema(name="stays.csv", n_rows=80, columns=(
    Column(name="booked", kind="datetime", n_unique=60, minimum="2023-01-02", maximum="2023-11-30"),
    Column(name="arrived", kind="datetime", n_unique=60, minimum="2023-01-20", maximum="2023-12-30"),
    Column(name="Q2_1 The bed was too soft", kind="integer", n_unique=5, minimum=1, maximum=5,
           levels=((1, 10), (2, 20), (3, 20), (4, 20), (5, 10))),
    Column(name="bill", kind="number", n_unique=70, minimum=20.0, maximum=900.0),
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "expression"),
    [
        ("add a column lead = arrived minus booked, in days", "lead", "days(arrived - booked)"),
        ("add lead = arrived - booked", "lead", "days(arrived - booked)"),
        ("new column lead = days between booked and arrived", "lead", "days(arrived - booked)"),
        ("add lead = arrived - booked in weeks", "lead", "days(arrived - booked) / 7"),
        (
            "turn Q2_1 around (6 minus the answer) and call the new column soft_r",
            "soft_r", "6 - `Q2_1 The bed was too soft`",
        ),
        ("reverse score Q2_1 and call it soft_r", "soft_r", "6 - `Q2_1 The bed was too soft`"),
    ],
)  # fmt: skip
def test_dates_apart_are_days_and_scales_are_turned_around(text, name, expression):
    reading = read_message(text, _STAYS)
    assert isinstance(reading, Understood), reading
    assert reading.task.steps[0].params == {"name": name, "expression": expression}


# Columns whose whole names are words that elsewhere only join others.
_ROTA = Schema(name="rota.csv", n_rows=60, columns=(
    Column(name="Who", kind="category", n_unique=3, levels=(("Ann Lee", 20), ("Bo Ray", 20), ("Cy Fox", 20))),
    Column(name="when", kind="category", n_unique=3, levels=(("early", 20), ("late", 20), ("night", 20))),
    Column(name="hours", kind="number", n_unique=30, minimum=2.0, maximum=12.0),
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "operation", "params"),
    [
        ("make when upper case", "change_text", {"columns": ["when"], "case": "upper"}),
        ("turn who and when into small letters", "change_text",
         {"columns": ["Who", "when"], "case": "lower"}),
        ("drop when", "drop_columns", {"columns": ["when"]}),
        ("rename who to person", "rename_column", {"column": "Who", "name": "person"}),
        ("split who by a space into one and two", "split_column",
         {"column": "Who", "mark": " ", "names": ["one", "two"]}),
        ("divide when at “l” into five, six and rest", "split_column",
         {"column": "when", "mark": "l", "names": ["five", "six", "rest"]}),
        ("drop those who are under 8 hours", "filter_rows",
         {"where": {"not": {"column": "hours", "op": "<", "value": 8}}}),
    ],
)  # fmt: skip
def test_where_a_column_must_stand_any_word_may_be_its_name(text, operation, params):
    reading = read_message(text, _ROTA)

    assert isinstance(reading, Understood), reading
    assert [(s.operation, s.params) for s in reading.task.steps] == [
        (operation, params)
    ]


def test_a_number_of_columns_is_no_name():
    reading = read_message("split who by a space into two columns and rest", _ROTA)

    names = [s.params.get("names") for s in reading.task.steps] if isinstance(
        reading, Understood) else []  # fmt: skip
    assert ["two columns", "rest"] not in names
