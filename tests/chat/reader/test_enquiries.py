"""Questions of a purpose: a study to plan, times until an event, scales, clusters."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.operations import operations
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 160


@cache
def choir() -> Schema:
    """Singers of a choir, those who left and those who still sing."""
    chance = np.random.default_rng(8)
    table = pd.DataFrame(
        {
            "singer_no": np.arange(1, _N + 1),
            "Voice": chance.choice(["alto", "bass", "soprano", "tenor"], _N),
            "Choir school": chance.choice(["yes", "no"], _N),
            "Age": chance.integers(18, 70, _N),
            "Breath before": chance.normal(20, 4, _N).round(1),
            "Pitch": chance.normal(50, 8, _N).round(1),
            "WeeksSung": chance.exponential(60, _N).round() + 1,
            "Gone": chance.integers(0, 2, _N),
            "first_evening": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(chance.integers(0, 1000, _N), unit="D"),
            "signed": pd.Timestamp("2019-06-01")
            + pd.to_timedelta(chance.integers(0, 1000, _N), unit="D"),
            **{
                f"Joy{n} {words}": chance.integers(1, 6, _N)
                for n, words in enumerate(
                    ("I like to come", "We laugh", "I am tired after it"), start=1
                )
            },
        }
    )
    return schema_of(table)


JOYS = ["Joy1 I like to come", "Joy2 We laugh", "Joy3 I am tired after it"]
ASKED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("we only have 40 singers per group. what power is that for an effect of d=0.6?",
     "sample_size", {"design": "two_sample_t", "effect_size": 0.6, "n": 40}),
    ("kaplan meier of WeeksSung and Gone by voice", "kaplan_meier",
     {"duration": "WeeksSung", "event": "Gone", "group": "Voice"}),
    ("which share still sings after 30 weeks (WeeksSung, Gone)?", "kaplan_meier",
     {"duration": "WeeksSung", "event": "Gone", "at_time": 30.0}),
    ("cronbach's alpha for the three 1-5 ratings: Joy1, Joy2, Joy3", "reliability",
     {"columns": JOYS}),
    ("we want to notice a difference of 0.4 standard deviations between two groups with "
     "80 % power. how many singers per group?", "sample_size",
     {"design": "two_sample_t", "effect_size": 0.4, "power": 0.8}),
    ("how many letters of each kind must we send to see answers go from 12 % to 17 %? "
     "90% power, 5% level", "sample_size",
     {"design": "proportions", "p1": 0.12, "p2": 0.17, "power": 0.9, "alpha": 0.05}),
    ("power of a one-way anova with 4 groups of 30 and f = 0.3?", "sample_size",
     {"design": "anova", "effect_size": 0.3, "groups": 4, "n": 30}),
    ("is 40 singers per voice group enough to see a medium effect?", "sample_size",
     {"design": "two_sample_t", "effect_size": 0.5, "n": 40}),
    ("how big does my sample have to be to detect a correlation of .2 with 90% power?",
     "sample_size", {"design": "correlation", "effect_size": 0.2, "power": 0.9}),
    ("a difference of 3 points with a standard deviation of 6, 80% power: what sample size?",
     "sample_size", {"design": "two_sample_t", "effect_size": 0.5, "power": 0.8}),
    ("how many for an anova with three choirs and a large effect, power 0.8?", "sample_size",
     {"design": "anova", "effect_size": 0.4, "groups": 3, "power": 0.8}),
    ("is 300 per version enough to see the rate go from 3 to 6 percent?", "sample_size",
     {"design": "proportions", "p1": 0.03, "p2": 0.06, "n": 300}),
    ("with 25 singers per group, how small an effect can we detect with 80 % power?",
     "sample_size", {"design": "two_sample_t", "n": 25, "power": 0.8}),
    ("we have 80 people in total, two-sided 5%. what is the power for d = 0.6?",
     "sample_size", {"design": "two_sample_t", "effect_size": 0.6, "n": 40, "alpha": 0.05}),
    ("after how many weeks have half of the singers left? WeeksSung is the time, Gone the "
     "event", "kaplan_meier", {"duration": "WeeksSung", "event": "Gone"}),
    ("what percentage still sings after 40 weeks? WeeksSung = time, Gone = 1 means they left",
     "kaplan_meier",
     {"duration": "WeeksSung", "event": "Gone", "event_value": 1.0, "at_time": 40.0}),
    ("do people from a choir school stay longer? time in WeeksSung, event Gone", "log_rank",
     {"duration": "WeeksSung", "event": "Gone", "group": "Choir school"}),
    ("do the voices differ in how long they stay? duration: WeeksSung, event: Gone",
     "log_rank", {"duration": "WeeksSung", "event": "Gone", "group": "Voice"}),
    ("do Joy1, Joy2 and Joy3 form a reliable scale?", "reliability", {"columns": JOYS}),
    ("can I add up the three Joy items (Joy1 to Joy3) into one score?", "reliability",
     {"columns": JOYS}),
    ("is Joy3 reversed compared with the other Joy items?", "reliability",
     {"columns": JOYS}),
    ("principal components of Joy1, Joy2 and Joy3: how much of the variance does the first "
     "one carry?", "principal_components", {"columns": JOYS}),
    ("can Age, Pitch and WeeksSung be boiled down to one dimension?", "principal_components",
     {"columns": ["Age", "Pitch", "WeeksSung"]}),
    ("split the singers into 3 groups that are alike on Age and Pitch, how many are in each?",
     "k_means", {"columns": ["Age", "Pitch"], "n_clusters": 3}),
    ("how many singers per month should we expect over the next three months? go by signed",
     "forecast", {"column": "singers", "time": "signed", "grain": "month",
                  "statistic": "sum", "horizon": 3}),
    ("is the number of people per month (first_evening) going up, down or neither?",
     "trend_test", {"column": "people", "time": "first_evening", "grain": "month",
                    "statistic": "sum"}),
    ("is Pitch rising over time? use first_evening", "trend_test",
     {"column": "Pitch", "time": "first_evening", "grain": "month", "statistic": "mean"}),
    ("in which calendar month, all years together, are there the most people? signed",
     "calculate", {"measures": [{"statistic": "count", "of": None}],
                   "by": [{"column": "signed", "grain": "month_of_year"}],
                   "order": {"by": "value", "measure": 0, "descending": True},
                   "asks": "which"}),
    ("can we say that half of our singers are from a Choir school?", "binomial_test",
     {"column": "Choir school", "success": "yes", "p": 0.5}),
    ("is it true that one in four people sings tenor? test it", "binomial_test",
     {"column": "Voice", "success": "tenor", "p": 0.25}),
    ("test whether more than 30 % of the singers are bass", "binomial_test",
     {"column": "Voice", "success": "bass", "p": 0.3, "alternative": "greater"}),
    ("singing was tested three times per person (Joy1, Joy2, Joy3). does it change over "
     "time?", "repeated_anova", {"columns": JOYS}),
    ("do the singers with more Breath before also squeeze out a higher Pitch?", "relate",
     {"columns": ["Breath before", "Pitch"]}),
    ("is having been to a choir school tied to the voice somebody picked?", "relate",
     {"columns": ["Choir school", "Voice"]}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "operation", "params"), ASKED)
def test_a_purpose_is_read_with_every_number_and_name(text, operation, params):
    reading = read_message(text, choir())

    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].operation == operation
    assert reading.task.steps[-1].params == params


# Each has a word that would change the answer and that the method has no place for.
@pytest.mark.parametrize(
    "text",
    [
        "how many singers do I need for a margin of error of 3%?",
        "sample size for equivalence, d = 0.4, 80% power",
        "power of an anova with f = 0.3 and 30 per group, correlation of 0.5",
        "how many per group to detect a difference of 3 points with 80% power?",
        "80% power, from 10 % to 12 %, 15 % and 20 %: what sample size?",
        "after how many weeks is a quarter of the singers gone? WeeksSung time, Gone event",
        "do singers over 40 stay longer? time WeeksSung, event Gone",
        "what share is still there after 2 years? WeeksSung time, Gone event",
        "pca of Age, Pitch and WeeksSung: how many components for 80 % of the variance?",
        "do singers who lift weights have a higher Pitch?",
        "is Pitch linked to the season?",
        "can we say that half of our singers are from Wales?",
        "group the singers into 3 clusters that are alike in Age, Pitch and height",
    ],
)
def test_what_has_no_place_is_never_left_out_in_silence(text):
    reading = read_message(text, choir())

    if isinstance(reading, Understood):
        assert reading.task.ignored
        operations_ = {step.operation for step in reading.task.steps}
        assert not operations_ & {
            "sample_size", "kaplan_meier", "log_rank", "relate", "binomial_test",
        }  # fmt: skip


def run(name: str, data: Any, **params: Any) -> dict[str, Any]:
    function = operations()[name].function
    assert function is not None
    result: dict[str, Any] = function(pd.DataFrame(data), **params)
    return result


def test_the_share_that_survives_a_time_is_that_of_the_curve():
    data = {"t": [2, 4, 4, 6, 9], "e": [1, 1, 0, 1, 0]}

    (row,) = run("kaplan_meier", data, duration="t", event="e", at_time=5)["groups"]
    (late,) = run("kaplan_meier", data, duration="t", event="e", at_time=12)["groups"]

    assert row["survival"] == pytest.approx(4 / 5 * 3 / 4)
    assert row["survival_low"] < row["survival"] < row["survival_high"]
    assert late["survival"] is None


@pytest.mark.parametrize("design", ["two_sample_t", "paired_t", "correlation"])
def test_the_smallest_effect_has_the_power_that_is_asked(design):
    found = run("sample_size", {}, design=design, n=30, power=0.9)

    again = run(
        "sample_size", {}, design=design, n=30, effect_size=found["effect_size"]
    )

    assert found["solved_for"] == "effect"
    assert again["power"] == pytest.approx(0.9, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("cronbach alpha of Joy1 to Joy3, Joy3 is reversed", "relate"),
        ("is Pitch higher than Age?", "relate"),
        ("combine Joy1 and Joy2 into one score", "reliability"),
        ("are Joy1 and Joy2 similar in the 3 groups?", "k_means"),
        ("mean of Age and Pitch of the 3 voice segments", "k_means"),
        ("is it true that half as many basses are Gone?", "binomial_test"),
    ],
)
def test_like_words_that_ask_for_something_else_are_left_to_others(text, never):
    reading = read_message(text, choir())

    if isinstance(reading, Understood):
        assert all(step.operation != never for step in reading.task.steps)


def test_a_column_that_is_called_like_a_cue_is_a_column():
    table = pd.DataFrame(
        {
            "component": ["axle", "hub", "rim"] * 20,
            "cost": np.linspace(1, 9, 60),
            "weight": np.linspace(3, 5, 60),
        }
    )

    reading = read_message("mean of cost and weight by component", schema_of(table))

    assert isinstance(reading, Understood)
    assert {s.operation for s in reading.task.steps} & {"calculate", "aggregate"}


@pytest.mark.parametrize(
    "text",
    ["add up the annual Pitch", "total up Pitch per year", "sum up Pitch by year"],
)
def test_figures_that_are_added_up_are_no_trend(text: str) -> None:
    reading = read_message(text, choir())
    if isinstance(reading, Understood):
        operations = [step.operation for step in reading.task.steps]
        assert "trend_test" not in operations


def test_two_groups_of_several_are_two_though_their_column_is_named():
    text = (
        "do altos stay longer than basses? time WeeksSung, event Gone. just compare these "
        "two voices"
    )
    reading = read_message(text, choir())
    assert isinstance(reading, Understood)
    rows, test = reading.task.steps
    where = {"column": "Voice", "op": "in", "value": ["alto", "bass"]}
    assert rows.params == {"where": where}
    assert test.params == {"duration": "WeeksSung", "event": "Gone", "group": "Voice"}


def test_a_statement_whose_number_the_question_holds_is_told():
    text = "The rule says singers are 40 years old. Does our mean Age differ from 40?"
    reading = read_message(text, choir())
    assert isinstance(reading, Understood)
    assert [s.operation for s in reading.task.steps] == ["one_sample_t"]
    other = read_message(
        text.replace("says singers are 40", "says singers are 41"), choir()
    )
    assert not isinstance(other, Understood)


def test_a_hypothesis_that_may_be_rejected_is_tested():
    reading = read_message(
        "H0: 40 % of the singers went to a choir school. can I reject that?", choir()
    )
    assert isinstance(reading, Understood)
    step = reading.task.steps[-1]
    assert (step.operation, step.params["column"]) == ("binomial_test", "Choir school")
    assert step.params["p"] == 0.4
