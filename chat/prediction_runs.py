"""Carrying out predictions: for a typed row, or for all rows of a dataset."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.errors import TaskError
from analysis.execution import DATA
from analysis.models import Dataset, Run
from analysis.reading.importing import import_table
from analysis.reply import Block, Choices, File, Notice, Option, Reply
from analysis.wording import figure, names_of
from chat import events
from chat.datasets import dataset_from, remove_files
from chat.finishing import Finish, facts_of, finish_with
from chat.models import Message
from chat.pulse import Pulse
from chat.quotas import check_upload
from chat.script_runs import as_report, model_of_run
from chat.violations import record_outcome
from mlmodels.prediction import Prediction, check_table, predict, row_table
from mlmodels.present_prediction import prediction_reply
from mlmodels.training import Unfinished


def carry_out_prediction(run: Run, message: Message, pulse: Pulse) -> Finish:
    """Predict, and answer; predictions for a dataset become a file and a dataset."""
    events.progress(message, "Predicting", 0.0)
    with TemporaryDirectory() as folder:
        try:
            done = _predicted(run, Path(folder), pulse)
        except Unfinished as error:
            return _unfinished(run, message, error)
        fields = {
            "script": done.script.text,
            "script_sha256": done.script.sha256,
            "result": done.result,
            "versions": dict(done.model.versions),
            **facts_of(done.outcome),
        }
        if run.details.get("values") is not None:
            reply = _row_reply(run, done)
            return finish_with(run, message, Run.Status.SUCCEEDED, reply, **fields)
        return _with_file(run, message, done, fields)


def _predicted(run: Run, folder: Path, pulse: Pulse) -> Prediction:
    model, values = model_of_run(run), run.details.get("values")
    if values is not None:
        path = folder / DATA
        row_table(model, values).to_parquet(path)
        return predict(model, path, cancelled=pulse.stopped)
    dataset = run.dataset
    if dataset is None or not dataset.is_read or not dataset.parquet.exists():
        raise TaskError("The dataset is not there any more.", "Upload it again.")
    check_table(model, dataset.schema)
    return predict(model, dataset.parquet, folder, cancelled=pulse.stopped)


def _unfinished(run: Run, message: Message, error: Unfinished) -> Finish:
    record_outcome(run, error.outcome)
    cancelled = error.outcome.status == "cancelled"
    text = "Prediction cancelled." if cancelled else error.message
    level = "info" if cancelled else "error"
    reply = Reply(
        summary=text, blocks=(Notice(text=text, level=level, fix=error.hint),)
    )
    status = Run.Status.CANCELLED if cancelled else Run.Status.FAILED
    return finish_with(run, message, status, reply, **facts_of(error.outcome))


def _row_reply(run: Run, done: Prediction) -> Reply:
    reply = prediction_reply(done)
    typical = {
        name: run.details["values"][name] for name in run.details.get("typical", [])
    }
    name = done.model.name
    further = Choices(
        role="next",
        options=(
            Option(label="Another row", value=f"/predict {name}"),
            Option(label="Explain the model", value=f"explain model {name}"),
        ),
    )
    blocks = list(reply.blocks)
    if typical:
        named = names_of(f"{key} {_shown(value)}" for key, value in typical.items())
        blocks.insert(1, Notice(text=f"Taken as typical: {named}."))
    return reply.model_copy(update={"blocks": (*blocks, further)})


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else figure(value)


def _with_file(
    run: Run, message: Message, done: Prediction, fields: dict[str, Any]
) -> Finish:
    """The finish that offers the predictions as a file and as a new dataset."""
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
        return finish_with(run, message, Run.Status.SUCCEEDED, kept, **fields)
    offered = reply.model_copy(update={"blocks": (*reply.blocks, *_offers(dataset))})
    shown = as_report(offered, run, done.script, done.outcome)

    def finish() -> None:
        if run.finish(Run.Status.SUCCEEDED, **fields):
            events.replace(message, shown)
            events.dataset_changed(message.conversation)
        else:
            remove_files(dataset)
            dataset.delete()

    return finish


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
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
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
