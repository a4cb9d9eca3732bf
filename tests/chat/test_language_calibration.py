"""The fit of confidence: what it is fitted on, and that it finds what it should."""

from __future__ import annotations

import numpy as np
import pytest

from chat.management.commands.calibrate import fit, said_by
from chat.reader.base.confidence import confidence_of, cost_of
from chat.reader.calibrating import MIX, cases, tables


def test_the_cases_are_the_same_every_time_and_of_every_kind():
    first = list(cases())

    assert first == list(cases())
    assert {case.kind for case in first} == set(MIX)
    assert abs(sum(MIX.values()) - 1) < 1e-9


def test_the_second_table_has_the_first_ones_columns_by_other_names():
    own, other = tables()

    assert [c.kind for c in own.columns] == [c.kind for c in other.columns]
    assert not set(own.names) & set(other.names)


def test_a_fit_recovers_the_frequencies_it_was_given():
    # Readings that cost nothing are right in 80 of 100 cases, dear ones in 20: with so
    # little penalty the maximum of the likelihood is at these shares (logit 0.8 and 0.2).
    costs = np.repeat([0.0, 2.0], 10_000)
    right = np.tile(np.arange(100) < 80, 100)
    right = np.concatenate([right, np.tile(np.arange(100) < 20, 100)])

    said = said_by(fit(costs, right, np.ones(len(right))), costs)

    assert np.allclose(said[[0, -1]], [0.8, 0.2], atol=0.002)


@pytest.mark.parametrize("cost", [1.5, 2.0, 3.6, 5.0])
def test_the_cost_of_a_confidence_is_what_it_came_from(cost):
    assert cost_of(confidence_of(cost)) == pytest.approx(cost, abs=0.02)
