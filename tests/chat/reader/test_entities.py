"""Nouns for what comes again over the rows: the column that tells one from another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood, UnknownColumn
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 300


def _tables() -> dict[str, Schema]:
    random = np.random.default_rng(3)
    days = pd.date_range("2022-01-03", "2023-12-20", periods=_N).normalize()
    plates = [f"K{chr(65 + n)}{n + 10} {chr(90 - n)}RS" for n in range(20)]
    owners = [f"{one} {two}" for one in ("Ada", "Ben", "Cleo", "Dan", "Eve")
              for two in ("Abel", "Cole", "Ek", "Fisk", "Grau", "Holm")]  # fmt: skip
    boats = pd.DataFrame(
        {
            "Hire Number": [f"H-{n}" for n in range(_N)],
            "Hired": days,
            "Plate": random.choice(plates, _N),
            "Vehicle Type": random.choice(["Jeep", "Coupe", "Pickup"], _N),
            "Customer Segment": random.choice(["private", "firm"], _N),
            "Driver Rating": random.choice([1, 2, 3, 4, 5], _N),
            "Agent": random.choice(["Kim Lee", "Max Orr", "Noa Pym"], _N),
            "Total Cost": random.integers(40, 900, _N),
            "Parts Cost": random.integers(4, 90, _N),
        }
    )
    clinic = pd.DataFrame(
        {
            "visit_no": [f"V{n}" for n in range(_N)],
            "visited_on": days,
            "owner": random.choice(owners, _N),
            "chip_number": random.choice(np.arange(900_000_100, 900_000_160), _N),
            "species": random.choice(["dog", "cat", "parrot"], _N),
            "minutes": random.integers(1, 9, _N) * 5,
            "total": random.integers(20, 300, _N).astype(float),
        }
    )
    inn = pd.DataFrame(
        {
            "booking_id": [f"B{n}" for n in range(_N)],
            "booked_on": days,
            "guest_name": random.choice(owners, _N),
            "guests": random.integers(1, 5, _N),
            "nights": random.integers(1, 15, _N),
            "total_bill": random.integers(80, 2000, _N).astype(float),
        }
    )
    school = pd.DataFrame(
        {
            "StuID": [f"S{n:04}" for n in range(_N)],
            "Form": random.choice(["7A", "7B", "8A"], _N),
            "Mark": random.integers(20, 100, _N),
        }
    )
    found = {"hires": boats, "clinic_visits": clinic, "inn": inn, "school": school}
    return {name: schema_of(table, f"{name}.csv") for name, table in found.items()}


TABLES = _tables()


def _calculation(table: str, text: str) -> dict[str, object]:
    reading = read_message(text, TABLES[table])
    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].operation == "calculate", reading.task.steps
    return dict(reading.task.steps[-1].params)


@pytest.mark.parametrize(
    ("table", "text", "column"),
    [
        ("hires", "how many vehicles are we talking about here?", "Plate"),
        ("hires", "how many different vehicles do we have?", "Plate"),
        ("clinic_visits", "how many owners do we have?", "owner"),
        ("clinic_visits", "how many customers do we have?", "owner"),
        ("clinic_visits", "how many people come to us?", "owner"),
        ("clinic_visits", "how many animals do we look after?", "chip_number"),
        ("clinic_visits", "how many pets have we seen?", "chip_number"),
        ("inn", "how many different guests did we have?", "guest_name"),
        ("inn", "how many customers do we have?", "guest_name"),
    ],
)
def test_they_are_counted_by_what_tells_them_apart(table, text, column):
    measures = _calculation(table, text)["measures"]

    assert [(m["statistic"], m["of"]) for m in measures] == [("unique", column)]


@pytest.mark.parametrize(
    ("table", "text", "column"),
    [
        ("hires", "which three vehicles have cost us the most so far?", "Plate"),
        ("clinic_visits", "which owner has spent the most with us?", "owner"),
        ("clinic_visits", "who's our best customer money-wise?", "owner"),
        ("inn", "which guest has spent the most?", "guest_name"),
        ("inn", "who are our five best guests by money?", "guest_name"),
        ("inn", "how many of our guests have booked more than once?", "guest_name"),
        ("inn", "how many people booked twice or more?", "guest_name"),
        ("clinic_visits", "how many animals have been here more than twice?", "chip_number"),
        ("hires", "how many vehicles were hired three times or more?", "Plate"),
    ],
)  # fmt: skip
def test_they_are_the_groups_that_are_ranked_or_chosen(table, text, column):
    params = _calculation(table, text)

    assert params["by"] == [{"column": column}]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("hires", "how many drivers do we have?"),
        ("hires", "how many customers do we have?"),
        ("hires", "which driver has the most hires?"),
        ("inn", "how many drivers do we have?"),
        ("clinic_visits", "how many vehicles do we have?"),
    ],
)
def test_a_column_of_another_sort_does_not_stand_for_them(table, text):
    reading = read_message(text, TABLES[table])

    assert not isinstance(reading, Understood), reading


@pytest.mark.parametrize("noun", ["pupils", "students", "kids", "children"])
def test_the_rows_are_they_where_the_key_is_theirs(noun):
    params = _calculation("school", f"how many {noun} are in each form?")

    assert params["measures"] == [{"statistic": "count", "of": None}]
    assert params["by"] == [{"column": "Form"}]


def test_what_one_is_like_chooses_those_that_are_told_apart():
    params = _calculation(
        "hires", "on average, how many hires does a single jeep have?"
    )

    assert params["by"] == [{"column": "Plate"}]
    assert params["over_groups"] == {"statistic": "mean"}


@pytest.mark.parametrize(
    ("table", "text", "upper", "lower"),
    [
        ("inn", "what does one night bring us?", ("sum", "total_bill"), ("sum", "nights")),
        ("inn", "what does a guest spend on average?", ("sum", "total_bill"), ("unique", "guest_name")),
        ("inn", "number of bookings per guest", ("count", None), ("unique", "guest_name")),
        ("inn", "how many guests per booking on average?", ("sum", "guests"), ("count", None)),
        ("clinic_visits", "how much do we earn per minute?", ("sum", "total"), ("sum", "minutes")),
    ],
)  # fmt: skip
def test_an_amount_of_one_is_divided_by_how_many_there_are(table, text, upper, lower):
    (measure,) = _calculation(table, text)["measures"]

    assert (measure["statistic"], measure["of"]) == upper
    assert (measure["over"]["statistic"], measure["over"]["of"]) == lower


def test_a_noun_names_no_column_of_its_stem_alone():
    """ "Bookings" are not the day when something was booked."""
    reading = read_message("bookings per guest", TABLES["inn"])

    assert isinstance(reading, Understood)
    assert "booked_on" not in repr(reading.task.steps)


def test_an_unknown_thing_is_refused_by_name():
    reading = read_message("how many tractors came in?", TABLES["hires"])

    assert isinstance(reading, UnknownColumn)
    assert reading.word == "tractors"
