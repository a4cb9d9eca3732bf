"""Classes, formulas and names for results that a brief defines, wherever it does."""

from __future__ import annotations

import pytest

from analysis.base.task import Condition, Rule, Step
from analysis.words.verdict import verdict_of
from chat.linking.outcomes import Reading, Understood
from chat.reader.briefs.defining import clauses_in
from chat.reader.briefs.ranges import edges_of, labelled_ranges
from chat.reader.briefs.verdicts import verdicts_in
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.briefs.asked import Brief, is_right, outcome_of
from tests.chat.reader.briefs.brief_tables import TABLES


def _read(table: str, text: str) -> Reading:
    return read_message(text, schema_of(TABLES[table], table))


def _steps(table: str, text: str) -> list[Step]:
    reading = _read(table, text)
    assert isinstance(reading, Understood), reading
    return list(reading.task.steps)


@pytest.mark.parametrize(
    ("text", "labels", "edges"),
    [
        (
            "The classes are: small for an area under 40; medium from 40 up to but not "
            "including 80; large for 80 and more",
            ["small", "medium", "large"],
            [None, 40, 80, None],
        ),
        (
            'A flat of up to 2 rooms is "small", one of 3 to 4 rooms "medium", and one of '
            '5 rooms or more "large"',
            ["small", "medium", "large"],
            [None, 3, 5, None],
        ),
        (
            "Bands (limits inclusive): young 25 or below, adult 26 to 60, senior 61 and over",
            ["young", "adult", "senior"],
            [None, 26, 61, None],
        ),
        (
            "children (under 18), adults (18-64), seniors (65+)",
            ["children", "adults", "seniors"],
            [None, 18, 65, None],
        ),
    ],
)
def test_ranges_have_their_labels_in_front_or_behind(text, labels, edges):
    found = edges_of(labelled_ranges(text))

    assert found is not None
    assert [one.label for one in found[0]] == labels
    assert found[1] == edges


def test_ranges_that_overlap_or_leave_gaps_are_no_classes():
    assert edges_of(labelled_ranges("low 0 to 10, high 5 to 20")) is None
    assert edges_of(labelled_ranges("low 0 to 10, high 40 to 60")) is None


@pytest.mark.parametrize(
    ("table", "text", "want"),
    [
        (
            "flats",
            "Derive a size class from the area and find the mean rent within each class. "
            "The classes are: small for an area under 60; medium from 60 up to but not "
            "including 90; large for 90 and more. No rows are to be removed.",
            ("d.rent[d.area < 60].mean()", "d.rent[d.area >= 90].mean()"),
        ),
        (
            "flats",
            "Group the flats by age and give the mean rent of every group. "
            'Age = 2024 - built. A flat of up to 30 years is "new", one of 31 to 80 years '
            '"middle", and one of 81 years or more "old".',
            (
                "d.rent[2024 - d.built <= 30].mean()",
                "d.rent[2024 - d.built >= 81].mean()",
            ),
        ),
        (
            "library",
            "Make a season feature out of the date borrowed and work out the mean of "
            "days_kept for each season. Winter is December to February, spring is March to "
            "May, summer is June to August and autumn is September to November.",
            (
                "d.days_kept[d.borrowed.dt.month.isin([12, 1, 2])].mean()",
                "d.days_kept[d.borrowed.dt.month.isin([6, 7, 8])].mean()",
            ),
        ),
        (
            "plant",
            "Sort the readings into parts of the day and count them. A reading before 12:00 "
            "belongs to the morning, one from 12:00 until 17:59 to the afternoon, and one "
            "at 18:00 or later to the evening.",
            ("int((d.Stamp.dt.hour < 12).sum())", "int((d.Stamp.dt.hour >= 18).sum())"),
        ),
        (
            "library",
            "What is the return rate of each branch? The return rate is the percentage of "
            "rows with renewals equal to 0.",
            ("100 * (d.renewals[d.branch == 'Campus'] == 0).mean()",),
        ),
    ],
)
def test_classes_and_terms_hold_wherever_they_are_said(table, text, want):
    brief = Brief(table, text, want)
    assert is_right(brief, outcome_of(brief))


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "Report 'linear' if p < 0.05 and |r| is at least 0.5, 'nonlinear' if p < 0.05 "
            "but |r| stays below 0.5, and 'none' otherwise.",
            [
                ("linear", [("p", "<", 0.05), ("abs_r", ">=", 0.5)]),
                ("nonlinear", [("p", "<", 0.05), ("abs_r", "<", 0.5)]),
                ("none", []),
            ],
        ),
        (
            "If R-squared reaches 0.7 or more, consider the model a good fit. Else, "
            "consider it a poor fit.",
            [("good fit", [("r_squared", ">=", 0.7)]), ("poor fit", [])],
        ),
        (
            "|r| below 0.3 is weak, from 0.3 to below 0.5 moderate, 0.5 or more strong.",
            [
                ("weak", [("abs_r", "<", 0.3)]),
                ("moderate", [("abs_r", ">=", 0.3), ("abs_r", "<", 0.5)]),
                ("strong", [("abs_r", ">=", 0.5)]),
            ],
        ),
        ("A value is an outlier if it is above 3, else it is usual.", []),
    ],
)
def test_rules_that_name_a_result_are_read(text, rules):
    found = verdicts_in(clauses_in(text)).rules

    assert found == tuple(
        Rule(
            label=label,
            conditions=tuple(
                Condition(figure=figure, op=op, value=value)
                for figure, op, value in conditions
            ),
        )
        for label, conditions in rules
    )


def test_the_first_rule_that_holds_names_the_result():
    rules = [
        Rule(
            label="strong", conditions=(Condition(figure="abs_r", op=">=", value=0.5),)
        ),
        Rule(label="weak"),
    ]

    assert "strong" in verdict_of(rules, [{"pairs": [{"coefficient": -0.7}]}])
    assert "weak" in verdict_of(rules, [{"pairs": [{"coefficient": 0.2}]}])
    assert verdict_of(rules, [{"mean": 3.0}]) == ""


def test_a_question_in_near_words_gives_way_to_the_columns_own_names():
    steps = _steps(
        "sleepers",
        "Is the amount slept linked to how much coffee is drunk? "
        "Compute the Pearson correlation between sleep_hours and caffeine_mg.",
    )

    assert [step.params["columns"] for step in steps] == [
        ["sleep_hours", "caffeine_mg"]
    ]
