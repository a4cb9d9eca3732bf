"""The fit of confidence: what it is fitted on, and that it is the kept one."""

from __future__ import annotations

import numpy as np

from chat.language.calibrating import FIGURES, MIX, cases, tables
from chat.language.confidence import calibration
from chat.management.commands.calibrate import fit, said_by


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
    # One figure that is 0 or 1, right in 20 and 80 of 100 cases: with so little penalty
    # the maximum of the likelihood is at these shares (logit 0.2 and 0.8).
    figures = np.zeros((20_000, len(FIGURES)))
    figures[10_000:, list(FIGURES).index("evidence")] = 1
    right = np.tile(np.arange(100) < 20, 100)
    right = np.concatenate([right, np.tile(np.arange(100) < 80, 100)])

    said = said_by(fit(figures, right, np.ones(len(right))), figures)

    assert np.allclose(said[[0, -1]], [0.2, 0.8], atol=0.002)


def test_words_left_unused_never_raise_the_confidence():
    weights = calibration()["weights"]

    assert weights["ignored"] <= 0 and weights["share_ignored"] <= 0
    assert min(weights[n] for n in ("link", "evidence", "log_probability")) >= 0
