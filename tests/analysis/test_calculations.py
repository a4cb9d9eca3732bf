"""What calculations say: the first sentence, the table, the notes, the refusals."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.base.errors import TaskError
from analysis.base.operation import Answer
from analysis.base.reply import KeyValues, Table, Text
from analysis.operations import operations

CALCULATE = operations()["calculate"]
ORDERS = pd.DataFrame(
    {
        "order_id": [1, 2, 3, 4, 5, 6, 7, 8],
        "customer": ["Ann", "Bob", "Ann", "Cy", "Ann", "Bob", "Dee", "Eve"],
        "region": ["West", "West", "East", "East", "West", None, "North", "East"],
        "units": [1, 2, 3, 4, 5, 6, 7, 8],
        "revenue": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, None, 80.0],
        "day": pd.to_datetime(
            ["2023-01-05", "2023-02-05", "2023-02-06", "2023-05-05", "2024-01-01",
             "2024-01-31", "2024-02-01", "2024-02-29"]
        ),
        "returned": [True, False, False, False, True, False, False, False],
    }
).astype({"customer": "str", "region": "str"})  # fmt: skip
REVENUE = {"statistic": "sum", "of": "revenue"}
COUNT = {"statistic": "count"}
RETURNS = {"statistic": "rate",
           "where": {"column": "returned", "op": "==", "value": True}}  # fmt: skip
REGION = {"column": "region"}
MONTH = {"column": "day", "grain": "month"}
YEAR = {"column": "day", "grain": "year"}


def answer(**params: Any) -> Answer:
    result = CALCULATE.carried_out(ORDERS, params)
    assert CALCULATE.presenter is not None
    return CALCULATE.presenter(result, params)


def rows_of(found: Answer) -> list[tuple[Any, ...]]:
    return [
        row for block in found.blocks if isinstance(block, Table) for row in block.rows
    ]


def said_below(found: Answer) -> str:
    return " ".join(block.text for block in found.blocks if isinstance(block, Text))


SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({"measures": [REVENUE]}, "The total revenue is 290."),
    ({}, "There are 8 rows."),
    ({"noun": "orders"}, "There are 8 orders."),
    (
        {"measures": [{"statistic": "unique", "of": "customer"}]},
        "There are 5 different customers.",
    ),
    (
        {"measures": [{"statistic": "unique", "of": "customer", "label": "customers"}]},
        "There are 5 customers.",
    ),
    (
        {"measures": [{"statistic": "unique", "of": "customer",
                       "label": "number of customers"}]},
        "There are 5 customers.",
    ),
    (
        {"measures": [{"statistic": "missing", "of": "revenue"}], "noun": "orders"},
        "1 order has no revenue.",
    ),
    (
        {"measures": [COUNT, REVENUE], "by": [YEAR], "noun": "orders"},
        "Orders and total revenue by year: 2023 4 and 100; 2024 4 and 190.",
    ),
    (
        {"measures": [COUNT], "by": [YEAR], "noun": "orders", "limit": 1,
         "order": {"by": "key", "descending": True}},
        "Orders by year: 2024 4.",
    ),
    ({"measures": [{"statistic": "max", "of": "day"}]}, "The latest day is 2024-02-29."),
    (
        {"measures": [RETURNS], "noun": "orders"},
        "25 % of orders have returned = yes (2 of 8).",
    ),
    (
        {"measures": [{**REVENUE, "share": "total",
                       "where": {"column": "region", "op": "==", "value": "West"}}]},
        "27.59 % of total revenue comes from region = West: 80 of 290.",
    ),
    (
        {"measures": [{**REVENUE, "over": COUNT, "label": "average order value"}]},
        "The average order value is 36.25 (290 ÷ 8).",
    ),
    (
        {"measures": [COUNT, REVENUE], "noun": "orders"},
        "There are 8 orders and the total revenue is 290.",
    ),
    (
        {"measures": [REVENUE], "by": [REGION]},
        "Total revenue by region: East 150, North undefined, West 80; 230 in all.",
    ),
    (
        {"measures": [REVENUE], "by": [{**REGION, "values": ["East", "West"]}]},
        "Total revenue by region: East 150, West 80.",
    ),
    (
        {"measures": [REVENUE], "by": [{**REGION, "values": ["East", "North", "West"]}]},
        "Total revenue by region: East 150, North undefined, West 80; 230 together.",
    ),
    (
        {"measures": [REVENUE], "by": [REGION], "asks": "which"},
        "East has the highest total revenue: 150 of 230, then West with 80.",
    ),
    (
        {"measures": [COUNT], "by": [REGION], "asks": "which", "noun": "orders"},
        "East and West have the most orders: 3 each, of 7.",
    ),
    (
        {"measures": [COUNT], "by": [{"column": "customer"}], "asks": "which",
         "order": {"descending": False}, "noun": "orders", "limit": 1},
        "Cy has the fewest orders: 1 of 8; 2 more have the same value.",
    ),
    (
        {"measures": [REVENUE], "by": [{"column": "customer"}], "place": 2},
        "Bob has the second highest total revenue: 80 of 290; 1 more has the same "
        "value.",
    ),
    (
        {"measures": [REVENUE], "by": [{"column": "customer"}], "limit": 2},
        "The 2 customers with the highest total revenue: Ann (90) and Bob (80); together 170 of 290 (58.6207 %); 1 "
        "more has the same value as the last.",
    ),
    (
        {"measures": [COUNT], "by": [REGION], "place": 2, "noun": "orders"},
        "West has the second most orders: 3 of 7; 1 more has the same value.",
    ),
    (
        {"measures": [COUNT], "by": [{"column": "customer"}], "noun": "orders",
         "having": [{"measure": COUNT, "op": ">", "value": 1}],
         "over_groups": {"statistic": "count"}},
        "2 of 5 customers have more than 1 order.",
    ),
    (
        {"measures": [COUNT], "by": [{"column": "customer"}], "noun": "orders",
         "having": [{"measure": COUNT, "op": ">=", "value": 9}]},
        "No customer has at least 9 orders.",
    ),
    (
        {"measures": [COUNT], "by": [{"column": "customer"}], "noun": "orders",
         "over_groups": {"statistic": "mean"}},
        "The average number of orders per customer is 1.6 (5 customers).",
    ),
    (
        {"measures": [REVENUE], "by": [{"column": "customer"}], "reach": {"share": 0.8}},
        "3 of 5 customers make up 80 % of total revenue (Ann, Bob, Eve; together "
        "86.21 %).",
    ),
    (
        {"measures": [{"statistic": "mean", "of": "revenue"}], "position": {"value": 50}},
        "71.43 % of 7 values of revenue are 50 or lower, 57.14 % are lower.",
    ),
    (
        {"rows": {"sort": "revenue", "limit": 1, "columns": ["order_id", "revenue"]}},
        "The highest revenue is 80 (order_id 8).",
    ),
    (
        {"rows": {"sort": "revenue", "limit": 1, "columns": ["order_id"]}},
        "The highest revenue is 80 (order_id 8).",
    ),
    (
        {"rows": {"sort": "revenue", "limit": 1, "within": ["returned"],
                  "columns": ["order_id"]}},
        "The rows with the highest revenue in each returned: no 80; yes 50.",
    ),
    (
        {"rows": {"sort": "revenue", "columns": ["order_id", "revenue"]}, "place": 2},
        "The second highest revenue is 60 (order_id 6).",
    ),
    (
        {"rows": {"sort": "revenue", "limit": 2, "within": ["region"],
                  "columns": ["order_id", "region", "revenue"]}, "noun": "orders"},
        "The orders with the highest revenue in each region: East 80 and 40; West 50 "
        "and 20.",
    ),
    (
        {"measures": [REVENUE], "by": [{**REGION, "values": ["West", "East"]}],
         "compare": {}},
        "Total revenue is higher for East (150) than for West (80): a difference of 70, "
        "87.5 % more.",
    ),
    (
        {"measures": [REVENUE], "by": [{**REGION, "values": ["West", "East"]}],
         "compare": {}, "asks": "how_much_more"},
        "Total revenue is 70 lower for West than for East, 46.67 % less: 80 against 150.",
    ),
    (
        {"measures": [REVENUE], "by": [YEAR], "compare": {}},
        "Total revenue is higher in 2024 (190) than in 2023 (100): a difference of 90, "
        "90 % more.",
    ),
    (
        {"measures": [{**RETURNS, "label": "return rate"}],
         "by": [{**REGION, "values": ["West", "East"]}], "compare": {}},
        "Return rate is higher for West (66.67 %, 2 of 3) than for East (0 %, 0 of 3): a "
        "difference of 66.67 percentage points.",
    ),
    (
        {"measures": [REVENUE], "by": [{**REGION, "values": ["West", "East"]}],
         "compare": {}, "asks": "yes_no", "claim": {"op": ">"}},
        "No: total revenue is lower for West (80) than for East (150): a difference of "
        "70, 46.67 % less.",
    ),
    (
        {"measures": [REVENUE], "by": [REGION], "asks": "yes_no",
         "claim": {"extreme": "highest", "groups": ["East"]}},
        "Yes: East has the highest total revenue: 150 of 230, then West with 80.",
    ),
    (
        {"measures": [COUNT], "asks": "yes_no", "noun": "orders",
         "claim": {"op": ">", "value": 10}},
        "No: there are 8 orders.",
    ),
    (
        {"measures": [{"statistic": "mode", "of": "customer"}]},
        "The most frequent customer is Ann (3 times).",
    ),
    (
        {"measures": [REVENUE], "by": [{"split": {
            "where": {"column": "region", "op": "==", "value": "West"},
            "yes": "West", "no": "the rest"}}], "compare": {}},
        "Total revenue is higher for the rest (150) than for West (80): a difference of "
        "70, 87.5 % more.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("params", "sentence"), SENTENCES)
def test_the_first_sentence_is_the_answer(params, sentence):
    assert answer(**params).summary == sentence


def test_periods_are_labelled_as_people_write_them():
    grains = {
        "year": ["2023", "2024"],
        "quarter": ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1"],
        "weekday": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
                    "Sunday"],
        "month_of_year": ["January", "February", "March", "April", "May"],
        "quarter_of_year": ["Q1", "Q2"],
    }  # fmt: skip
    for grain, labels in grains.items():
        found = answer(measures=[COUNT], by=[{"column": "day", "grain": grain}])
        assert [row[0] for row in rows_of(found)] == labels
    weeks = answer(measures=[COUNT], by=[{"column": "day", "grain": "week"}])
    assert rows_of(weeks)[0] == ("2023-01-02", 1)
    assert "Weeks begin on Monday" in said_below(weeks)


def test_fiscal_years_are_named_by_the_year_they_end_in():
    key = {"column": "day", "grain": "quarter", "fiscal_start": 7}

    found = answer(measures=[COUNT], by=[key])

    assert [row[0] for row in rows_of(found)] == [
        "FY2023-Q3", "FY2023-Q4", "FY2024-Q1", "FY2024-Q2", "FY2024-Q3",
    ]  # fmt: skip
    assert "Fiscal years begin in July" in said_below(found)


def test_months_by_year_hold_no_months_of_other_years():
    found = answer(
        measures=[REVENUE],
        by=[MONTH, YEAR],
        over_groups={"statistic": "mean", "by": [1]},
    )

    # 2023: 10, 50 and 40 of January, February and May; 2024: 110 and 80
    assert [row[1] for row in rows_of(found)] == pytest.approx([100 / 3, 95.0])


def test_months_without_rows_are_shown_and_said():
    found = answer(measures=[REVENUE], by=[MONTH])

    assert ("2023-03", 0) in rows_of(found)
    assert "9 groups without rows, counted as 0." in said_below(found)


def test_growth_shows_the_value_and_the_change_beside_it():
    found = answer(measures=[REVENUE], by=[YEAR], window={"kind": "growth"})

    assert rows_of(found) == [("2023", None, 100, None), ("2024", 0.9, 190, 90)]


def test_the_value_a_year_before_needs_a_unit_that_years_are_made_of():
    window = {"kind": "growth", "against": "year_before"}
    with pytest.raises(TaskError, match="years, quarters, months or weeks"):
        answer(
            measures=[REVENUE], by=[{"column": "day", "grain": "day"}], window=window
        )


@pytest.mark.parametrize(
    ("measure", "value", "groups"),
    [
        ({**REVENUE, "over": COUNT}, 40, ["East"]),
        ({**COUNT, "share": "total"}, 0.3, ["East", "West"]),
        ({**RETURNS, "times": 100}, 50, ["West"]),
        ({**REVENUE, "over": COUNT, "times": 100}, 4000, ["East"]),
        ({"statistic": "unique", "of": "customer", "share": "total"}, 0.5, ["East"]),
    ],
)
def test_groups_are_selected_by_any_measure(measure, value, groups):
    having = [{"measure": measure, "op": ">", "value": value}]

    found = answer(measures=[COUNT], by=[REGION], having=having)

    assert [row[0] for row in rows_of(found)] == groups


def test_groups_are_held_against_the_average_of_all_groups():
    # East 150, West 80, North none: 115 on average.
    having = [{"measure": REVENUE, "op": ">", "against": "mean"}]

    found = answer(measures=[REVENUE], by=[REGION], having=having)

    assert [row[0] for row in rows_of(found)] == ["East"]
    assert "above their mean" in found.summary


def test_a_condition_on_groups_has_a_value_or_a_figure():
    having = [{"measure": REVENUE, "op": ">", "against": "mean", "value": 3}]
    with pytest.raises(TaskError, match="against a value or against a figure"):
        answer(measures=[REVENUE], by=[REGION], having=having)


def test_the_first_groups_make_up_a_share_together():
    share = {**REVENUE, "share": "total", "unit": "%"}
    order = {"by": "value", "measure": 0, "descending": True}

    found = answer(measures=[share], by=[REGION], order=order, limit=1,
                   over_groups={"statistic": "sum"})  # fmt: skip

    # 150 of 230
    assert "make up 65.22 % of it (of 3 regions in all)" in found.summary


def test_the_first_groups_of_a_ranking_are_told_together():
    order = {"by": "value", "measure": 0, "descending": True}

    found = answer(measures=[COUNT], by=[{"column": "customer"}], order=order, limit=2)

    # Ann 3 and Bob 2 of 8 orders
    assert "together 5 of 8 (62.5 %)" in found.summary


def test_two_keys_make_a_table_with_one_of_them_across():
    found = answer(measures=[{**COUNT, "share": "row"}],
                   by=[{"column": "returned"}, REGION])  # fmt: skip

    table = next(block for block in found.blocks if isinstance(block, Table))
    assert [column.label for column in table.columns] == [
        "returned", "East", "North", "West",
    ]  # fmt: skip
    assert table.rows == (
        ("no", 0.6, 0.2, 0.2),
        ("yes", None, None, 1.0),
    )
    assert "Shares add up to 100 % within each returned." in said_below(found)


def test_a_rate_comes_with_both_counts():
    found = answer(measures=[RETURNS], by=[REGION], noun="orders")

    assert rows_of(found)[-1] == ("West", pytest.approx(2 / 3), 2, 3)


def test_percentages_that_were_asked_for_times_100_are_shown_as_percentages():
    found = answer(measures=[{**RETURNS, "times": 100, "unit": "%", "label": "rate"}])

    tiles = next(block for block in found.blocks if isinstance(block, KeyValues))
    assert found.summary == "The rate is 25 % (2 of 8)."
    assert (tiles.items[0].value, tiles.items[0].format) == (0.25, "percent")


def test_values_of_a_key_are_kept_in_the_order_of_the_question():
    found = answer(measures=[COUNT], by=[{**REGION, "values": ["West", "East"]}])

    assert rows_of(found) == [("West", 3), ("East", 3)]


@pytest.mark.parametrize("values", [[4, 2], ["4", "2"], [4.0, 2.0]])
def test_a_value_is_found_however_its_number_is_written(values):
    found = answer(measures=[COUNT], by=[{"column": "units", "values": values}])

    assert rows_of(found) == [("4", 1), ("2", 1)]


def test_shares_of_chosen_groups_are_still_of_the_whole():
    measure = {**COUNT, "share": "total"}

    found = answer(measures=[measure], by=[{**REGION, "values": ["West"]}])

    assert rows_of(found) == [("West", pytest.approx(3 / 7), 3)]


def test_different_values_of_all_groups_are_no_sum():
    measure = {"statistic": "unique", "of": "customer", "share": "total"}

    found = answer(measures=[measure], by=[{"column": "returned"}])

    assert rows_of(found) == [("no", 1.0, 5), ("yes", 0.2, 1)]
    assert "groups do not add up" in said_below(found)


def test_dates_are_made_of_parts():
    parts = pd.DataFrame(
        {"y": [2023, 2023, 2024], "m": ["Jan", "March", "feb"], "x": [1, 2, 4]}
    )
    params = {"measures": [{"statistic": "sum", "of": "x"}],
              "by": [{"year": "y", "month": "m", "grain": "quarter"}]}  # fmt: skip

    found = CALCULATE.carried_out(parts, params)

    assert [(row["keys"][0], row["values"][0]) for row in found["rows"]] == [
        ("2023-Q1", 3), ("2023-Q2", 0), ("2023-Q3", 0), ("2023-Q4", 0), ("2024-Q1", 4),
    ]  # fmt: skip


def test_named_stretches_of_time_are_set_against_each_other():
    periods = [
        {"label": "this February", "start": "2024-02-01", "end": "2024-03-01"},
        {"label": "last February", "start": "2023-02-01", "end": "2023-03-01"},
    ]

    found = answer(measures=[REVENUE], by=[{"column": "day", "periods": periods}],
                   compare={})  # fmt: skip

    assert found.summary == (
        "Total revenue is higher in this February (80) than in last February (50): a "
        "difference of 30, 60 % more."
    )


def test_a_comparison_in_each_group_names_the_largest_difference_first():
    found = answer(measures=[COUNT], by=[REGION, YEAR], compare={})

    assert found.summary == (
        "Rows, 2024 against 2023: East −1 (−50 %), North +1, West −1 (−50 %)."
    )


@pytest.mark.parametrize(
    "name",
    ["n", "rows", "group size", "known values", "lower", "whole", "total x", "times",
     "share reached", "values", "month", "table", "x", "different xs", "share of rows"],
)  # fmt: skip
def test_a_column_may_be_called_as_the_script_calls_its_own(name):
    data = pd.DataFrame({"x": [1.0, 2.0, 4.0, 8.0]})
    data[name] = [1, 1, 2, 2]
    quoted, by = f"`{name}`", [{"column": name}]
    total = {"statistic": "sum", "of": "x"}
    unique = {"statistic": "unique", "of": quoted, "share": "row"}
    forms: list[dict[str, Any]] = [
        {"measures": [total], "by": by},
        {"measures": [{"statistic": "sum", "of": quoted}, total], "by": by},
        {"measures": [{"statistic": "mode", "of": quoted}], "by": by},
        {"measures": [unique], "by": [*by, {"column": "x", "bins": 2}]},
        {"measures": [total], "by": by, "over_groups": {"statistic": "count"}},
        {"measures": [total], "by": by, "reach": {"share": 0.5}},
        {"measures": [total], "by": by, "position": {"value": 2}},
        {"measures": [total], "by": by, "window": {"kind": "growth"}},
        {"measures": [{**COUNT, "share": "total"}], "by": by, "compare": {}},
    ]
    for params in forms:
        result = CALCULATE.carried_out(data, params)
        assert CALCULATE.presenter is not None
        assert CALCULATE.presenter(result, params).summary


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"measures": [REVENUE], "by": [REGION]}, "Total revenue by region"),
        ({"measures": [REVENUE], "by": [MONTH], "window": {"kind": "running"}},
         "Running total of revenue by month (day)"),
        ({"measures": [COUNT], "by": [REGION], "noun": "orders", "limit": 2,
          "order": {"descending": True}},
         "Orders by region, highest first, the first 2"),
        ({"rows": {"sort": "revenue", "limit": 3, "within": ["region"]}},
         "Rows by revenue, highest first, the first 3 in each region"),
    ],
)  # fmt: skip
def test_a_calculation_is_restated_in_words(params, words):
    assert CALCULATE.words(params) == words
