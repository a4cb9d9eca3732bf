"""Unknown words as the columns clearly nearest to them in meaning, and only those."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from analysis.pipeline import task_columns
from chat.linking.meaning import Near
from chat.linking.outcomes import Understood, UnknownColumn
from chat.reader import meant
from chat.reader.messages import read_message

CLUB = Schema(
    name="season.csv",
    n_rows=240,
    columns=(
        Column(name="athlete", kind="text", n_unique=80),
        Column(name="team", kind="category", n_unique=3,
               levels=(("Red", 80), ("Blue", 80), ("Green", 80))),
        Column(name="km", kind="number", n_unique=120, minimum=1.0, maximum=42.0),
        Column(name="avg_HR", kind="integer", n_unique=60, minimum=110, maximum=190),
        Column(name="finish_min", kind="number", n_unique=200, minimum=9.0, maximum=300.0),
    ),
)  # fmt: skip
SHOPS = Schema(
    name="branches.csv",
    n_rows=300,
    columns=(
        Column(name="outlet", kind="category", n_unique=3,
               levels=(("Quay", 100), ("Mill", 100), ("Gate", 100))),
        Column(name="revenue", kind="number", n_unique=290, minimum=10.0, maximum=900.0),
        Column(name="precip_mm", kind="number", n_unique=100, minimum=0.0, maximum=40.0),
    ),
)  # fmt: skip
# A word that stands for nothing here, so that only its nearness can give it a meaning.
MEANT = (
    (CLUB, "average km by tapestry", "team", {"km", "team"}),
    (CLUB, "which tapestry has the highest avg_HR?", "team", {"avg_HR", "team"}),
    (CLUB, "anova of km by tapestry", "team", {"km", "team"}),
    (SHOPS, "correlation of tapestry and revenue", "precip_mm", {"precip_mm", "revenue"}),
)  # fmt: skip
# Things that a table does not have, though it has something of their kind.
ABSENT = (
    (SHOPS, "average profit by outlet", "profit"),
    (SHOPS, "total expenses", "expenses"),
    (CLUB, "average weight by team", "weight"),
    (CLUB, "average blood pressure by team", "pressure"),
    (SHOPS, "average humidity by outlet", "humidity"),
)


def _near(monkeypatch: pytest.MonkeyPatch, *near: Near) -> None:
    monkeypatch.setattr(meant, "nearest", lambda words, names: list(near))


@pytest.mark.parametrize(("schema", "text", "meaning", "columns"), MEANT)
def test_the_answer_is_of_the_nearest_column_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
    schema: Schema,
    text: str,
    meaning: str,
    columns: set[str],
) -> None:
    _near(monkeypatch, Near(meaning, 0.7), Near("other", 0.2))
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    assert set(task_columns(reading.task, schema)) == columns
    assert any(
        "“tapestr" in one and f"read as {meaning}" in one
        for one in reading.task.assumptions
    )


@pytest.mark.parametrize("near", [(0.3, 0.1), (0.7, 0.65)])
def test_a_word_that_is_near_to_none_or_to_two_is_refused(
    monkeypatch: pytest.MonkeyPatch, near: tuple[float, float]
) -> None:
    _near(monkeypatch, Near("team", near[0]), Near("athlete", near[1]))
    assert isinstance(read_message("average km by tapestry", CLUB), UnknownColumn)


@pytest.mark.parametrize(("schema", "text", "word"), ABSENT)
def test_what_the_table_does_not_have_is_no_other_thing(
    schema: Schema, text: str, word: str
) -> None:
    reading = read_message(text, schema)
    assert not isinstance(reading, Understood), reading.task.understood
    if isinstance(reading, UnknownColumn):
        assert word in reading.word


def test_a_column_that_is_named_is_read_as_no_other() -> None:
    reading = read_message("average km by team", CLUB)
    assert isinstance(reading, Understood)
    assert not any("is read as" in one for one in reading.task.assumptions)


def test_the_columns_near_in_meaning_are_offered_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _near(monkeypatch, Near("team", 0.35), Near("athlete", 0.3), Near("km", 0.1))
    reading = read_message("average km by tapestry", CLUB)
    assert isinstance(reading, UnknownColumn)
    assert reading.nearest[:2] == ("team", "athlete")
