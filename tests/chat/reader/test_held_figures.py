"""Figures that are held against a number, lists without commas, and what a model explains."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_HENS = Schema(name="hens.csv", n_rows=180, columns=(
    Column(name="eggs", kind="integer", n_unique=40, minimum=0, maximum=60),
    Column(name="mass", kind="number", n_unique=150, minimum=900.0, maximum=4100.0),
    Column(name="feed", kind="number", n_unique=140, minimum=40.0, maximum=190.0),
    Column(name="ringed", kind="boolean", n_unique=2, levels=(("no", 110), ("yes", 70))),
    Column(name="lost", kind="boolean", n_unique=2, levels=(("no", 150), ("yes", 30))),
    Column(name="breed", kind="category", n_unique=3, levels=(("Leghorn", 70), ("Sussex", 60), ("Maran", 50))),
))  # fmt: skip


def steps_of(text):
    reading = read_message(text, _HENS)
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize("text", [
    "mean mass = 2100 for Leghorn?",
    "is the mean mass = 2100 for Leghorn",
    "mean mass = 2100 where breed is Leghorn?",
])  # fmt: skip
def test_a_mean_is_held_against_the_number_and_no_row_is(text):
    (filtering, where), (operation, params) = steps_of(text)
    assert filtering == "filter_rows"
    assert where["where"] == {"column": "breed", "op": "==", "value": "Leghorn"}
    assert (operation, params["mu"]) == ("one_sample_t", 2100.0)


def test_a_condition_without_a_figure_limits_rows():
    (filtering, where), _ = steps_of("how many hens have eggs = 12")
    assert (filtering, where["where"]["value"]) == ("filter_rows", 12)


@pytest.mark.parametrize(("text", "operation", "predictors"), [
    ("logit lost on mass feed ringed", "logistic_regression", ["mass", "feed", "ringed"]),
    ("regress eggs on mass feed ringed", "linear_regression", ["mass", "feed", "ringed"]),
])  # fmt: skip
def test_names_side_by_side_are_a_list(text, operation, predictors):
    [(name, params)] = steps_of(text)
    assert (name, params["predictors"]) == (operation, predictors)


@pytest.mark.parametrize("text", [
    "how much of the variance of eggs is explained by mass and feed?",
    "what share of the variation in eggs is due to mass and feed",
    "what fraction of the variation in eggs do mass and feed explain",
])  # fmt: skip
def test_what_is_explained_is_what_a_regression_explains(text):
    [(name, params)] = steps_of(text)
    assert name == "linear_regression"
    assert (params["outcome"], params["predictors"]) == ("eggs", ["mass", "feed"])


def test_spread_is_still_compared():
    [(name, _)] = steps_of("does the variance of mass differ between the breeds")
    assert name == "variance_equality"
