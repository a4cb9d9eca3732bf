"""Carrying out exports: the prepared table as a file that its owner can take away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.errors import TaskError
from analysis.execution import unfinished
from analysis.exporting import FORMATS, Exported, export_table, file_name
from analysis.models import Run
from analysis.operations import operation_named
from analysis.reply import Block, Code, File, Item, KeyValues, Notice, Reply, Text
from analysis.task import Step
from analysis.wording import counted
from chat import events
from chat.attached import export_folder
from chat.datasets import table_of
from chat.finishing import Finish, facts_of, finish_with, reminded
from chat.models import Message
from chat.pulse import Pulse
from chat.quotas import check_storage
from chat.script_runs import versions
from chat.violations import record_outcome


def carry_out_export(run: Run, message: Message, pulse: Pulse) -> Finish:
    """Write the dataset with the changes that were asked, and offer the file."""
    if run.dataset is None or not run.dataset.parquet.exists():
        raise TaskError("The dataset is not there any more.", "Upload it again.")
    table, ending = table_of(run.dataset), run.details["format"]
    steps = [Step.model_validate(step) for step in run.details["steps"]]
    events.progress(message, f"Writing {FORMATS[ending].title}")
    with TemporaryDirectory() as folder:
        done = export_table(
            steps, table, ending, run.question, Path(folder), cancelled=pulse.stopped
        )
        record_outcome(run, done.outcome)
        fields = {
            "script": done.script.text,
            "script_sha256": done.script.sha256,
            "versions": versions(),
            **facts_of(done.outcome),
        }
        if done.file is None or done.error is not None:
            return _failed(run, message, done, fields)
        check_storage(run.owner, done.file.stat().st_size)
        name = run.details["name"] or file_name(table.name, ending, bool(steps))
        kept = _kept(run, done.file)
    return _offered(run, message, done, fields, name, kept)


def _kept(run: Run, file: Path) -> Path:
    folder = export_folder(run.id)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(file, folder / file.name))


def _failed(
    run: Run, message: Message, done: Exported, fields: dict[str, Any]
) -> Finish:
    if done.error is None:
        reply = unfinished(done.outcome, done.script.text)
        cancelled = done.outcome.status == "cancelled"
        status = Run.Status.CANCELLED if cancelled else Run.Status.FAILED
        return finish_with(run, message, status, reply, **fields)
    text = done.error["message"]
    notice = Notice(text=text, level="error", fix=done.error.get("hint", ""))
    code = Code(text=done.script.text, filename="script.py")
    reply = Reply(summary=text, blocks=(notice, code))
    fields["error"] = text
    return finish_with(run, message, Run.Status.FAILED, reply, **fields)


def _offered(
    run: Run,
    message: Message,
    done: Exported,
    fields: dict[str, Any],
    name: str,
    file: Path,
) -> Finish:
    size = file.stat().st_size
    result = {**done.results[-1], "file": name, "size": size}
    reply = reminded(message, _reply(run, done, result))
    details = {**run.details, "file": name, "size": size}

    def finish() -> None:
        if run.finish(Run.Status.SUCCEEDED, result=result, details=details, **fields):
            events.replace(message, reply)
        else:
            shutil.rmtree(file.parent, ignore_errors=True)

    return finish


def _reply(run: Run, done: Exported, result: dict[str, Any]) -> Reply:
    assert run.dataset is not None
    chosen = FORMATS[run.details["format"]]
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
