"""Gaps filled within groups, as a brief says it in one of many ways."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.briefs.asked import Brief, is_right, outcome_of
from tests.chat.reader.briefs.brief_tables import TABLES


@pytest.mark.parametrize(
    ("table", "text", "want"),
    [
        (
            "orchard",
            "Handle the missing values of soil_ph variety by variety, then determine its "
            "mean. Each missing value of soil_ph is replaced with the median soil_ph of "
            "the same variety. Other columns stay untouched.",
            "d.soil_ph.fillna(d.groupby('variety').soil_ph.transform('median')).mean()",
        ),
        (
            "library",
            "Impute missing values of pages with the mean pages of each item_type. "
            "What is the standard deviation of pages?",
            "d.pages.fillna(d.groupby('item_type').pages.transform('mean')).std()",
        ),
        (
            "sleepers",
            "A missing weight_kg is set to the mean weight_kg of the subjects sharing the "
            "same value of sex. What is the mean of weight_kg?",
            "d.weight_kg.fillna(d.groupby('sex').weight_kg.transform('mean')).mean()",
        ),
    ],
)
def test_gaps_are_filled_within_groups(table, text, want):
    brief = Brief(table, text, (want,))

    assert is_right(brief, outcome_of(brief))


def test_what_is_left_behind_the_groups_is_filled_by_a_second_rule():
    reading = read_message(
        "Fill missing values of soil_ph with the mean soil_ph of the same variety. Replace "
        "missing values of soil_ph with the mean of soil_ph. What is the mean of soil_ph?",
        schema_of(TABLES["orchard"], "orchard"),
    )

    assert isinstance(reading, Understood)
    fills = [s for s in reading.task.steps if s.operation == "fill_missing"]
    assert [step.params.get("group_by") for step in fills] == [["variety"], None]


def test_groups_that_no_column_tells_are_asked_about():
    reading = read_message(
        "Fill missing values of soil_ph with the mean of the same climate zone. What is the "
        "mean of soil_ph?",
        schema_of(TABLES["orchard"], "orchard"),
    )

    assert not isinstance(reading, Understood)
