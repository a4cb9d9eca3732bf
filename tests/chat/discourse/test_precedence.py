"""Names of the table go before the words of commands."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from chat.discourse.precedence import asked_of_a_name
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 90
_NAMES = (
    "source", "code", "script", "report", "model", "plot", "part", "version", "sample",
    "settings", "history", "test", "help", "start", "data",
)  # fmt: skip


def _schema(name: str):
    random = np.random.default_rng(5)
    return schema_of(
        pd.DataFrame(
            {
                "ticket": [f"T{n:03}" for n in range(_N)],
                name: random.choice(["ares", "boro", "cyra"], _N),
                "agent": random.choice(["Ann", "Bob"], _N),
                "minutes": random.integers(5, 200, _N),
            }
        )
    )


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("text", ["and by {}", "by {}?", "now per {}"])
def test_a_column_behind_by_is_no_command(name, text):
    schema = _schema(name)
    before = read_message("average minutes by agent", schema)
    said = text.format(name)
    reading = asked_of_a_name(said, schema, before.task)
    if reading is None:  # no word of an act: the reader gets it anyhow
        reading = read_message(said, schema, before.task)

    assert reading.task.steps[-1].params["by"] == [{"column": name}]


@pytest.mark.parametrize("text", ["show the code", "code", "the code please"])
def test_a_command_in_words_yields_to_a_question_about_the_column(text):
    schema = _schema("code")

    assert asked_of_a_name(text, schema, None, called=True) is not None
    assert asked_of_a_name(text, _schema("source"), None, called=True) is None


@pytest.mark.parametrize(
    "text", ["show the script", "and the code?", "which pairs differ?"]
)
def test_without_such_a_column_a_command_stays_one(text):
    schema = _schema("region")
    before = read_message("average minutes by agent", schema)

    assert asked_of_a_name(text, schema, before.task) is None
