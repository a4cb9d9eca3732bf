"""Nouns that no column is called by: the rows of a table, or the people of a column."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_PHONES = Schema(
    name="used_phones.csv",
    n_rows=300,
    columns=(
        Column(name="item", kind="identifier", n_unique=300),
        Column(
            name="brand",
            kind="category",
            n_unique=3,
            levels=(("Apple", 100), ("Nokia", 100), ("Sony", 100)),
        ),
        Column(
            name="sold", kind="category", n_unique=2, levels=(("yes", 200), ("no", 100))
        ),
        Column(name="price", kind="number", n_unique=200, minimum=20.0, maximum=900.0),
    ),
)
_HARVEST = Schema(
    name="harvest.csv",
    n_rows=300,
    columns=(
        Column(name="entry", kind="identifier", n_unique=300),
        Column(name="holder", kind="text", n_unique=40, levels=(("Ann Lee", 9),)),
        Column(
            name="crop",
            kind="category",
            n_unique=2,
            levels=(("kale", 150), ("leek", 150)),
        ),
        Column(name="solo", kind="category", n_unique=2, levels=(("y", 9), ("n", 291))),
        Column(name="kg", kind="number", n_unique=150, minimum=0.1, maximum=40.0),
    ),
)


@pytest.mark.parametrize("text", [
    "how many handsets did we sell?", "how many handsets are there per brand",
    "which brand has the most handsets", "how many devices are sold",
])  # fmt: skip
def test_a_noun_near_to_the_tables_name_means_its_rows_and_is_told(text):
    reading = read_message(text, _PHONES)
    assert isinstance(reading, Understood), reading
    measures = reading.task.steps[-1].params["measures"]
    assert [one["statistic"] for one in measures] == ["count"]
    assert any("taken to be the rows" in one for one in reading.task.assumptions)


@pytest.mark.parametrize("text", [
    "how many laptops did we sell?", "how many goals per brand",
    "how many penguins are there", "number of widows per brand",
])  # fmt: skip
def test_a_noun_for_something_else_is_no_row(text):
    assert not isinstance(read_message(text, _PHONES), Understood)


@pytest.mark.parametrize("text", [
    "how many different gardeners are there", "kg per gardener",
    "which grower has the most kg", "the three gardeners with the most kg",
])  # fmt: skip
def test_a_noun_of_a_role_means_the_people_of_the_table(text):
    reading = read_message(text, _HARVEST)
    assert isinstance(reading, Understood), reading
    assert "holder" in str(reading.task.steps[-1].params)
    assert any("read as holder" in one for one in reading.task.assumptions)


def test_a_noun_of_a_column_is_neither_a_row_nor_somebody():
    assert not isinstance(
        read_message("how many soloists are there", _PHONES), Understood
    )
