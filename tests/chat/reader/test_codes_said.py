"""Codes that a request says to mean no value."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message

_HOMES = Schema(name="homes.csv", n_rows=40, columns=(
    Column(name="rent", kind="integer", n_unique=5, minimum=-9, maximum=9999,
           levels=((700, 20), (9999, 8), (820, 6), (-9, 4), (640, 2))),
    Column(name="floor_area", kind="number", n_unique=4, minimum=21.5, maximum=9999.0,
           levels=((21.5, 20), (60.0, 10), (75.5, 6), (9999.0, 4))),
    Column(name="district", kind="category", n_unique=3,
           levels=(("North", 20), ("South", 15), ("xx", 5))),
))  # fmt: skip


def _gone(column: str, code: object) -> tuple[str, dict[str, object]]:
    where = {"column": column, "op": "==", "value": code}
    return "replace_where", {"column": column, "where": where}


def _steps(text: str) -> list[tuple[str, dict[str, object]]]:
    reading = read_message(text, _HOMES)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize(
    "text",
    [
        "mean of rent where 9999 means missing",
        "average rent if 9999 stands for no answer",
        "mean of rent (9999 = not available)",
        "treat 9999 as missing, then the mean of rent",
        "replace 9999 in rent with missing and give the mean of rent",
        "set rent to missing where it is 9999, then the mean of rent",
        "mean of rent, coding 9999 as missing",
        "average rent, given that the code 9999 in rent is blank",
    ],
)
def test_a_code_is_left_out_of_what_is_asked(text):
    gone, asked = _steps(text)
    assert gone == _gone("rent", 9999)
    assert asked[0] in ("calculate", "describe")
    assert "rent" in str(asked[1])


def test_a_change_by_itself_changes_the_column_that_it_names():
    assert _steps("replace 9999 in floor area with missing") == [
        _gone("floor_area", 9999)
    ]
    assert _steps("recode -9 to missing") == [_gone("rent", -9)]
    assert _steps('count "xx" as not available') == [_gone("district", "xx")]


def test_without_a_name_it_is_missing_wherever_it_stands():
    assert _steps("replace 9999 with missing") == [
        _gone("rent", 9999),
        _gone("floor_area", 9999),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "mean of rent where 8888 means missing",
        "mean of rent where 9999 means missing in garage",
    ],
)
def test_a_code_that_no_column_holds_is_not_passed_over(text):
    reading = read_message(text, _HOMES)
    assert not (isinstance(reading, Understood) and reading.task.ignored == ()), reading


def test_what_speaks_of_gaps_speaks_of_no_code():
    (rows, _), *_ = _steps("how many rows where rent is missing")
    assert rows != "replace_where"


def test_totals_that_have_no_name_are_not_passed_over():
    reading = read_message("sum of rent without the total row", _HOMES)
    assert isinstance(reading, Question)
    assert reading.options == (("leave out the totals", "Leave out the totals"),)


def test_a_total_that_has_a_name_is_a_condition():
    names = (("North", 20), ("South", 15), ("Total", 5))
    district = Column(name="district", kind="category", n_unique=3, levels=names)
    schema = _HOMES.model_copy(update={"columns": (_HOMES.columns[0], district)})
    reading = read_message("sum of rent without the total", schema)
    assert isinstance(reading, Understood), reading
    leaf = {"column": "district", "op": "!=", "value": "Total"}
    assert reading.task.steps[0].params == {"where": leaf}
