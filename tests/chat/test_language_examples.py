"""What the operations say they are called for is understood as just that."""

from __future__ import annotations

import pytest

from analysis.operations import operations
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())
EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example.text}")
    for name, operation in operations().items()
    for example in operation.language.examples
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_example_is_read_as_its_own_operation(name, example):
    reading = read_message(example.text, PASSENGERS)
    assert isinstance(reading, Understood), reading
    *before, last = reading.task.steps
    assert (last.operation, last.params) == (name, dict(example.params))
    assert tuple(step.operation for step in before) == example.before
