"""Changes of the table in everyday verbs, and the question that follows on it."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from analysis.preparation import schema_after
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_GRADES = ("very poor", "poor", "fair", "good", "very good")

_KITCHENS = Schema(name="kitchens.csv", n_rows=120, columns=(
    Column(name="visit no", kind="identifier", n_unique=120, minimum=1, maximum=120),
    Column(name="borough", kind="category", n_unique=3, levels=(("Leith", 50), ("Gorgie", 40), ("Portobello", 30))),
    Column(name="closed", kind="category", n_unique=2, levels=(("no", 100), ("yes", 20))),
    Column(name="cleanliness", kind="category", n_unique=5, order=_GRADES,
           levels=tuple((one, 24) for one in _GRADES)),
    Column(name="floor area", kind="number", n_missing=6, n_unique=60, minimum=8.5, maximum=95.0),
    Column(name="staff", kind="integer", n_missing=4, n_unique=15, minimum=1, maximum=15),
    Column(name="fine", kind="number", n_missing=30, n_unique=40, minimum=20.0, maximum=900.0),
))  # fmt: skip

_BOATS = Schema(name="boats.csv", n_rows=90, columns=(
    Column(name="hull", kind="category", n_unique=3, levels=(("wood", 40), ("steel", 30), ("plastic", 20))),
    Column(name="weather", kind="category", n_unique=3, levels=(("Rain", 40), ("Sun", 30), ("Fog", 20))),
    Column(name="crew", kind="integer", n_unique=9, minimum=1, maximum=9),
    Column(name="landed_pcs", kind="integer", n_unique=70, minimum=0, maximum=400),
    Column(name="spoilt_pcs", kind="integer", n_unique=30, minimum=0, maximum=60),
))  # fmt: skip


def steps_of(text, schema=_KITCHENS, previous=None):
    reading = read_message(text, schema, previous)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    return [(step.operation, step.params) for step in reading.task.steps]


def _without(column, value):
    return [("filter_rows", {"where": {"column": column, "op": "!=", "value": value}})]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("throw every closed kitchen out of the table", _without("closed", "yes")),
        ("take the closed ones out", _without("closed", "yes")),
        ("kick everything in Leith out of the list", _without("borough", "Leith")),
        ("chuck out the visits in Gorgie", _without("borough", "Gorgie")),
        ("toss the Portobello rows", _without("borough", "Portobello")),
        ("throw out every row without a fine", [("drop_missing", {"columns": ["fine"]})]),
    ],
)  # fmt: skip
def test_rows_are_thrown_out_in_any_verb(text, wanted):
    assert steps_of(text) == wanted


def test_rows_are_not_thrown_out_by_a_question():
    reading = read_message("how many kitchens in Leith are closed", _KITCHENS)
    assert isinstance(reading, Understood)
    assert reading.task.steps[-1].operation == "calculate"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("put the median wherever floor area is empty", {"strategy": "median", "columns": ["floor area"]}),
        ("where staff is blank, put the mean", {"columns": ["staff"], "strategy": "mean"}),
        ("set fine to 0 wherever it is empty", {"columns": ["fine"], "strategy": "zero"}),
        ("write 3 into the gaps of staff", {"value": 3, "columns": ["staff"], "strategy": "constant"}),
        ("put 0 in fine where nothing was entered", {"strategy": "zero", "columns": ["fine"]}),
    ],
)  # fmt: skip
def test_what_is_empty_is_filled_in_any_verb(text, wanted):
    assert steps_of(text) == [("fill_missing", wanted)]


_SCORES = {grade: place for place, grade in enumerate(_GRADES, 1)}


@pytest.mark.parametrize(
    ("text", "mapping", "name"),
    [
        ("score cleanliness from very poor = 1 to very good = 5 in a new column clean_score", _SCORES, "clean_score"),
        ("turn cleanliness from 1 (very poor) to 5 (very good) into a column called clean_score", _SCORES, "clean_score"),
        ("code cleanliness from very good = 1 to very poor = 5 in a new column clean_score",
         {grade: 6 - place for grade, place in _SCORES.items()}, "clean_score"),
        ("code closed as yes = 1 and no = 0 in a new column shut", {"yes": 1, "no": 0}, "shut"),
    ],
)  # fmt: skip
def test_answers_are_scored_between_two_ends(text, mapping, name):
    [(operation, params)] = steps_of(text)
    assert operation == "recode"
    assert (params["mapping"], params["name"]) == (mapping, name)


@pytest.mark.parametrize("text", [
    # The answers between are more than the numbers, and others lie beyond the ends.
    "score cleanliness from very poor = 1 to very good = 9 in a new column clean_score",
    "score cleanliness from poor = 1 to good = 3 in a new column clean_score",
])  # fmt: skip
def test_scores_that_do_not_fit_the_answers_are_not_read(text):
    reading = read_message(text, _KITCHENS)
    operations = (
        [s.operation for s in reading.task.steps]
        if isinstance(reading, Understood)
        else []
    )
    assert "recode" not in operations  # fmt: skip


_PARTED = "where(`floor area` < 20, 'small', where(`floor area` >= 20 and `floor area` <= 50, 'medium', where(`floor area` > 50, 'large', '')))"


@pytest.mark.parametrize(
    ("text", "operation", "wanted"),
    [
        ("put the floor area into size groups called area_size: below 20 square metres is small, 20 to 50 is medium, above 50 is large",
         "add_column", {"name": "area_size", "expression": _PARTED}),
        ("sort the floor area into small (under 20), medium (20 to 50) and large (over 50), name it area_size",
         "add_column", {"name": "area_size", "expression": _PARTED}),
        ("new column team from staff: small up to 3, middle 4 to 8, big above 8",
         "bin_column", {"column": "staff", "name": "team", "edges": [None, 4, 9, None], "labels": ["small", "middle", "big"]}),
        ("split the visits by staff into few (under 5) and many (5 or more), call it team",
         "bin_column", {"column": "staff", "name": "team", "edges": [None, 5, None], "labels": ["few", "many"]}),
    ],
)  # fmt: skip
def test_classes_hold_the_bounds_that_are_said(text, operation, wanted):
    assert steps_of(text) == [(operation, wanted)]


@pytest.mark.parametrize("asked", ["how many visits are in each group?", "number of visits per group"])  # fmt: skip
def test_each_group_behind_classes_is_of_them(asked):
    made = read_message("put staff into groups called team: small below 5, big from 5 on", _KITCHENS)  # fmt: skip
    assert isinstance(made, Understood)
    after = schema_after(_KITCHENS, made.task.steps[0])

    [(operation, params)] = steps_of(asked, after, made.task)

    assert (operation, params["by"]) == ("calculate", [{"column": "team"}])
    assert params["measures"] == [{"statistic": "count", "of": None}]


def test_classes_that_are_made_are_counted_row_by_row():
    steps = steps_of("put staff into few (under 5) and many (5 or more) as a new column called team, then count them")  # fmt: skip
    assert steps[-1][1]["by"] == [{"column": "team"}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("leave out the rainy days", _without("weather", "Rain")),
        ("throw the foggy days out", _without("weather", "Fog")),
        ("make a new column loss: spoilt pieces divided by landed pieces",
         [("add_column", {"name": "loss", "expression": "spoilt_pcs / landed_pcs"})]),
    ],
)  # fmt: skip
def test_weather_and_pieces_are_known_by_their_words(text, wanted):
    assert steps_of(text, _BOATS) == wanted
