"""A few conversations at both doors while parts of the server are killed."""

from __future__ import annotations

import pytest

from statagent_site.benchmarks.outages import disturbed


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_question_is_answered_once_whatever_is_killed():
    found = disturbed(3, (1.0, 3.0))

    assert sum(found["killed"].values()) >= 2
    assert found["wrong"] == dict.fromkeys(found["wrong"], 0)
    assert set(found["runs"]) == {"succeeded"}
