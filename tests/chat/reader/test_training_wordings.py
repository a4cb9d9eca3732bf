"""Models that are asked for without the words train and predict."""

from __future__ import annotations

import pytest

from chat.reader.training.recognising import is_training
from chat.reader.training.request import read_training
from tests.analysis.tables import schema_of
from tests.chat.reader.method_tables import staff


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("a random forest with 200 trees for promoted using hours and salary", "promoted"),
        ("i'd like a decision tree for promoted from hours and salary please", "promoted"),
        ("gradient boosting of salary from hours and experience", "salary"),
        ("build a model that tells us which employees get promoted, from hours and salary",
         "promoted"),
    ],
)  # fmt: skip
def test_a_model_is_asked_for_by_its_name_and_its_target(text, target):
    request = read_training(text, schema_of(staff()))

    assert is_training(text)
    assert request.answers["target"] == target
    assert len(request.answers["features"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "logistic regression of promoted on hours and salary",
        "what does a random forest do?",
        "linear regression for salary with hours",
    ],
)
def test_an_analysis_or_a_question_trains_no_model(text):
    assert not is_training(text)
