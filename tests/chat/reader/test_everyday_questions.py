"""Questions in people's own words: targets, suppositions, periods, shares, first of each."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.task import Step
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import MATCHES, SCHOOL, SHOP

LOANS = Schema(
    name="toolloans.csv", n_rows=420,
    columns=(
        Column(name="loan_no", kind="integer", n_unique=420, minimum=9001, maximum=9420),
        Column(name="borrowed_on", kind="datetime", n_unique=296, minimum="2023-03-03",
               maximum="2024-09-10"),
        Column(name="tool", kind="category", n_unique=4,
               levels=(("saw", 110), ("drill", 110), ("mixer", 100), ("wrench", 100))),
        Column(name="member", kind="category", n_unique=74,
               levels=tuple((f"M{n:03}", 5) for n in range(74))),
        Column(name="branch", kind="category", n_unique=3,
               levels=(("Harbour", 208), ("Old Mill", 137), ("Station", 75))),
        Column(name="days_out", kind="integer", n_unique=28, minimum=1, maximum=28),
        Column(name="status", kind="category", n_unique=3,
               levels=(("returned", 323), ("open", 72), ("lost", 25))),
        Column(name="late_fee", kind="number", n_unique=116, minimum=0.0, maximum=18.4),
        Column(name="damaged", kind="category", n_unique=2,
               levels=(("no", 380), ("yes", 40))),
    ),
)  # fmt: skip
HARVESTS = Schema(
    name="greenhouse.csv", n_rows=380,
    columns=(
        Column(name="picking", kind="datetime", n_unique=210, minimum="2024-01-04",
               maximum="2024-10-28"),
        Column(name="bay", kind="category", n_unique=3,
               levels=(("North", 130), ("South", 130), ("Annex", 120))),
        Column(name="harvest_kg", kind="number", n_unique=300, minimum=2.1, maximum=90.0),
        Column(name="spoiled_kg", kind="number", n_unique=280, minimum=0.1, maximum=14.0),
        Column(name="price_per_kg", kind="number", n_unique=5, minimum=1.7, maximum=11.5),
        Column(name="occupancy_pct", kind="number", n_unique=90, minimum=20.0, maximum=99.0),
        Column(name="pests", kind="category", n_unique=3,
               levels=(("none", 239), ("aphids", 100), ("mites", 41))),
        Column(name="sales", kind="number", n_unique=370, minimum=4.0, maximum=700.0),
    ),
)  # fmt: skip


def _steps(schema: Schema, text: str) -> tuple[Step, ...]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    return reading.task.steps


def _last(schema: Schema, text: str) -> dict[str, Any]:
    return dict(_steps(schema, text)[-1].params)


def _where(schema: Schema, text: str) -> list[dict[str, Any]]:
    where = _steps(schema, text)[0].params["where"]
    return list(where["all"]) if "all" in where else [where]


@pytest.mark.parametrize(
    ("schema", "text", "measure", "claim"),
    [
        (LOANS, "our limit is 15 days out on average, are we over it?",
         {"statistic": "mean", "of": "days_out"}, {"value": 15, "op": ">"}),
        (MATCHES, "is our average attendance above our target of 12,000?",
         {"statistic": "mean", "of": "attendance"}, {"value": 12000, "op": ">"}),
        (HARVESTS, "how far are we from 1 million in sales",
         {"statistic": "sum", "of": "sales"}, {"value": 1e6}),
        (HARVESTS, "did we reach 50k sales?",
         {"statistic": "sum", "of": "sales"}, {"value": 5e4, "op": ">="}),
        (HARVESTS, "our target is 70 % occupancy on average, are we below it?",
         {"statistic": "mean", "of": "occupancy_pct"}, {"value": 70, "op": "<"}),
    ],
)  # fmt: skip
def test_figures_are_held_against_a_number(
    schema: Schema, text: str, measure: dict[str, Any], claim: dict[str, Any]
):
    params = _last(schema, text)
    assert params["measures"] == [measure]
    assert params["claim"] == claim


@pytest.mark.parametrize(
    ("text", "value", "op"),
    [
        ("we want 70 % to pass. are we there?", "Yes", ">="),
        ("our target for the pass rate is 70 %, do we miss it?", "Yes", "<"),
    ],
)
def test_shares_are_held_against_percent(text: str, value: str, op: str):
    params = _last(SCHOOL, text)
    assert params["measures"][0]["where"]["value"] == value
    assert params["claim"] == {"value": 70, "op": op}


def test_there_should_be_little_of_what_is_damaged():
    params = _last(LOANS, "our target for the damage rate is 8 %, are we there?")
    assert params["claim"] == {"value": 8, "op": "<="}


@pytest.mark.parametrize(
    ("schema", "text", "statistic", "of"),
    [
        (HARVESTS, "what would sales be if every price went up 5 %", "sum", "sales * 1.05"),
        (SHOP, "what would revenue be if all unit prices fell by 10 percent?", "sum",
         "revenue * 0.9"),
        (SHOP, "what would revenue be if each unit price was 2 higher", "sum",
         "revenue + 2 * units"),
        (HARVESTS, "if we had picked 3 kg of harvest more each time, how much would we have "
         "harvested in total?", "sum", "harvest_kg + 3"),
        (MATCHES, "what would the average attendance be if it doubled", "mean",
         "attendance * 2"),
        (LOANS, "what would the late fees come to if every one were 10 % higher", "sum",
         "late_fee * 1.1"),
    ],
)  # fmt: skip
def test_what_is_supposed_is_reckoned_beside_what_is(
    schema: Schema, text: str, statistic: str, of: str
):
    would, is_now = _last(schema, text)["measures"]
    assert (would["statistic"], would["of"]) == (statistic, of)
    assert is_now == {"statistic": statistic, "of": of.split()[0]}


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (HARVESTS, "how much would we have harvested in total if prices went up 5 %"),
        (SHOP, "how many units would we sell if prices fell by 10 %?"),
    ],
)
def test_what_no_table_says_is_asked_about(schema: Schema, text: str):
    reading = read_message(text, schema)
    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    ("schema", "text", "start", "end"),
    [
        (LOANS, "late fees in the latest month", "2024-09-01", "2024-10-01"),
        (LOANS, "how many loans in the last full month", "2024-08-01", "2024-09-01"),
        (LOANS, "late fees two months ago", "2024-07-01", "2024-08-01"),
        (LOANS, "how many loans in the month before", "2024-08-01", "2024-09-01"),
        (SHOP, "revenue in the last complete year", "2024-01-01", "2025-01-01"),
        (MATCHES, "total goals in the month before last", "2025-01-01", "2025-02-01"),
    ],
)
def test_periods_are_counted_from_the_last_day(
    schema: Schema, text: str, start: str, end: str
):
    assert [one["value"] for one in _where(schema, text)] == [start, end]


@pytest.mark.parametrize(
    ("schema", "text", "rows"),
    [
        (LOANS, "top 3 loans by late fee in each branch",
         {"sort": "late_fee", "limit": 3, "within": ["branch"]}),
        (SHOP, "the 2 orders with the highest revenue in each region",
         {"sort": "revenue", "limit": 2, "within": ["region"]}),
        (MATCHES, "3 highest attendances in each venue",
         {"sort": "attendance", "limit": 3, "within": ["venue"]}),
    ],
)  # fmt: skip
def test_the_first_rows_of_each_group(schema: Schema, text: str, rows: dict[str, Any]):
    params = _last(schema, text)
    assert {name: params["rows"][name] for name in rows} == rows


@pytest.mark.parametrize(
    ("schema", "text", "of", "group"),
    [
        (LOANS, "the highest late fee in each branch", "late_fee", "branch"),
        (MATCHES, "the highest attendance in each venue", "attendance", "venue"),
    ],
)
def test_the_highest_of_each_group_is_its_maximum(
    schema: Schema, text: str, of: str, group: str
):
    params = _last(schema, text)
    assert params["measures"] == [{"statistic": "max", "of": of}]
    assert params["by"] == [{"column": group}]


@pytest.mark.parametrize("text", ["most popular tool in each branch",
                                  "two most borrowed tools in each branch"])  # fmt: skip
def test_kinds_are_ranked_within_each_group(text: str):
    params = _last(LOANS, text)
    assert [key["column"] for key in params["by"]] == ["branch", "tool"]
    assert params["within"] == [0]


@pytest.mark.parametrize(
    ("schema", "text", "column", "group"),
    [
        (LOANS, "which tool comes back damaged most often, as a rate?", "damaged", "tool"),
        (LOANS, "which tool is most likely to be damaged", "damaged", "tool"),
        (LOANS, "which branch loses tools most often, in percent", "status", "branch"),
        (SHOP, "which region is least likely to be paid", "paid", "region"),
        (SCHOOL, "which class passes most often, relatively", "Passed", "Class"),
    ],
)  # fmt: skip
def test_what_happens_most_often_as_a_rate(
    schema: Schema, text: str, column: str, group: str
):
    params = _last(schema, text)
    (measure,) = params["measures"]
    assert measure["statistic"] == "rate"
    assert measure["where"]["column"] == column
    assert params["by"] == [{"column": group}]


@pytest.mark.parametrize("text", ["what percentage of tools were damaged",
                                  "how likely is it that a tool is damaged"])  # fmt: skip
def test_a_share_of_kinds_that_are_so_is_one_of_the_rows(text: str):
    params = _last(LOANS, text)
    assert params["measures"][0]["statistic"] == "rate"
    assert "by" not in params


@pytest.mark.parametrize(
    ("schema", "text", "base", "event"),
    [
        (LOANS, "how many of the Harbour loans had a late fee and what share of them is that",
         "branch", "late_fee"),
        (LOANS, "how many damaged loans were from Harbour, and what percentage is that",
         "damaged", "branch"),
        (SHOP, "how many West orders were delivered, and what percentage of those is that?",
         "region", "delivered"),
    ],
)  # fmt: skip
def test_a_share_is_of_the_rows_named_first(
    schema: Schema, text: str, base: str, event: str
):
    steps = _steps(schema, text)
    assert steps[0].params["where"]["column"] == base
    assert steps[1].params["measures"][0]["where"]["column"] == event


@pytest.mark.parametrize(
    ("text", "statistics"),
    [
        ("which branch has the highest late fees? give me the average for each", ["mean"]),
        ("which branch has the highest total late fees? list the mean for every branch",
         ["sum", "mean"]),
        ("which branch has the most loans? show the number for each", ["count"]),
    ],
)  # fmt: skip
def test_a_figure_of_each_is_of_the_groups_that_are_ranked(
    text: str, statistics: list[str]
):
    (step,) = _steps(LOANS, text)
    assert [one["statistic"] for one in step.params["measures"]] == statistics
    assert step.params["by"] == [{"column": "branch"}]


@pytest.mark.parametrize(
    ("schema", "text", "condition"),
    [
        (HARVESTS, "how many harvests had no pests", ("pests", "==", "none")),
        (HARVESTS, "average sales without pests", ("pests", "==", "none")),
        (HARVESTS, "how many harvests had pests", ("pests", "!=", "none")),
        (LOANS, "how many loans had a late fee", ("late_fee", ">", 0)),
        (SCHOOL, "how many pupils had no absences", ("Absences", "==", 0)),
        (SHOP, "how many orders are still to be paid", ("paid", "==", False)),
        (SHOP, "how many orders waiting to be delivered are there", ("delivered", "==", "no")),
    ],
)  # fmt: skip
def test_conditions_in_everyday_words(
    schema: Schema, text: str, condition: tuple[str, str, Any]
):
    (leaf,) = _where(schema, text)
    assert (leaf["column"], leaf["op"], leaf["value"]) == condition


@pytest.mark.parametrize(
    ("schema", "text", "measure"),
    [
        (LOANS, "how many members do we have", {"statistic": "unique", "of": "member"}),
        (LOANS, "how many members borrowed a saw", {"statistic": "unique", "of": "member"}),
        (HARVESTS, "how many harvests in the North", {"statistic": "count", "of": None}),
        (HARVESTS, "how many pickings in March", {"statistic": "count", "of": None}),
    ],
)  # fmt: skip
def test_what_is_counted(schema: Schema, text: str, measure: dict[str, Any]):
    assert _last(schema, text)["measures"] == [measure]


def test_more_of_a_key_counts_rows():
    params = _last(LOANS, "members with more than 10 loans")
    assert params["having"][0]["measure"] == {"statistic": "count", "of": None}


@pytest.mark.parametrize(
    ("schema", "text", "of"),
    [
        (HARVESTS, "total spoilage per bay", "spoiled_kg"),
        (HARVESTS, "which bay is the fullest", "occupancy_pct"),
        (SCHOOL, "whose families are absent most, by class", "Absences"),
        (LOANS, "which branch's families pay the most late fees", "late_fee"),
        (LOANS, "whose borrowers pay most late fees, by branch", "late_fee"),
    ],
)  # fmt: skip
def test_nouns_akin_and_nouns_for_rows(schema: Schema, text: str, of: str):
    params = _last(schema, text)
    assert params["measures"][0]["of"] == of
    assert len(params["by"]) == 1


@pytest.mark.parametrize(
    ("text", "group"),
    [("which tool has the most damages", "tool"), ("which branch is damaged most", "branch")],
)  # fmt: skip
def test_yes_and_no_are_not_ranked(text: str, group: str):
    assert _last(LOANS, text)["by"] == [{"column": group}]
