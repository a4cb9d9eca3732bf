"""Trends over groups that have an order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.base.errors import DataError
from analysis.operations import operation_named
from analysis.statistics.ordered import jonckheere
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_WATER = ["dry", "moist", "wet"]
_PLANTS = pd.DataFrame(
    {
        "water": pd.Categorical(_WATER * 8, categories=_WATER, ordered=True),
        "height": [3.0 + 0.1 * n + (n % 3) for n in range(24)],
        "bloomed": (["no", "no", "yes"] * 4) + (["no", "yes", "yes"] * 4),
        "pots": [1, 2, 3, 4] * 6,
        "colour": ["red", "blue", "white"] * 8,
    }
)
_SCHEMA = schema_of(_PLANTS).model_copy(
    update={
        "columns": tuple(
            column.model_copy(update={"order": tuple(_WATER)})
            if column.name == "water"
            else column
            for column in schema_of(_PLANTS).columns
        )
    }
)


@pytest.mark.parametrize(
    ("text", "operation", "outcome", "group"),
    [
        ("is there a trend in height across water?", "jonckheere_terpstra", "height", "water"),
        ("Jonckheere-Terpstra test of height by water", "jonckheere_terpstra", "height", "water"),
        ("trend test of height by pots", "jonckheere_terpstra", "height", "pots"),
        ("is there a trend in bloomed across water?", "cochran_armitage", "bloomed", "water"),
        ("Cochran-Armitage test of bloomed by water", "cochran_armitage", "bloomed", "water"),
        ("chi-squared test for trend of bloomed by pots", "cochran_armitage", "bloomed", "pots"),
    ],
)  # fmt: skip
def test_a_trend_is_read_by_what_goes_up_or_down(text, operation, outcome, group):
    reading = read_message(text, _SCHEMA)
    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    named = step.params.get("column") or step.params["columns"][0]
    assert (step.operation, named, step.params["group"]) == (operation, outcome, group)


def test_linear_by_linear_takes_two_columns():
    reading = read_message("linear-by-linear association of water and pots", _SCHEMA)
    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert step.operation == "linear_by_linear"
    assert step.params == {"columns": ["water", "pots"]}


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("jonckheere_terpstra", {"columns": ["height"], "group": "colour"}),
        ("cochran_armitage", {"column": "bloomed", "group": "colour"}),
        ("linear_by_linear", {"columns": ["colour", "pots"]}),
    ],
)
def test_words_without_an_order_have_no_trend(operation, params):
    with pytest.raises(DataError, match="have no order"):
        operation_named(operation).carried_out(_PLANTS, params)


def test_named_groups_give_the_order():
    params = {"columns": ["height"], "group": "colour"}
    up, down = (
        operation_named("jonckheere_terpstra").carried_out(
            _PLANTS, {**params, "levels": levels}
        )
        for levels in (["red", "blue", "white"], ["white", "blue", "red"])
    )
    assert up["p_value"] == pytest.approx(down["p_value"])
    assert up["effect_size"] == pytest.approx(-down["effect_size"])
    assert [row["group"] for row in down["groups"]] == ["white", "blue", "red"]


def test_a_side_is_half_of_both():
    data = {"columns": ["height"], "group": "water"}
    run = operation_named("jonckheere_terpstra").carried_out
    both = run(_PLANTS, data)["p_value"]
    greater = run(_PLANTS, {**data, "alternative": "greater"})["p_value"]
    less = run(_PLANTS, {**data, "alternative": "less"})["p_value"]
    assert min(greater, less) == pytest.approx(both / 2)
    assert greater + less == pytest.approx(1)


def test_j_counts_the_pairs_that_rise():
    random = np.random.default_rng(3)
    samples = [random.integers(0, 9, n).astype("float64") for n in (7, 4, 9, 1)]
    pairs = [(a, b) for n, low in enumerate(samples) for high in samples[n + 1 :]
             for a in low for b in high]  # fmt: skip
    expected = sum((a < b) + 0.5 * (a == b) for a, b in pairs)
    assert jonckheere(samples)[0] == expected
