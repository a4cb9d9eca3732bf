"""Files of tables: what was in the table is in the file, and nothing in it runs."""

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal

from analysis.base.errors import DataError
from analysis.tables import export_files
from analysis.tables.export_files import (
    write_csv_file,
    write_excel_file,
    write_parquet_file,
)

EVIL = ["=1+1", "+49 30", "-x", "@SUM(A1)", "\tx", "\rx", "#N/A", "plain", None]


@pytest.fixture
def data() -> pd.DataFrame:
    n = len(EVIL)
    return pd.DataFrame(
        {
            "=name": pd.Series(EVIL, dtype="str"),
            "number": np.arange(n) / 3,
            "whole": pd.array([*range(-1, n - 2), None], dtype="Int64"),
            "yes": [True] * n,
            "day": pd.to_datetime(["2024-02-29"] * n),
            "moment": pd.to_datetime(["2024-02-29 13:45:10"] * n),
        }
    )


def test_a_csv_file_reads_back_as_the_table_with_apostrophes_before_formulas(
    data, tmp_path
):
    path = str(tmp_path / "x.csv")

    counts = write_csv_file(data, path)

    guarded = ["'=1+1", "'+49 30", "'-x", "'@SUM(A1)", "'\tx", "'\rx", *EVIL[6:]]
    read = pd.read_csv(
        path,
        dtype={"'=name": "str", "whole": "Int64"},
        parse_dates=["day", "moment"],
        keep_default_na=False,
        na_values=[""],
    )
    expected = data.assign(**{"=name": pd.Series(guarded, dtype="str")})
    assert_frame_equal(
        read, expected.rename(columns={"=name": "'=name"}), check_dtype=False
    )
    assert counts == {"n_guarded": 7}
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_table_without_formulas_is_written_as_it_is(tmp_path):
    data = pd.DataFrame({"a": ["x", None], "b": [-1, 2]})

    assert write_csv_file(data, str(tmp_path / "x.csv")) == {"n_guarded": 0}

    assert (tmp_path / "x.csv").read_bytes() == b"\xef\xbb\xbfa,b\r\nx,-1\r\n,2\r\n"


def test_a_parquet_file_is_the_table(data, tmp_path):
    path = str(tmp_path / "x.parquet")

    write_parquet_file(data, path)

    assert_frame_equal(pd.read_parquet(path), data)


def test_text_in_a_workbook_is_text_whatever_it_begins_with(data, tmp_path):
    path = str(tmp_path / "x.xlsx")

    counts = write_excel_file(data, path)

    sheet = load_workbook(path).active
    cells = [sheet.cell(row, 1) for row in range(1, len(EVIL) + 2)]
    assert [cell.value for cell in cells] == ["=name", *EVIL[:5], "\nx", *EVIL[6:]]
    assert {cell.data_type for cell in cells} == {"s", "n"}  # "n" is the empty one
    assert sheet["F2"].value == pd.Timestamp("2024-02-29 13:45:10")
    assert (sheet["E2"].value, sheet["E2"].number_format) == (
        pd.Timestamp("2024-02-29"),
        "yyyy-mm-dd",
    )
    assert [sheet.cell(row, 3).value for row in (2, 3, 10)] == [-1, 0, None]
    assert sheet["D2"].value is True
    assert counts == {"n_as_text": 0, "n_cut": 0}


def test_what_excel_cannot_hold_is_text_there_and_counted(tmp_path):
    data = pd.DataFrame(
        {
            "born": pd.to_datetime(
                ["1850-05-01", "1899-01-01 12:00", "1970-01-01"], format="mixed"
            ),
            "number": [np.inf, -np.inf, np.nan],
            "key": [1234567890123456789, 5, 6],
            "text": ["a\x00b", "x" * 40_000, "fine"],
        }
    )
    path = str(tmp_path / "x.xlsx")

    counts = write_excel_file(data, path)

    rows = list(load_workbook(path).active.values)[1:]
    assert [row[0] for row in rows] == [
        "1850-05-01",
        "1899-01-01T12:00:00",
        pd.Timestamp("1970-01-01"),
    ]
    assert [row[1] for row in rows] == ["inf", "-inf", None]
    assert [row[2] for row in rows] == ["1234567890123456789", 5, 6]
    assert [row[3] for row in rows] == ["ab", "x" * 32_767, "fine"]
    assert counts == {"n_as_text": 5, "n_cut": 2}


@pytest.mark.parametrize("limit", ["EXCEL_ROWS", "EXCEL_COLUMNS", "EXCEL_CELLS"])
def test_too_much_for_a_sheet_is_an_error_with_the_way_out(
    limit, data, tmp_path, monkeypatch
):
    monkeypatch.setattr(export_files, limit, 5)

    with pytest.raises(DataError, match="9 rows × 6 columns are too much") as raised:
        write_excel_file(data, str(tmp_path / "x.xlsx"))

    assert "CSV or Parquet" in raised.value.hint


def test_a_table_without_rows_or_columns_can_be_written(tmp_path):
    for data in (pd.DataFrame({"a": []}), pd.DataFrame()):
        write_excel_file(data, str(tmp_path / "x.xlsx"))
        found = [list(row) for row in load_workbook(tmp_path / "x.xlsx").active.values]
        assert [row for row in found if row != [None]] == [list(data.columns)][
            : data.shape[1]
        ]
