"""Carrying out predictions: for a typed row, or for all rows of a dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.base.errors import TaskError
from analysis.base.reply import Block, Choices, File, Notice, Option, Reply
from analysis.base.wording import figure, names_of
from analysis.execution import DATA
from analysis.models import Dataset
from chat.models import Run, events
from chat.models.details import PredictionDetails
from chat.people.quotas import check_upload
from chat.runs.finishing import Finish
from chat.runs.job import Job
from chat.runs.script import as_report, model_of_run
from chat.tables.datasets import dataset_from, discard, read_in
from mlmodels.prediction import Prediction, check_table, predict, row_table
from mlmodels.training import Unfinished
from mlmodels.words.prediction import prediction_reply


def carry_out_prediction(job: Job) -> Finish:
    """Predict, and answer; predictions for a dataset become a file and a dataset."""
    asked = job.asked(PredictionDetails)
    job.tell("Predicting", 0.0)
    with TemporaryDirectory() as folder:
        try:
            done = _predicted(job, asked, Path(folder))
        except Unfinished as error:
            return _unfinished(job, error)
        job.ran(done.outcome, done.script, done.model.versions)
        if asked.values is not None:
            reply = _row_reply(asked.values, asked.typical, done, asked.before)
            return job.succeeded(reply, result=done.result)
        return _with_file(job, done)


def _predicted(job: Job, asked: PredictionDetails, folder: Path) -> Prediction:
    model = model_of_run(job.run)
    if asked.values is not None:
        path = folder / DATA
        row_table(model, asked.values).to_parquet(path)
        return predict(model, path, cancelled=job.stopped)
    dataset = job.dataset()
    check_table(model, dataset.schema)
    return predict(model, dataset.parquet, folder, cancelled=job.stopped)


def _unfinished(job: Job, error: Unfinished) -> Finish:
    job.ran(error.outcome, None, {})
    cancelled = error.outcome.status == "cancelled"
    text = "Prediction cancelled." if cancelled else error.message
    level = "info" if cancelled else "error"
    reply = Reply(
        summary=text, blocks=(Notice(text=text, level=level, fix=error.hint),)
    )
    return job.unfinished(error.outcome, reply)


def _row_reply(
    values: Mapping[str, Any], taken: Sequence[str], done: Prediction, before: str
) -> Reply:
    reply = prediction_reply(done)
    typical = {name: values[name] for name in taken}
    name = done.model.name
    further = Choices(
        role="next",
        options=(
            Option(label="Another row", value=f"/predict {name}"),
            Option(label="Explain the model", value=f"explain model {name}"),
        ),
    )
    blocks = list(reply.blocks)
    if before:
        blocks.insert(1, Notice(text=before))
    if typical:
        named = names_of(f"{key} {_shown(value)}" for key, value in typical.items())
        blocks.insert(1, Notice(text=f"Taken as typical: {named}."))
    return reply.model_copy(update={"blocks": (*blocks, further)})


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else figure(value)


def _with_file(job: Job, done: Prediction) -> Finish:
    """The finish that offers the predictions as a file and as a new dataset."""
    run = job.run
    reply = prediction_reply(done)
    if run.template:
        reply = reply.model_copy(update={"blocks": (*reply.blocks, *_beside(done))})
    try:
        dataset = _as_dataset(run, done)
    except TaskError as error:
        text = f"The predictions are not kept as a file: {error.message}"
        notice = Notice(text=text, level="warning", fix=error.hint)
        kept = reply.model_copy(update={"blocks": (*reply.blocks, notice)})
        kept = as_report(kept, run, done.script, done.outcome)
        return job.succeeded(kept, result=done.result)
    offered = reply.model_copy(update={"blocks": (*reply.blocks, *_offers(dataset))})
    shown = as_report(offered, run, done.script, done.outcome)
    return job.succeeded(
        shown,
        result=done.result,
        then=lambda: events.dataset_changed(job.message.conversation),
        otherwise=lambda: discard(dataset),
    )


def _beside(done: Prediction) -> tuple[Block, ...]:
    """What the script needs where it is run elsewhere."""
    name = done.model.name
    files = names_of(f"`{file}`" for file in done.model.files)
    text = (
        f"Elsewhere the script needs {files} beside it: they are in the model’s export."
    )
    export = Option(label="Export the model", value=f"export model {name}")
    return Notice(text=text), Choices(options=(export,), role="next")


def _as_dataset(run: Run, done: Prediction) -> Dataset:
    assert done.file is not None and run.dataset is not None
    check_upload(run.owner, done.file.stat().st_size)
    stem = Path(run.dataset.name.replace("/", "_")).stem
    name = f"{stem}_predictions.csv"
    dataset = dataset_from(run.owner, name[:255], done.file, move=True)
    try:
        receipt = read_in(dataset)
    except TaskError:
        discard(dataset)
        raise
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save(update_fields=["receipt_json"])
    return dataset


def _offers(dataset: Dataset) -> tuple[Block, ...]:
    use = Option(label=f"Use {dataset.name}", value=f"use {dataset.name}")
    return (
        File(
            name=dataset.name,
            reference=f"/datasets/{dataset.id}/file/",
            size=dataset.size,
            description="All rows with their predictions; a dataset of yours too",
        ),
        Choices(options=(use,), role="next"),
    )
