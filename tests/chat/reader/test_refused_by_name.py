"""Methods that are not offered are refused by their names; components in other words."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import NoSuchMethod, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

N = 120


@cache
def orchard() -> Schema:
    """A row of each tree of an orchard."""
    random = np.random.default_rng(8)
    return schema_of(
        pd.DataFrame(
            {
                "tree": [f"T{n:04}" for n in range(N)],
                "rootstock": random.choice(["dwarf", "standard", "vigorous"], N),
                "scab": random.choice(["none", "some", "severe"], N),
                "yield_kg": random.normal(40, 9, N).round(1),
                "height": random.normal(3, 0.4, N).round(2),
                "girth": random.normal(30, 5, N).round(1),
                "nests": random.integers(0, 5, N),
                "pruned": random.choice(["yes", "no"], N),
            }
        )
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("multinom rootstock ~ height + girth", "multinomial"),
        ("glm.nb nests ~ rootstock + pruned", "negative binomial"),
        ("gam yield_kg ~ s(height)", "additive"),
        ("lda rootstock from height, girth", "discriminant"),
        ("gee nests on height", "generalised estimating"),
        ("yield_kg ~ height + girth by lasso", "lasso"),
        ("mice, then yield_kg ~ height + girth", "multiple imputation"),
        ("Could past nests help to foretell yield_kg? Granger test, 2 lags", "Granger"),
        ("t test: 5.1 (sd 2, n 30) vs 4.2 (sd 1.8, n 28)", "summary figures"),
        ("compare 12/80 with 20/85, p value", "summary figures"),
        ("do 12 of 80 and 20 of 85 differ significantly?", "summary figures"),
        ("one lot had 45 hits in 150, the other 60 in 150, just chance?", "summary"),
        (
            "I only have summaries: mean 5.1, sd 2, n 30 and 4.2, sd 1.8, n 28",
            "summary",
        ),
        (
            "two groups with means 5.1 and 4.2, sds 2 and 1.8, do they differ?",
            "summary",
        ),
    ],
)
def test_what_is_not_offered_is_refused_by_its_name(text: str, name: str):
    reading = read_message(text, orchard())
    assert isinstance(reading, NoSuchMethod)
    assert name.lower() in reading.told.lower()


@pytest.mark.parametrize(
    "text",
    [
        "average yield_kg by rootstock",
        "how many trees have 2 of 5 nests",
        "mean height of pruned trees",
        "share of pruned trees by rootstock",
        "linear regression of yield_kg on height and girth",
    ],
)
def test_what_is_offered_is_not_refused(text: str):
    assert not isinstance(read_message(text, orchard()), NoSuchMethod)


@pytest.mark.parametrize(
    "text",
    ["height by rootstock, different?", "height different by rootstock?"],
)
def test_groups_of_rows_are_not_measured_repeatedly(text: str):
    reading = read_message(text, orchard())
    assert isinstance(reading, Understood)
    step = reading.task.steps[-1]
    assert step.operation == "compare_groups"
    assert step.params["group"] == "rootstock"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("all columns to a few components", None),
        ("could you reduce all the columns to a small number of components?", None),
        ("boil height, girth and nests down to a handful of components",
         ["height", "girth", "nests"]),
        ("how many dimensions underlie height, girth and nests?",
         ["height", "girth", "nests"]),
        ("how many hidden dimensions do these variables really measure", None),
        ("how much variance is accounted for by the first principal component?", None),
        ("PC1 explained variance?", None),
    ],
)  # fmt: skip
def test_components_in_other_words(text: str, columns: list[str] | None):
    reading = read_message(text, orchard())
    assert isinstance(reading, Understood)
    step = reading.task.steps[-1]
    assert step.operation == "principal_components"
    assert step.params.get("columns") == columns
    assert not reading.task.ignored


@pytest.mark.parametrize(
    "text", ["which trees are similar to one another?", "similar trees?"]
)
def test_rows_that_are_alike_are_clustered(text: str):
    reading = read_message(text, orchard())
    assert isinstance(reading, Understood)
    assert reading.task.steps[-1].operation == "hierarchical_clusters"
    assert "trees" in reading.task.assumptions[-1]


@pytest.mark.parametrize(
    "text",
    ["which rootstocks are similar?", "which trees have similar height?",
     "how many dimensions has height by rootstock?"],
)  # fmt: skip
def test_what_names_a_group_or_a_measure_is_no_clustering(text: str):
    reading = read_message(text, orchard())
    wrong = ("hierarchical_clusters", "principal_components")
    if isinstance(reading, Understood):
        assert reading.task.steps[-1].operation not in wrong
