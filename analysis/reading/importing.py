"""The import of a file: sniff, read, type, profile, keep a Parquet copy."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from analysis.base.errors import TaskError

from .allowance import ORDINARY, Allowance
from .cells import Cells, read_cells
from .container import Container, open_container
from .far_cells import real_blocks
from .file_doubts import file_doubts, table_doubts
from .findings import ambiguities_of, date_order_of, decimal_of, warnings_of
from .first_look import first_look
from .lines import check_lines
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
    notes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def import_table(
    path: str | Path,
    *,
    name: str,
    parquet_path: str | Path | None,
    overrides: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    allow_empty: bool = False,
    allowance: Allowance = ORDINARY,
) -> Receipt:
    """Read any table file and write its Parquet copy, in this process.

    Files from outside are read by :func:`.sandboxed.import_sandboxed`, which calls this
    behind the wall; ``allowance`` is what is there for it.

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
        found = _read(container, chosen, report, allowance, Path(folder))
    report(0.6)
    check_overrides(chosen, [column.recipe.name for column in found.table.columns])
    _check_rows(found, Path(path), allow_empty)
    if parquet_path is not None:
        write_stored_table(found.table.columns, Path(parquet_path))
    report(0.8)
    receipt = _receipt(name, found, chosen)
    report(1.0)
    return receipt.model_copy(update={"seconds": time.perf_counter() - started})


def _silent(share: float) -> None:
    pass


def _read(
    container: Container,
    overrides: Mapping[str, str],
    report: Progress,
    allowance: Allowance,
    work: Path,
) -> _Found:
    if container.format in ("csv", "excel", "json", "jsonl"):
        read = _read_cells(container, overrides, allowance, work)
        others, tables = read.others, read.tables
        notes = (*read.notes, *read.draft.remarks)
        report(0.3)
        table = type_table(read.draft, read.cells, overrides)
    else:
        others, notes, tables = (), (), ()
        frame, said = read_typed(container.path, container.format, allowance, overrides)
        table = adopt_table(frame, container, overrides, said)
    packing = {"packing": container.packing, "member": container.member}
    recipe = table.recipe.model_copy(update=packing)
    return _Found(
        replace(table, recipe=recipe),
        container,
        others,
        notes,
        tables,
    )


@dataclass(frozen=True)
class _Read:
    """What is in a file, the names of its other sheets, remarks, and several tables."""

    draft: Draft
    cells: Cells
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def _read_cells(
    container: Container, overrides: Mapping[str, str], allowance: Allowance, work: Path
) -> _Read:
    if container.format == "csv":
        check_lines(container.path)
        draft = sniff_text(container.path, overrides)
        cells = read_cells(container.path, draft.recipe, draft.data_line)
        return _Read(draft, cells)
    if container.format == "excel":
        header, sheet = overrides.get("header", ""), overrides.get("sheet", "")
        path, notes = real_blocks(container.path, work)
        found = read_workbook(path, sheet, header, overrides.get("table", ""))
        return _Read(found.draft, found.cells, found.others, notes, found.tables)
    return _Read(*read_records(container.path, allowance))


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


def _receipt(name: str, found: _Found, overrides: Mapping[str, str]) -> Receipt:
    table, recipe = found.table, found.table.recipe
    columns = tuple(
        profile(
            c.recipe.name,
            c.recipe.kind,
            c.values,
            c.n_unique,
            c.recipe.label,
            c.recipe.order,
            c.recipe.around,
            c.recipe.unit,
        )
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
        warnings=(*found.notes, *warnings_of(table, columns, *counts)),
        ambiguities=(
            *file_doubts(recipe, found.other_sheets, found.container.members),
            *table_doubts(found.tables, overrides.get("table", "")),
            *ambiguities_of(table, overrides),
        ),
        look=first_look(table.columns, table.n_rows),
    )


def _duplicates(table: TypedTable) -> int:
    # A column without repetition rules out repeated rows, at no cost.
    if not table.n_rows or any(c.n_unique == table.n_rows for c in table.columns):
        return 0
    frame = pl.DataFrame({str(n): c.values for n, c in enumerate(table.columns)})
    return table.n_rows - frame.hash_rows().n_unique()


def _infinite(values: pl.Series) -> int:
    if not values.dtype.is_float() or math.inf not in (values.max(), -_least(values)):
        return 0
    return int(values.is_infinite().sum())


def _least(values: pl.Series) -> float:
    found = values.min()
    return found if isinstance(found, float) else 0.0
