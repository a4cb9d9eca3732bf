"""What the tests of reading share: import a file and read it as a script would."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.reading.emit import reader_for
from analysis.reading.importing import import_table
from analysis.reading.receipt import Receipt
from analysis.reading.stored import read_stored_table


def imported(path: Path, **overrides: str) -> tuple[Receipt, pd.DataFrame]:
    """Import ``path``; the stored frame must be what the script's reader gives."""
    keys = {key.replace("__", ":"): value for key, value in overrides.items()}
    return imported_with(path, keys)


def imported_with(
    path: Path, overrides: dict[str, str] | None = None
) -> tuple[Receipt, pd.DataFrame]:
    copy = path.parent / (path.name + ".parquet")
    receipt = import_table(
        path, name="table", parquet_path=copy, overrides=overrides, allow_empty=True
    )
    stored = read_stored_table(copy)
    pd.testing.assert_frame_equal(stored, reader_for(receipt.recipe).read(str(path)))
    assert list(stored.columns) == [column.name for column in receipt.columns]
    assert len(stored) == receipt.n_rows
    return receipt, stored


def from_text(
    folder: Path, text: str, encoding: str = "utf-8", **overrides: str
) -> tuple[Receipt, pd.DataFrame]:
    """Write ``text`` as a file and import it."""
    path = folder / "data.csv"
    path.write_bytes(text.encode(encoding))
    return imported(path, **overrides)
