"""What comes first along time, who is meant, what is left over, and gains of an amount."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.task import Task
from chat.linking.outcomes import Question, Reading, Understood
from chat.reader.messages import read_message


def _column(name: str, kind: str, n_unique: int = 80, **rest: Any) -> Column:
    return Column(name=name, kind=kind, n_unique=n_unique, **rest)  # type: ignore[arg-type]


def _levels(name: str, *levels: str) -> Column:
    each = tuple((level, 10) for level in levels)
    return _column(name, "category", len(levels), levels=each)


def _dates(name: str) -> Column:
    return _column(
        name, "datetime", 200, minimum="2024-01-01", maximum="2024-10-26"
    )  # fmt: skip


LENDING = Schema(
    name="loans.csv",
    n_rows=300,
    columns=(
        _column("loan_id", "identifier", 300),
        _levels("member", "Ada", "Bo", "Cy", "Di"),
        _levels("item_type", "book", "game", "tool"),
        _dates("loan_date"),
        _column("fee", "number", minimum=0.0, maximum=5.0),
        _column("satisfaction", "integer", 5, minimum=1, maximum=5),
    ),
)
HIVES = Schema(
    name="hives.csv",
    n_rows=90,
    columns=(
        _column("hive_id", "identifier", 90),
        _levels("kind", "Buckfast", "Carnica", "Dark"),
        _dates("inspected_on"),
        _column("honey_kg", "number", minimum=4.0, maximum=40.0, n_missing=9),
        _column("wax_kg", "number", minimum=0.4, maximum=4.0),
        _levels("treated", "yes", "no"),
    ),
)
RESCUES = Schema(
    name="incidents.csv",
    n_rows=120,
    columns=(
        _levels("vehicle", "car", "bus", "lorry"),
        _column("rescuers", "integer", 11, minimum=2, maximum=12),
        _column("hours_trapped", "number", minimum=0.1, maximum=5.0),
        _column("people_trapped", "integer", 6, minimum=1, maximum=6),
    ),
)
REHAB = Schema(
    name="rehab.csv",
    n_rows=140,
    columns=(
        _column("patient_id", "identifier", 140),
        _levels("sex", "F", "M"),
        _levels("therapy", "robot", "standard"),
        _column("fim_before", "integer", 60, minimum=30, maximum=90),
        _column("fim_after", "integer", 60, minimum=30, maximum=120),
        _column("crp", "number", minimum=0.2, maximum=30.0),
    ),
)
PUPILS = Schema(
    name="pupils.csv",
    n_rows=60,
    columns=(
        _levels("gender", "female"),
        _column("score_pre", "integer", 40, minimum=10, maximum=90),
        _column("score_post", "integer", 40, minimum=10, maximum=90),
    ),
)


def _task(reading: Reading) -> Task:
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    return reading.task


def _params(text: str, schema: Schema) -> dict[str, Any]:
    return dict(_task(read_message(text, schema)).steps[-1].params)


@pytest.mark.parametrize(
    ("text", "schema", "descending"),
    [
        ("total fee by month, latest month first", LENDING, True),
        ("fee per month, newest first", LENDING, True),
        ("fees by month, last month first", LENDING, True),
        ("fee by week, most recent week first", LENDING, True),
        ("honey by month, starting with the latest month", HIVES, True),
        ("wax per month, oldest first", HIVES, False),
        ("total wax by month in reverse chronological order", HIVES, True),
        ("wax per month, earliest month first", HIVES, False),
    ],
)
def test_the_latest_first_is_an_order_along_time(
    text: str, schema: Schema, descending: bool
):
    order = _params(text, schema)["order"]
    assert (order["by"], order["descending"]) == ("key", descending)


def test_what_has_no_time_has_no_newest():
    reading = read_message("fee per item type, newest first", LENDING)
    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    ("text", "schema", "within", "descending"),
    [
        ("first loan of each member", LENDING, "member", False),
        ("the last loan of every member", LENDING, "member", True),
        ("show me the most recent loan for each item type", LENDING, "item_type", True),
        ("which loan was the first for each member?", LENDING, "member", False),
        ("earliest hive of each kind", HIVES, "kind", False),
    ],
)
def test_the_first_row_of_each_group_is_its_earliest(
    text: str, schema: Schema, within: str, descending: bool
):
    rows = _params(text, schema)["rows"]
    assert (rows["within"], rows["limit"]) == ([within], 1)
    assert rows["descending"] is descending


def test_the_first_of_each_is_not_left_out():
    reading = read_message("average fee of the first loan of each member", LENDING)
    assert isinstance(reading, Question)


@pytest.mark.parametrize(
    ("text", "statistic"),
    [("average satisfaction per item", "mean"), ("fee per item", "sum")],
)
def test_items_have_a_column_of_their_kinds(text: str, statistic: str):
    params = _params(text, LENDING)
    assert params["by"] == [{"column": "item_type"}]
    assert params["measures"][0]["statistic"] == statistic


def test_rows_without_an_amount_are_none_of_those_it_is_shared_by():
    gaps = _params("which kind brings the most honey per hive?", HIVES)
    assert gaps["measures"] == [{"statistic": "mean", "of": "honey_kg"}]


@pytest.mark.parametrize(
    ("text", "column"),
    [("people trapped per vehicle", "people_trapped"), ("hours trapped per vehicle", "hours_trapped")],
)  # fmt: skip
def test_a_whole_name_is_no_part_of_another(text: str, column: str):
    assert _params(text, RESCUES)["measures"][0]["of"] == column


@pytest.mark.parametrize("text", ["how many were trapped"])
def test_hours_are_no_number_of_persons(text: str):
    reading = read_message(text, RESCUES)
    if isinstance(reading, Understood):
        assert "hours_trapped" not in str(reading.task.steps)


def test_persons_are_not_divided_by_hours():
    columns = tuple(c for c in RESCUES.columns if c.name != "people_trapped")
    table = RESCUES.model_copy(update={"columns": columns})
    reading = read_message("rescuers per trapped person", table)
    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    "text",
    ["mean score_pre of the boys", "how many men are there", "average score_post of male pupils"],
)  # fmt: skip
def test_a_sex_that_no_row_has_is_asked_about(text: str):
    assert not isinstance(read_message(text, PUPILS), Understood)


def test_a_sex_that_some_rows_have_chooses_them():
    task = _task(read_message("mean crp of the men", REHAB))
    assert task.steps[0].params["where"]["value"] == "M"


@pytest.mark.parametrize(
    ("text", "schema", "op", "value"),
    [
        ("how many patients gained at least 20 points from before to after", REHAB, ">=", 20),
        ("how many gained 10 or more FIM points from before to after the therapy", REHAB, ">=", 10),
        ("how many patients lost points from before to after", REHAB, ">", 0),
        ("how many pupils improved by more than 5 points", PUPILS, ">", 5),
        ("how many pupils lost at least 3 marks from pre to post", PUPILS, ">=", 3),
    ],
)  # fmt: skip
def test_gains_have_an_amount(text: str, schema: Schema, op: str, value: int):
    task = _task(read_message(text, schema))
    where = next(s for s in task.steps if s.operation == "filter_rows").params["where"]
    assert (where["op"], where["value"]) == (op, value)
    assert "by" not in task.steps[-1].params


@pytest.mark.parametrize(
    "text",
    ["how many gained at least 20 percent from before to after", "how many gained less than 5 points"],
)  # fmt: skip
def test_a_gain_of_something_else_is_asked_about(text: str):
    assert not isinstance(read_message(text, REHAB), Understood)


@pytest.mark.parametrize(
    ("before", "text", "schema", "opposite"),
    [
        ("average honey_kg where treated is yes", "and the others?", HIVES, "no"),
        ("mean crp of the men", "what about the rest?", REHAB, "F"),
    ],
)
def test_the_others_are_those_left_out(
    before: str, text: str, schema: Schema, opposite: str
):
    first = _task(read_message(before, schema))
    again = _task(read_message(text, schema, first))
    assert again.steps[0].params["where"]["value"] == opposite


@pytest.mark.parametrize(
    ("text", "percentile"),
    [
        ("top 10 percent cutoff of fee", 90.0),
        ("fee top 25% threshold", 75.0),
        ("what is the cutoff for the top 5% of fee", 95.0),
    ],
)
def test_a_cutoff_is_a_percentile(text: str, percentile: float):
    params = _params(text, LENDING)
    assert (params["columns"], params["percentiles"]) == (["fee"], [percentile])


def test_the_month_before_is_what_growth_is_of():
    params = _params("fees last month vs month before, change in %", LENDING)
    assert [one["label"] for one in params["by"][0]["periods"]] == [
        "2024-08",
        "2024-09",
    ]


def test_types_of_what_has_a_column_are_its_values():
    params = _params("average crp for each type of therapy", REHAB)
    assert params["by"] == [{"column": "therapy"}]
