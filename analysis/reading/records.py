"""JSON: records in a list, under a key, or one on each line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from analysis.errors import TaskError

from .cells import Cells
from .encoding import detect_encoding
from .recipe import Recipe
from .sniff import Draft
from .table import cell_text


def read_records(path: Path) -> tuple[Draft, Cells]:
    """Read the records of a JSON file; nested objects become ``outer.inner`` columns.

    Raises TaskError where the text is not JSON or holds no records.
    """
    encoding = detect_encoding(path).name
    text = path.read_text(encoding=encoding)
    lines, within, records = _find_records(text)
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
