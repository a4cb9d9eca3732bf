"""From the bytes of a text file to its dialect, header and first row of values."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.base.errors import TaskError

from .cells import MAX_COLUMNS
from .dialect import Dialect, detect_dialect
from .encoding import Encoding, detect_encoding
from .header_rows import join_names, remarks_on, words_of
from .layout import Layout, find_layout
from .recipe import Recipe

_SAMPLE = 2**18
_ROWS = 400


@dataclass(frozen=True)
class Draft:
    """A recipe without columns, the names in the header, the lines before the data.

    ``labels``: what the file says of the columns beside their names. ``remarks``: for
    the receipt.
    """

    recipe: Recipe
    header: tuple[str, ...]
    data_line: int
    encoding_certain: bool = True
    labels: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def sniff_text(path: Path, overrides: Mapping[str, str]) -> Draft:
    """Find encoding, dialect and layout of a text file.

    Raises TaskError for text without a table in it.
    """
    encoding = _encoding(path, overrides)
    text, whole = _sample(path, encoding)
    if not text.strip():
        raise TaskError(
            "The file holds only blank lines.", "Upload a file with a table in it."
        )
    dialect = detect_dialect(text, overrides.get("delimiter", ""))
    rows = _rows(dialect, text, whole)
    layout = find_layout([row for _, row in rows], overrides.get("header", ""))
    draft = _draft(encoding, dialect, layout, rows)
    lone = {"lone_returns": bool(re.search(r"\r(?!\n|$)", text))}
    return replace(draft, recipe=draft.recipe.model_copy(update=lone))


def _draft(
    encoding: Encoding,
    dialect: Dialect,
    layout: Layout,
    rows: list[tuple[int, list[str]]],
) -> Draft:
    start = layout.first + layout.header_rows
    width = max(len(row) for _, row in rows[layout.first :])
    if width > MAX_COLUMNS:
        raise TaskError(
            f"The table has {width:,} columns; the limit is {MAX_COLUMNS:,}.",
            "Upload fewer columns, or the table turned on its side.",
        )
    recipe = Recipe(
        format="csv",
        columns=(),
        encoding=encoding.name,
        replace_bytes=encoding.damaged,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        skip=layout.first,
        header_rows=layout.header_rows,
        width=width,
        header_width=len(rows[layout.first][1]) if layout.header_rows else 0,
    )
    head = [row for _, row in rows[layout.first : start]]
    line = rows[start - 1][0] if start else 0
    return drafted(recipe, head, width, layout, line, encoding.certain)


def drafted(
    recipe: Recipe,
    head: list[list[str]],
    width: int,
    layout: Layout,
    line: int = 0,
    certain: bool = True,
) -> Draft:
    """The draft of a table whose names are in the rows ``head``."""
    names = join_names(head, width, layout.names)
    labels = words_of(head, width, layout.names)
    remarks = tuple(remarks_on(head, names, layout.names))
    return Draft(recipe, names, line, certain, labels, remarks)


def _encoding(path: Path, overrides: Mapping[str, str]) -> Encoding:
    if name := overrides.get("encoding"):
        try:
            "".encode(name)
        except LookupError as error:
            raise TaskError(f"There is no encoding called {name}.") from error
        return Encoding(name, damaged=True)
    return detect_encoding(path)


def _sample(path: Path, encoding: Encoding) -> tuple[str, bool]:
    """The first lines as text, and whether they are all of the file."""
    with path.open(encoding=encoding.name, errors="replace", newline="") as file:
        text = file.read(_SAMPLE)
        whole = not file.read(1)
    return text.lstrip("\ufeff"), whole


def _rows(dialect: Dialect, text: str, whole: bool) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    try:
        for numbered in dialect.rows(text):
            rows.append(numbered)
            if len(rows) > _ROWS:
                return rows
    except csv.Error:
        pass
    if not whole and len(rows) > 1:
        rows.pop()
    return rows
