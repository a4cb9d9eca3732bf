"""The readers that scripts carry: from a file to a DataFrame, with pandas alone.

The source of these functions is emitted into every script, so that the script reads
the original file exactly as the import understood it. They decide nothing: each
argument is a finding of the import, written down in the recipe.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from typing import Any

import pandas as pd


def unpack(path: str, packing: str, member: str = "") -> io.BytesIO:
    """The content of a compressed file; ``member`` names the file in a zip archive."""
    if packing == "zip":
        with zipfile.ZipFile(path) as archive:
            return io.BytesIO(archive.read(member))
    openers: dict[str, Any] = {"gzip": gzip.open, "bz2": bz2.open, "xz": lzma.open}
    with openers[packing](path) as file:
        return io.BytesIO(file.read())


def plain_lines(path: Any, encoding: str, errors: str = "strict") -> io.StringIO:
    """The text of a file whose lines end in carriage returns, with plain line ends."""
    if isinstance(path, io.BytesIO):
        content = path.getvalue()
    else:
        with open(path, "rb") as file:
            content = file.read()
    text = content.decode(encoding, errors)
    return io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))


def read_csv_table(
    path: Any,
    dtypes: dict[str, str],
    dates: dict[str, str] | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Read the columns named in ``dtypes``; ``dates`` gives the format of each date."""
    data: pd.DataFrame = pd.read_csv(
        path, usecols=list(dtypes), dtype=dtypes, **options
    )
    for name, date_format in (dates or {}).items():
        data[name] = to_dates(data[name], date_format)
    return data[list(dtypes)]


def read_csv_cells(
    path: Any,
    columns: dict[str, int],
    width: int,
    blank_rows: bool = False,
    **options: Any,
) -> pd.DataFrame:
    """Read columns (name: position) of a text file of ``width`` fields, all as text."""
    wanted = list(columns.values())
    cells = pd.read_csv(
        path,
        header=None,
        names=list(range(width)),
        usecols=None if blank_rows else sorted({0, *wanted} & {*range(width)}),
        index_col=False,
        dtype="str",
        na_filter=False,
        **options,
    )
    if blank_rows:
        cells = cells[(cells.fillna("") != "").any(axis=1)]
    return cells.reindex(columns=wanted).set_axis(list(columns), axis=1)


def read_excel_cells(
    path: Any,
    columns: dict[str, int],
    sheet: str,
    first_row: int,
    last_row: int,
    across: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Read columns (name: position) of some rows of a sheet, all as text.

    ``across``: the first column of the table and the one behind its last, where other
    tables lie beside it.
    """
    cells = pd.read_excel(
        path,
        sheet_name=sheet,
        header=None,
        dtype=object,
        engine="calamine",
        keep_default_na=False,
        na_filter=False,
    )
    cells = cells.iloc[first_row:last_row].map(cell_text)
    table = cells.iloc[:, slice(*across)] if across else cells
    cells = cells[(table != "").any(axis=1)]
    return cells.iloc[:, list(columns.values())].set_axis(list(columns), axis=1)


def read_json_cells(
    path: Any, columns: dict[str, str], lines: bool, within: str, encoding: str
) -> pd.DataFrame:
    """Read fields (name: dotted path) of JSON records, all as text."""
    if isinstance(path, io.BytesIO):
        text = path.getvalue().decode(encoding)
    else:
        with open(path, encoding=encoding) as file:
            text = file.read()
    if lines:
        records = [json.loads(line) for line in text.splitlines() if line.strip()]
    else:
        records = json.loads(text)
        records = records[within] if within else records
    cells = pd.json_normalize(records)[list(columns.values())]
    return cells.map(cell_text).set_axis(list(columns), axis=1)


def cell_text(value: Any) -> str:
    """The text of one cell; whole numbers without a decimal point, missing as ""."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def convert_columns(
    cells: pd.DataFrame,
    dtypes: dict[str, str],
    dates: dict[str, str] | None = None,
    numbers: dict[str, dict[str, str]] | None = None,
    words: dict[str, dict[str, bool]] | None = None,
    missing: dict[str, list[str]] | None = None,
) -> pd.DataFrame:
    """Turn columns of text into the types that they were recognised as.

    ``dates`` gives the format of each date column, ``numbers`` its decimal, thousands
    and other marks, ``words`` what is true and what is false, ``missing`` the words
    that stand for "no value".
    """
    data = {}
    for name, dtype in dtypes.items():
        column = cells[name].astype("str").str.strip()
        column = column.mask(column.isin(["", *(missing or {}).get(name, [])]))
        if dtype.startswith("datetime"):
            column = to_dates(column, (dates or {})[name])
        elif dtype in ("bool", "boolean"):
            column = column.map((words or {})[name]).astype("boolean").astype(dtype)
        elif dtype != "str":
            known = to_numbers(column.dropna(), **(numbers or {}).get(name, {}))
            column = known.astype(dtype).reindex(column.index)
        data[name] = column
    return pd.DataFrame(data).reset_index(drop=True)


def retyped(data: pd.DataFrame, dtypes: dict[str, str], **how: Any) -> pd.DataFrame:
    """A typed table with some of its columns converted, as ``convert_columns`` does."""
    found = convert_columns(data, dtypes, **how)
    return data.assign(**{name: found[name] for name in dtypes})


def to_dates(cells: pd.Series, date_format: str) -> pd.Series:
    """Read dates of one format; times with a zone become UTC."""
    dates = pd.to_datetime(cells, format=date_format, utc=True)
    return dates.dt.tz_localize(None).astype("datetime64[us]")


def to_numbers(
    cells: pd.Series, decimal: str = ".", thousands: str = "", other: str = ""
) -> pd.Series:
    """Read numbers such as ``1.234,50 €``, or ``(12)``, which is minus twelve."""
    text = cells.str.replace("−", "-", regex=False)
    for mark in (*thousands, *other):
        text = text.str.replace(mark, "", regex=False)
    text = text.str.strip().str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    if decimal != ".":
        text = text.str.replace(decimal, ".", regex=False)
    return pd.to_numeric(text)


def read_parquet_table(path: Any, columns: dict[str, str]) -> pd.DataFrame:
    """Read columns (name: name in the file) of a Parquet file."""
    data = pd.read_parquet(path, columns=list(columns.values()))
    return plain_types(data).set_axis(list(columns), axis=1)


def read_stata_table(
    path: Any, columns: dict[str, str], codes: list[str] | None = None
) -> pd.DataFrame:
    """Read columns (name: name in the file) of a Stata file, labels as text.

    Those named in ``codes`` keep the numbers that the labels stand for.
    """
    wanted = list(columns.values())
    data = pd.read_stata(path, columns=wanted, convert_categoricals=True)[wanted]
    if codes:
        sources = [columns[name] for name in codes]
        numbers = pd.read_stata(path, columns=sources, convert_categoricals=False)
        data = data.assign(**{source: numbers[source] for source in sources})
    return plain_types(data).set_axis(list(columns), axis=1)


def read_sas_cells(path: Any, format: str) -> pd.DataFrame:
    """A whole SAS file; transport files name no encoding, so UTF-8 is tried first."""
    if format == "xport":
        try:
            return pd.read_sas(path, format=format, encoding="utf-8")
        except UnicodeDecodeError:
            pass
    return pd.read_sas(path, format=format, encoding="infer")


def read_sas_table(path: Any, columns: dict[str, str], format: str) -> pd.DataFrame:
    """Read columns (name: name in the file) of a SAS file (sas7bdat or xport)."""
    data = read_sas_cells(path, format)
    return plain_types(data[list(columns.values())]).set_axis(list(columns), axis=1)


def read_spss_table(
    path: Any, columns: dict[str, str], codes: list[str] | None = None
) -> pd.DataFrame:
    """Read columns (name: name in the file) of an SPSS file, labels as text.

    Those named in ``codes`` keep the numbers that the labels stand for.
    """
    wanted = list(columns.values())
    data = pd.read_spss(path, usecols=wanted)[wanted]
    if codes:
        sources = [columns[name] for name in codes]
        numbers = pd.read_spss(path, usecols=sources, convert_categoricals=False)
        data = data.assign(**{source: numbers[source] for source in sources})
    return plain_types(data).set_axis(list(columns), axis=1)


def plain_types(data: pd.DataFrame) -> pd.DataFrame:
    """The same table in eight plain types: whole, number, truth, time or text."""
    columns = {}
    for position in range(data.shape[1]):
        column = data.iloc[:, position]
        kind = column.dtype.kind
        if isinstance(column.dtype, pd.DatetimeTZDtype):
            column = column.dt.tz_convert("UTC").dt.tz_localize(None)
        if kind == "M":
            column = column.astype("datetime64[us]")
        elif kind == "b":
            column = column.astype("boolean" if column.isna().any() else "bool")
        elif kind in "iu":
            column = column.astype("Int64" if column.isna().any() else "int64")
        elif kind == "f":
            column = column.astype("float64")
        elif pd.api.types.infer_dtype(column, skipna=True) == "date":
            column = pd.to_datetime(column).astype("datetime64[us]")
        else:
            text = column.astype(object).map(cell_text)
            column = text.astype("str").mask(text == "")
        columns[position] = column
    return pd.DataFrame(columns).set_axis(data.columns, axis=1)
