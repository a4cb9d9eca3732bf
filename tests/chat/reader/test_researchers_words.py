"""Scales, versions, norms and rows of those who did something, in researchers' own words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.training.recognising import is_prediction, is_training
from chat.reader.training.settings import read_settings
from tests.analysis.tables import schema_of

rng = np.random.default_rng(23)
answers = {f"mood{n}": rng.integers(1, 6, 80) for n in (1, 2, 4, 5)}
STAFF = pd.DataFrame(
    {
        "nurse": range(1, 81),
        "ward": rng.choice(["north", "south", "east"], 80),
        **answers,
        "mood3_r": rng.integers(1, 6, 80),
        "shifts": rng.integers(4, 22, 80),
        "sleep_hours": rng.normal(7, 1, 80).round(1),
        "commute_min": rng.normal(30, 9, 80).round(0),
    }
)
SHOP = pd.DataFrame(
    {
        "visit_code": [f"v{n}" for n in range(120)],
        "banner": rng.choice(["plain", "photo"], 120),
        "country": rng.choice(["DE", "FR", "NL"], 120),
        "dwell_seconds": rng.normal(60, 15, 120).round(1),
        "ordered": rng.integers(0, 2, 120),
        "newsletter_signup": rng.integers(0, 2, 120),
        "cart_eur": rng.normal(40, 10, 120).round(2),
    }
)
ITEMS = ["mood1", "mood2", "mood3_r", "mood4", "mood5"]


def steps_of(text: str, table: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, schema_of(table))
    assert isinstance(reading, Understood), reading
    return [(step.operation, dict(step.params)) for step in reading.task.steps]


@pytest.mark.parametrize(
    "text",
    [
        "Cronbach's alpha for mood1, mood2, mood3_r, mood4, mood5. Note mood3_r is worded the other way round and has not been recoded yet.",
        "mood scale mood1 mood2 mood3_r mood4 mood5, mood3_r is reversed. would alpha improve if I left one item out, and which?",
        "alpha of mood1, mood2, mood3_r, mood4 and mood5; mood3_r is reverse scored but not yet reversed",
    ],
)  # fmt: skip
def test_an_item_that_is_turned_is_turned_back(text: str) -> None:
    """What is said of one item of a list turns this one before alpha is taken."""
    added, (made, params) = steps_of(text, STAFF)
    assert added == ("add_column", {"name": "mood3_r turned round", "expression": "6 - mood3_r"})  # fmt: skip
    assert made == "reliability"
    assert params["columns"] == [i if i != "mood3_r" else "mood3_r turned round" for i in ITEMS]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("would alpha of mood1, mood2, mood4 and mood5 go up if we dropped one of the items?", "reliability"),
        ("can i just add mood1, mood2, mood4 and mood5 together into a total?", "reliability"),
        ("Before I run a factor analysis on these (mood1, mood2, mood4 and mood5): is sampling adequacy OK?", "factor_analysis"),
        ("explore factors in mood1, mood2, mood4 and mood5, take two of them", "factor_analysis"),
        ("split the nurses into types by shifts, sleep_hours and commute_min", "k_means"),
    ],
)  # fmt: skip
def test_sets_of_columns(text: str, operation: str) -> None:
    ((made, params),) = steps_of(text, STAFF)
    assert made == operation
    assert params.get("n_factors") == (2 if "two of them" in text else None)


@pytest.mark.parametrize(
    ("text", "event", "levels"),
    [
        ("did the photo banner bring in more newsletter signups than the plain one?", "newsletter_signup", ["photo", "plain"]),
        ("what is the gain in orders (ordered) of photo over plain, with a 90% interval", "ordered", ["photo", "plain"]),
        ("Now about the newsletter: did photo get more sign-ups than plain?", "newsletter_signup", ["photo", "plain"]),
        ("relative uplift in orders of photo compared to plain, in percent", "ordered", ["photo", "plain"]),
    ],
)  # fmt: skip
def test_versions_are_compared_by_what_happened(
    text: str, event: str, levels: list[str]
) -> None:
    """What one brought more of is a yes or no of each row, and no measure of the page."""
    ((made, params),) = steps_of(text, SHOP)
    assert made == "compare_groups"
    assert (params["columns"], params["group"]) == ([event], "banner")
    assert params["levels"] == levels
    assert params.get("confidence_level") == (0.9 if "90%" in text else None)


def test_what_kind_of_test_it_is_stays_where_no_question_follows() -> None:
    ((made, params),) = steps_of("A/B test: banner vs ordered", SHOP)
    assert made == "compare_groups"
    assert (params["columns"], params["group"]) == (["ordered"], "banner")


@pytest.mark.parametrize(
    "text",
    [
        "Among those who ordered: is the cart worth more with photo than with plain?",
        "For visitors who ordered, is cart_eur higher with photo than with plain?",
        "is the cart higher with photo than with plain among people who ordered?",
    ],
)
def test_those_who_did_it_are_kept(text: str) -> None:
    """The clause limits the rows; it is neither lost nor the groups."""
    kept, (made, params) = steps_of(text, SHOP)
    assert kept == ("filter_rows", {"where": {"column": "ordered", "op": "==", "value": 1}})  # fmt: skip
    assert made == "compare_groups"
    assert (params["columns"], params["group"]) == (["cart_eur"], "banner")


@pytest.mark.parametrize(
    ("text", "column", "mu"),
    [
        ("The manual gives 8 hours as the adult norm for sleep_hours. Did our nurses differ from that norm?", "sleep_hours", 8.0),
        ("The norm for commute_min is 25 minutes. Do they differ from that?", "commute_min", 25.0),
        ("was the mean of sleep_hours 7.5 or something else?", "sleep_hours", 7.5),
    ],
)  # fmt: skip
def test_a_norm_is_tested(text: str, column: str, mu: float) -> None:
    ((made, params),) = steps_of(text, STAFF)
    assert made == "one_sample_t"
    assert params == {"column": column, "mu": mu}


@pytest.mark.parametrize(
    ("text", "trains"),
    [
        ("I want to estimate rents from size and age with a random forest", True),
        (
            "which model is best at predicting the rent given everything but the id?",
            True,
        ),
        ("which model is best?", False),
        ("estimate the mean rent", False),
    ],
)
def test_trainings_in_other_verbs(text: str, trains: bool) -> None:
    assert is_training(text) is trains


def test_what_the_model_would_say_is_a_prediction() -> None:
    assert is_prediction("what would it say for size 45 and age 12?")
    assert not is_prediction("what does it say about the age?")


@pytest.mark.parametrize(
    "said", ["no deeper than 4", "at most 4 levels deep", "depth of at most 4"]
)
def test_how_deep_a_tree_may_be(said: str) -> None:
    found = read_settings(f"decision tree {said}").hyperparameters
    assert str(found["max_depth"]) == "4"


@pytest.mark.parametrize(
    "text",
    [
        "compare the two banners on dwell_seconds and cart_eur",
        "please compare both banners on dwell_seconds and cart_eur.",
    ],
)
def test_groups_are_compared_on_several_measures(text: str) -> None:
    """How many groups there are says nothing; no picture of the measures is drawn."""
    ((made, params),) = steps_of(text, SHOP)
    assert made == "compare_outcomes"
    assert params == {"outcomes": ["dwell_seconds", "cart_eur"], "groups": ["banner"]}
