"""Requests to train a model: target, features, model and settings as people say them."""

from __future__ import annotations

import pytest

from chat.reader.training.recognising import is_training
from chat.reader.training.request import read_training
from tests.analysis.tables import schema_of
from tests.chat.reader.method_tables import staff
from tests.chat.reader.training_sentences import SENTENCES, Without, tables

ALL = [(table, *said) for table, many in SENTENCES.items() for said in many]
SCHEMAS = tables()


@pytest.mark.parametrize(
    ("table", "text", "target", "features", "model", "settings"), ALL
)
def test_every_part_of_a_request_is_taken(
    table, text, target, features, model, settings
):
    schema = SCHEMAS[table]

    request = read_training(text, schema)

    assert is_training(text)
    given = request.answers
    assert (given.get("target"), given.get("model")) == (target, model)
    if isinstance(features, LookupError):
        assert f"'{features}'" in request.error.message
        return
    assert request.error is None
    if isinstance(features, Without):
        features = [n for n in schema.names if n not in (target, *features)]
    assert sorted(given["features"]) == sorted(features)
    said = {**given.get("hyperparameters", {}), **given.get("options", {})}
    assert {n: str(v) for n, v in said.items()} == {
        n: str(v) for n, v in settings.items()
    }


@pytest.mark.parametrize(("text", "unused"), [
    ("train a model to predict salary from annual hours and experience", ("annual",)),
    ("predict salary from hours. My cousin does so too.", ("cousin",)),
])  # fmt: skip
def test_words_without_a_part_are_told(text, unused):
    assert read_training(text, schema_of(staff())).unused == unused


@pytest.mark.parametrize("text", [
    "train a model to predict the turnover from hours",
    "build a classifier for bankruptcy, given hours and salary",
])  # fmt: skip
def test_a_target_that_is_no_column_is_named(text):
    request = read_training(text, schema_of(staff()))

    assert "target" not in request.answers
    assert request.error.message.startswith("There is no column “")
