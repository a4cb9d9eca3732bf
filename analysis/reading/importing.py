"""The import of a file: sniff, read, type, profile, keep a Parquet copy."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.errors import TaskError

from .cells import Cells, read_cells
from .container import Container, open_container
from .findings import ambiguities_of, date_order_of, decimal_of, warnings_of
from .overriding import check_overrides
from .profile import profile
from .receipt import Receipt
from .records import read_records
from .sniff import Draft, sniff_text
from .stored import write_stored_table
from .typed import read_typed
from .typed_table import TypedTable, adopt_table, type_table
from .workbook import read_workbook

Progress = Callable[[float], None]
_WORKBOOK_NAMES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class _Found:
    table: TypedTable
    container: Container
    other_sheets: tuple[str, ...]


def import_table(
    path: str | Path,
    *,
    name: str,
    parquet_path: str | Path | None,
    overrides: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    allow_empty: bool = False,
) -> Receipt:
    """Read any table file and write its Parquet copy.

    ``overrides`` are the user's corrections, with the keys and values that the
    receipt's ambiguities offer. ``progress`` is called with a share from 0 to 1.
    Without a ``parquet_path`` nothing is written. A table without rows is an error
    unless ``allow_empty``. Raises TaskError for what is no table.
    """
    started = time.perf_counter()
    report = progress or _silent
    chosen = dict(overrides or {})
    with tempfile.TemporaryDirectory() as folder:
        container = open_container(Path(path), Path(folder), chosen.get("member", ""))
        report(0.05)
        found = _read(container, chosen, report)
    report(0.6)
    check_overrides(chosen, [column.recipe.name for column in found.table.columns])
    _check_rows(found, Path(path), allow_empty)
    if parquet_path is not None:
        write_stored_table(found.table.columns, Path(parquet_path))
    report(0.8)
    receipt = _receipt(name, found)
    report(1.0)
    return receipt.model_copy(update={"seconds": time.perf_counter() - started})


def _silent(share: float) -> None:
    pass


def _read(
    container: Container, overrides: Mapping[str, str], report: Progress
) -> _Found:
    if container.format in ("csv", "excel", "json", "jsonl"):
        draft, cells, others = _read_cells(container, overrides)
        report(0.3)
        table = type_table(draft, cells, overrides)
    else:
        others = ()
        table = adopt_table(
            read_typed(container.path, container.format), container, overrides
        )
    packing = {"packing": container.packing, "member": container.member}
    recipe = table.recipe.model_copy(update=packing)
    return _Found(
        TypedTable(
            recipe,
            table.columns,
            table.n_rows,
            table.n_footer,
            table.encoding_certain,
        ),
        container,
        others,
    )


def _read_cells(
    container: Container, overrides: Mapping[str, str]
) -> tuple[Draft, Cells, tuple[str, ...]]:
    if container.format == "csv":
        draft = sniff_text(container.path, overrides)
        return draft, read_cells(container.path, draft.recipe, draft.data_line), ()
    if container.format == "excel":
        header, sheet = overrides.get("header", ""), overrides.get("sheet", "")
        found = read_workbook(container.path, sheet, header)
        return found.draft, found.cells, found.others
    draft, cells = read_records(container.path)
    return draft, cells, ()


def _check_rows(found: _Found, path: Path, allow_empty: bool) -> None:
    table = found.table
    if table.n_rows:
        return
    suffix = path.suffix.lower()
    if table.recipe.format == "csv" and suffix in _WORKBOOK_NAMES:
        text = " ".join(column.recipe.source for column in table.columns)
        raise TaskError(
            f"This file is named {suffix} but is no workbook; all it holds is the text "
            f"“{text[:80].strip()}”.",
            "The download or export may have failed: get the file again.",
        )
    if not allow_empty:
        raise TaskError(
            "The table has column names but no rows.",
            "Upload a file with values in it.",
        )


def _receipt(name: str, found: _Found) -> Receipt:
    table, recipe = found.table, found.table.recipe
    columns = tuple(
        profile(c.recipe.name, c.recipe.kind, c.values, c.n_unique)
        for c in table.columns
    )
    counts = _duplicates(table), sum(_infinite(c.values) for c in table.columns)
    text = recipe.format in ("csv", "json", "jsonl")
    return Receipt(
        name=name,
        n_rows=table.n_rows,
        columns=columns,
        recipe=recipe,
        encoding=recipe.encoding if text else "",
        delimiter=recipe.delimiter if recipe.format == "csv" else "",
        decimal=decimal_of(recipe),
        sheet=recipe.sheet,
        other_sheets=found.other_sheets,
        members=found.container.members,
        date_order=date_order_of(recipe),
        n_duplicates=counts[0],
        n_infinite=counts[1],
        warnings=warnings_of(table, columns, *counts),
        ambiguities=ambiguities_of(table, found.other_sheets, found.container.members),
    )


def _duplicates(table: TypedTable) -> int:
    # A column without repetition rules out repeated rows, at no cost.
    if not table.n_rows or any(c.n_unique == table.n_rows for c in table.columns):
        return 0
    frame = pl.DataFrame({str(n): c.values for n, c in enumerate(table.columns)})
    return table.n_rows - frame.hash_rows().n_unique()


def _infinite(values: pl.Series) -> int:
    return int(values.is_infinite().sum()) if values.dtype.is_float() else 0
