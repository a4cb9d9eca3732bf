"""Averages over periods, parts of the calendar, and windows along a series.

A statistic that is said is taken of something, or the message is not answered.
"""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.calculation_tables import SCHEMAS


def _calculation(table: str, text: str):
    reading = read_message(text, SCHEMAS[f"{table}.csv"])
    assert isinstance(reading, Understood), reading
    assert [s.operation for s in reading.task.steps] == ["calculate"]
    return reading.task.steps[0].params


@pytest.mark.parametrize(
    ("table", "text", "measure", "grain", "over"),
    [
        ("bookings", "average monthly amount", ("sum", "amount_eur"), "month", "mean"),
        ("bookings", "average amount per quarter", ("sum", "amount_eur"), "quarter", "mean"),
        ("bookings", "how many bookings do we have in a typical week?", ("count", None), "week", "mean"),
        ("bookings", "median number of bookings per month", ("count", None), "month", "median"),
        ("games", "how many points are scored per month on average?", ("sum", "points"), "month", "mean"),
        ("tickets", "average number of tickets per day", ("count", None), "day", "mean"),
        ("meter", "average kwh per week", ("sum", "kwh"), "week", "mean"),
        ("ferry", "median passengers per quarter", ("sum", "passengers"), "quarter", "median"),
    ],
)  # fmt: skip
def test_a_statistic_of_periods_is_taken_over_them(table, text, measure, grain, over):
    params = _calculation(table, text)

    statistic, of = measure
    assert params["measures"] == [{"statistic": statistic, "of": of}]
    assert [key["grain"] for key in params["by"]] == [grain]
    assert params["over_groups"] == {"statistic": over}


@pytest.mark.parametrize(
    ("table", "text", "statistic", "grain"),
    [
        ("bookings", "average amount by month", "mean", "month"),
        ("bookings", "mean rating per month", "mean", "month"),
        ("bookings", "amount per month", "sum", "month"),
        ("meter", "kwh by weekday", "mean", "weekday"),
        ("meter", "which weekday uses the most kwh?", "mean", "weekday"),
        ("meter", "total kwh by weekday", "sum", "weekday"),
        ("bookings", "amount by weekday", "sum", "weekday"),
        ("ferry", "average passengers by month", "mean", "month_of_year"),
        ("ferry", "in which month is the delay highest on average?", "mean", "month_of_year"),
        ("ferry", "passengers by year", "sum", "year"),
        ("bookings", "how many nights were booked each month altogether?", "sum", "month"),
    ],
)  # fmt: skip
def test_each_period_has_its_own_figure(table, text, statistic, grain):
    params = _calculation(table, text)

    assert [one["statistic"] for one in params["measures"]] == [statistic]
    assert [key["grain"] for key in params["by"]] == [grain]
    assert "over_groups" not in params


@pytest.mark.parametrize(
    ("table", "text", "measure", "window"),
    [
        ("ferry", "rolling 12 month sum of passengers", "sum", ("sum", 12)),
        ("ferry", "6 month moving average of passengers", "sum", ("mean", 6)),
        ("ferry", "rolling 3 month average of delay", "mean", ("mean", 3)),
        ("bookings", "3 month rolling maximum of amount", "sum", ("max", 3)),
    ],
)
def test_the_statistic_of_a_window_is_not_each_periods_own(
    table, text, measure, window
):
    params = _calculation(table, text)

    assert [one["statistic"] for one in params["measures"]] == [measure]
    assert (params["window"]["statistic"], params["window"]["n"]) == window


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("bookings", "average number of bookings by hotel"),
        ("meter", "are kwh different on different weekdays?"),
        ("bookings", "median number of bookings by hotel"),
    ],
)
def test_a_statistic_or_a_unit_without_a_use_is_never_passed_over(table, text):
    reading = read_message(text, SCHEMAS[f"{table}.csv"])

    if isinstance(reading, Understood):
        last = reading.task.steps[-1].params
        assert any("grain" in key for key in last.get("by", [])) or last.get("group")


@pytest.mark.parametrize(
    ("table", "text", "horizon", "grain"),
    [
        ("meter", "forecast kwh for the next 2 weeks", 14, None),
        ("meter", "forecast weekly kwh for the next 8 weeks", 8, "week"),
        (
            "meter",
            "predict the kwh for the next 10 days",
            10,
            None,
        ),  # its rows are days
        ("ferry", "forecast passengers for the next year", 12, None),
        ("ferry", "forecast passengers 2 quarters ahead", 6, None),
        ("ferry", "what will the delay be in the next 3 months?", 3, "month"),
        ("bookings", "forecast amount for the next quarter", 3, "month"),
        ("bookings", "forecast the weekly amount for 6 weeks", 6, "week"),
    ],
)
def test_a_forecast_goes_as_far_as_it_is_said(table, text, horizon, grain):
    reading = read_message(text, SCHEMAS[f"{table}.csv"])

    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert step.operation == "forecast"
    assert (step.params["horizon"], step.params.get("grain")) == (horizon, grain)


@pytest.mark.parametrize(
    ("table", "text", "operation", "part"),
    [
        ("meter", "does kwh differ between weekdays?", "compare_groups", "weekday(day)"),
        ("meter", "does kwh depend on the day of the week?", "relate", "weekday(day)"),
        ("bookings", "anova of amount by weekday", "one_way_anova", "weekday(checkin)"),
        ("ferry", "box plot of delay by quarter", "box_plot", "quarter(month)"),
        ("tickets", "violin plot of first reply minutes by hour of the day", "violin_plot", "hour(opened)"),
        ("bookings", "kruskal wallis of rating by quarter", "kruskal_wallis", "quarter(checkin)"),
    ],
)  # fmt: skip
def test_a_part_of_the_calendar_makes_groups(table, text, operation, part):
    reading = read_message(text, SCHEMAS[f"{table}.csv"])

    assert isinstance(reading, Understood), reading
    made, asked = reading.task.steps
    assert (made.operation, asked.operation) == ("add_column", operation)
    assert made.params["expression"] == part
    assert made.params["name"] in str(asked.params)
