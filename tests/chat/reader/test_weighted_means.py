"""Weighted means, and methods in other words than those of their textbooks."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import _key, _number, _words

ORCHARDS = Schema(
    name="orchards.csv", n_rows=160,
    columns=(
        _key("plot_id", 160), _words("soil", "Clay", "Loam", "Sand"),
        _words("pruning", "Hard", "Light"), _number("yield_kg", 10.5, 90.0),
        _number("sugar", 8.0, 16.0), _number("trees", 4, 40, 30),
    ),
)  # fmt: skip


def _last(text: str) -> tuple[str, dict[str, Any]]:
    reading = read_message(text, ORCHARDS)
    assert isinstance(reading, Understood), (text, reading)
    step = reading.task.steps[-1]
    return step.operation, step.params


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("average sugar weighted by trees", None),
        ("what is the weighted mean of sugar using trees as weights?", None),
        ("please compute sugar's weighted average with trees as weights", None),
        ("mean of sugar, weighted by the trees column, per soil", "soil"),
    ],
)
def test_each_row_counts_by_its_weight(text: str, by: str | None) -> None:
    operation, params = _last(text)
    assert operation == "calculate"
    assert params["measures"][0]["of"] == "`sugar` * `trees`"
    assert params["measures"][0]["over"]["of"] == "trees"
    assert params.get("by") == ([{"column": by}] if by else None)


@pytest.mark.parametrize(
    ("text", "operation", "part"),
    [
        ("does the effect of trees on sugar differ by soil?", "linear_regression", {"interacting": ["trees", "soil"]}),
        ("how does log sugar depend on trees?", "linear_regression", {"transforms": {"sugar": "log"}}),
        ("compare soil on sugar and yield_kg", "compare_outcomes", {"groups": ["soil"]}),
        ("Type II anova of sugar by soil and pruning", "two_way_anova", {"typ": "2"}),
        ("anova of sugar by soil and pruning; leave the interaction out", "two_way_anova", {"interaction": False}),
        ("average sugar for each level of soil", "calculate", {"by": [{"column": "soil"}]}),
        ("third-degree polynomial regression of sugar on trees", "linear_regression", {"degree": 3}),
    ],
)  # fmt: skip
def test_a_method_in_other_words(
    text: str, operation: str, part: dict[str, Any]
) -> None:
    found, params = _last(text)
    assert found == operation
    assert {key: params.get(key) for key in part} == part
