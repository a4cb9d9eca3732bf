"""What each row is, whatever it is called; units and words that repeat what is named."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Understood, UnknownColumn
from chat.reader.messages import read_message


def _words(name: str, *levels: str, n: int = 40) -> Column:
    return Column(
        name=name, kind="category", n_unique=len(levels),
        levels=tuple((level, n) for level in levels),
    )  # fmt: skip


def _number(name: str, most: float = 90.0, n: int = 100) -> Column:
    return Column(name=name, kind="number", n_unique=n, minimum=1.0, maximum=most)


_KENNEL = Schema(
    name="boarding.csv",
    n_rows=160,
    columns=(
        Column(name="No", kind="identifier", n_unique=160),
        _words("Breed", "Terrier", "Hound", "Spaniel", "Mixed"),
        _words("Sex", "F", "M", n=80),
        Column(name="Arrived", kind="datetime", n_unique=140,
               minimum="2022-01-02", maximum="2023-12-28"),
        _number("Nights", 40.0),
    ),
)  # fmt: skip
_POOLS = Schema(
    name="pools.csv",
    n_rows=96,
    columns=(
        Column(name="Month", kind="datetime", n_unique=24,
               minimum="2022-01-01", maximum="2023-12-01"),
        _words("PoolName", "Aqua", "Blue", "Lido", "Oase", n=24),
        _number("Swimmers", 9000.0),
        _number("IncomeEUR", 90000.0),
        _number("Water (m3)", 900.0),
        _number("FillPct", 99.0),
    ),
)  # fmt: skip
_DOCKS = Schema(
    name="locks.csv",
    n_rows=200,
    columns=(
        Column(name="Passage", kind="identifier", n_unique=200),
        Column(name="Craft", kind="text", n_unique=60, levels=(("Anna", 4),)),
        _words("Craft Type", "Barge", "Yacht", "Tanker"),
        _number("Freight (t)", 4000.0),
        _number("Fee", 400.0),
    ),
)  # fmt: skip


def _read(text: str, schema: Schema):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    return reading.task


def _calculated(text: str, schema: Schema):
    step = _read(text, schema).steps[-1]
    assert step.operation == "calculate", step
    return step.params


@pytest.mark.parametrize("text", [
    "how many dogs arrived in each year", "what % of the dogs are female",
    "how many dogs stayed more than 5 nights", "average nights of the male vs female dogs",
])  # fmt: skip
def test_what_has_a_breed_of_dogs_is_a_dog_and_none_of_the_breeds(text):
    task = _read(text, _KENNEL)
    assert "Hound" not in str([step.params for step in task.steps])
    assert any("“dogs” are taken to be the rows" in one for one in task.assumptions)


def test_a_kind_of_dogs_is_still_its_value():
    task = _read("how many hounds arrived in 2023", _KENNEL)
    assert "'value': 'Hound'" in str(task.steps[0].params)


@pytest.mark.parametrize(
    "text", ["how many cats arrived", "average nights of the ships"]
)
def test_what_the_breeds_do_not_tell_is_not_taken_for_the_rows(text):
    assert isinstance(read_message(text, _KENNEL), UnknownColumn | Question)


@pytest.mark.parametrize(("text", "statistic"), [
    ("total income per pool", "sum"), ("average swimmers per pool", "mean"),
    ("total swimmers at each pool", "sum"),
])  # fmt: skip
def test_what_the_table_is_called_by_is_no_row_where_each_has_several(text, statistic):
    params = _calculated(text, _POOLS)
    assert [one["statistic"] for one in params["measures"]] == [statistic]
    assert params["by"] == [{"column": "PoolName"}]


def test_how_many_of_them_there_are_is_how_many_different_ones():
    params = _calculated("how many pools are there", _POOLS)
    assert params["measures"] == [{"statistic": "unique", "of": "PoolName"}]


@pytest.mark.parametrize("text", [
    "which were the 3 best months by swimmers", "top 3 months by swimmers",
    "taking all pools together, which 3 months had the most swimmers",
])  # fmt: skip
def test_months_that_have_several_rows_are_ranked_as_months(text):
    params = _calculated(text, _POOLS)
    assert params["by"] == [{"column": "Month", "grain": "month"}]
    assert params["limit"] == 3


def test_percent_behind_a_number_is_part_of_it():
    task = _read("total income of the rows where the fill was under 30 percent", _POOLS)
    assert task.steps[0].params["where"]["value"] == 30
    assert [one["of"] for one in task.steps[1].params["measures"]] == ["IncomeEUR"]


@pytest.mark.parametrize(("text", "schema", "column"), [
    ("tonnes of freight by craft type", _DOCKS, "`Freight (t)`"),
    ("how many tonnes of freight went through", _DOCKS, "`Freight (t)`"),
    ("total freight in tonnes by craft type", _DOCKS, "`Freight (t)`"),
    ("total income in euros by pool", _POOLS, "IncomeEUR"),
    ("total income by pool, in euros", _POOLS, "IncomeEUR"),
    ("overall income by pool", _POOLS, "IncomeEUR"),
])  # fmt: skip
def test_a_unit_that_the_column_has_says_nothing_more(text, schema, column):
    params = _calculated(text, schema)
    assert params["measures"] == [{"statistic": "sum", "of": column}]


def test_another_unit_is_never_left_out_in_silence():
    reading = read_message("total income in dollars by pool", _POOLS)
    assert isinstance(reading, Question), reading


def test_for_each_tonne_of_something_is_for_each_of_it():
    (measure,) = _calculated("what do we earn in fees per tonne of freight", _DOCKS)[
        "measures"
    ]
    assert (measure["of"], measure["over"]["of"]) == ("Fee", "`Freight (t)`")


@pytest.mark.parametrize("text", [
    "how do the fees split between the craft types, in percent",
    "how is the total fee divided among the types of craft?",
])  # fmt: skip
def test_how_an_amount_splits_is_the_share_of_each(text):
    params = _calculated(text, _DOCKS)
    assert params["by"] == [{"column": "Craft Type"}]
    assert params["measures"][0]["share"] == "total"


@pytest.mark.parametrize("name", ["Pool", "PoolID"])
def test_the_column_may_be_called_by_the_noun_or_with_what_tells_apart(name):
    column = _words(name, "Aqua", "Blue", "Lido", "Oase", n=24)
    columns = tuple(column if one.name == "PoolName" else one for one in _POOLS.columns)
    schema = _POOLS.model_copy(update={"columns": columns})
    assert _calculated("total swimmers per pool", schema)["by"] == [{"column": name}]


@pytest.mark.parametrize("name", ["Lesson", "Lesson name"])
def test_where_a_key_numbers_the_rows_each_is_one_whatever_it_is_called(name):
    columns = (
        Column(name="No", kind="identifier", n_unique=96),
        _words(name, "Piano", "Guitar", "Flute", "Song", n=24),
        _number("Fee"),
    )
    schema = Schema(name="lessons.csv", n_rows=96, columns=columns)
    params = _calculated("how many lessons were there", schema)
    assert [one["statistic"] for one in params["measures"]] == ["count"]


def test_the_five_that_stayed_longest_are_rows_and_no_names():
    named = _words("Name", *(f"Rex{n}" for n in range(30)), n=5)
    schema = _KENNEL.model_copy(update={"columns": (named, *_KENNEL.columns)})
    step = _read("list the five dogs who stayed the most nights", schema).steps[-1]
    assert (step.operation, step.params["limit"]) == ("show_rows", 5)


@pytest.mark.parametrize("text", [
    "total income for July and August 2022", "total income in July & August of 2022",
    "total income in Jul and Aug 2022",
])  # fmt: skip
def test_a_year_behind_several_months_is_that_of_all(text):
    where = str(_read(text, _POOLS).steps[0].params)
    assert "2022-07-01" in where
    assert "2023" not in where


@pytest.mark.parametrize("text", [
    "average swimmers by pool, sorted with the highest at the top",
    "average swimmers by pool, ordered with the largest first",
])  # fmt: skip
def test_what_stands_at_the_top_is_an_order_and_no_choice(text):
    params = _calculated(text, _POOLS)
    assert params["order"]["descending"] is True
    assert "limit" not in params


@pytest.mark.parametrize("text", [
    "could you work out the total fee by craft type",
    "add up the fees by craft type", "sum of all fees collected by craft type",
    "total fee by craft type, could you work that out for me?",
])  # fmt: skip
def test_words_for_reckoning_ask_for_no_method(text):
    params = _calculated(text, _DOCKS)
    assert params["measures"] == [{"statistic": "sum", "of": "Fee"}]
    assert params["by"] == [{"column": "Craft Type"}]


def test_a_value_with_its_column_behind_a_hyphen_is_that_value():
    flag = _words("Flag", "Malta", "Panama", "Chile")
    schema = _DOCKS.model_copy(update={"columns": (*_DOCKS.columns, flag)})
    task = _read("total fee of Panama-flagged ships", schema)
    assert task.steps[0].params["where"]["value"] == "Panama"
    assert not task.ignored


@pytest.mark.parametrize(("text", "statistics"), [
    ("mean, median and longest nights", ["mean", "median", "max"]),
    ("average and shortest nights", ["mean", "min"]),
])  # fmt: skip
def test_beside_a_statistic_the_longest_is_the_maximum(text, statistics):
    assert _read(text, _KENNEL).steps[-1].params["statistics"] == statistics


@pytest.mark.parametrize("text", [
    "put the craft types in rank order by the total freight that went through them",
    "rank the craft types by total freight that passed through them",
])  # fmt: skip
def test_what_is_put_in_rank_order_is_ranked(text):
    params = _calculated(text, _DOCKS)
    assert params["window"] == {"kind": "rank"}
    assert params["by"] == [{"column": "Craft Type"}]


@pytest.mark.parametrize("text", ["how many men came through", "number of women"])
def test_the_number_of_all_rows_is_none_of_men(text):
    assert not isinstance(read_message(text, _DOCKS), Understood)


def test_how_many_guests_were_men_is_no_number_of_all_guests():
    assert isinstance(read_message("how many swimmers were men", _POOLS), Question)


def test_ships_are_told_apart_by_the_column_of_vessels():
    params = _calculated("how many different ships came through", _DOCKS)
    assert params["measures"] == [{"statistic": "unique", "of": "Craft"}]
