"""JSON: records in a list, under a key, or one on each line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from analysis.base.errors import TaskError

from .allowance import ORDINARY, Allowance
from .cells import MAX_COLUMNS, Cells
from .encoding import detect_encoding
from .recipe import Recipe
from .sniff import Draft
from .table import cell_text


def read_records(path: Path, allowance: Allowance = ORDINARY) -> tuple[Draft, Cells]:
    """Read the records of a JSON file; nested objects become ``outer.inner`` columns.

    Raises TaskError where the text is not JSON, holds no records, or more columns or
    cells than can be read.
    """
    try:
        return _read_records(path, allowance)
    except RecursionError as error:
        raise TaskError(
            "The JSON file is nested too deeply: a thousand lists or objects within each"
            " other.",
            _WAY_OUT,
        ) from error


def _read_records(path: Path, allowance: Allowance) -> tuple[Draft, Cells]:
    encoding = detect_encoding(path).name
    text = path.read_text(encoding=encoding)
    lines, within, records = _find_records(text)
    if _HALF.search(text) and _has_halves(records):
        raise TaskError(
            "The JSON file holds halves of characters (\\ud800 and the like), which no "
            "text can hold.",
            "Write it again as UTF-8, with whole characters.",
        )
    _check_size(records, allowance)
    frame = pd.json_normalize(records)
    if frame.empty:
        raise TaskError("The JSON file holds no records.", _WAY_OUT)
    columns = {
        str(place): [cell_text(value) or None for value in frame.iloc[:, place]]
        for place in range(frame.shape[1])
    }
    table = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    recipe = Recipe(
        format="jsonl" if lines else "json",
        columns=(),
        encoding=encoding,
        width=frame.shape[1],
        within=within,
    )
    names = tuple(str(name) for name in frame.columns)
    return Draft(recipe, names, 0), Cells(table, recipe, frame.shape[1])


# An escape of one half of a pair that makes one character.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def _has_halves(records: list[Any]) -> bool:
    try:
        json.dumps(records, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


# pandas keeps a frame of objects on the way: a pointer, an object, its text.
_CELL_BYTES = 120


def _check_size(records: list[dict[str, Any]], allowance: Allowance) -> None:
    """Records with keys of their own make a table of as many columns, nearly empty."""
    names: set[str] = set()
    for record in records:
        _add_names(record, "", names)
        if len(names) > MAX_COLUMNS:
            raise TaskError(
                f"The records have more than {MAX_COLUMNS:,} different keys; each would"
                " be a column.",
                "Put what varies into the values: "
                '[{"key": "A", "value": 3}, {"key": "B", "value": 4}].',
            )
    if not allowance.holds(len(records) * len(names) * _CELL_BYTES):
        raise TaskError(
            f"The records make a table of {len(records):,} rows × {len(names):,} "
            "columns, too large to be read here.",
            "Upload fewer records or keys, or the same table as CSV or Parquet.",
        )


def _add_names(record: dict[str, Any], before: str, names: set[str]) -> None:
    for key, value in record.items():
        if isinstance(value, dict) and value:
            _add_names(value, f"{before}{key}.", names)
        else:
            names.add(f"{before}{key}")


_WAY_OUT = 'A table in JSON is a list of records: [{"name": "A", "age": 3}, …].'


def _find_records(text: str) -> tuple[bool, str, list[Any]]:
    try:
        content = json.loads(text)
    except ValueError as error:
        return True, "", _lines(text, error)
    if isinstance(content, dict):
        for key, value in content.items():
            if _are_records(value):
                return False, key, value
        if not any(isinstance(value, (dict, list)) for value in content.values()):
            return True, "", _lines(text, None)
    if _are_records(content):
        return False, "", content
    raise TaskError("The JSON file holds no list of records.", _WAY_OUT)


def _are_records(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) for item in value)
    )


def _lines(text: str, error: ValueError | None) -> list[Any]:
    try:
        records = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as second:
        raise TaskError(
            f"The file is not valid JSON: {error or second}.", _WAY_OUT
        ) from error
    if not _are_records(records):
        raise TaskError("The JSON file holds no list of records.", _WAY_OUT)
    return records
