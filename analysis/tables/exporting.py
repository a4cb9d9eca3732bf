"""Writing a prepared table as a file: the script, its run, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.task import Step, Task
from analysis.base.templating import TEMPLATES, Code
from analysis.execution import DATA, Table
from analysis.operations import operation_named
from analysis.scripts.cutting.specialising import Call
from analysis.scripts.script_templates import ENDING, Template
from analysis.scripts.template_header import Header
from analysis.scripts.writing import Script, Source, call, write_script
from analysis.tables.export_files import (
    write_csv_file,
    write_excel_file,
    write_parquet_file,
)
from sandbox.again import once_available
from sandbox.client import run_script
from sandbox.limits import Limits
from sandbox.outcome import Outcome
from sandbox.validator import validate

STEM = "prepared"
# What a wide table of a million rows may take on the disk of its run.
LIMITS = Limits(wall_seconds=300.0, disk_mb=1024)


@dataclass(frozen=True)
class FileFormat:
    """A format by its ending: how people call it, and the function that writes it."""

    ending: str
    title: str
    write: Callable[..., dict[str, int]]
    description: str


FORMATS = {
    one.ending: one
    for one in (
        FileFormat("csv", "CSV", write_csv_file, "for everything that reads tables"),
        FileFormat("xlsx", "Excel", write_excel_file, "a workbook with one sheet"),
        FileFormat("parquet", "Parquet", write_parquet_file, "keeps every column's type"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """A run that wrote a file, or did not: ``file`` is None then.

    ``results`` has one result per step, in order, and at the end what was written; a
    failed step ends the list with its error.
    """

    steps: tuple[Step, ...]
    script: Script
    outcome: Outcome
    results: list[dict[str, Any]]
    file: Path | None

    @property
    def error(self) -> dict[str, str] | None:
        """What a step or the writing says of the data; None where all went well."""
        return self.results[-1].get("error") if self.results else None


def file_name(table: str, ending: str, changed: bool) -> str:
    """``"sales_prepared.csv"``; a table without changes keeps its name."""
    stem = Path(table.replace("/", "_")).stem or "data"
    return f"{stem[:200]}{'_prepared' if changed else ''}.{ending}"


def export_script(
    steps: Sequence[Step], table: Table, ending: str, title: str
) -> Script:
    """The script that carries out the steps and writes ``prepared.<ending>``."""
    source = Source(table.name, table.schema.n_rows, table.sha256, table.recipe)
    write, file = FORMATS[ending].write, f"{STEM}.{ending}"
    return write_script(
        Task(steps=tuple(steps)),
        source,
        list(table.schema.names),
        title,
        template=_frame(),
        further=[Call(write, {"path": file})],
        file=file,
        write_call=Code(call(write.__name__, "data", {"path": file}, indent=4)),
    )


@cache
def _frame() -> Template:
    text = (TEMPLATES / f"export{ENDING}").read_text(encoding="utf-8")
    header = Header(
        title="Export",
        description="All changes of the table, then the table as a file.",
        category="utils",
        version=1,
    )
    return Template("export", header, text)


def export_table(
    steps: Sequence[Step],
    table: Table,
    ending: str,
    title: str,
    into: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Carry out preparing steps and write the table into the folder ``into``.

    Raises:
        TaskError: a step is no preparing one.
    """
    for step in steps:
        if operation_named(step.operation).kind != "prepare":
            raise TaskError(
                f"{operation_named(step.operation).title} does not give a table.",
                "Only changes of the table can be exported.",
            )
    script = export_script(steps, table, ending, title)
    if violations := validate(script.frame):
        raise ValueError(f"a generated script was refused: {violations[0]}")
    file = f"{STEM}.{ending}"
    outcome = once_available(
        lambda: run_script(
            script.text,
            inputs={DATA: table.parquet},
            argv=[DATA],
            limits=LIMITS,
            cancelled=cancelled,
            collect=(file,),
            collect_into=into,
            check=False,
        ),
        cancelled,
    )
    found = outcome.result if isinstance(outcome.result, dict) else {}
    results = found.get("steps", [])
    return Exported(tuple(steps), script, outcome, results, outcome.files.get(file))
