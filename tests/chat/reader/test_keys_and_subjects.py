"""Keys in conditions, and who was measured repeatedly in a table in long form."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_LAB = Schema(name="lab.csv", n_rows=12, columns=(
    Column(name="sample_id", kind="identifier", n_unique=12, minimum=200, maximum=211,
           levels=tuple((n, 1) for n in range(200, 212))),
    Column(name="post_code", kind="identifier", n_unique=3,
           levels=(("01067", 6), ("99084", 4), ("07743", 2))),
    Column(name="iron", kind="number", n_unique=12, minimum=1.5, maximum=9.0),
))  # fmt: skip


def _leaf(text: str, schema: Schema = _LAB) -> dict[str, object]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    params = reading.task.steps[0].params
    found: dict[str, object] = params["where"]
    return found


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("mean of iron where sample_id = 204", "==", 204),
        ("mean of iron where sample_id is 204", "==", 204),
        ("mean of iron for sample id 204", "==", 204),
        ("mean of iron without sample_id 204", "!=", 204),
        ("mean of iron where sample_id is at least 204", ">=", 204),
        ("mean of iron where sample_id is 204 or 205", "in", [204, 205]),
    ],
)
def test_a_key_stored_as_a_number_is_compared_as_one(text, op, value):
    assert _leaf(text) == {"column": "sample_id", "op": op, "value": value}


def test_a_key_stored_as_text_keeps_its_zeros():
    wanted = {"column": "post_code", "op": "==", "value": "01067"}
    assert _leaf("mean of iron where post_code is 01067") == wanted
    assert _leaf("mean of iron for post code 01067") == wanted


def _visits(*counts: int, name: str = "patient") -> Schema:
    """Patients with so many rows each, of the three visits first, second and last."""
    by_visit = [sum(count > n for count in counts) for n in range(max(counts))]
    names = ("first", "second", "last")
    return Schema(name="visits.csv", n_rows=sum(counts), columns=(
        Column(name=name, kind="category", n_unique=len(counts),
               levels=tuple((f"P{n}", count) for n, count in enumerate(counts))),
        Column(name="visit", kind="category", n_unique=len(by_visit),
               levels=tuple(zip(names, by_visit, strict=False))),
        Column(name="weight", kind="number", n_unique=sum(counts), minimum=40.0, maximum=90.5),
    ))  # fmt: skip


def _params(text: str, schema: Schema) -> dict[str, object]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    return dict(reading.task.steps[-1].params)


_SOME_MISS_ONE = (2, 2, 2, 2, 2, 2, 2, 2, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "is weight different between first and second?",
        "compare weight between the first and second visit",
        "paired t-test of weight by patient",
        "paired t-test of weight between first and second by patient",
        "Wilcoxon signed-rank test of weight by patient",
    ],
)
def test_some_may_lack_a_measurement(text):
    params = _params(text, _visits(*_SOME_MISS_ONE))
    assert (params["group"], params["subject"]) == ("visit", "patient")


def test_of_three_conditions_those_that_are_named_are_compared():
    params = _params(
        "paired t-test of weight between first and last by patient",
        _visits(3, 3, 3, 3, 3),
    )
    assert (params["group"], params["subject"]) == ("visit", "patient")
    assert sorted(map(str, params["levels"])) == ["first", "last"]  # type: ignore[call-overload]


def test_where_most_were_measured_once_nobody_is_paired():
    params = _params(
        "is weight different between first and second?",
        _visits(2, 2, 1, 1, 1, 1, 1, 1, 1),
    )
    assert "subject" not in params


def test_words_that_name_no_people_are_no_subjects():
    schema = _visits(*_SOME_MISS_ONE, name="colour")
    params = _params("is weight different between first and second?", schema)
    assert "subject" not in params
