"""From a task's results to the reply: what was understood, done and found."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.operation import Answer, Operation
from analysis.base.reply import Block, Chart, Code, Heading, Notice, Reply, Text
from analysis.base.task import Step, Task
from analysis.formulas.expressions import expression_sort
from analysis.operations import operation_named
from analysis.preparation import schema_after
from analysis.words.verdict import verdict_of

logger = logging.getLogger(__name__)

# Rows that a rule finds and takes out: how many they were belongs to the answer.
_SAID = ("remove_outliers",)


@dataclass(frozen=True)
class Facts:
    """What a run says of itself, for the line under an answer."""

    seconds: float
    peak_memory_mb: float
    isolation: str


def with_companions(task: Task, schema: Schema) -> Task:
    """The task with the charts that explain its answers, each after its step."""
    names = {column.name for column in schema.columns}
    steps: list[Step] = []
    now = schema
    for step in task.steps:
        steps.append(step)
        operation = operation_named(step.operation)
        if step.companion:
            continue
        steps += [
            companion.model_copy(update={"companion": True})
            for companion in _explaining(operation, step, now)
            if _columns_named(companion)
            <= names | created_columns(steps) | set(now.names)
        ]
        now = _prepared(now, step)
    made = _look_at_new_column(task.steps, schema)
    return task.model_copy(update={"steps": (*steps, *made)})


def _prepared(schema: Schema, step: Step) -> Schema:
    """The table that the charts behind a step are of: with what the step makes of it."""
    try:
        return schema_after(schema, step)
    except Exception:
        logger.exception("the table after %s is not known", step.operation)
        return schema


def _explaining(operation: Operation, step: Step, schema: Schema) -> list[Step]:
    try:
        return operation.explaining(schema, step.params) if operation.explaining else []
    except Exception:
        logger.exception("no charts could be chosen for %s", operation.name)
        return []


def _look_at_new_column(steps: Sequence[Step], schema: Schema) -> list[Step]:
    """What a computed column came to, where nothing else is asked."""
    if not steps or any(
        operation_named(step.operation).kind != "prepare" for step in steps
    ):
        return []
    last = steps[-1]
    if last.operation != "add_column" or not _is_number(last, schema):
        return []
    shown = ["mean", "std", "min", "max", "missing"]
    params = {"columns": [last.params["name"]], "statistics": shown}
    return [Step(operation="describe", params=params, companion=True)]


def _is_number(step: Step, schema: Schema) -> bool:
    try:
        return expression_sort(step.params["expression"], schema) == "number"
    except TaskError:
        return False


def _columns_named(step: Step) -> set[str]:
    found: set[str] = set()
    for name in operation_named(step.operation).column_parameters():
        value = step.params.get(name)
        if value:
            found |= set(value) if isinstance(value, list) else {value}
    return found


def created_columns(steps: Sequence[Step]) -> set[str]:
    """Names of columns that the steps add to the table."""
    return {
        str(step.params["name"])
        for step in steps
        if operation_named(step.operation).kind == "prepare" and step.params.get("name")
    }


def compose(
    task: Task, results: Sequence[dict[str, Any]], script: str, facts: Facts, name: str
) -> Reply:
    """The reply to a task: answers first, then how they came about.

    Args:
        task: the steps that ran (companions included).
        results: one result per step, in order; a failed step ends the list with
            ``{"error": {"message", "hint"}}``, and so does one that was left out.
        script: what ran. facts: time, memory and isolation of the run.
        name: the dataset's name.
    """
    answers: list[Answer] = []
    blocks: list[Block] = []
    notes: list[str] = []
    removed: list[str] = []
    for step, result in zip(task.steps, results, strict=False):
        operation = operation_named(step.operation)
        if "error" in result:
            if step.companion:
                notes += _chart_left_out(operation, step, result["error"])
                continue
            if answers:
                blocks.append(Heading(text=operation.words(step.params)))
            answers.append(_refused(result["error"]))
            blocks.extend(answers[-1].blocks)
            continue
        answer = _presented(operation, step, result)
        if operation.kind == "prepare":
            notes.append(answer.summary)
            if operation.name in _SAID:
                removed.append(answer.summary)
            continue
        if step.companion:
            if operation.kind == "analyse":
                notes.append(answer.summary)
            blocks.extend(b for b in answer.blocks if isinstance(b, Chart))
            continue
        if answers:
            blocks.append(Heading(text=operation.words(step.params)))
        answers.append(answer)
        blocks.extend(answer.blocks)
    told = [*(answer.summary for answer in answers), *removed]
    told += filter(None, [verdict_of(task.rules, _found(task, results))])
    summary = " ".join(told)
    if not answers:
        summary = " ".join(notes) or "Done."
    head: list[Block] = [Text(text=f"**{summary}**" if len(summary) < 200 else summary)]
    head += _unused(task)
    tail = _how(task, notes, facts, name)
    code = Code(text=script, title="Script", filename="script.py")
    return Reply(summary=summary, blocks=(*head, *blocks, *tail, code))


def _found(task: Task, results: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the analyses of a task found, without its preparations and charts."""
    steps = zip(task.steps, results, strict=False)
    return [
        result
        for step, result in steps
        if operation_named(step.operation).kind == "analyse" and not step.companion
    ]


def _unused(task: Task) -> list[Block]:
    """What of the question found no use: said at once, since it may have mattered."""
    if not task.ignored:
        return []
    words = ", ".join(f"“{word}”" for word in task.ignored)
    fix = "If it matters, say it with the name of a column or one of its values."
    return [Notice(text=f"Not used: {words}.", level="info", fix=fix)]


def _presented(operation: Operation, step: Step, result: dict[str, Any]) -> Answer:
    if operation.presenter is None:
        return Answer(_rows_kept(operation, step, result))
    try:
        return operation.presenter(result, step.params)
    except Exception:
        # What was found is in the run's record still; the other answers stay whole.
        logger.exception("a result of %s could not be put into words", operation.name)
        text = f"{operation.words(step.params)} was computed, but cannot be shown."
        fix = "This is a fault of the program; the script gives the numbers."
        return Answer(text, (Notice(text=text, level="error", fix=fix),))


def _chart_left_out(
    operation: Operation, step: Step, error: dict[str, str]
) -> Iterator[str]:
    """Why an explaining chart is missing; nothing if what it explains is missing too."""
    if error["message"]:
        yield f"Left out: {operation.words(step.params)}. {error['message']}"


def _rows_kept(operation: Operation, step: Step, result: dict[str, Any]) -> str:
    before, after = result.get("n_before"), result.get("n_after")
    words = operation.words(step.params)
    if before == after:
        return f"{words}."
    return f"{words}: {after:,} of {before:,} rows."


def _refused(error: dict[str, str]) -> Answer:
    notice = Notice(text=error["message"], level="error", fix=error.get("hint", ""))
    return Answer(error["message"], (notice,))


def _how(
    task: Task, notes: Sequence[str], facts: Facts, name: str
) -> Iterator[Text | Notice]:
    for note in notes:
        yield Text(text=note, muted=True)
    understood = " · ".join(
        task.understood
        or (
            operation_named(step.operation).words(step.params)
            for step in task.steps
            if not step.companion
        )
    )
    if task.read_as:
        yield Text(text=f"Read as: “{task.read_as}”", muted=True)
    yield Text(text=f"Understood: {understood} · {name}", muted=True)
    if task.assumptions:
        yield Text(text="Assumed: " + "; ".join(task.assumptions) + ".", muted=True)
    yield Text(
        text=(
            f"{facts.seconds:.2f} s · {facts.peak_memory_mb:.0f} MB · {facts.isolation}"
        ),
        muted=True,
    )
