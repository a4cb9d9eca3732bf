"""What is known of a table after a conversation's changes, as a training takes it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.task import Step
from analysis.execution import Table
from analysis.reading.sandboxed import import_sandboxed
from analysis.scripts.writing import Source
from mlmodels.plans.changes import changes_of, written_by
from mlmodels.scripts.sandboxed import run_generated
from mlmodels.scripts.writing import changed_script

_FILE = "changed.parquet"
_SECONDS = 30.0


def changed_schema(table: Table, steps: Sequence[Step]) -> Schema:
    """The schema after the steps, found by carrying them out in the sandbox.

    Columns that the steps do not write keep the kind that they were given.

    Raises:
        TaskError: the changes do not work, or leave no rows.
    """
    changes = changes_of(steps)
    source = Source(table.name, table.schema.n_rows, table.sha256, table.recipe)
    with tempfile.TemporaryDirectory() as folder:
        outcome = run_generated(
            changed_script(source, changes),
            table.parquet,
            _SECONDS,
            collect=(_FILE,),
            into=Path(folder),
        )
        if outcome.status != "succeeded" or not outcome.result["n_rows"]:
            left = outcome.status == "succeeded"
            why = "no rows are left" if left else outcome.error.partition(": ")[2]
            raise TaskError(
                f"After the changes of the table nothing can be trained: {why}.",
                hint="Undo the last change.",
                options=("/undo",),
            )
        path = outcome.files[_FILE]
        found = import_sandboxed(path, name=table.name, parquet_path=None).table
    written = written_by(changes.every)
    known = {column.name: column for column in table.schema.columns}
    columns = tuple(
        _as_known(column, known.get(column.name), column.name in written)
        for column in found.columns
    )
    return found.model_copy(update={"columns": columns})


def _as_known(column: Column, before: Column | None, written: bool) -> Column:
    if before is None or written:
        return column
    return column.model_copy(update={"kind": before.kind, "label": before.label})
