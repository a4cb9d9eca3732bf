"""Columns that a question transforms, nouns that a column counts, keys ranked together,
names given in brackets, and nouns that two words share."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_SHARES = Schema(name="exchange.csv", n_rows=250, columns=(
    Column(name="Day", kind="datetime", n_unique=250, minimum="2022-01-03", maximum="2022-12-30"),
    Column(name="ORE", kind="number", n_unique=240, minimum=10.0, maximum=30.0),
    Column(name="TIN", kind="number", n_unique=240, minimum=50.0, maximum=90.0),
    Column(name="turnover", kind="number", n_unique=250, minimum=100.0, maximum=9000.0),
))  # fmt: skip
_CLINICS = Schema(name="fever.csv", n_rows=120, columns=(
    Column(name="District", kind="category", n_unique=12, levels=tuple(
        (f"D{n}", 10) for n in range(12))),
    Column(name="Year", kind="integer", n_unique=10, minimum=2011, maximum=2020),
    Column(name="Zone", kind="category", n_unique=2, levels=(("coast", 60), ("hills", 60))),
    Column(name="No. of cases", kind="integer", n_unique=118, minimum=3, maximum=800),
    Column(name="outlay", kind="number", n_unique=110, minimum=1.0, maximum=9.0),
    Column(name="RT", kind="number", n_unique=100, minimum=12.0, maximum=31.0),
    Column(name="tmax_c", kind="number", n_unique=90, minimum=12.0, maximum=39.0),
    Column(name="tmin_c", kind="number", n_unique=90, minimum=-3.0, maximum=22.0),
))  # fmt: skip


def steps_of(text, schema):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize(("said", "expression"), [
    ("log turnover", "log(turnover)"),
    ("the log of turnover", "log(turnover)"),
    ("log(turnover)", "log(turnover)"),
    ("log(1 + turnover)", "log1p(turnover)"),
    ("log10 of turnover", "log10(turnover)"),
    ("the square root of turnover", "sqrt(turnover)"),
    ("the reciprocal of turnover", "1 / turnover"),
])  # fmt: skip
@pytest.mark.parametrize("question", ["is {} normally distributed?", "skewness of {}"])
def test_a_transformed_column_is_made_and_asked_about(question, said, expression):
    made, asked = steps_of(question.format(said), _SHARES)
    assert made[0] == "add_column"
    assert made[1]["expression"] == expression
    assert asked[1]["columns"] == [made[1]["name"]]


def test_returns_of_two_series_are_made_in_the_order_of_time():
    text = "correlation between the daily returns of ORE and TIN"
    order, one, other, asked = steps_of(text, _SHARES)
    assert order == ("sort_rows", {"columns": ["Day"]})
    assert [one[1]["expression"], other[1]["expression"]] == [
        "100 * pct_change(ORE)",
        "100 * pct_change(TIN)",
    ]
    assert asked == ("correlation", {"columns": [one[1]["name"], other[1]["name"]]})


def test_changes_by_themselves_keep_their_own_answer():
    assert steps_of("daily returns of ORE", _SHARES)[-1][0] == "growth"


def test_no_change_goes_from_one_series_to_another():
    several = _SHARES.model_copy(update={"columns": tuple(
        column.model_copy(update={"n_unique": 50}) if column.name == "Day" else column
        for column in _SHARES.columns
    )})  # fmt: skip
    reading = read_message("standard deviation of the daily returns of ORE", several)
    assert "pct_change" not in repr(reading)


@pytest.mark.parametrize("text", [
    "how many cases were there in 2015?",
    "cases in 2015",
    "number of cases in 2015",
])  # fmt: skip
def test_what_a_column_counts_is_no_row(text):
    measures = steps_of(text, _CLINICS)[-1][1]["measures"]
    assert [(m["statistic"], m["of"]) for m in measures] == [("sum", "`No. of cases`")]


def test_rows_are_rows_all_the_same():
    measures = steps_of("how many records are there by zone?", _CLINICS)[-1][1][
        "measures"
    ]
    assert measures == [{"statistic": "count", "of": None}]


@pytest.mark.parametrize("text", [
    "the district and year with the most cases",
    "find the district and year with the highest number of cases",
    "identify the district and the year with the largest number of cases",
])  # fmt: skip
def test_two_keys_are_ranked_together(text):
    params = steps_of(text, _CLINICS)[-1][1]
    assert [key["column"] for key in params["by"]] == ["District", "Year"]
    assert params["order"]["descending"] is True
    assert "within" not in params


@pytest.mark.parametrize("text", [
    "mean outlay for each year", "average outlay in each year",
    "what is the average outlay in every year?",
])  # fmt: skip
def test_for_each_year_is_of_each(text):
    params = steps_of(text, _CLINICS)[-1][1]
    assert params["measures"] == [{"statistic": "mean", "of": "outlay"}]
    assert params["by"] == [{"column": "Year"}]
    assert "over_groups" not in params


@pytest.mark.parametrize("text", ["mean outlay per year", "average outlay every year"])
def test_nothing_is_divided_by_a_sum_of_years(text):
    assert "'of': 'Year'" not in repr(steps_of(text, _CLINICS))


@pytest.mark.parametrize(("text", "names"), [
    ("mean room temperature (RT) by zone", ["RT"]),
    ("correlation between the room temperature (RT) and outlay", ["RT", "outlay"]),
])  # fmt: skip
def test_a_name_in_brackets_takes_the_place_of_its_words(text, names):
    used = repr(steps_of(text, _CLINICS))
    assert all(name in used for name in names)


def test_words_that_a_bracket_explains_mean_it_again():
    text = (
        "What is the mean room temperature (RT)?"
        " Is room temperature normally distributed?"
    )
    operations = [name for name, _ in steps_of(text, _CLINICS)]
    assert operations == ["describe", "normality"]


@pytest.mark.parametrize("text", [
    "average maximum and minimum temperature by zone",
    "mean of the maximum and the minimum temperature by zone",
])  # fmt: skip
def test_a_noun_is_said_of_both(text):
    params = steps_of(text, _CLINICS)[-1][1]
    found = params.get("columns") or [m["of"] for m in params["measures"]]
    assert found == ["tmax_c", "tmin_c"]


@pytest.mark.parametrize(("text", "statistic"), [
    ("max tmax_c by zone", "max"),
    ("average maximum temperature by zone", "mean"),
])  # fmt: skip
def test_a_figure_in_a_name_is_no_figure_besides(text, statistic):
    measures = steps_of(text, _CLINICS)[-1][1]["measures"]
    assert measures == [{"statistic": statistic, "of": "tmax_c"}]


@pytest.mark.parametrize("text", [
    "which zone has the highest average daily turnover",
    "does the range correlate with turnover",
    "correlation between the range and the turnover",
])  # fmt: skip
def test_figures_of_one_column_tell_of_no_relation(text):
    reading = read_message(text, _SHARES)
    assert not (
        isinstance(reading, Understood) and "'range'" in repr(reading.task.steps)
    )


@pytest.mark.parametrize(
    "text",
    [
        "mean outlay by zone corrected for the room temperature",
        "mean outlay by zone adjusted for how they began",
        "the percentage change in rows by zone",
    ],
)
def test_what_figures_do_not_do_is_no_figure(text):
    reading = read_message(text, _CLINICS)
    assert not (
        isinstance(reading, Understood)
        and reading.task.steps[-1].operation in ("calculate", "describe")
    )


@pytest.mark.parametrize(
    "how", ["for each class", "per class", "in every class", "by class"]
)
def test_numbered_kinds_part_the_rows(how):
    table = _CLINICS.model_copy(update={"columns": (*_CLINICS.columns, Column(
        name="passenger_class", kind="integer", n_unique=3, minimum=1, maximum=3))})  # fmt: skip
    steps = steps_of(f"average outlay {how}", table)
    assert "'over'" not in repr(steps)
    assert "passenger_class" in repr(steps[-1][1].get("by") or steps[-1][1]["group_by"])
