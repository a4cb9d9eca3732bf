"""Workbooks, JSON, typed formats and packed files."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import json
import lzma
import zipfile
from typing import get_args

import openpyxl
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest

from analysis.base.errors import TaskError
from analysis.reading.importing import import_table
from analysis.reading.recipe import Dtype
from analysis.reading.stored import pandas_types
from analysis.reading.table import cell_text
from analysis.reading.workbook import read_workbook
from tests.analysis.reading_files import imported, imported_with

TABLE = pd.DataFrame(
    {
        "name": ["Ann", "Bob", None],
        "age": [30, 41, 52],
        "size": [1.5, None, 2.25],
        "day": pd.to_datetime(["2020-01-01", "2020-02-01", None]),
        "ok": [True, False, True],
    }
)


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_gives_numbers_dates_truth_and_words(tmp_path):
    path = tmp_path / "book.xlsx"
    TABLE.to_excel(path, index=False)
    _, data = imported(path)
    expected = TABLE.astype({"name": "str", "day": "datetime64[us]", "size": "float64"})
    pd.testing.assert_frame_equal(data, expected)


def test_titles_and_notes_on_a_sheet_are_left_out(tmp_path):
    rows = [
        ["Report", None, None],
        [None, None, None],
        ["name", "born", "score"],
        ["Ann", dt.date(1990, 1, 1), 3],
        ["Bob", dt.date(1991, 1, 1), 4],
        ["Eve", dt.date(1992, 1, 1), 5],
        ["Source: me", None, None],
    ]
    _, data = imported(workbook(tmp_path / "book.xlsx", data=rows))
    assert data["score"].tolist() == [3, 4, 5]
    assert data["born"].iloc[0] == pd.Timestamp("1990-01-01")


def test_the_first_sheet_with_a_table_is_read_and_others_can_be_chosen(tmp_path):
    path = workbook(
        tmp_path / "book.xlsx",
        Notes=[["Only words here"]],
        First=[["a", "b"], [1, 2]],
        Second=[["c", "d"], [3, 4], [5, 6]],
    )
    receipt, data = imported(path)
    assert (receipt.sheet, receipt.other_sheets) == ("First", ("Notes", "Second"))
    assert list(data.columns) == ["a", "b"]
    _, other = imported_with(path, {"sheet": "Second"})
    assert other["c"].tolist() == [3, 5]


def test_an_unknown_sheet_is_an_error_with_the_names(tmp_path):
    path = workbook(tmp_path / "book.xlsx", First=[["a"], [1]])
    with pytest.raises(TaskError) as caught:
        import_table(path, name="x", parquet_path=None, overrides={"sheet": "Third"})
    assert caught.value.options == ("First",)


def test_json_records_with_nested_objects(tmp_path):
    path = tmp_path / "data.json"
    records = [{"a": 1, "in": {"b": "x"}}, {"a": 2, "in": {"b": None}, "c": [1, 2]}]
    path.write_text(json.dumps(records))
    _, data = imported(path)
    assert list(data.columns) == ["a", "in.b", "c"]
    assert data["a"].tolist() == [1, 2]
    assert data["c"].iloc[1] == "[1, 2]"


def test_json_records_under_a_key_and_one_on_each_line(tmp_path):
    records = [{"a": 1, "b": 0.1234567890123456}, {"a": 2, "b": None}]
    wrapped, lines = tmp_path / "wrapped.json", tmp_path / "lines.jsonl"
    wrapped.write_text(json.dumps({"count": 2, "data": records}))
    lines.write_text("\n".join(json.dumps(record) for record in records))
    for path in (wrapped, lines):
        _, data = imported(path)
        assert data["a"].tolist() == [1, 2]
        assert data["b"].iloc[0] == 0.1234567890123456


def test_parquet_keeps_its_types(tmp_path):
    path = tmp_path / "data.parquet"
    frame = TABLE.assign(zone=pd.to_datetime(TABLE["day"]).dt.tz_localize("Asia/Tokyo"))
    frame.to_parquet(path)
    receipt, data = imported(path)
    assert [column.kind for column in receipt.columns][1:5] == [
        "integer",
        "number",
        "datetime",
        "boolean",
    ]
    assert data["zone"].iloc[0] == pd.Timestamp("2019-12-31 15:00")


def test_stata_with_labels(tmp_path):
    path = tmp_path / "data.dta"
    frame = pd.DataFrame({"arm": pd.Categorical(["a", "b", "a"]), "x": [1.5, 2.5, 3.5]})
    frame.to_stata(path, write_index=False)
    _, data = imported(path)
    assert data["arm"].tolist() == ["a", "b", "a"]
    assert data["x"].tolist() == [1.5, 2.5, 3.5]


def test_spss_with_labels(tmp_path):
    path = tmp_path / "data.sav"
    frame = pd.DataFrame({"arm": [1.0, 2.0, 1.0], "x": [1.5, 2.5, 3.5]})
    pyreadstat.write_sav(
        frame, str(path), variable_value_labels={"arm": {1: "drug", 2: "placebo"}}
    )
    _, data = imported(path)
    assert data["arm"].tolist() == ["drug", "placebo", "drug"]
    assert data["x"].tolist() == [1.5, 2.5, 3.5]


_ANSWERS = pd.DataFrame(
    {
        "age": [23.0, 41.0, -99.0, 998.0, 52.0, 35.0],
        "useful": [1.0, 3.0, 2.0, -1.0, 3.0, 1.0],
        "asked": [dt.date(2024, 1, day) for day in (2, 3, 4, 5, 8, 9)],
    }
)
_USEFUL = {1.0: "low", 2.0: "medium", 3.0: "high"}


def test_spss_with_missing_ranges_and_days(tmp_path):
    path = tmp_path / "data.sav"
    pyreadstat.write_sav(
        _ANSWERS, str(path),
        column_labels=["Age in years", "How useful was it?", "Day"],
        variable_value_labels={"useful": {**_USEFUL, -1.0: "No answer"}},
        missing_ranges={"age": [-99.0, {"lo": 998.0, "hi": 999.0}], "useful": [-1.0]},
    )  # fmt: skip
    receipt, data = imported(path)
    assert data["age"].dropna().tolist() == [23, 41, 52, 35]
    useful = data["useful"].astype("object").tolist()
    assert useful[:3] == ["low", "high", "medium"]
    assert pd.isna(useful[3])
    assert data["asked"].tolist() == [pd.Timestamp(day) for day in _ANSWERS["asked"]]
    columns = {column.name: column for column in receipt.columns}
    assert columns["age"].label == "Age in years"
    assert columns["useful"].order == ("low", "medium", "high")


def test_letters_of_stata_are_missing_values(tmp_path):
    path = tmp_path / "data.dta"
    frame = _ANSWERS.astype({"age": "object", "useful": "object"})
    frame.loc[[2, 3], "age"] = ["a", "b"]
    frame.loc[3, "useful"] = "a"
    pyreadstat.write_dta(
        frame, str(path),
        variable_value_labels={
            "age": {"a": "no answer", "b": "refused"},
            "useful": {1: "low", 2: "medium", 3: "high", "a": "no answer"},
        },
        missing_user_values={"age": ["a", "b"], "useful": ["a"]},
    )  # fmt: skip
    _, data = imported(path)
    assert data["age"].dropna().tolist() == [23, 41, 52, 35]
    assert data["useful"].dropna().tolist() == ["low", "high", "medium", "high", "low"]
    assert data["asked"].tolist() == [pd.Timestamp(day) for day in _ANSWERS["asked"]]


def test_sas_transport_of_version_8_is_refused_by_name(tmp_path):
    path = tmp_path / "data.xpt"
    pyreadstat.write_xport(_ANSWERS, str(path), file_format_version=8)
    with pytest.raises(TaskError, match="version 8"):
        imported(path)


@pytest.mark.parametrize("module", [gzip, bz2, lzma])
def test_packed_text_is_known_by_its_bytes_whatever_its_name(tmp_path, module):
    path = tmp_path / "data.csv"
    path.write_bytes(module.compress(b"a,b\n1,x\n2,y\n"))
    _, data = imported(path)
    assert data["b"].tolist() == ["x", "y"]


def test_a_zip_archive_offers_its_files(tmp_path):
    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.md", "hello")
        archive.writestr("one.csv", "a,b\n1,x\n")
        archive.writestr("two.csv", "c,d\n2,y\n3,z\n")
    receipt, data = imported(path)
    assert receipt.members == ("one.csv", "two.csv")
    assert list(data.columns) == ["a", "b"]
    _, other = imported_with(path, {"member": "two.csv"})
    assert other["c"].tolist() == [2, 3]


def test_a_packed_workbook(tmp_path):
    book = workbook(tmp_path / "book.xlsx", data=[["a", "b"], [1, "x"], [2, "y"]])
    path = tmp_path / "book.xlsx.gz"
    path.write_bytes(gzip.compress(book.read_bytes()))
    _, data = imported(path)
    assert data["a"].tolist() == [1, 2]


def test_the_copy_says_of_types_what_pandas_would():
    names = {f'“{kind}”, "as it is"': kind for kind in get_args(Dtype)}
    frame = pd.DataFrame({n: pd.Series(dtype=kind) for n, kind in names.items()})
    wanted = pa.Schema.from_pandas(frame, preserve_index=False).metadata[b"pandas"]

    assert json.loads(pandas_types(names)) == json.loads(wanted)


def test_a_sheet_gives_the_cells_that_scripts_get_from_pandas(tmp_path):
    path = tmp_path / "kinds.xlsx"
    book = openpyxl.Workbook()
    rows = [
        ["whole", "large", "huge", "day", "at", "time", "lasts", "yes", "text", "mixed"],
        *(
            [
                n, n * 1e15, 10.0**n * 1e290, dt.date(2024, 2, 1 + n),
                dt.datetime.fromisoformat(f"2024-02-0{n}T0{n}:30"), dt.time(n, 15),
                dt.timedelta(hours=9 * n),
                n % 2 == 0, f'"{n}" ', "n.a." if n % 3 else -0.5 * n,
            ]
            for n in range(1, 9)
        ),
    ]  # fmt: skip
    for row in rows:
        book.active.append(row)
    book.save(path)

    read = read_workbook(path)

    frame = pd.read_excel(
        path, header=None, dtype=object, engine="calamine", keep_default_na=False,
        na_filter=False,
    )  # fmt: skip
    wanted = [[cell_text(cell) for cell in row] for row in frame.to_numpy()[1:]]
    assert [list(row) for row in read.cells.table.rows()] == wanted
