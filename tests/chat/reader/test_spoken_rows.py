"""Rows that are described in people's own words, and targets by what they measure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.reading.importing import import_table
from chat.reader.methods.roles import _counted_so
from chat.reader.training.columns_said import columns_chosen
from chat.reader.training.described import read_described
from chat.reader.training.recognising import estimators_listed, is_training
from chat.reader.training.request import read_training


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """Crossings of a ferry: how long they take, by wind, load and crew."""
    rng = np.random.default_rng(3)
    n = 200
    days = np.array(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    table = pd.DataFrame(
        {
            "Crossing_min": (40 + rng.normal(0, 5, n)).round(1),
            "Captain_age": np.r_[30:60, rng.integers(30, 60, n - 30)],
            "Load_kg": rng.integers(500, 9000, n),
            "Wave Height (m)": rng.normal(1.2, 0.3, n).round(2),
            "Rain (mm)": rng.normal(3, 1, n).round(1),
            "Prev_delays": rng.integers(0, 6, n),
            "Weekday": rng.choice(days, n),
            "night_run": rng.choice(["yes", "no"], n),
            "status": rng.choice(["early", "late", "lost"], n),
        }
    )
    path: Path = tmp_path_factory.mktemp("ferries") / "ferries.csv"
    table.to_csv(path, index=False)
    parquet = path.with_suffix(".parquet")
    return import_table(path, name=path.name, parquet_path=parquet).table


NUMBERS = ("Captain_age", "Load_kg", "Wave Height (m)", "Rain (mm)", "Prev_delays")


def _features(schema: Schema) -> list[dict[str, object]]:
    words = [
        {
            "name": name,
            "role": "category",
            "levels": [v for v, _ in schema[name].levels],
        }
        for name in ("Weekday", "night_run")
    ]
    return [*({"name": name, "role": "number"} for name in NUMBERS), *words]


ROWS = [
    ("a captain aged 45, 3000 kg", {"Captain_age": 45, "Load_kg": 3000}),
    ("what if he were 52?", {"Captain_age": 52}),
    ("a man of 38 with 1200 kilos", {"Captain_age": 38, "Load_kg": 1200}),
    ("someone who is 41, no rain", {"Captain_age": 41, "Rain (mm)": 0}),
    ("on a Saturday, dry, 2 previous delays",
     {"Weekday": "Sat", "Rain (mm)": 0, "Prev_delays": 2}),
    ("Sunday with 4 mm and no night run",
     {"Weekday": "Sun", "Rain (mm)": 4, "night_run": "no"}),
    ("a night run without rain", {"night_run": "yes", "Rain (mm)": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "values"), ROWS)
def test_values_are_read_as_people_say_them(ferries, said, values):
    row = read_described(said, _features(ferries), ferries, "Crossing_min")

    assert row.values == values


def test_a_number_without_a_feature_is_left(ferries):
    row = read_described("55, load 900", _features(ferries), ferries, "Crossing_min")

    assert (row.values, row.unread) == ({"Load_kg": 900}, ["55"])


TARGETS = [
    ("predict the crossing time from load, rain", "Crossing_min"),
    ("predict crossing minutes from load and rain", "Crossing_min"),
    ("predict the number of previous delays from load and rain", "Prev_delays"),
    ("predict status (early, late, lost) from load and rain", "status"),
    ("random forest predicting Crossing_min from load and rain", "Crossing_min"),
    ("gradient boosting, status from load and rain", "status"),
]


@pytest.mark.parametrize(("said", "target"), TARGETS)
def test_a_target_is_known_by_what_it_measures(ferries, said, target):
    found = read_training(said, ferries)

    assert is_training(said)
    assert found.answers["target"] == target
    assert set(found.answers["features"]) == {"Load_kg", "Rain (mm)"}


def test_previous_is_written_prev(ferries):
    found = read_training("predict status from previous delays", ferries)

    assert found.answers["features"] == ["Prev_delays"]


@pytest.mark.parametrize(
    "said",
    [
        "leave out the night run and the weekday",
        "drop the night run, and the weekday too, then start",
        "all but night run and weekday",
        "without the weekday and night_run please",
    ],
)
def test_columns_are_left_out_in_words(ferries, said):
    names = ["Load_kg", "Rain (mm)", "Weekday", "night_run"]

    assert columns_chosen(said, names, ferries) == ["Load_kg", "Rain (mm)"]


def test_several_kinds_of_model_are_a_list():
    listed = estimators_listed("compare ridge, lasso and a random forest for price")

    assert [one.name for one in listed] == ["ridge", "lasso", "random_forest"]
    assert estimators_listed("a random forest with 200 trees for price") == []


def test_ages_are_no_row_numbers(ferries):
    assert ferries["Captain_age"].maximum - ferries["Captain_age"].minimum == 29
    assert not _counted_so(ferries["Captain_age"], "age")
