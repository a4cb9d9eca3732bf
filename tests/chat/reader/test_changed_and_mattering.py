"""What changed from before to after, what matters for what, and versions set side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import NoSuchMethod, Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 240


@pytest.fixture(scope="module")
def walks() -> Schema:
    random = np.random.default_rng(5)
    return schema_of(
        pd.DataFrame(
            {
                "programme": random.choice(["Nordic", "Aqua", "Home"], _N),
                "leaflet": random.choice(["A", "B"], _N),
                "age": random.integers(30, 80, _N),
                "steps_before": random.integers(2000, 9000, _N),
                "steps_after": random.integers(2000, 9500, _N),
                "Pain h baseline": random.normal(6, 1, _N).round(1),
                "Pain h 6wk": random.normal(5, 1, _N).round(1),
                "fell": random.choice(["yes", "no"], _N),
                "calm": random.integers(1, 6, _N),
                "fresh": random.integers(1, 6, _N),
                "tense": random.integers(1, 6, _N),
            }
        )
    )


def _steps(text: str, schema: Schema) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, schema, None)
    assert isinstance(reading, Understood), (text, reading)
    return [(step.operation, dict(step.params)) for step in reading.task.steps]


def _kept(column: str, value: str) -> tuple[str, dict[str, Any]]:
    return "filter_rows", {"where": {"column": column, "op": "==", "value": value}}


_STEPS = ("compare_groups", {"columns": ["steps_before", "steps_after"]})
_PAIN = ("compare_groups", {"columns": ["Pain h baseline", "Pain h 6wk"]})


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("did steps rise from before to after the course?", [_STEPS]),
        ("do they walk more steps after than before?", [_STEPS]),
        ("were there more steps after the leaflet than before it?", [_STEPS]),
        (
            "with leaflet B, are steps higher after than before?",
            [_kept("leaflet", "B"), _STEPS],
        ),
        (
            "look only at Aqua: did steps go up from before to after?",
            [_kept("programme", "Aqua"), _STEPS],
        ),
        ("is pain lower at six weeks than at the start?", [_PAIN]),
        (
            "Look only at leaflet A. Is their pain lower at 6 weeks than it was at baseline?",
            [_kept("leaflet", "A"), _PAIN],
        ),
    ],
)
def test_change_from_before_to_after(
    text: str, steps: list[tuple[str, dict[str, Any]]], walks: Schema
) -> None:
    assert _steps(text, walks) == steps


@pytest.mark.parametrize(
    "text",
    [
        "did steps rise more with leaflet B than with leaflet A from before to after?",
        "are steps_after related to steps_before?",
    ],
)
def test_other_questions_are_no_change(text: str, walks: Schema) -> None:
    reading = read_message(text, walks, None)
    assert not isinstance(reading, Understood) or (
        (reading.task.steps[-1].operation, reading.task.steps[-1].params) != _STEPS
    )


@pytest.mark.parametrize(
    ("text", "params"),
    [
        (
            "does it matter for steps_after if someone fell?",
            {"columns": ["steps_after"], "group": "fell"},
        ),
        (
            "is it important for age which programme it is?",
            {"columns": ["age"], "group": "programme"},
        ),
        (
            "does it make any difference to steps_after whether it is leaflet A or B?",
            {"columns": ["steps_after"], "group": "leaflet"},
        ),
    ],
)
def test_what_matters(text: str, params: dict[str, Any], walks: Schema) -> None:
    assert _steps(text, walks) == [("compare_groups", params)]


@pytest.mark.parametrize(
    "text",
    [
        "does it matter for age if it is Aqua?",
        "is age higher for Aqua than for the others?",
        "is age higher with Aqua than otherwise?",
    ],
)
def test_one_value_against_all_others(text: str, walks: Schema) -> None:
    recoded, compared = _steps(text, walks)
    assert recoded[0] == "recode"
    assert set(recoded[1]["mapping"]) == {"Nordic", "Home"}
    assert compared == (
        "compare_groups",
        {"columns": ["age"], "group": recoded[1]["name"]},
    )


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (
            "leaflet A or leaflet B: which one brings more that fell, and is it luck?",
            "AB",
        ),
        (
            "by how many percentage points is fell higher with leaflet B than with A?",
            "BA",
        ),
    ],
)
def test_versions_by_a_share(text: str, levels: str, walks: Schema) -> None:
    params = {"columns": ["fell"], "group": "leaflet", "levels": list(levels)}
    assert _steps(text, walks) == [("compare_groups", params)]


@pytest.mark.parametrize(
    "text",
    [
        "what are the means of steps_after per programme, adjusted for steps_before?",
        "average steps_after in each programme, allowing for steps_before",
        "does programme matter for steps_after once you allow for how high they were before?",
    ],
)
def test_groups_never_depend_on_what_is_adjusted(text: str, walks: Schema) -> None:
    ((operation, params),) = _steps(text, walks)
    assert operation == "linear_regression"
    assert params["outcome"] == "steps_after"
    assert params["predictors"] == ["programme", "steps_before"]


def test_a_noun_behind_a_covariate_ends_no_list(walks: Schema) -> None:
    text = (
        "does programme matter for steps_after when you allow for age group and tense?"
    )
    ((_, params),) = _steps(text, walks)
    assert params["predictors"] == ["programme", "age", "tense"]


@pytest.mark.parametrize(
    "text",
    [
        "do calm, fresh and tense make a scale? tense is worded the other way round",
        "alpha of calm, fresh and tense where tense is reverse coded",
        "is the scale of calm, fresh and tense (reversed) reliable?",
    ],
)
def test_items_turned_round(text: str, walks: Schema) -> None:
    turned, alpha = _steps(text, walks)
    assert turned == (
        "add_column",
        {"name": "tense turned round", "expression": "6 - tense"},
    )
    assert alpha == (
        "reliability",
        {"columns": ["calm", "fresh", "tense turned round"]},
    )


@pytest.mark.parametrize(
    "text",
    [
        "may I add up calm, fresh and tense?",
        "I would like to sum calm, fresh and tense. Is that all right?",
        "does one of calm, fresh and tense spoil the scale?",
    ],
)
def test_whether_items_may_be_added(text: str, walks: Schema) -> None:
    assert _steps(text, walks) == [
        ("reliability", {"columns": ["calm", "fresh", "tense"]})
    ]


def test_sums_are_still_sums(walks: Schema) -> None:
    assert _steps("can you sum calm and fresh?", walks)[-1][0] != "reliability"


def test_rows_that_are_not_found_are_asked_about(walks: Schema) -> None:
    reading = read_message("look only at rainy days: mean age by fell", walks, None)
    assert isinstance(reading, Question)


@pytest.mark.parametrize(
    "text",
    [
        "when did steps_after jump to another level?",
        "how well do calm and fresh agree beyond chance?",
    ],
)
def test_methods_told_by_what_they_find(text: str, walks: Schema) -> None:
    assert isinstance(read_message(text, walks, None), NoSuchMethod)
