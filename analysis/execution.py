"""Carrying out a task: script, sandbox, results, reply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from analysis.answer import Facts, compose, with_companions
from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.reply import Code, Notice, Reply
from analysis.base.task import Step, Task
from analysis.crash import crash_words
from analysis.leaving_out import Left, results_of
from analysis.operations import operation_named
from analysis.orders import with_orders
from analysis.pipeline import check_steps, check_task, columns_to_read
from analysis.reading.recipe import Recipe
from analysis.scripts.report import refusal, reported
from analysis.scripts.script_templates import TemplateFault, template_for
from analysis.scripts.writing import Script, Source, write_script
from sandbox.again import once_available
from sandbox.client import run_script
from sandbox.limits import Limits
from sandbox.outcome import Outcome
from sandbox.validator import validate

DATA = "data.parquet"


@dataclass(frozen=True)
class Table:
    """A table to work on: what is known of it and where its working copy lies."""

    name: str
    schema: Schema
    recipe: Recipe
    sha256: str
    parquet: Path


@dataclass(frozen=True)
class Execution:
    """A task carried out.

    ``status`` is the sandbox's word for how the script ended; ``result`` holds the
    unrounded numbers of the steps that answer something (one: its dict; several:
    ``{"results": [...]}``). ``at_fault`` is the step that ended it before its end.
    """

    status: str
    task: Task
    script: Script
    reply: Reply
    result: dict[str, Any] | None
    outcome: Outcome
    at_fault: Step | None = None


def script_of(full: Task, table: Table, question: str) -> Script:
    """The script that carries out a task, companions included.

    Raises:
        TaskError: the task's template is not there any more, or does not fit.
    """
    source = Source(table.name, table.schema.n_rows, table.sha256, table.recipe)
    columns = columns_to_read(full, table.schema) or list(table.schema.names[:1])
    try:
        return write_script(full, source, columns, question)
    except TemplateFault as fault:
        raise TaskError(
            f"The script template {full.template} cannot be used: {fault}",
            hint="Tell the administrator of this server.",
        ) from fault


def execute(
    task: Task,
    table: Table,
    question: str,
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
    on_progress: Callable[[dict[str, Any]], None] | None = None,
) -> Execution:
    """Run a task's script in the sandbox and put its results into words.

    Never raises for what the data or the script do: that is in the ``reply``. A chart
    or an answer that cannot be had costs itself only: the task runs again without it.

    Raises:
        TaskError: a step lacks a setting, or the task's template does not fit any more.
    """
    check_steps(task)
    check_task(task, table.schema)
    left = Left(with_companions(task, table.schema))
    while True:
        script = script_of(left.task, table, question)
        # The project's own functions are tested as they stand, and those that read files
        # must open them; what came from outside is all in the frame.
        violations = validate(script.frame)
        if violations and template_for(task).own:
            raise ValueError(f"a generated script was refused: {violations[0]}")
        if violations:
            refused = Outcome(status="refused", violations=violations)
            reply = refusal(violations, script.frame)
            return Execution("refused", left.task, script, reply, None, refused)
        run = partial(
            run_script,
            script.text,
            inputs={DATA: table.parquet},
            argv=[DATA],
            limits=limits or Limits(),
            cancelled=cancelled,
            on_progress=on_progress,
            check=False,
        )
        outcome = once_available(run, cancelled)
        if not left.out(outcome, script, table.schema):
            return _told(left, script, outcome, table)


def _told(left: Left, script: Script, outcome: Outcome, table: Table) -> Execution:
    """The run in words, what was left out of it included."""
    task, whole = left.task, results_of(outcome)
    at_fault = left.at_fault(outcome, script)
    if whole is None:
        reply = unfinished(
            outcome, script.text, crash_words(outcome, task, script, table.schema)
        )
        return Execution(outcome.status, task, script, reply, None, outcome, at_fault)
    results = left.filled(whole)
    facts = Facts(outcome.seconds, outcome.peak_memory_mb, outcome.isolation)
    reply = compose(left.whole, results, script.text, facts, table.name)
    reply = with_orders(reply, left.whole, table.schema)
    failed = any(
        "error" in result and not step.companion
        for step, result in zip(left.whole.steps, results, strict=False)
    )
    if task.template and not failed:
        words = " · ".join(_asked_for(task))
        reply = reported(reply, template_for(task), words, script.text, facts)
    return Execution(
        "failed" if failed else "succeeded",
        task,
        script,
        reply,
        answering(left.whole, results),
        outcome,
        at_fault,
    )


def _asked_for(task: Task) -> Iterator[str]:
    for step in task.steps:
        if not step.companion and not step.standing:
            yield operation_named(step.operation).words(step.params)


def answering(task: Task, results: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The results of the steps that were asked for, without explaining charts."""
    found = [
        result
        for step, result in zip(task.steps, results, strict=False)
        if not step.companion
        and "error" not in result
        and operation_named(step.operation).kind != "prepare"
    ]
    if not found:
        prepared = [result for result in results if "error" not in result]
        return {"results": prepared} if prepared else None
    return found[0] if len(found) == 1 else {"results": found}


_WORDS = {
    "timed_out": (
        "The calculation took longer than it may ({seconds:.0f} s) and was stopped.",
        "Ask for fewer columns or filter the rows first.",
    ),
    "out_of_memory": (
        "The calculation needed more memory than it may have and was stopped.",
        "Ask for fewer columns or filter the rows first.",
    ),
    "cancelled": ("Cancelled.", "The data is still there; ask again when you like."),
    "unavailable": ("Scripts cannot be run on this server at the moment.", "{error}"),
    "refused": ("The script was refused.", "{error}"),
    "failed": (
        "The calculation failed: {error}",
        "This is a fault of the program, not of your question; it has been logged.",
    ),
}


def unfinished(
    outcome: Outcome, script: str, blamed: tuple[str, str] | None = None
) -> Reply:
    """The reply to a run whose script did not come to its end.

    ``blamed`` says what broke and the way out, where a step of the script did.
    """
    text, fix = _WORDS.get(outcome.status, _WORDS["failed"])
    facts = {"seconds": outcome.seconds, "error": outcome.error or ""}
    text, fix = blamed or (text.format(**facts), fix.format(**facts))
    level = "info" if outcome.status == "cancelled" else "error"
    return Reply(
        summary=text,
        blocks=(
            Notice(text=text, level=level, fix=fix),
            Code(text=script, title="Script", filename="script.py"),
        ),
    )
