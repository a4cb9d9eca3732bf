"""Sentences about calculations are read as they are meant, however they are put.

The corpus is read as expected; filler, case and politeness change nothing; one thing too
many that the table does not know is never passed over in silence.
"""

from __future__ import annotations

import pytest

from analysis.base.columns import Schema
from analysis.signatures.calculation import calculation_of
from chat.linking.outcomes import Reading, Understood, UnknownColumn
from chat.reader.messages import read_message
from tests.chat.reader.calculation_sentences import SENTENCES
from tests.chat.reader.calculation_tables import SCHEMAS
from tests.sampling import in_sample, shares

_UNDERSTOOD = [one for one in SENTENCES if not isinstance(one[2], str)]
_POLITE = (
    "please {}",
    "could you tell me {}",
    "Hi, I would like to know {}",
    "{} please, thanks",
    "my boss wants to know {}",
)
# Nouns that no table here knows, in the place of a group, a value or a limit.
_TOO_MANY = (
    "{} by zorgon",
    "{} for each quibble",
    "{} in Atlantis",
    "{} without the glorps",
    "{} per flimflam",
)


def _steps(reading: Reading) -> object:
    if isinstance(reading, Understood):
        return tuple((step.operation, step.params) for step in reading.task.steps)
    return reading.word if isinstance(reading, UnknownColumn) else reading


@pytest.mark.parametrize(
    ("table", "text", "expected"), SENTENCES, ids=[text for _, text, _ in SENTENCES]
)
def test_a_sentence_comes_to_its_calculation(table, text, expected):
    assert _steps(read_message(text, SCHEMAS[table])) == expected


@shares(3)
@pytest.mark.parametrize("frame", _POLITE)
def test_politeness_changes_nothing(frame, one_in):
    changed = [
        text
        for table, text, expected in _UNDERSTOOD
        if in_sample(frame, text, one_in=one_in)
        and _steps(read_message(frame.format(text), SCHEMAS[table])) != expected
    ]

    assert changed == []


def test_capital_letters_change_nothing():
    changed = [
        text
        for table, text, expected in _UNDERSTOOD
        if _steps(read_message(text.upper(), SCHEMAS[table])) != expected
    ]

    assert changed == []


@shares(3)
@pytest.mark.parametrize("frame", _TOO_MANY)
def test_one_unknown_thing_too_many_is_never_passed_over(frame, one_in):
    silent = [
        text
        for table, text, _ in _UNDERSTOOD
        if in_sample(frame, text, one_in=one_in)
        and _is_silent(frame.format(text.rstrip("?")), SCHEMAS[table])
    ]

    assert silent == []


def _is_silent(text: str, schema: Schema) -> bool:
    """Whether it is answered without a word about the last one."""
    reading = read_message(text, schema)
    last = text.split()[-1]
    return isinstance(reading, Understood) and not any(
        last in told for told in reading.task.ignored
    )


@pytest.mark.parametrize(
    "message",
    [
        "Alpen vs the other hotels: average rating",
        "average rating of Alpen against the rest",
        "suites vs the other room types: average nights",
        "compare the average price_per_night of Seeblick with the other hotels",
    ],
)
def test_one_group_against_the_others_is_a_calculation_that_runs(message: str) -> None:
    reading = read_message(message, SCHEMAS["bookings.csv"])
    assert isinstance(reading, Understood)
    for step in reading.task.steps:
        if step.operation == "calculate":
            calculation_of(step.params)
