"""Conversations of short messages, and what the last of them comes to."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message

IN_2023 = [
    {"column": "order_date", "op": ">=", "value": "2023-01-01"},
    {"column": "order_date", "op": "<", "value": "2024-01-01"},
]
WEST = {"column": "region", "op": "==", "value": "West"}
REVENUE = {"statistic": "sum", "of": "revenue"}


def read(schema: Schema, *texts: str) -> Reading:
    """The reading of the last message of a conversation."""
    task: Task | None = None
    for text in texts[:-1]:
        reading = read_message(text, schema, task)
        assert isinstance(reading, Understood), (text, reading)
        task = reading.task
    return read_message(texts[-1], schema, task)


def after(schema: Schema, *texts: str) -> Task:
    reading = read(schema, *texts)
    assert isinstance(reading, Understood), reading
    assert reading.task.source == "followup"
    assert not reading.task.ignored
    assert reading.task.assumptions
    return reading.task


def limits(task: Task) -> list[dict[str, Any]]:
    found = [s.params["where"] for s in task.steps if s.operation == "filter_rows"]
    return [leaf for where in found for leaf in where.get("all", [where])]
