"""Totals, shares, ratios and counts in people's words, on tables whose names share words."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message
from tests.chat.reader.hire_tables import HIRES, INSTRUMENTS, MEMBERS, REPAIRS


def _steps(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    assert isinstance(reading, Understood), reading
    return [(step.operation, dict(step.params)) for step in reading.task.steps]


def _last(schema: Schema, text: str) -> dict[str, Any]:
    return _steps(read_message(text, schema))[-1][1]


_ROWS: dict[str, Any] = {"statistic": "count", "of": None}


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("how many guests made two or more hires", ">=", 2),
        ("how many guests have at least three hires", ">=", 3),
        ("how many guests had 5 or more hires?", ">=", 5),
        ("which guests made 10 or more hires", ">=", 10),
    ],
)
def test_numbers_of_rows_are_no_different_values_and_no_amounts(
    text: str, op: str, value: int
):
    params = _last(HIRES, text)
    assert params["having"] == [{"measure": _ROWS, "op": op, "value": value}]
    assert params["by"] == [{"column": "guest"}]
    assert params["measures"] == [_ROWS]


@pytest.mark.parametrize(
    ("schema", "text", "keys", "whole"),
    [
        (HIRES, "split the hires of each country by hired_via, in percent of that country", ["country", "hired_via"], [0]),
        (HIRES, "hours by lake and country, in percent of the lake", ["lake", "country"], [0]),
        (HIRES, "in each country, how are hires split by hired_via, in percent?", ["hired_via", "country"], [1]),
        (HIRES, "for each lake, what share of the hours goes to each country", ["lake", "country"], [0]),
        (REPAIRS, "for each mechanic, the tickets by job type in percent", ["mechanic", "jobType"], [0]),
        (REPAIRS, "tickets by mechanic and jobType as a share of the mechanic", ["mechanic", "jobType"], [0]),
        (HIRES, "hires by country and hired_via in percent", ["country", "hired_via"], "total"),
    ],
)  # fmt: skip
def test_shares_are_of_the_group_that_is_said(
    schema: Schema, text: str, keys: list[str], whole: Any
):
    params = _last(schema, text)
    assert [key["column"] for key in params["by"]] == keys
    assert params["measures"][0]["share"] == whole


@pytest.mark.parametrize(
    ("text", "statistic", "of", "over"),
    [
        ("total price per hour hired", "sum", "total_price", "hours"),
        ("total price per hour", "sum", "total_price", "hours"),
        ("total hourly rate", "sum", "hourly_rate", None),
    ],
)
def test_a_whole_name_is_no_sum_of_a_rate(
    text: str, statistic: str, of: str, over: str | None
):
    (measure,) = _last(HIRES, text)["measures"]
    assert (measure["statistic"], measure["of"]) == (statistic, of)
    assert (measure.get("over") or {}).get("of") == over


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("what was the total price over the last 3 months?", "2024-08-31"),
        ("total price throughout 2024", "2024-01-01"),
        ("total price over the course of 2024", "2024-01-01"),
    ],
)
def test_over_a_stretch_of_time_limits_the_rows(text: str, start: str):
    (_, limited), (operation, params) = _steps(read_message(text, HIRES))
    assert limited["where"]["all"][0]["value"] == start
    assert operation == "calculate"
    assert params["measures"] == [{"statistic": "sum", "of": "total_price"}]


@pytest.mark.parametrize(
    "text",
    [
        "count the hires from Wales or France with more than 6 hours",
        "how many hires from Wales or France have more than 6 hours?",
        "number of hires from Wales or France that lasted more than 6 hours",
    ],
)
def test_more_than_a_number_holds_no_groups_against_each_other(text: str):
    (_, limited), (operation, params) = _steps(read_message(text, HIRES))
    assert {"column": "country", "op": "in", "value": ["Wales", "France"]} in limited[
        "where"
    ]["all"]
    assert operation == "calculate"
    assert params["measures"] == [_ROWS]


@pytest.mark.parametrize(
    "text",
    [
        "cumulative bill by month for 2024",
        "cumulative bill",
        "running total of bill by month",
        "running total of the bills month by month",
    ],
)
def test_what_runs_up_is_totalled(text: str):
    params = _last(REPAIRS, text)
    assert params["measures"] == [{"statistic": "sum", "of": "bill"}]
    assert params["window"] == {"kind": "running"}


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("on what day of the week are the most cornets dropped off?", "weekday"),
        ("on which weekday are the most cornets dropped off", "weekday"),
        ("in which month were the fewest cornets dropped off", "month"),
        ("which weekday brings the fewest tickets", "weekday"),
    ],
)
def test_most_of_what_rows_are_is_counted(text: str, grain: str):
    params = _last(REPAIRS, text)
    assert params["measures"] == [_ROWS]
    assert params["by"] == [{"column": "droppedOff", "grain": grain}]


def test_a_noun_that_a_column_describes_is_no_flag():
    steps = _steps(read_message("which mechanic repairs the oldest cornets", REPAIRS))
    assert [operation for operation, _ in steps] == ["calculate"]
    assert steps[0][1]["measures"][0]["of"] == "cornetAge"


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("What percentage of the instruments we sold came back to us?", "sold", "returned"),
        ("what percentage of sold instruments came back?", "sold", "returned"),
        ("what share of the instruments that were sold came back", "sold", "returned"),
        ("what share of the instruments that were returned came from the Quay", "returned", "shop"),
    ],
)  # fmt: skip
def test_a_clause_behind_the_noun_says_of_which_rows_a_share_is(
    text: str, whole: str, part: str
):
    (_, limited), (_, params) = _steps(read_message(text, INSTRUMENTS))
    assert limited["where"]["column"] == whole
    assert params["measures"][0]["where"]["column"] == part


@pytest.mark.parametrize(
    "text",
    [
        "how many of those who joined in 2022 or later are already gone?",
        "how many of those who joined in 2022 or later have already left?",
        "how many members are gone",
    ],
)
def test_what_is_said_of_them_limits_the_rows(text: str):
    (_, limited), _ = _steps(read_message(text, MEMBERS))
    assert {"column": "left", "op": "==", "value": "yes"} in limited["where"].get(
        "all", [limited["where"]]
    )


def test_what_is_said_of_them_is_never_passed_over():
    reading = read_message("how many instruments listed in May 2024 are gone?", REPAIRS)
    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("how many boats does it take to get to 75% of total price?", 0.75),
        ("how many boats do we need to reach 50% of the hours", 0.5),
        ("how many boats are needed to cover 80 % of total price", 0.8),
        ("how many boats make up 80% of total price", 0.8),
    ],
)
def test_groups_that_it_takes_to_reach_a_share(text: str, share: float):
    params = _last(HIRES, text)
    assert params["reach"] == {"share": share}
    assert params["by"] == [{"column": "boat"}]


@pytest.mark.parametrize(
    "text",
    [
        "how high is the cancellation rate in each lake?",
        "how large was the share of cancelled hires per lake",
    ],
)
def test_how_high_a_rate_is_asks_for_it(text: str):
    params = _last(HIRES, text)
    assert params["measures"][0]["statistic"] == "rate"
    assert params["by"] == [{"column": "lake"}]


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("how many hires did not come through the Agency", "hired_via", "Agency"),
        ("number of hires that did not come from Wales", "country", "Wales"),
    ],
)
def test_verbs_stand_between_not_and_a_value(text: str, column: str, value: str):
    (_, limited), _ = _steps(read_message(text, HIRES))
    assert limited["where"] == {"column": column, "op": "!=", "value": value}


@pytest.mark.parametrize(
    "text",
    ["guests from Wales: how many?", "guests who did not come from Wales: how many"],
)
def test_those_named_before_how_many_are_counted(text: str):
    params = _last(HIRES, text)
    assert params["measures"] == [{"statistic": "unique", "of": "guest"}]


def test_who_is_asked_for_is_never_just_told():
    reading = read_message("the three wardens who brought in the most in 2024", HIRES)
    assert not isinstance(reading, Understood)
