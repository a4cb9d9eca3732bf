"""Words that change nothing are left out and told; names that are not used are asked about."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

AROUND = (
    "{}, honestly",
    "so far, {}",
    "hey, {}",
    "just out of curiosity, {}",
    "to be honest, {}",
    "quick question: {}",
    "{} at the moment",
    "put {}",
)
ASKED = (
    "average yield by crop",
    "how many plots per region",
    "total yield for each region",
    "correlation between yield and rain",
)


@pytest.fixture(scope="module")
def plots() -> Schema:
    return _plots()


def _plots() -> Schema:
    random = np.random.default_rng(3)
    return schema_of(
        pd.DataFrame(
            {
                "plot": [f"P{n}" for n in range(120)],
                "region": random.choice(["North", "Hills", "Coast"], 120),
                "crop": random.choice(["Barley", "Oats", "Rye"], 120),
                "yield": random.normal(5, 1, 120),
                "rain": random.normal(60, 9, 120),
            }
        )
    )


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("around", AROUND)
def test_words_around_a_question_change_nothing(
    plots: Schema, around: str, asked: str
) -> None:
    reading = read_message(around.format(asked), plots)
    plain = read_message(asked, plots)
    assert isinstance(reading, Understood)
    assert isinstance(plain, Understood)
    assert reading.task.steps == plain.task.steps


@pytest.mark.parametrize(
    "message",
    [
        "The buyers of Rye come soon and want it all, so: what is the average yield by region?",
        "what did the Glasgow region yield in total?",
        "I spoke with the Rye growers, and they say it rained: how many plots are there?",
    ],
)
def test_a_name_that_is_not_used_is_asked_about(plots: Schema, message: str) -> None:
    assert not isinstance(read_message(message, plots), Understood)


def test_a_word_in_the_way_is_named_with_the_question_without_it(
    plots: Schema,
) -> None:
    reading = read_message("which questions have gaps in the answers", plots)
    assert isinstance(reading, Question)
    assert "“questions”" in reading.prompt
    ((task, label),) = reading.options[:1]
    assert label.endswith("without “questions”")
    plain = read_message("which have gaps in the answers", plots)
    assert isinstance(plain, Understood)
    assert task.steps == plain.task.steps
    assert task.ignored == ("questions",)


@pytest.mark.parametrize("tail", ["the most", "the least", "most often", "best"])
def test_what_is_done_most_is_never_left_out(plots: Schema, tail: str) -> None:
    reading = read_message(f"which region yoddles {tail}", plots)
    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    "message",
    [
        "how many rows have humidity above 10?",
        "average fertiliser yield by region",
        "which region has the highest harvest tax",
        "top 3 crops by mileage",
    ],
)
def test_a_noun_of_no_column_is_not_left_out_of_figures(
    plots: Schema, message: str
) -> None:
    assert not isinstance(read_message(message, plots), Understood)
