"""Figures of one list are all answered, and what one of them counts limits no other."""

from __future__ import annotations

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.plain_statistics import as_calculation
from tests.chat.reader.everyday_tables import _dates, _flag, _key, _number, _words

CHOIR = Schema(
    name="singers.csv", n_rows=80,
    columns=(
        _key("singer_id", 80), _dates("joined", "2015-01-05", "2023-12-05", 70),
        _words("voice", "Alto", "Bass", "Soprano", "Tenor"),
        _words("sex", "female", "male"), _number("age", 18, 80, 50),
        _number("dues", 20.0, 90.0), _flag("soloist"), _flag("reads_music"),
    ),
)  # fmt: skip


def _figures(text: str) -> list[tuple[str, str, bool]]:
    """Statistic, what it is of or where it holds, and whether rows are limited."""
    reading = read_message(text, CHOIR)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    found, limited = [], False
    for step in reading.task.steps:
        limited = limited or step.operation == "filter_rows"
        made = as_calculation(step)
        for one in made.params["measures"] if made is not None else ():
            of = one["of"] or (one.get("where") or {}).get("value") or ""
            found.append((one["statistic"], of, limited))
    return sorted(found)


@pytest.mark.parametrize(("text", "figures"), [
    ("share of women and share of soloists", [("rate", "female", False), ("rate", "yes", False)]),
    ("percentage of women, and percentage who read music", [("rate", "female", False), ("rate", "yes", False)]),
    ("number of singers, share of women, mean age", [("count", "", False), ("mean", "age", False), ("rate", "female", False)]),
    ("I need three things: (1) the number of singers, (2) the share of women, (3) the average dues", [("count", "", False), ("mean", "dues", False), ("rate", "female", False)]),
    ("I'd like to know two things: how many singers we have, and what the total dues are", [("count", "", False), ("sum", "dues", False)]),
    ("average dues and number of women", [("count", "", True), ("mean", "dues", False)]),
])  # fmt: skip
def test_each_figure_of_a_list_is_answered(text, figures):
    assert _figures(text) == figures


def test_groups_behind_the_last_are_those_of_each():
    reading = read_message("share of women and share of soloists by voice", CHOIR)
    assert isinstance(reading, Understood)
    assert len(reading.task.steps) == 2
    for step in reading.task.steps:
        assert [key["column"] for key in step.params["by"]] == ["voice"]


@pytest.mark.parametrize("text", [
    "mean and median age",
    "average age and total dues by voice",
    "number of singers and average dues in 2023",
])  # fmt: skip
def test_one_request_stays_one(text):
    reading = read_message(text, CHOIR)
    assert isinstance(reading, Understood)
    assert len([s for s in reading.task.steps if s.operation != "filter_rows"]) == 1
