"""Values and columns that are common words are names, wherever a name would stand."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

COMMON = {
    "unit": ("IT", "HR", "Data"),
    "nation": ("US", "UK", "IN"),
    "state": ("used", "new"),
    "switch": ("on", "off"),
    "channel": ("Other", "Post", "Both"),
}
VANS = Schema(
    name="vans.csv",
    n_rows=400,
    columns=(
        Column(name="van_id", kind="identifier", n_unique=400),
        Column(name="price", kind="number", n_unique=300, minimum=1.0, maximum=90.0),
        Column(name="fall", kind="integer", n_unique=2, minimum=0, maximum=1,
               levels=((0, 300), (1, 100))),
        Column(name="arrived", kind="datetime", n_unique=300, minimum="2023-02-01",
               maximum="2024-09-30"),
        *(
            Column(name=name, kind="category", n_unique=len(levels),
                   levels=tuple((level, 130) for level in levels))
            for name, levels in COMMON.items()
        ),
    ),
)  # fmt: skip
SAID = (
    "average price for {value}",
    "what is the mean price of {value} vans",
    "how many are {value}",
    "how many vans are {value} by unit",
    "share of vans that are {value}",
)
# Grammar in small letters, names in capitals: "it" is no department.
IN_CAPITALS = ("IT", "US", "IN")


def steps_of(text: str) -> str:
    reading = read_message(text, VANS)
    assert isinstance(reading, Understood), (text, reading)
    return repr([step.params for step in reading.task.steps])


@pytest.mark.parametrize("sentence", SAID)
@pytest.mark.parametrize(
    "value", ["IT", "US", "UK", "Data", "used", "new", "Both", "Other", "off"]
)
def test_a_value_that_is_a_common_word_is_never_passed_over(sentence, value):
    said = sentence.format(value=value)
    reading = read_message(said, VANS)

    used = isinstance(reading, Understood) and (
        repr(value) in repr([step.params for step in reading.task.steps])
        or any(value in words.split() for words in reading.task.ignored)
    )
    assert used or not isinstance(reading, Understood), reading


@pytest.mark.parametrize("value", IN_CAPITALS)
def test_in_small_letters_it_is_grammar(value):
    assert repr(value) not in steps_of(f"what is {value.lower()} the mean of price")


@pytest.mark.parametrize(
    "text",
    [
        "how many vans had a fall",
        "how many vans fell",
        "share of used vans with a fall",
        "how many fell in May",
    ],
)
def test_a_verb_that_names_a_column_is_a_condition(text):
    assert "'column': 'fall', 'op': '==', 'value': 1" in steps_of(text)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("total price in april and may", ("2024-04-01", "2024-05-01")),
        (
            "mean price in May, June and July",
            ("2024-05-01", "2024-06-01", "2024-07-01"),
        ),
        ("average price may vs june", ("2024-05-01", "2024-06-01")),
        ("mean price in October and november", ("2023-10-01", "2023-11-01")),
        ("how much did price change from march to may", ("2024-03-01", "2024-05-01")),
    ],
)
def test_months_that_are_joined_are_all_months(text, starts):
    found = steps_of(text)
    assert all(start in found for start in starts), found


def test_may_without_a_month_beside_it_is_no_month():
    assert "2024-05" not in steps_of("may i see the mean price")
