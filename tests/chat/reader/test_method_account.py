"""No word that would change a method's answer is passed over without a word."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of


@cache
def orchard() -> Schema:
    """Trees of an orchard, by rootstock and pruning."""
    random = np.random.default_rng(5)
    n = 90
    return schema_of(
        pd.DataFrame(
            {
                "tree": range(1, n + 1),
                "rootstock": random.choice(["M9", "M26", "seedling"], n),
                "pruned": random.choice(["yes", "no"], n),
                "trunk_cm": random.normal(14, 3, n).round(1),
                "apples_kg": random.normal(40, 9, n).round(1),
                "acidity": random.normal(3.4, 0.2, n).round(2),
            }
        )
    )


@cache
def typists() -> Schema:
    """Pupils of a typing course, before and after it."""
    random = np.random.default_rng(6)
    n = 70
    before = random.normal(31, 6, n)
    return schema_of(
        pd.DataFrame(
            {
                "pupil": [f"T{i:02d}" for i in range(n)],
                "sex": random.choice(["female", "male"], n),
                "keyboard": random.choice(["flat", "split", "laptop"], n),
                "wpm_before": before.round(1),
                "wpm_after": (before + random.normal(6, 3, n)).round(1),
                "practice_hours": random.gamma(3, 4, n).round(1),
            }
        )
    )


TABLES = {"orchard": orchard, "typists": typists}
# What is in no column, a limit that no rows have, and what is not done to the values.
CHANGED = [
    ("orchard", "linear regression of apples_kg on amount and trunk_cm"),
    ("orchard", "logistic regression of pruned on population, acidity and trunk_cm"),
    ("orchard", "t-test of apples_kg by pruned, log scale"),
    ("orchard", "one-way anova of apples_kg by rootstock with no outliers"),
    ("orchard", "linear regression of apples_kg on trunk_cm and distribution"),
    ("typists", "paired t-test wpm_before vs wpm_after in new participants"),
    ("typists", "compare wpm_after between the new and the old version"),
    ("typists", "one way anova of wpm_after by keyboard among new participants"),
    ("typists", "two sample t-test of wpm_after by sex, log scale"),
    ("typists", "cox regression of practice_hours on wpm_before by level"),
    ("orchard", "correlation between the change of acidity and trunk_cm"),
    ("typists", "correlation between the growth of practice_hours and wpm_after"),
]
CHANGED += [
    ("orchard", "log transform trunk_cm and test whether pruned trees differ"),
    ("typists", "pearson correlation between sex and keyboard"),
    ("typists", "kaplan meier for the participants by keyboard"),
]
# What only explains is told, and the answer comes.
TOLD = [
    ("orchard", "t test apples_kg pruned at the start", "start"),
    (
        "orchard",
        "does apples_kg differ by the choice of rootstock",
        "choice",
    ),
    (
        "typists",
        "does the amount of wpm_after differ across the choice of keyboard",
        "choice",
    ),
    (
        "typists",
        "Welch t-test of wpm_after between the sexes, large sample version",
        "version",
    ),
]
WHOLE = [
    ("orchard", "t-test of apples_kg by pruned with 90% CI"),
    ("orchard", "linear regression of the log of apples_kg on trunk_cm"),
    ("orchard", "is there evidence that acidity is related to trunk_cm?"),
    ("orchard", "Mann-Whitney test for acidity by pruned, U and p, alpha = 1 %"),
    ("typists", "paired t-test of wpm_before and wpm_after, give t, df and p"),
    ("typists", "regress wpm_after on practice_hours and wpm_before, coefficients sorted by p"),
    ("orchard", "test whether more than 30 % of the trees are pruned"),
    ("typists", "anova: does wpm_after differ between the three keyboards?"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text"), CHANGED)
def test_what_would_change_the_answer_is_asked_about(table, text):
    assert not isinstance(read_message(text, TABLES[table]()), Understood)


@pytest.mark.parametrize(("table", "text", "word"), TOLD)
def test_what_only_describes_is_told(table, text, word):
    reading = read_message(text, TABLES[table]())

    assert isinstance(reading, Understood), reading
    assert word in " ".join(reading.task.ignored)


@pytest.mark.parametrize(("table", "text"), WHOLE)
def test_nothing_is_called_unused_where_all_is_used(table, text):
    reading = read_message(text, TABLES[table]())

    assert isinstance(reading, Understood), reading
    assert reading.task.ignored == ()


def test_a_column_that_an_option_is_called_like_stays_in_the_model():
    pears = pd.DataFrame(
        {
            "variety": ["a", "b", "c", "a", "b", "c"] * 8,
            "rain": range(48),
            "harvest": [float(n % 7) for n in range(48)],
        }
    )
    text = "regress harvest on rain and variety, coefficients sorted by p"
    reading = read_message(text, schema_of(pears))

    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].params["predictors"] == ["rain", "variety"]


def test_a_named_method_is_no_picture_and_no_other_time():
    pupils = pd.DataFrame(
        {
            "school": ["A", "B", "C"] * 20,
            "calm_before": [float(n % 11) for n in range(60)],
            "calm_after": [float(n % 13) for n in range(60)],
            "noise": [float(n % 17) for n in range(60)],
        }
    )
    for text in (
        "correlation of noise and calm before the school",
        "how strongly is noise linked to calm before the school, Spearman please",
    ):
        reading = read_message(text, schema_of(pupils))
        if isinstance(reading, Understood):
            step = reading.task.steps[-1]
            assert step.operation in ("correlation", "relate"), (text, step)
            assert "calm_before" in str(step.params), (text, step)


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("how strongly is trunk_cm linked to acidity, Spearman please", "spearman"),
        ("is trunk_cm related to acidity, kendall", "kendall"),
    ],
)
def test_a_method_behind_a_question_is_how_it_is_calculated(text, method):
    reading = read_message(text, orchard())

    assert isinstance(reading, Understood), reading
    (step,) = reading.task.steps
    assert step.params["method"] == method
    assert set(step.params["columns"]) == {"trunk_cm", "acidity"}


def test_one_percent_is_a_level():
    text = "t-test of apples_kg by pruned, alpha 1 percent"
    reading = read_message(text, orchard())

    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].params["alpha"] == 0.01
