"""Questions in another order of words are read as those in the usual one."""

from __future__ import annotations

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.phrasing import phrased
from tests.chat.reader.everyday_tables import (
    _dates,
    _flag,
    _key,
    _number,
    _words,
)

KENNEL = Schema(
    name="kennel_stays.csv", n_rows=180,
    columns=(
        _key("stay_id", 180), _dates("arrival", "2023-01-03", "2024-10-25", 150),
        _words("owner", "Anna Berg", "Paul Kern", "Lena Fox", "Omar Said", "Vera Zorn"),
        _words("breed", "Boxer", "Collie", "Poodle", "Terrier"),
        _words("room", "Garden", "Indoor", "Suite"),
        _words("booked_by", "Email", "Phone", "Website"),
        _number("nights", 1, 12, 12), _number("bill", 40.5, 600.0),
        _flag("vaccinated"), _number("rating", 1, 5, 5),
    ),
)  # fmt: skip
ROWING = Schema(
    name="rowing_members.csv", n_rows=90,
    columns=(
        _key("Member no", 90), _dates("Joined", "2015-01-05", "2023-12-05", 70),
        _words("Boat class", "Single", "Double", "Eight"),
        _number("Annual fee", 120, 240, 3), _number("Weight (kg)", 55, 100, 40),
        _flag("Cancelled"),
    ),
)  # fmt: skip
WARDS = Schema(
    name="appointments.csv", n_rows=220,
    columns=(
        _key("appointment_id", 220), _dates("starts", "2024-01-08 08:00", "2024-06-28 17:00", 200),
        _words("patient", "Leo Reyes", "Grace Quinn", "Ida Moss", "Sven Dahl"),
        _words("doctor", "Dr. Novak", "Dr. Patel", "Dr. Weber"),
        _words("reason", "Check-up", "Flu", "Injury"),
        _number("waitMin", 0, 60, 50), _number("fee", 20.0, 120.0), _flag("smoker", "Y", "N"),
    ),
)  # fmt: skip


def _steps(text: str, schema: Schema) -> list[tuple[str, dict[str, object]]]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), (text, reading)
    dropped = ("noun", "chart", "asks")
    return [
        (s.operation, {k: v for k, v in s.params.items() if k not in dropped})
        for s in reading.task.steps
    ]


@pytest.mark.parametrize(("text", "plain", "schema"), [
    # What is counted stands in front, or is counted once.
    ("owners per room, how many?", "how many owners per room", KENNEL),
    ("stays with a bill over 300 - how many?", "how many stays with a bill over 300", KENNEL),
    ("number of breeds, each counted only once", "number of different breeds", KENNEL),
    ("how many owners do we have, everyone counted once", "how many different owners do we have", KENNEL),
    ("each patient counted once, how many are they?", "how many different patients are there", WARDS),
    ("count unique breeds booked", "how many different breeds are there", KENNEL),
    ("no of stays in 2024", "number of stays in 2024", KENNEL),
    ("count stays: vaccinated = no and nights > 5", "how many stays have vaccinated = no and nights > 5", KENNEL),
    ("how many stays have Fox in the owner name", "how many stays where owner contains Fox", KENNEL),
    # What is left out, in the passive.
    ("mean bill when the stays booked by phone are left out", "mean bill excluding stays booked by phone", KENNEL),
    ("With Terriers excluded, what is the mean bill?", "mean bill excluding Terriers", KENNEL),
    ("total bill if the Suite is not counted", "total bill excluding Suite", KENNEL),
    ("mean waitMin, leaving Dr. Novak's appointments out", "mean waitMin excluding Dr. Novak", WARDS),
    # Statistics that are declined, and what is added up.
    ("not the sum of the nights but the median", "median of nights", KENNEL),
    ("not the sum, only the mean bill", "mean bill", KENNEL),
    ("what is the mean bill? no need to give the total", "mean bill", KENNEL),
    ("add the nights up", "total nights", KENNEL),
    ("how many nights did dogs stay altogether, and how many on average", "total and average nights", KENNEL),
    ("sum of nights over all stays", "sum of nights", KENNEL),
    ("what does an owner spend on average, all of his bills taken together", "average bill per owner", KENNEL),
    ("The average, over the owners, of the nights they booked.", "average nights per owner", KENNEL),
    ("how much do all the members together pay a year?", "total annual fee", ROWING),
    # What runs up, and shares.
    ("nights so far per month", "running total of nights by month", KENNEL),
    ("how does the bill add up over the quarters", "running total of bill by quarter", KENNEL),
    ("nights share by breed", "share of nights by breed", KENNEL),
    ("what portion of the bill does each room bring in", "share of bill by room", KENNEL),
    ("how big a part of the nights does the Suite account for", "what percentage of nights comes from Suite", KENNEL),
    ("how many percent of the stays were booked by phone", "what percentage of the stays were booked by phone", KENNEL),
    ("cancelled in % by boat class", "rate of cancelled by boat class", ROWING),
    ("how many owners for 50 percent of the bill", "how many owners make up 50% of the bill", KENNEL),
    # Order and periods.
    ("no. 3 breed by nights", "third best breed by nights", KENNEL),
    ("breeds ranked by stays", "breeds ranked by number of stays", KENNEL),
    ("boat classes sorted by annual fee", "rank the boat classes by annual fee", ROWING),
    ("busiest month by stays?", "busiest month by number of stays", KENNEL),
    ("which reason shows up the most", "which reason is the most common", WARDS),
    ("break the nights down by breed", "nights by breed", KENNEL),
    ("nights in 2023 next to 2024", "nights in 2023 vs 2024", KENNEL),
    ("nights over the past two months", "nights in the last 2 months", KENNEL),
    ("what did we take in in 2024", "how much did we take in in 2024", KENNEL),
    ("how many stays from the start of march 2024 to the end of may 2024",
     "how many stays from march 2024 to may 2024", KENNEL),
    ("how many minutes do people wait, doctor by doctor (mean)", "average waitMin by doctor", WARDS),
    # A part without "of", each one's part of the whole, and one within another.
    ("% vaccinated", "percentage of vaccinated", KENNEL),
    ("stays: percent Boxer or Collie", "percentage of Boxer or Collie", KENNEL),
    ("show how much each breed contributes to the total bill, as a share", "share of bill by breed", KENNEL),
    ("the share of each room among the stays of each breed", "share of stays by room within each breed", KENNEL),
    ("room split of stays inside every breed, in percent", "share of stays by room within each breed", KENNEL),
    ("how high is the bill relative to the nights, as a percentage, in each room", "bill as a percentage of nights by room", KENNEL),
    ("please break the breed down into percentages", "percentage breakdown of breed", KENNEL),
    ("room: share of each value", "percentage breakdown of room", KENNEL),
    # What it comes to, what runs up and which is best.
    ("what do all the bills come to?", "total bill", KENNEL),
    ("add the nights of all stays together", "total nights", KENNEL),
    ("how the bill accumulates over the months", "running total of bill by month", KENNEL),
    ("how do the nights add up over the months of 2024", "running total of nights by month in 2024", KENNEL),
    ("best performing breed", "which breed is doing best", KENNEL),
    ("what breed ranks second by bill?", "second best breed by bill", KENNEL),
    ("owners by room, just the count", "number of owners by room", KENNEL),
    # All but some, wholly.
    ("total bill for everything except Suite", "total bill excluding Suite", KENNEL),
    ("total bill excluding Suite and vaccinated stays", "total bill excluding Suite and excluding vaccinated", KENNEL),
    ("mean bill without Boxer, Collie and stays booked by phone", "mean bill without Boxer and without Collie and without Phone", KENNEL),
    ("how many stays have Suite as room", "how many stays where room is Suite", KENNEL),
    ("how many nights an owner has on average, for each room", "average nights per owner for each room", KENNEL),
])  # fmt: skip
def test_other_orders_are_read_like_the_usual_one(text, plain, schema):
    assert _steps(text, schema) == _steps(plain, schema)


@pytest.mark.parametrize(("text", "schema"), [
    ("how many stays in 2024", KENNEL),
    ("add nights and bill up", KENNEL),
    ("nights when the breed is left out", KENNEL),
    ("mean bill by breed, each breed on its own", KENNEL),
    ("how many stays of Boxers and how many of Collies", KENNEL),
    ("which patient shows up the most", WARDS),
    ("split owner by space", KENNEL),
    ("market share by breed", KENNEL),
    ("nights per month so far", KENNEL),
    ("and owners, how many?", KENNEL),
    ("bill of each owner a year", KENNEL),
])  # fmt: skip
def test_near_ones_keep_their_words(text, schema):
    assert phrased(text, schema) == (text, ())


def test_what_is_taken_for_what_is_told():
    once = read_message("number of breeds, each counted once", KENNEL)
    assert isinstance(once, Understood)
    assert any("each counted once" in one for one in once.task.assumptions)
    fee = read_message("how much do all members together pay a year?", ROWING)
    assert isinstance(fee, Understood)
    assert any("Annual fee" in one for one in fee.task.assumptions)
