"""The rule of thumb that calls a significant correlation linear or nonlinear."""

from __future__ import annotations

import pytest

from analysis.statistics.correlated_pairs import name_relations


@pytest.mark.parametrize(
    ("coefficient", "significant", "relation"),
    [
        (0.5, True, "linear"),
        (-0.7, True, "linear"),
        (0.49, True, "nonlinear"),
        (0.9, False, "none"),
    ],
)
def test_relation_is_named_by_the_rule(coefficient, significant, relation):
    pair = {"coefficient": coefficient, "significant": significant}
    name_relations([pair], 0.5)
    assert pair["relation"] == relation
