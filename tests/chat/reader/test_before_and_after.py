"""What was taken twice: who rose and who fell, by how much, and both sides at once."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message


def _taken(
    name: str, before: str, after: str, group: str, levels: tuple[str, ...]
) -> Schema:
    return Schema(
        name=name,
        n_rows=120,
        columns=(
            Column(name="person_id", kind="identifier", n_unique=120),
            Column(name=group, kind="category", n_unique=len(levels),
                   levels=tuple((level, 120 // len(levels)) for level in levels)),
            Column(name=before, kind="number", n_unique=90, minimum=0.0, maximum=100.0),
            Column(name=after, kind="number", n_unique=90, minimum=0.0, maximum=100.0),
        ),
    )  # fmt: skip


PUPILS = _taken("pupils.csv", "Score before", "Score after", "class", ("Red", "Blue"))
PAIN = _taken("trial.csv", "pain_pre", "pain_post", "arm", ("Drug", "Placebo"))
RISE = "`Score after` - `Score before`"
FALL = "`Score before` - `Score after`"
ASKED = (
    (PUPILS, "how many pupils improved?", RISE, "> 0"),
    (PUPILS, "how many did better in the second test than in the first", RISE, "> 0"),
    (PUPILS, "what share of the Red pupils got better", RISE, "Share of rows"),
    (PUPILS, "how many got worse?", FALL, "> 0"),
    (PUPILS, "how many stayed the same", RISE, "= 0"),
    (PUPILS, "by how many points did pupils improve on average between the two tests?", RISE, "Mean"),
    (PUPILS, "how much did the Blue pupils improve on average", RISE, "class = Blue"),
    (PUPILS, "average gain by class", RISE, "by class"),
    (PUPILS, "which class improved the most", RISE, "highest first"),
    (PUPILS, "which class had the smallest average drop from the first to the second test?", FALL, "lowest first"),
    (PAIN, "how many patients improved?", "pain_pre - pain_post", "> 0"),
    (PAIN, "average increase by arm", "pain_post - pain_pre", "by arm"),
)  # fmt: skip


@pytest.mark.parametrize(("schema", "text", "formula", "words"), ASKED)
def test_what_rose_is_the_difference_of_the_two(
    schema: Schema, text: str, formula: str, words: str
) -> None:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    assert reading.task.steps[0].params["expression"] == formula
    assert words in " · ".join(reading.task.understood)
    assert not reading.task.ignored


def test_what_is_better_is_said() -> None:
    for schema, way in ((PUPILS, "higher Score after"), (PAIN, "lower pain_post")):
        reading = read_message("how many improved?", schema)
        assert isinstance(reading, Understood)
        assert any(way in one for one in reading.task.assumptions)


@pytest.mark.parametrize("lead", ("average", "median", "lowest"))
def test_before_and_after_are_two_columns(lead: str) -> None:
    reading = read_message(f"{lead} score before and after", PUPILS)
    assert isinstance(reading, Understood), reading
    said = repr([step.params for step in reading.task.steps])
    assert "Score before" in said and "Score after" in said


def test_a_test_of_the_difference_stays_one() -> None:
    reading = read_message("is there a difference in score before and after?", PUPILS)
    assert isinstance(reading, Understood)
    assert reading.task.steps[0].operation != "add_column"


def test_a_column_of_gains_is_no_difference_of_others() -> None:
    gains = Schema(
        name="pupils.csv",
        n_rows=120,
        columns=(
            *PUPILS.columns,
            Column(name="gain", kind="number", n_unique=50, minimum=-9.0, maximum=30.0),
        ),
    )
    reading = read_message("average gain by class", gains)
    assert isinstance(reading, Understood)
    assert [step.operation for step in reading.task.steps] == ["calculate"]


def test_without_two_sides_nothing_improves() -> None:
    single = Schema(name="pupils.csv", n_rows=120, columns=PUPILS.columns[:3])
    assert not isinstance(read_message("how many pupils improved?", single), Understood)
