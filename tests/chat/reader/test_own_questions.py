"""A whole question behind an answer takes nothing from it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

N = 200


@cache
def schema(name: str) -> Schema:
    chance = np.random.default_rng(41)
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(
        chance.integers(0, 700, N), unit="D"
    )
    rescues = {
        "borough": chance.choice(["Camden", "Hackney", "Barnet"], N), "weight_g": chance.normal(1600, 300, N).round(),
        "minutes_on_site": chance.normal(50, 12, N).round(), "temperature": chance.normal(18, 4, N).round(1),
        "ladder": chance.choice(["Y", "N"], N), "helper": chance.choice(["Ada", "Tomasz", "Wren"], N),
        "donation": chance.gamma(2, 8, N).round(2), "collected": day,
    }  # fmt: skip
    boats = {
        "harbour": chance.choice(["Kiel", "Emden"], N), "length_m": chance.normal(20, 4, N).round(1),
        "speed_kn": chance.normal(11, 2, N).round(1), "crew": chance.integers(1, 9, N),
        "fee_eur": chance.gamma(2, 30, N).round(2), "insured": chance.choice(["yes", "no"], N),
    }  # fmt: skip
    return schema_of(pd.DataFrame({"rescues": rescues, "boats": boats}[name]))


@pytest.mark.parametrize(("table", "before", "text", "column"), [
    ("rescues", "average minutes_on_site by borough",
     "are swarms in Hackney heavier than in Barnet?", "weight_g"),
    ("rescues", "total donation by helper", "is it warmer in June than in April?", "temperature"),
    ("boats", "average fee_eur by harbour", "are boats in Kiel longer than in Emden?", "length_m"),
    ("boats", "average length_m by insured", "are boats in Kiel faster than in Emden?", "speed_kn"),
])  # fmt: skip
def test_what_is_compared_is_what_the_question_says(table, before, text, column):
    first = read_message(before, schema(table))
    assert isinstance(first, Understood)

    reading = read_message(text, schema(table), first.task)

    if isinstance(
        reading, Understood
    ):  # else it is refused, and not answered otherwise
        assert column in repr(reading.task.steps[-1].params)
        assert reading.task.steps == read_message(text, schema(table)).task.steps


@pytest.mark.parametrize(("table", "before", "text", "column"), [
    ("rescues", "average weight_g by borough", "only for Camden", "weight_g"),
    ("rescues", "average weight_g by borough", "what is the median then", "weight_g"),
    ("rescues", "average weight_g by borough", "which one is the highest?", "weight_g"),
    ("boats", "average fee_eur by harbour", "what about the insured ones?", "fee_eur"),
    ("boats", "average fee_eur by harbour", "and in percent of the total?", "fee_eur"),
])  # fmt: skip
def test_what_goes_on_keeps_what_was_measured(table, before, text, column):
    first = read_message(before, schema(table))
    assert isinstance(first, Understood)

    reading = read_message(text, schema(table), first.task)

    if isinstance(reading, Understood):
        assert column in repr([step.params for step in reading.task.steps])
