"""Options that are columns of their own are one question."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.base.errors import DataError
from analysis.operations import operation_named
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.options import option_sets
from tests.analysis.tables import schema_of

SURVEY = pd.DataFrame(
    {
        "sex": ["m", "f", "m", "f", "m", "f"],
        "media_radio": [1, 0, 1, 0, 0, 1],
        "media_press": [1, 1, 1, 1, 0, 0],
        "media_tv": [0, 0, 1, 0, 0, 0],
        "Q4: Cat": ["Cat", None, None, "Cat", None, None],
        "Q4: Dog": ["Dog", "Dog", None, None, None, "Dog"],
        "Q4: Fish": [None, "Fish", None, None, None, None],
        "Pets [old]": ["Yes", "No", "No", "Yes", "No", "Yes"],
        "Pets [young]": ["No", "No", "Yes", "Yes", "No", "Yes"],
        "Pets [wild]": ["No", "Yes", "No", "No", "No", "No"],
    }
).astype({"sex": "str"})
SCHEMA = schema_of(SURVEY)
MEDIA = ["media_radio", "media_press", "media_tv"]
PETS = ["Q4: Cat", "Q4: Dog", "Q4: Fish"]
KINDS = ["Pets [old]", "Pets [young]", "Pets [wild]"]


def test_sets_are_found_by_the_beginnings_of_their_names():
    found = option_sets(SCHEMA)
    assert [list(few) for few in found.values()] == [MEDIA, PETS, KINDS]
    assert list(found) == ["media", "Q4", "Pets"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("frequency of media", MEDIA),
        ("how many respondents chose each of the media?", MEDIA),
        ("what percentage of respondents selected each option of Q4", PETS),
        ("distribution of Q4", PETS),
        ("which of the pets was most popular?", KINDS),
        ("multiple response of media_radio to media_tv", MEDIA),
        ("multiple response table of media_radio, media_press and media_tv", MEDIA),
    ],
)
def test_a_question_is_asked_by_its_name(text, columns):
    reading = read_message(text, SCHEMA)
    assert isinstance(reading, Understood), reading
    (step,) = reading.task.steps
    assert (step.operation, step.params) == ("multiple_response", {"columns": columns})


def test_groups_and_rows_are_heeded():
    by = read_message("media by sex", SCHEMA)
    assert isinstance(by, Understood)
    assert by.task.steps[0].params == {"columns": MEDIA, "group_by": ["sex"]}
    few = read_message("frequency of media where sex is m", SCHEMA)
    assert isinstance(few, Understood)
    assert [step.operation for step in few.task.steps] == [
        "filter_rows", "multiple_response",
    ]  # fmt: skip


def test_one_option_is_no_question():
    reading = read_message("frequency of media_radio", SCHEMA)
    assert isinstance(reading, Understood)
    assert reading.task.steps[0].operation == "frequency"


@pytest.mark.parametrize(
    ("columns", "counts", "n_obs", "n_none"),
    [
        (MEDIA, {"press": 4, "radio": 3, "tv": 1}, 6, 1),
        (PETS, {"Dog": 3, "Cat": 2, "Fish": 1}, 4, 0),
        (KINDS, {"old": 3, "young": 3, "wild": 1}, 6, 1),
    ],
)
def test_counts_and_shares_are_of_respondents(columns, counts, n_obs, n_none):
    result = operation_named("multiple_response").carried_out(
        SURVEY, {"columns": columns}
    )
    assert {row["option"]: row["count"] for row in result["rows"]} == counts
    assert (result["n_obs"], result["n_none"]) == (n_obs, n_none)
    assert sum(row["share_of_answers"] for row in result["rows"]) == pytest.approx(1)


def test_a_column_of_more_than_yes_and_no_is_refused():
    data = SURVEY.assign(media_web=["a", "b", "c", "a", "b", "c"])
    with pytest.raises(DataError, match="more than chosen or not"):
        operation_named("multiple_response").carried_out(
            data, {"columns": [*MEDIA, "media_web"]}
        )
