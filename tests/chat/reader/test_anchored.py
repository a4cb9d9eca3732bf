"""Named methods as anchors: figures asked for beside them, roles in other sentences, and
what is only told of the data."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.operations import operations
from chat.linking.outcomes import Understood
from chat.reader.lexicon.operations import methods
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

_N = 160


@cache
def choir() -> Schema:
    chance = np.random.default_rng(5)
    return schema_of(pd.DataFrame({
        "singer_id": [f"S{n:03}" for n in range(_N)],
        "voice": chance.choice(["alto", "bass", "soprano", "tenor"], _N),
        "trained": chance.choice(["yes", "no"], _N),
        "resigned": chance.choice(["yes", "no"], _N),
        "seasons_sung": chance.integers(1, 14, _N),
        "range_st": chance.normal(24, 5, _N).round(1),
        "age": chance.integers(18, 79, _N),
        "loudness_db": chance.normal(82, 6, _N).round(1),
    }))  # fmt: skip


def read(text: str):
    reading = read_message(text, choir())
    assert isinstance(reading, Understood), (text, reading)
    return reading.task


FIGURES = (
    ("one way anova of loudness_db across voice: F and the degrees of freedom",
     "one_way_anova", {"columns": ["loudness_db"], "group": "voice"}),
    ("Is resigned independent of voice? chi-squared statistic, df and p",
     "chi_square", {"columns": ["resigned", "voice"]}),
    ("check range_st for normality: Shapiro-Wilk W and the skewness", "normality",
     {"columns": ["range_st"], "method": "shapiro_wilk"}),
    ("Fit a logistic regression of resigned on age and range_st. I need the odds ratio per "
     "year of age and the pseudo R squared.",
     "logistic_regression", {"outcome": "resigned", "predictors": ["age", "range_st"]}),
    ("Kruskal-Wallis for loudness_db by voice with an effect size (epsilon squared)",
     "kruskal_wallis", {"columns": ["loudness_db"], "group": "voice"}),
    ("Mann-Whitney U of age by trained, U plus rank-biserial correlation", "mann_whitney",
     {"columns": ["age"], "group": "trained"}),
    ("I want to predict loudness_db from age, range_st and seasons_sung. Any "
     "multicollinearity? give the variance inflation factors",
     "collinearity",
     {"explained": "loudness_db", "predictors": ["age", "range_st", "seasons_sung"]}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "operation", "params"), FIGURES)
def test_figures_asked_for_beside_a_method_are_its_own(text, operation, params):
    task = read(text)

    assert (task.steps[-1].operation, task.steps[-1].params) == (operation, params)
    assert len(task.steps) == 1
    assert not task.ignored


@pytest.mark.parametrize(
    "text",
    [
        "one way anova of loudness_db across voice: hazard ratio please",
        "one way anova of loudness_db across voice, slope of age",
        "Mann-Whitney U of age by trained, and the VIFs",
        "log-rank test of seasons_sung by trained, event resigned, R squared",
    ],
)
def test_figures_that_a_method_has_not_are_not_passed_over(text):
    reading = read_message(text, choir())

    assert not isinstance(reading, Understood) or reading.task.ignored


ROLES = (
    ("Cox proportional hazards model, outcome resigned, duration in seasons_sung, predictor "
     "age. Hazard ratio for one additional year of age?",
     "cox_regression",
     {"event": "resigned", "duration": "seasons_sung", "predictors": ["age"]}),
    ("log-rank test: do trained singers stay (not resigned) longer than the others? time = "
     "seasons_sung", None, None),
    ("Kaplan-Meier, please. Time is seasons_sung and the event is resigned. Median survival?",
     "kaplan_meier", {"event": "resigned", "duration": "seasons_sung"}),
    ("How large is the relative risk of resigned for trained singers compared to non-trained "
     "ones", "risk_ratio",
     {"column": "resigned", "group": "trained", "levels": ["yes", "no"]}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "operation", "params"), ROLES)
def test_roles_said_in_words_are_kept(text, operation, params):
    reading = read_message(text, choir())

    if operation is None:
        task = reading.task if isinstance(reading, Understood) else None
        assert task is None or task.steps[-1].params.get("event") == "resigned"
        return
    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert (step.operation, step.params) == (operation, params)


TOLD = (
    ("Ages are mostly skewed. Kruskal-Wallis for age by voice, H and p please",
     "Ages are mostly skewed"),
    ("loudness_db is badly skewed, so please run a Mann-Whitney U test of loudness_db by "
     "trained", "loudness_db is badly skewed"),
    ("Likert-type data. Spearman correlation of age and range_st, rho and p",
     "Likert-type data"),
)  # fmt: skip


def test_a_method_that_is_not_trusted_gives_way_to_its_rank_based_version():
    task = read(
        "loudness_db is right-skewed so I don't trust the ANOVA. Could you do the rank-based "
        "version for loudness_db by voice and give H?"
    )

    assert task.steps[-1].operation == "kruskal_wallis"
    assert task.steps[-1].params == {"columns": ["loudness_db"], "group": "voice"}
    assert any("trust" in one for one in task.ignored)


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_background_is_told_and_asks_nothing(text, told):
    task = read(text)

    assert any(one.startswith(told) for one in task.ignored), task.ignored
    assert all(step.operation != "filter_rows" for step in task.steps)


@pytest.mark.parametrize(
    "text",
    [
        "Only basses are skewed. Kruskal-Wallis for age by voice, H please",
        "Exclude the tenors. Kruskal-Wallis for age by voice, H please",
        "Ages above 70 are not normal. Kruskal-Wallis for age by voice, H please",
    ],
)
def test_what_limits_the_rows_is_no_background(text):
    reading = read_message(text, choir())

    if isinstance(reading, Understood):
        assert any(step.operation == "filter_rows" for step in reading.task.steps)


# What the first lines of an answer call a figure that the operation says it shows.
_LABELS = {
    "f": "F", "t": "t", "z": "z", "u": "U", "h": "H", "dof": r"degrees of freedom|\(\d",
    "difference": "difference", "odds_ratio": "odds ratio", "hazard_ratio": "hazard ratio",
    "rate_ratio": "rate ratio", "r_squared": "R²|variance", "vif": "VIF", "skewness": "skewness",
    "rank_biserial": "rank-biserial", "epsilon_squared": "epsilon²", "cramers_v": "Cramér's V",
    "mean_ranks": "mean rank", "concordance": "concordance", "durbin_watson": "Durbin–Watson",
    "median_survival": "median survival", "kendalls_w": "Kendall's W", "auc": "AUC",
    "alpha_if_deleted": "alpha without it", "eigenvalue": "eigenvalue",
}  # fmt: skip


def opening(operation, params) -> str:
    """The summary, and what tiles and first table of an answer are called."""
    answer = operation.presenter(operation.carried_out(passengers(200), params), params)
    found, kinds = [answer.summary], set()
    for block in answer.blocks:
        if block.kind in kinds:
            continue
        kinds.add(block.kind)
        found += [item.label for item in getattr(block, "items", ())]
        found += [column.label for column in getattr(block, "columns", ())]
    return "\n".join(found)


def shown() -> list[tuple[str, str]]:
    return [
        (name, figure)
        for name, own in sorted(methods().words.items())
        for figure in sorted(own.shows)
        if figure in _LABELS and operations()[name].language.examples
    ]


@pytest.mark.parametrize(("name", "figure"), shown())
def test_an_answer_opens_with_the_figures_that_it_is_said_to_show(name, figure):
    operation = operations()[name]
    texts = []
    for example in operation.language.examples:
        if not example.before:
            texts.append(opening(operation, dict(example.params)))

    assert any(re.search(_LABELS[figure], text) for text in texts), texts[:1]


@pytest.mark.parametrize("text", [
    "correlation between age and range_st, and between age and loudness_db",
    "pearson correlation between age and range_st and between loudness_db and range_st",
    "correlate age with range_st, and age with loudness_db",
])  # fmt: skip
def test_a_second_pair_of_columns_is_never_lost(text):
    used = {name for step in read(text).steps for name in step.params["columns"]}
    assert used == {"age", "range_st", "loudness_db"}


def test_figures_of_a_sentence_before_are_a_request_of_their_own():
    text = "Mean age by trained. Then run a Mann-Whitney test of age by trained"
    made = [step.operation for step in read(text).steps]
    assert len(made) == 2
    assert made[-1] == "mann_whitney"


@pytest.mark.parametrize("yes, no", [
    ("ja", "nein"), ("oui", "non"), ("sí", "no"), ("sim", "não"), ("T", "F"),
])  # fmt: skip
def test_yes_and_no_are_known_in_other_tongues(yes, no):
    schema = schema_of(pd.DataFrame({
        "parcel": [f"P{n:03}" for n in range(40)],
        "insured": [yes, no, no, no] * 10,
    }))  # fmt: skip
    reading = read_message("how many parcels are insured?", schema)
    assert isinstance(reading, Understood), reading
    assert {"column": "insured", "op": "==", "value": yes} in [
        step.params.get("where") for step in reading.task.steps
    ]
