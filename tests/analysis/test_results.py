"""A departure of a result from its type is found; operations are held to it elsewhere."""

from typing import Any, NotRequired, TypedDict

import pytest

from tests.analysis.result_types import departures


class Inner(TypedDict):
    n: int


class Outer(TypedDict):
    inner: list[Inner]
    size: NotRequired[float | None]


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"inner": [{"n": 1}], "size": None}, None),
        ({"inner": [{"n": 1}]}, None),
        ({"inner": [{"n": "1"}]}, "result.inner[0].n"),
        ({"inner": [{}]}, "result.inner[0]"),
        ({"inner": [], "size": "big"}, "result.size"),
        ({"inner": [], "more": 1}, "result: Outer has no more"),
        ({"inner": [{"n": True}]}, "result.inner[0].n"),
    ],
)
def test_a_departure_from_a_type_is_found(value: Any, where: str | None):
    found = list(departures(value, Outer))

    assert [one[: len(where)] for one in found] == [where] if where else found == []
