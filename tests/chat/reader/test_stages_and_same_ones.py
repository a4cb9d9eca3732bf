"""One of two times that is said, both times in other words, and the same ones again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from chat.linking.outcomes import Understood
from chat.reader.base.roles import adds_up
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

rng = np.random.default_rng(11)
ROWERS = pd.DataFrame(
    {
        "rower": range(1, 61),
        "squad": rng.choice(["junior", "senior", "masters"], 60),
        "coached": rng.choice(["yes", "no"], 60),
        "grip_kg_pre": rng.normal(40, 6, 60).round(1),
        "grip_kg_post": rng.normal(43, 6, 60).round(1),
        "split_err_sec_pre": rng.normal(5, 1, 60).round(2),
        "split_err_sec_post": rng.normal(4, 1, 60).round(2),
        "back_pain_pre": rng.choice(["Y", "N"], 60),
        "back_pain_post": rng.choice(["Y", "N"], 60),
    }
)
HIVES = pd.DataFrame(
    {
        "hiveCode": np.repeat([f"H{n:02}" for n in range(1, 25)], 3),
        "breed": np.repeat(rng.choice(["carnica", "buckfast"], 24), 3),
        "visitNo": np.tile([1, 2, 3], 24),
        "visitDate": pd.to_datetime(np.tile(["2024-04-02", "2024-05-03", "2024-06-04"], 24)),
        "broodFrames": rng.normal(6, 2, 72).round(1),
        "restingHr": rng.integers(60, 90, 72),
        "swarmed": rng.choice([True, False], 72),
    }
)  # fmt: skip


def steps_of(text: str, table: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, schema_of(table))
    assert isinstance(reading, Understood), reading
    return [(step.operation, dict(step.params)) for step in reading.task.steps]


@pytest.mark.parametrize(
    ("text", "operation", "column"),
    [
        ("do the squads differ in grip before the season?", "compare_groups", "grip_kg_pre"),
        ("do squads differ in grip at the end of the season?", "compare_groups", "grip_kg_post"),
        ("are the initial split errors normally distributed?", "normality", "split_err_sec_pre"),
        ("is grip higher for coached rowers at the start of the season?", "compare_groups", "grip_kg_pre"),
    ],
)  # fmt: skip
def test_one_time_is_its_column(text: str, operation: str, column: str) -> None:
    """The column of the time that is said is meant, whichever stands first."""
    ((made, params),) = steps_of(text, ROWERS)
    assert (made, params["columns"]) == (operation, [column])


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("grip after vs before, any real change?", "grip_kg"),
        ("is the split error smaller at the end than it was at the start?", "split_err_sec"),
        ("grip: compare each rower with him- or herself before and after", "grip_kg"),
    ],
)  # fmt: skip
def test_both_times_are_compared(text: str, pair: str) -> None:
    ((made, params),) = steps_of(text, ROWERS)
    assert made == "compare_groups"
    assert params == {"columns": [f"{pair}_pre", f"{pair}_post"]}


def test_what_became_rarer_is_compared_within_rows() -> None:
    """A yes or no before and after is McNemar's, the way it is written says nothing."""
    text = "Has back pain become less common after the season? (Y/N)"
    ((made, params),) = steps_of(text, ROWERS)
    assert made == "mcnemar"
    assert params["columns"] == ["back_pain_pre", "back_pain_post"]


@pytest.mark.parametrize(
    ("text", "column", "levels"),
    [
        ("did the brood frames rise between visit 1 and visit 3 in the same hives?", "broodFrames", ["1", "3"]),
        ("by how many did brood frames rise from visit 1 to visit 3 within the hives", "broodFrames", ["1", "3"]),
        ("did fewer hives swarm at the visit 3 check than at the visit 1 one? they are the same hives, so pair them", "swarmed", ["3", "1"]),
        ("do brood frames change over the visits within the hives?", "broodFrames", None),
        ("each hive was checked three times (visitNo). do brood frames change over the visits? hiveCode tells which is which", "broodFrames", None),
    ],
)  # fmt: skip
def test_the_same_ones_are_paired(
    text: str, column: str, levels: list[str] | None
) -> None:
    """The column of who was measured pairs the rows and is no outcome."""
    ((made, params),) = steps_of(text, HIVES)
    assert made == "compare_groups"
    assert params["columns"] == [column]
    assert (params["group"], params["subject"]) == ("visitNo", "hiveCode")
    assert params.get("levels") == levels


def test_times_that_are_numbered_are_no_amounts() -> None:
    """The number of a visit and a heart rate are never summed."""
    schema = schema_of(HIVES)
    assert adds_up(schema["visitNo"]) is False
    assert adds_up(schema["restingHr"]) is False


def test_a_trend_of_what_is_not_known_is_none_of_the_times() -> None:
    """What rises must be named: the number of the visit does not stand for it."""
    reading = read_message(
        "does the bee temper go down as visits go by?", schema_of(HIVES)
    )
    assert not isinstance(reading, Understood)


def test_a_clause_is_held_constant_like_a_name() -> None:
    """ "whether it has swarmed" names a column among those that are adjusted for."""
    text = "effect of breed on brood frames, adjusting for visitNo and whether they swarmed"
    ((made, params),) = steps_of(text, HIVES)
    assert made == "linear_regression"
    assert params["predictors"] == ["breed", "visitNo", "swarmed"]
