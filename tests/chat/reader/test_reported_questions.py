"""A questionnaire's questions in reported speech, and those whom it asked."""

from __future__ import annotations

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.plainer.reported import with_reported_questions
from tests.chat.reader.everyday_tables import _number, _words

MUSEUM = Schema(
    name="museum_survey.csv", n_rows=120,
    columns=(
        _words("How did you travel to us?", "Bus", "Car", "On foot"),
        _words("Which rooms did you visit first?", "Cellar", "Tower"),
        _words("How would you rate the tour?", "Good", "Fair", "Poor"),
        _number("Money spent", 1.0, 60.0),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [
    ("mean money spent by how people travelled to us", "mean money spent by `How did you travel to us?`"),
    ("which rooms they visited first", "`Which rooms did you visit first?`"),
    ("how people pay us", "how people pay us"),
])  # fmt: skip
def test_reported_questions_are_the_columns(text, said):
    assert with_reported_questions(text, MUSEUM) == said


def test_visitors_are_those_who_answered():
    reading = read_message("how many visitors rated the tour Good?", MUSEUM)
    assert isinstance(reading, Understood)
    assert "visit" not in repr([step.params for step in reading.task.steps])
