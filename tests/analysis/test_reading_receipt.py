"""The import receipt: profiles, counts, warnings, and the samples and the command."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from django.core.management import call_command

from analysis.base.columns import Column
from analysis.base.errors import TaskError
from analysis.reading.importing import import_table
from analysis.reading.receipt import Receipt
from analysis.tables.samples import samples, write_sample
from tests.analysis.reading_files import from_text, imported


def test_the_profile_of_a_column_of_numbers(tmp_path):
    text = "x,g\n1.5,a\n2.5,b\n,a\n4.5,a\n2.5,b\n"
    receipt, _ = from_text(tmp_path, text)
    assert receipt.columns[0] == Column(
        name="x",
        kind="number",
        n_missing=1,
        n_unique=3,
        minimum=1.5,
        maximum=4.5,
        levels=((2.5, 2), (1.5, 1), (4.5, 1)),
        histogram=(1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    )
    assert receipt.columns[1].levels == (("a", 3), ("b", 2))


def test_dates_have_a_range_in_words(tmp_path):
    receipt, _ = from_text(tmp_path, "day,n\n2020-03-01,1\n2020-01-05,2\n")
    day = receipt.table["day"]
    assert (day.minimum, day.maximum) == ("2020-01-05", "2020-03-01")


def test_duplicates_infinite_and_mostly_missing_are_counted(tmp_path):
    text = "a,b,c\n1,inf,\n1,inf,\n2,3.5,\n3,4.5,x\n"
    receipt, _ = from_text(tmp_path, text)
    assert (receipt.n_duplicates, receipt.n_infinite) == (1, 2)
    assert "c is missing in 75% of rows." in receipt.warnings


def test_a_receipt_survives_json(tmp_path):
    receipt, _ = from_text(tmp_path, "a,b\n1,x\n2,y\n")
    assert Receipt.model_validate_json(receipt.model_dump_json()) == receipt


def test_progress_rises_to_one(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("a,b\n1,x\n")
    shares: list[float] = []
    import_table(path, name="x", parquet_path=None, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_samples_are_always_the_same_and_have_gaps(tmp_path, sample):
    first, second = tmp_path / sample.filename, tmp_path / "again.csv"
    write_sample(sample.name, first)
    write_sample(sample.name, second)
    assert first.read_bytes() == second.read_bytes()
    receipt, _ = imported(first)
    assert receipt.n_rows >= 200
    assert sum(column.n_missing for column in receipt.columns) > 0


def test_an_unknown_sample(tmp_path):
    with pytest.raises(TaskError, match="no sample called nothing"):
        write_sample("nothing", tmp_path / "x.csv")


def test_inspect_goes_on_after_a_bad_file(tmp_path, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("a,b\n1,x\n,y\n")
    bad.write_bytes(b"%PDF-1.7")
    with pytest.raises(SystemExit) as caught:
        call_command("inspect", str(bad), str(good), "--json")
    assert caught.value.code == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["status"], first["rows"]) == ("error", None)
    assert "a PDF document" in first["error"]
    assert second == {
        "file": str(good),
        "status": "ok",
        "rows": 2,
        "columns": [
            {"name": "a", "kind": "integer", "missing": 1},
            {"name": "b", "kind": "category", "missing": 0},
        ],
        "encoding": "utf-8",
        "delimiter": ",",
        "decimal": ".",
        "sheet": None,
        "warnings": [],
        "doubts": [],
        "error": None,
    }


def test_inspect_in_words(tmp_path, capsys):
    path = tmp_path / "good.csv"
    path.write_text("a,b\n1,x\n,y\n")
    call_command("inspect", str(path))
    assert "2 rows × 2 columns" in capsys.readouterr().out


@pytest.mark.slow
def test_a_hundred_thousand_rows(tmp_path):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "x": rng.normal(size=100_000),
            "n": rng.integers(0, 1000, 100_000),
            "g": rng.choice(["north", "south"], 100_000),
        }
    )
    path = tmp_path / "large.csv"
    frame.to_csv(path, index=False)
    _, data = imported(path)
    pd.testing.assert_frame_equal(data, frame, check_dtype=False)


def test_many_columns_with_the_same_gap_are_told_in_one_sentence(tmp_path):
    names = ",".join(f"e{number}" for number in range(1, 6))
    receipt, _ = from_text(tmp_path, f"a,{names}\n1,,,,,\n2,,,,,\n")

    assert receipt.warnings == ("5 columns are empty: e1, e2, e3 and 2 more.",)
