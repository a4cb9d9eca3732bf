"""Answers to "which columns?" in every form."""

from __future__ import annotations

import pytest

from analysis.base.errors import TaskError
from chat.reader.training.selection import select_columns

FEATURES = ["sqft", "bedrooms", "bathrooms", "age", "location", "condition"]


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("5", ["location"]),
        ("age", ["age"]),
        ("AGE", ["age"]),
        (" Age. ", ["age"]),
        ("`age`", ["age"]),
        ("1,2,3", ["sqft", "bedrooms", "bathrooms"]),
        ("1, 2 and 3", ["sqft", "bedrooms", "bathrooms"]),
        ("1 2", ["sqft", "bedrooms"]),
        ("age,sqft", ["age", "sqft"]),
        ("age and sqft", ["age", "sqft"]),
        ("1-5", ["sqft", "bedrooms", "bathrooms", "age", "location"]),
        ("2 to 3", ["bedrooms", "bathrooms"]),
        ("5-4", ["age", "location"]),
        ("age,2,4-6", ["age", "bedrooms", "location", "condition"]),
        ("1,1,sqft", ["sqft"]),
        ("all", FEATURES),
        ("ALL", FEATURES),
        ("*", FEATURES),
        ("all except age", ["sqft", "bedrooms", "bathrooms", "location", "condition"]),
        ("all but 1-3", ["age", "location", "condition"]),
    ],
)
def test_selection_names_these_columns(answer, chosen):
    assert select_columns(answer, FEATURES) == chosen


def test_names_with_numbers_and_joints_are_names_first():
    names = ["2", "1-3", "salt, pepper", "price (€)"]
    assert select_columns("1-3", names) == ["1-3"]
    assert select_columns("salt, pepper", names) == ["salt, pepper"]
    assert select_columns("Price", ["price (€)", "price"]) == ["price"]


@pytest.mark.parametrize("answer", ["9", "0", "1-9", "-3", "3.5", "age,7"])
def test_number_out_of_range_says_the_range(answer):
    with pytest.raises(TaskError) as caught:
        select_columns(answer, FEATURES)
    assert caught.value.message == "Number out of range. Please select 1-6."


def test_unknown_name_lists_what_there_is():
    with pytest.raises(TaskError) as caught:
        select_columns("bedroms", FEATURES)
    assert caught.value.message == (
        "Column 'bedroms' not found. Available: sqft, bedrooms, bathrooms, age, location,"
        " condition."
    )
    assert caught.value.options[0] == "bedrooms"


@pytest.mark.parametrize("answer", ["", "  ", ",", ",,"])
def test_nothing_selected_says_so(answer):
    with pytest.raises(TaskError) as caught:
        select_columns(answer, FEATURES)
    assert caught.value.message == "Nothing was selected."
