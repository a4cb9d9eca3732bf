"""Carrying out runs whose script is given, and comparing a repeated run."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.answer import Facts, with_companions
from analysis.base.errors import TaskError
from analysis.base.reply import Block, Code, Item, KeyValues, Notice, Reply, Text
from analysis.base.task import Task
from analysis.execution import DATA, answering, unfinished
from analysis.models import Dataset
from analysis.scripts.report import refusal, reported, script_reply
from analysis.scripts.script_templates import template_named
from analysis.scripts.writing import LIBRARIES, Script
from analysis.tables.combining import input_names
from analysis.tables.differences import difference_words
from chat.models import Message, Run
from chat.models.details import (
    CombineDetails,
    PredictionDetails,
    ScriptDetails,
    asked_of,
)
from chat.runs.finishing import Finish, reminded
from chat.runs.job import Job
from chat.runs.kinds import KINDS
from chat.tables.datasets import combined_datasets
from mlmodels.base.saved import SavedModel
from mlmodels.models import TrainedModel
from mlmodels.prediction import row_table
from sandbox.again import once_available
from sandbox.client import run_script
from sandbox.configuration import Profile
from sandbox.limits import TRAINING, Limits
from sandbox.outcome import Outcome

_MOST_SHOWN = 20


@dataclass(frozen=True)
class Finished:
    """A script's run: how it ended, what it left, and the reply."""

    succeeded: bool
    reply: Reply
    result: Any
    outcome: Outcome


@cache
def versions() -> dict[str, str]:
    """What a run's numbers depend on: Python and the libraries."""
    found = {name: version(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **found}


def carry_out_script(job: Job) -> Finish:
    """Run the script that a run holds, and compare where it repeats another."""
    done = _ran(job)
    job.ran(done.outcome, None, versions())
    reply = reminded(job.message, done.reply)
    if done.succeeded:
        return job.succeeded(reply, result=done.result)
    return job.unfinished(done.outcome, reply, done.result)


def _ran(job: Job) -> Finished:
    """The script on its dataset.

    Raises:
        TaskError: the data are not there any more, or not those of the recorded run.
    """
    run, asked = job.run, job.asked(ScriptDetails)
    cancelled, recorded = job.stopped, run.rerun_of
    on_progress = job.reporter()
    with TemporaryDirectory() as folder:
        inputs = _inputs(run, Path(folder))
        tables = [DATA] if DATA in inputs else list(inputs)
        outcome = once_available(
            lambda: run_script(
                run.script,
                inputs=inputs,
                argv=tables,
                limits=_limits(run),
                profile=_profile(run.script),
                cancelled=cancelled,
                on_progress=on_progress,
                check=not asked.checked,
            ),
            cancelled,
        )
    if outcome.status == "refused":
        reply = refusal(outcome.violations, run.script)
        return Finished(False, reply, None, outcome)
    if outcome.status != "succeeded":
        return Finished(False, unfinished(outcome, run.script), None, outcome)
    if recorded is not None:
        return _compared(run, recorded, outcome)
    facts = Facts(outcome.seconds, outcome.peak_memory_mb, outcome.isolation)
    template = template_named(run.template) if run.template else None
    reply = script_reply(
        outcome.result,
        outcome.stdout,
        template,
        run.script,
        facts,
        checked=asked.checked,
    )
    return Finished(True, reply, outcome.result, outcome)


def _inputs(run: Run, folder: Path) -> dict[str, Path]:
    """The files that a script reads: its tables, and the model that it predicts with.

    Raises:
        TaskError: one of them is not there any more.
    """
    recorded = run.rerun_of
    if recorded is not None and recorded.kind == Run.Kind.COMBINE:
        asked = asked_of(recorded, CombineDetails)
        datasets = combined_datasets(recorded.owner, asked)
        names = input_names(len(datasets))
        return {name: one.parquet for name, one in zip(names, datasets, strict=True)}
    files: dict[str, Path] = {}
    if recorded is not None and recorded.kind == Run.Kind.PREDICTION:
        model = model_of_run(recorded)
        files = dict(model.files)
        values = asked_of(recorded, PredictionDetails).values
        if values is not None:
            row_table(model, values).to_parquet(folder / DATA)
            return {DATA: folder / DATA, **files}
    dataset = run.dataset
    path = dataset.parquet if dataset else None
    if dataset is None or path is None or not path.exists():
        raise TaskError("The dataset is not there any more.", "Upload it again.")
    if recorded is not None:
        check_same_data(recorded, dataset)
    return {DATA: path, **files}


def model_of_run(run: Run) -> SavedModel:
    """The model that a prediction was made with.

    Raises:
        TaskError: it was deleted since.
    """
    found = TrainedModel.objects.of(run.owner)
    kept = found.filter(id=asked_of(run, PredictionDetails).model).first()
    if kept is None:
        raise TaskError("The model is not there any more.", "Send /models for yours.")
    return kept.saved()


def check_same_data(recorded: Run, dataset: Dataset) -> None:
    """Whether the dataset is still the file that the recorded run computed with.

    Raises:
        TaskError: it is another file.
    """
    if recorded.data_sha256 != dataset.sha256:
        raise TaskError(
            f"{dataset.name} is not the file of that run any more.",
            hint="Upload the earlier file, or ask the question again.",
        )


def _limits(run: Run) -> Limits:
    """Those of the kind that it repeats, or of what its template does."""
    repeated = KINDS[run.rerun_of.kind].limits if run.rerun_of is not None else None
    if repeated is not None or not run.template:
        return repeated or Limits()
    template = template_named(run.template)
    return TRAINING if template.header.category == "ml" else Limits()


def _profile(script: str) -> Profile:
    """Which fork server has imported already what takes the script seconds."""
    neural = re.search(r"^(?:import|from) (?:tensorflow|keras)\b", script, re.MULTILINE)
    return "tensorflow" if neural else "base"


def _compared(run: Run, recorded: Run, outcome: Outcome) -> Finished:
    result = outcome.result
    if recorded.kind == Run.Kind.ANALYSIS:
        result = answering(_full_task(recorded), result["steps"])
    elif recorded.kind == Run.Kind.EXPORT:
        # What the file is called and how large it is, is not the script's to say.
        written = {key: (recorded.result or {}).get(key) for key in ("file", "size")}
        result = {**result["steps"][-1], **written}
    before = recorded.result
    if recorded.kind == Run.Kind.TRAINING and before is not None:
        before, result = without_times(before), without_times(result)
    differences = difference_words(before, result)
    count = len(differences)
    noun = "difference" if count == 1 else "differences"
    summary = f"2 runs, {count} {noun}."
    changed = [
        f"{name} {recorded.versions[name]} then, {number} now"
        for name, number in versions().items()
        if recorded.versions.get(name, number) != number
    ]
    blocks: list[Block] = [
        Text(text=f"**{summary}** The script of “{recorded.question}” ran again on"
                  " the same data." if recorded.question else f"**{summary}**"),
        _hashes(run, recorded, outcome),
    ]  # fmt: skip
    blocks += [
        Notice(text=words, level="warning") for words in differences[:_MOST_SHOWN]
    ]
    if changed:
        blocks.append(Notice(text=f"Other versions: {'; '.join(changed)}."))
    blocks.append(Code(text=run.script, filename="script.py"))
    reply = Reply(summary=summary, blocks=tuple(blocks))
    return Finished(True, reply, result, outcome)


def without_times(result: dict[str, Any]) -> dict[str, Any]:
    """A training's result without how long each candidate took."""
    board = result.get("leaderboard")
    if not board:
        return result
    rows = [{k: v for k, v in row.items() if k != "seconds"} for row in board]
    return {**result, "leaderboard": rows}


def _full_task(recorded: Run) -> Task:
    """The recorded task with the charts that its script drew besides."""
    message = Message.objects.filter(run=recorded).first()
    if message is not None and message.task is not None:
        return message.task
    assert recorded.dataset is not None
    return with_companions(recorded.task, recorded.dataset.schema)


def _hashes(run: Run, recorded: Run, outcome: Outcome) -> KeyValues:
    items = [
        Item(label="Script, SHA-256", value=run.script_sha256[:16], format="code"),
        Item(label="Data, SHA-256", value=run.data_sha256[:16], format="code"),
        Item(label="Time then", value=recorded.seconds, format="seconds"),
        Item(label="Time now", value=outcome.seconds, format="seconds"),
    ]
    return KeyValues(items=tuple(items))


def as_report(reply: Reply, run: Run, script: Script, outcome: Outcome) -> Reply:
    """An answer as the report of its script, where the script was asked for."""
    if not run.template:
        return reply
    facts = Facts(outcome.seconds, outcome.peak_memory_mb, outcome.isolation)
    template = template_named(run.template)
    operation = run.question[:1].upper() + run.question[1:]
    return reported(reply, template, operation, script.text, facts)
