"""Any text gives a reading, and soon."""

from __future__ import annotations

import cProfile
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from chat.linking.outcomes import (
    NoSuchMethod,
    Question,
    Unclear,
    Understood,
    UnknownColumn,
)
from chat.reader.base.senses import build_lattice
from chat.reader.messages import MAX_LENGTH, read_message, warm_up
from chat.reader.training.selection import select_columns
from tests.analysis.tables import passengers, schema_of
from tests.chat.employees import EMPLOYEES
from tests.chat.method_sentences import SENTENCES as METHOD_SENTENCES
from tests.chat.reader import method_tables
from tests.chat.reader.calculation_sentences import SENTENCES
from tests.chat.reader.calculation_tables import SCHEMAS
from tests.sampling import shares

PASSENGERS = schema_of(passengers())
EMPTY = Schema(name="empty.csv", n_rows=0, columns=())
ODD = Schema(
    name="odd.csv",
    n_rows=3,
    columns=tuple(
        Column(name=name, kind="number", n_unique=3, minimum=0.0, maximum=1.0)
        for name in ("", " ", "a`b", "'); --", "mean", "名前", "x\ny", "🙂", "1", "ꙮ")
    ),
)
READINGS = (Understood, Question, UnknownColumn, Unclear, NoSuchMethod)
WORDS = st.sampled_from(
    """mean fare age sex by of and over 40 in first class women not between 10 20 > < = (
    ) , . ; ' " ` - 5% $3k 2020-01-01 since last year correlate histogram remove outliers
    then add x = + total it with add as a new column called log top 5 or is missing who
    survived did fill without instead same now for group each""".split()
)


@given(st.text(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_reading(text):
    assert isinstance(read_message(text, PASSENGERS), READINGS)


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=120, deadline=None)
def test_any_mixture_of_known_words_gives_a_reading(text):
    assert isinstance(read_message(text, PASSENGERS), READINGS)


@given(st.lists(WORDS, max_size=12).map(" ".join))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
def test_any_message_after_another_gives_a_reading(text):
    first = read_message("mean fare of women by class", PASSENGERS)
    assert isinstance(first, Understood)
    assert isinstance(read_message(text, PASSENGERS, first.task), READINGS)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_answer_selects_columns_or_says_why_not(text):
    names = ["age", "fare", "sex"]
    try:
        assert set(select_columns(text, names)) <= set(names)
    except TaskError as error:
        assert error.message


@pytest.mark.parametrize("schema", [EMPTY, ODD], ids=["empty", "odd"])
@pytest.mark.parametrize(
    "text",
    ["", "mean", "describe", "mean of `a`b`", "histogram of 名前", "ꙮx0ꙮ", "x\ny", "1"],
)
def test_odd_tables_give_a_reading(schema, text):
    assert isinstance(read_message(text, schema), READINGS)


LONG = {
    "one letter": "x " * 2048,
    "one word": "qzv" * 1365,
    "joints": "mean of age and " * 256,
    "sentences": "mean of age. " * 315,
    "conditions": "fare over 40 and sex is male or " * 128,
    "quotes": '"' * MAX_LENGTH,
    "brackets": "((((" * 1024,
    "numbers": "1 " * 2048,
    "columns": "age " * 1024,
    "formulas": "create a new column x = age + fare * " * 110,
    "dots": "." * MAX_LENGTH,
    "line ends": "\n" * MAX_LENGTH,
    "markup": "<script>alert(1)</script>" * 160,
    "query": "'; DROP TABLE users; --" * 170,
    "emoji": "🙂" * MAX_LENGTH,
    "right to left": "متوسط العمر " * 340,
}


class Spent:
    """What a reading took: calls of functions, and seconds of computing."""

    calls = 0
    seconds = 0.0


@contextmanager
def spent() -> Iterator[Spent]:
    """Counts calls, which a busy machine makes no more of than an idle one."""
    gc.disable()
    taken, profile = Spent(), cProfile.Profile()
    begun = time.process_time()
    profile.enable()
    try:
        yield taken
    finally:
        profile.disable()
        taken.seconds = time.process_time() - begun
        taken.calls = sum(one.callcount for one in profile.getstats())
        gc.enable()


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_long_texts_are_read_in_time(text):
    warm_up()
    read_message("mean of fare", PASSENGERS)
    with spent() as taken:
        assert isinstance(read_message(text, PASSENGERS), READINGS)
    # 250 ms of an idle machine; the dearest of these texts takes 1.9 million calls.
    assert taken.calls < 2_500_000
    # A pattern that tries all ways makes no calls, and takes far longer than all others.
    assert taken.seconds < 5


def test_a_thousand_columns_are_read_in_time():
    columns = tuple(
        Column(
            name=f"sensor_{n}_{what}",
            kind="number",
            n_unique=500,
            minimum=0.0,
            maximum=9.0,
        )
        for n in range(250)
        for what in ("temp", "pressure", "flow", "level")
    )
    schema = Schema(name="plant.csv", n_rows=1000, columns=columns)
    read_message("mean of sensor_3_temp", schema)
    build_lattice.cache_clear()
    with spent() as taken:
        reading = read_message("correlation of sensor 3 temp and sensor_7_flow", schema)
    # 50 ms of an idle machine: 350 thousand calls
    assert taken.calls < 600_000
    assert isinstance(reading, Understood)
    assert reading.task.steps[0].params == {
        "columns": ["sensor_3_temp", "sensor_7_flow"]
    }


def test_column_names_are_data_not_commands():
    schema = Schema(
        name="t.csv",
        n_rows=10,
        columns=(
            Column(name="drop the table", kind="number", n_unique=5),
            EMPLOYEES["Age"],
        ),
    )
    reading = read_message("mean of drop the table", schema)
    assert isinstance(reading, Understood)
    assert [(s.operation, s.params) for s in reading.task.steps] == [
        ("describe", {"statistics": ["mean"], "columns": ["drop the table"]})
    ]


FOREIGN = (*SCHEMAS.values(), *method_tables.EVERY.values(), ODD, EMPTY)


@shares(9)
@pytest.mark.parametrize("nth", range(len(FOREIGN)))
def test_a_sentence_may_be_asked_of_a_table_it_was_not_meant_for(nth, one_in):
    """Each table gets its share of all sentences, so that kinds of both meet."""
    texts = [text for _, text, _ in SENTENCES]
    texts += [row[0] for rows in METHOD_SENTENCES.values() for row in rows]
    texts.append("which field has the highest percentage of graduates in 2010?")

    for text in texts[nth % one_in :: one_in]:
        assert isinstance(read_message(text, FOREIGN[nth]), READINGS), text
