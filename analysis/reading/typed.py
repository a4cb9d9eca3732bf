"""Files that know their types: Parquet, Stata, SAS and SPSS."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet

from analysis.base.errors import TaskError
from analysis.base.wording import counted

from .allowance import MIB, ORDINARY, Allowance
from .labelled import Labelled, labelled
from .recipe import Format
from .table import plain_types, read_sas_cells

_NAMES = {
    "parquet": "Parquet",
    "stata": "Stata",
    "sas7bdat": "SAS",
    "xport": "SAS transport",
    "spss": "SPSS",
}


def read_typed(
    path: Path,
    file_format: Format,
    allowance: Allowance = ORDINARY,
    overrides: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, dict[str, Labelled]]:
    """The whole table in plain types, and what the file says of its columns.

    Raises TaskError where the file is damaged or unpacks to more than can be read.
    """
    try:
        if file_format == "parquet":
            _check_parquet(pyarrow.parquet.read_metadata(path), allowance)
        frame = _read(path, file_format, labels=True)
        if file_format not in ("spss", "stata"):
            return plain_types(frame), {}
        codes = _read(path, file_format, labels=False)
        said = labelled(path, file_format, codes, overrides or {})
        coded = [name for name, found in said.items() if found.codes]
        frame = frame.assign(**{name: codes[name] for name in coded})
        return plain_types(frame), said
    except (MemoryError, TaskError):
        raise
    except Exception as error:
        # The readers of these formats raise whatever damaged bytes lead them to.
        raise _damaged(file_format, error) from error


def _check_parquet(found: Any, allowance: Allowance) -> None:
    """A few bytes can stand for any number of rows: what counts is what they become.

    A cell takes eight bytes at least, and a column what its pages unpack to.
    """
    pages = 0
    for number in range(found.num_row_groups):
        group = found.row_group(number)
        for place in range(group.num_columns):
            pages += max(0, group.column(place).total_uncompressed_size)
    size = max(pages, 8 * found.num_rows * found.num_columns)
    if not allowance.holds(size):
        raise TaskError(
            f"The table has {counted(found.num_rows, 'row')} × "
            f"{counted(found.num_columns, 'column')}, {size / MIB:,.0f} MB once unpacked: too large to be read here.",
            "Upload fewer rows or columns.",
        )


def _damaged(file_format: Format, error: Exception) -> TaskError:
    return TaskError(
        f"This {_NAMES[file_format]} file cannot be read: {_said(error)}",
        "Save it again in the program that wrote it, or as CSV.",
    )


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())
    return (said or type(error).__name__)[:300]


def _read(path: Path, file_format: Format, *, labels: bool) -> pd.DataFrame:
    if file_format == "parquet":
        columns = pyarrow.parquet.read_schema(path).names
        return pd.read_parquet(path, columns=columns)
    if file_format == "stata":
        return pd.read_stata(path, convert_categoricals=labels)
    if file_format == "spss":
        return pd.read_spss(path, convert_categoricals=labels)
    if file_format == "xport":
        _check_version(path)
    return read_sas_cells(path, file_format)


def _check_version(path: Path) -> None:
    """Transport files of SAS' version 8 are of another layout, which pandas cannot read."""
    with path.open("rb") as file:
        if b"LIBV8" in file.read(80):
            raise TaskError(
                "This SAS transport file is of version 8, which cannot be read here.",
                "Save it as a transport file of version 5, as sas7bdat, or as CSV.",
            )
