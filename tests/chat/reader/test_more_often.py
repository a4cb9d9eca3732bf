"""What is done more often in one group is a rate; how often rows come is a number."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import CLINIC, SHOP


def _step(schema: Schema, text: str) -> tuple[str, dict[str, Any]]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    step = reading.task.steps[-1]
    return step.operation, dict(step.params)


@pytest.mark.parametrize(
    ("schema", "text", "of", "key"),
    [
        (CLINIC, "do smokers get readmitted more often than others", "Readmitted", "Smoker"),
        (CLINIC, "do insured people smoke less often than the others?", "Smoker", "Insured"),
        (SHOP, "do members pay more often than non-members", "paid", "member"),
    ],
)  # fmt: skip
def test_what_some_do_more_often_is_a_rate(
    schema: Schema, text: str, of: str, key: str
):
    operation, params = _step(schema, text)
    if operation == "compare_groups":  # with the test of the difference
        assert (params["columns"], params["group"]) == ([of], key)
        return
    measure = params["measures"][0]
    assert measure["statistic"] == "rate"
    assert measure["where"]["column"] == of
    assert key in str(params["by"])


@pytest.mark.parametrize(
    "text",
    [
        "do we sell desks more often than lamps",
        "do we sell lamps less frequently than chairs?",
    ],
)
def test_what_is_sold_more_often_is_counted(text: str):
    _, params = _step(SHOP, text)
    assert params["measures"][0]["statistic"] == "count"
    assert params["compare"] == {"kind": "difference"}
