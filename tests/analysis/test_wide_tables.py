"""Tables of many columns, most of them empty: read in parts, written in parts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from analysis.base.errors import TaskError
from analysis.reading import cells, stored
from analysis.reading.empty import shared_if_empty
from analysis.reading.importing import import_table
from analysis.reading.stored import read_stored_table

N_ROWS, N_COLUMNS = 60, 40


def written(path, *, last="x", trailing=True):
    """A CSV file of empty columns but for each seventh, and the last as it is said."""
    random = np.random.default_rng(4)
    rows = [[f"c{n}" for n in range(N_COLUMNS)]]
    for _ in range(N_ROWS):
        row = [str(random.integers(9)) if n % 7 == 0 else "" for n in range(N_COLUMNS)]
        row[-1] = last
        rows.append(row)
    if not trailing:
        rows = [rows[0], *(row[:-4] for row in rows[1:])]
    path.write_text("\n".join(",".join(row) for row in rows) + "\n")
    return path


def imported(path):
    copy = path.with_suffix(".parquet")
    receipt = import_table(path, name=path.name, parquet_path=copy)
    return receipt.model_copy(update={"seconds": 0.0}), copy


@pytest.mark.parametrize("kind", ["last filled", "last empty", "short rows"])
def test_a_table_read_in_parts_is_the_same_table(tmp_path, monkeypatch, kind):
    path = written(
        tmp_path / "wide.csv",
        last="x" if kind == "last filled" else "",
        trailing=kind != "short rows",
    )
    whole, copy = imported(path)
    table = read_stored_table(copy)

    monkeypatch.setattr(cells, "_CELLS", 3 * N_ROWS)
    monkeypatch.setattr(stored, "_CELLS", 20 * N_COLUMNS)
    monkeypatch.setattr(stored, "_LEAST_ROWS", 1)
    parted, copy = imported(path)

    assert parted == whole
    assert parted.n_rows == N_ROWS and len(parted.columns) == N_COLUMNS
    assert pq.read_metadata(copy).num_row_groups == 3
    assert read_stored_table(copy).equals(table)


def test_a_table_of_nothing_but_delimiters_has_no_rows(tmp_path, monkeypatch):
    path = tmp_path / "nothing.csv"
    path.write_text("a,b,c\n" + ",,\n" * 50)
    monkeypatch.setattr(cells, "_read_any", lambda *_: pytest.fail("read slowly"))
    with pytest.raises(TaskError, match="no rows"):
        imported(path)


def test_rows_that_end_in_delimiters_are_read_the_quick_way(tmp_path, monkeypatch):
    slow: list[object] = []
    read_any = cells._read_any
    monkeypatch.setattr(
        cells, "_read_any", lambda *of: slow.append(of) or read_any(*of)
    )
    imported(written(tmp_path / "empty_to_the_end.csv", last=""))
    assert not slow
    # There pandas has to say how many fields the longest row has.
    receipt, _ = imported(written(tmp_path / "short.csv", last="", trailing=False))
    assert slow
    assert len(receipt.columns) == N_COLUMNS


def test_empty_columns_share_one():
    one, other = (pl.Series(name, [None] * 9, dtype=pl.Float64) for name in "ab")
    shared = [shared_if_empty(one), shared_if_empty(other)]

    assert [cells.name for cells in shared] == ["a", "b"]
    assert [cells.null_count() for cells in shared] == [9, 9]
    first, second, own = (_address(cells) for cells in (*shared, one))
    assert first == second != own
    filled = pl.Series("c", [None, "x"])
    assert shared_if_empty(filled) is filled


def _address(cells: pl.Series) -> int:
    """Where the values lie in memory."""
    return cells.to_arrow().buffers()[1].address
