"""Files that know their types: Parquet, Stata, SAS and SPSS."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet

from analysis.errors import TaskError

from .recipe import Format
from .table import plain_types

_NAMES = {
    "parquet": "Parquet",
    "stata": "Stata",
    "sas7bdat": "SAS",
    "xport": "SAS transport",
    "spss": "SPSS",
}


def read_typed(path: Path, file_format: Format) -> pd.DataFrame:
    """The whole table in plain types. Raises TaskError where the file is damaged."""
    try:
        return plain_types(_read(path, file_format))
    except (ValueError, OSError, KeyError, IndexError, TypeError) as error:
        raise _damaged(file_format, error) from error
    except Exception as error:
        # pyarrow and pyreadstat raise their own, unrelated classes.
        if type(error).__module__.split(".")[0] in ("pyarrow", "pyreadstat"):
            raise _damaged(file_format, error) from error
        raise


def _damaged(file_format: Format, error: Exception) -> TaskError:
    return TaskError(
        f"This {_NAMES[file_format]} file cannot be read: {error}",
        "Save it again in the program that wrote it, or as CSV.",
    )


def _read(path: Path, file_format: Format) -> pd.DataFrame:
    if file_format == "parquet":
        columns = pyarrow.parquet.read_schema(path).names
        return pd.read_parquet(path, columns=columns)
    if file_format == "stata":
        return pd.read_stata(path, convert_categoricals=True)
    if file_format == "spss":
        return pd.read_spss(path)
    return pd.read_sas(path, format=file_format, encoding="infer")
