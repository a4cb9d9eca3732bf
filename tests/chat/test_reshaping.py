"""A reshaped table is what the next questions are about."""

import pandas as pd
import pytest

from chat.models import Run
from chat.tables.working import working_schema
from tests.chat.asking import answer
from tests.chat.learning import talking

pytestmark = pytest.mark.django_db


@pytest.fixture
def nations(alice, tmp_path):
    data = pd.DataFrame(
        {
            "country": ["A", "A", "B", "B", "C"],
            "year": [2000, 2001, 2000, 2001, 2000],
            "people": [10, 20, 30, 40, 50],
        }
    )
    return talking(alice, data, "nations.csv", tmp_path)


def test_questions_after_widening_know_the_new_columns(nations):
    done = answer(nations, "reshape wide with year as columns and people as values")
    assert done.run.status == Run.Status.SUCCEEDED
    assert working_schema(nations).names == ("country", "2000", "2001")

    mean = answer(nations, "mean of 2001")

    assert mean.reply.summary == "The mean of 2001 is 30 (n = 2)."


def test_questions_after_lengthening_know_the_new_columns(nations):
    answer(nations, "reshape year and people to long")
    assert working_schema(nations).names == ("country", "variable", "value")

    mean = answer(nations, "sum of value where variable is people")

    assert mean.reply.summary == "The total value is 150."


@pytest.mark.xfail(strict=True, reason="the columns of a reshaping are not asked for")
def test_what_is_missing_is_asked_for_one_after_the_other(nations):
    answer(nations, "pivot wider")
    answer(nations, "pivot wider year")
    done = answer(nations, "people")

    assert done.task.steps[0].params == {
        "names_from": "year",
        "values_from": ["people"],
    }


@pytest.mark.xfail(
    strict=True, reason="a reshaping without its roles is refused before it is tried"
)
def test_a_change_that_fails_leaves_the_table_as_it_was(nations):
    answer(nations, "keep rows where people > 10")
    failed = answer(nations, "reshape wide with country as columns and people as values,"
                             " with year as rows, taking the mean")  # fmt: skip
    assert failed.run.status == Run.Status.SUCCEEDED
    answer(nations, "undo")

    failed = answer(nations, "pivot wider year and country")

    assert failed.run.status == Run.Status.FAILED
    assert len(nations.preparation) == 1
    assert answer(nations, "mean of people").reply.summary == (
        "The mean of people is 35 (n = 4)."
    )
