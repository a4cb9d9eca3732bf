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
