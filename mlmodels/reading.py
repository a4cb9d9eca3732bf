"""A file on this machine as a table to train on or to predict for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from analysis.base.errors import TaskError
from analysis.execution import Table
from analysis.reading.sandboxed import import_sandboxed


def table_from(path: Path, folder: Path) -> Table:
    """Read the file; its working copy is put into the folder.

    Raises:
        TaskError: there is no such file, or it is no table.
    """
    if not path.is_file():
        raise TaskError(f"There is no file {path}.", hint="Check its name.")
    parquet = folder / "table.parquet"
    receipt = import_sandboxed(path, name=path.name, parquet_path=parquet)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Table(path.name, receipt.table, receipt.recipe, sha256, parquet)
