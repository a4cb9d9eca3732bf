"""Named methods in researchers' own words: the method, its columns and its rows."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.anchored_requests import REQUESTS, TABLES, TAMPERED


def as_set(value):
    return sorted(map(str, value)) if isinstance(value, list) else str(value)


@pytest.mark.parametrize(
    ("table", "text", "operation", "params", "rows"),
    REQUESTS,
    ids=[f"{table}: {text[:40]}" for table, text, *_ in REQUESTS],
)
def test_a_named_method_is_read_with_its_columns(table, text, operation, params, rows):
    reading = read_message(text, TABLES[table]())

    assert isinstance(reading, Understood), reading
    steps = [step for step in reading.task.steps if not step.companion]
    assert steps[-1].operation == operation, steps
    for name, value in params.items():
        assert as_set(steps[-1].params.get(name)) == as_set(value), (name, steps)
    limits = [step.params for step in steps if step.operation == "filter_rows"]
    assert (rows in str(limits)) if rows else not limits, limits
    assert len(steps) == 1 + bool(rows), steps


@pytest.mark.parametrize(("table", "text"), TAMPERED)
def test_what_the_table_has_not_is_never_passed_over(table, text):
    reading = read_message(text, TABLES[table]())

    assert not isinstance(reading, Understood) or reading.task.ignored, (
        reading.task.steps
    )
