"""Figures of a model that short messages behind it ask for."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.operation import Asked
from analysis.base.reply import Reply
from analysis.operations import operation_named
from chat.discourse.about import about
from chat.discourse.before import Before
from tests.analysis.tables import schema_of

_N = 90


@cache
def greenhouse() -> pd.DataFrame:
    chance = np.random.default_rng(8)
    light = chance.normal(9, 2, _N).round(1)
    return pd.DataFrame({
        "hours of light": light,
        "water_ml": chance.normal(200, 30, _N).round(),
        "feed": chance.integers(1, 7, _N),
        "yield_g": (40 * light + chance.normal(0, 20, _N)).round(1),
        "age": chance.integers(1, 9, _N),
    })  # fmt: skip


def before() -> Before:
    known = operation_named("linear_regression")
    assert known.function is not None
    params: dict[str, Any] = {
        "outcome": "yield_g",
        "predictors": ["hours of light", "water_ml", "feed"],
    }
    result = known.function(greenhouse(), **params)
    asked = Asked(params, result, schema_of(greenhouse()), known)
    return Before(known.words(params), (), asked, Reply(summary="1 of 2"))


def said(text: str) -> object:
    return about(text, schema_of(greenhouse()), [before()])


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("what is the coefficient of feed?", "feed"),
        ("and the slope of water?", "water_ml"),
        ("coefficient for hours of light please", "hours of light"),
        ("how much does it change with each additional ml of water?", "water_ml"),
        ("by how much does the yield rise for one more feed in that model?", "feed"),
        ("what is the coefficient of lighting in this model?", "hours of light"),
    ],
)
def test_the_coefficient_of_a_predictor_is_given(text: str, term: str):
    reply = said(text)
    assert isinstance(reply, Reply)
    assert f"each unit of {term}," in reply.summary
    assert "b = " in reply.summary


def test_the_fit_stands_before_the_coefficient_that_is_asked_with_it():
    reply = said("what is the R squared and the coefficient of feed?")
    assert isinstance(reply, Reply)
    assert reply.summary.startswith("R² = ")
    assert "each unit of feed," in reply.summary


def test_a_column_outside_the_model_has_no_coefficient():
    assert said("what is the coefficient of age?") is None
