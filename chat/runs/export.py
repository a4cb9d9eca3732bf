"""Carrying out exports: the prepared table as a file that its owner can take away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.base.reply import Block, Code, File, Item, KeyValues, Notice, Reply, Text
from analysis.base.task import Task
from analysis.base.wording import counted
from analysis.crash import crash_words
from analysis.execution import unfinished
from analysis.files.kept import kept
from analysis.operations import operation_named
from analysis.tables.exporting import FORMATS, Exported, export_table, file_name
from chat.models import Run
from chat.models.details import ExportDetails
from chat.people.quotas import check_storage
from chat.runs.finishing import Finish, reminded
from chat.runs.job import Job
from chat.runs.script import versions
from chat.tables.attached import export_place
from chat.tables.standing import awaited


def carry_out_export(job: Job) -> Finish:
    """Write the dataset with the changes that were asked, and offer the file."""
    run, table, asked = job.run, job.table(), job.asked(ExportDetails)
    steps, ending = awaited(asked.steps, job.stopped), asked.format
    job.tell(f"Writing {FORMATS[ending].title}")
    with TemporaryDirectory() as folder:
        done = export_table(
            steps, table, ending, run.question, Path(folder), cancelled=job.stopped
        )
        job.ran(done.outcome, done.script, versions())
        if done.file is None or done.error is not None:
            return _failed(job, done)
        check_storage(run.owner, done.file.stat().st_size)
        name = asked.name or file_name(table.name, ending, bool(steps))
        size = done.file.stat().st_size
        kept().put(f"{export_place(run.id)}/{done.file.name}", done.file, move=True)
    return _offered(job, asked, done, name, size)


def _failed(job: Job, done: Exported) -> Finish:
    if done.error is None:
        task, schema = Task(steps=done.steps), job.dataset().schema
        blamed = crash_words(done.outcome, task, done.script, schema)
        reply = unfinished(done.outcome, done.script.text, blamed)
        return job.unfinished(done.outcome, reply)
    text = done.error["message"]
    notice = Notice(text=text, level="error", fix=done.error.get("hint", ""))
    code = Code(text=done.script.text, filename="script.py")
    reply = Reply(summary=text, blocks=(notice, code))
    return job.failed(reply, error=text)


def _offered(
    job: Job, asked: ExportDetails, done: Exported, name: str, size: int
) -> Finish:
    result = {**done.results[-1], "file": name, "size": size}
    return job.succeeded(
        reminded(job.message, _reply(job.run, asked, done, result)),
        result=result,
        details=asked.model_copy(update={"file": name, "size": size}),
        otherwise=lambda: kept().remove(export_place(job.run.id)),
    )


def _reply(
    run: Run, asked: ExportDetails, done: Exported, result: dict[str, Any]
) -> Reply:
    assert run.dataset is not None
    chosen = FORMATS[asked.format]
    n_columns = len(result["columns"])
    size = f"{result['n_rows']:,} rows × {n_columns:,} columns"
    summary = f"{run.dataset.name} as {chosen.title}: {result['file']}, {size}."
    file = File(
        name=result["file"],
        reference=f"/exports/{run.id}/file/",
        size=result["size"],
        description=f"{chosen.title}, {chosen.description}",
    )
    return Reply(
        summary=summary,
        blocks=(
            Text(text=f"**{summary}**"),
            file,
            *_changes(done, run.dataset.schema.n_rows),
            *_remarks(result),
            Code(text=done.script.text, filename="script.py"),
        ),
    )


def _changes(done: Exported, n_rows: int) -> Iterator[Block]:
    """What was done to the table before it was written, with the rows that it left."""
    steps = [one for one in done.results if "n_after" in one]
    if not steps:
        yield Text(text="The table is written without changes.", muted=True)
        return
    items = tuple(
        Item(
            label=operation_named(step.operation).words(step.params),
            value=result["n_after"],
            format="integer",
            note="rows left",
        )
        for step, result in zip(done.steps, steps, strict=True)
    )
    yield KeyValues(items=items, title=f"Changes of the {n_rows:,} rows")


def _remarks(result: dict[str, Any]) -> Iterator[Notice]:
    if n := result.get("n_guarded"):
        yield Notice(
            text=f"{counted(n, 'text cell')} that a spreadsheet would run as a formula"
            f" {'begins' if n == 1 else 'begin'} with an apostrophe.",
            fix="Excel and Parquet hold the text as it is.",
        )
    if n := result.get("n_as_text"):
        yield Notice(
            text=f"{counted(n, 'cell')} that Excel has no number or date for"
            f" {'is' if n == 1 else 'are'} written as text."
        )
    if n := result.get("n_cut"):
        yield Notice(
            text=f"{counted(n, 'text')} lost what a cell of Excel cannot hold: control"
            " characters, or more than 32,767 characters.",
            level="warning",
            fix="CSV and Parquet hold all of it.",
        )
