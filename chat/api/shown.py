"""Rows as the API gives them."""

from __future__ import annotations

from analysis.base.plain import plain
from analysis.models import Dataset
from chat.api.shapes import (
    ColumnShape,
    ConversationShape,
    DatasetShape,
    MessageShape,
    ModelShape,
    RunShape,
    UploadShape,
)
from chat.asking import answered_by
from chat.models import Conversation, Message, Run, Upload
from mlmodels.models import TrainedModel


def shown_dataset(dataset: Dataset) -> DatasetShape:
    known = dataset.schema if dataset.is_read else None
    columns = known.columns if known else ()
    return DatasetShape(
        id=dataset.id,
        name=dataset.name,
        size=dataset.size,
        sha256=dataset.sha256,
        created=dataset.created,
        is_read=known is not None,
        rows=known.n_rows if known else None,
        columns=[
            ColumnShape(
                name=column.name,
                kind=column.kind,
                missing=column.n_missing,
                distinct=column.n_unique,
            )
            for column in columns
        ],
    )


def shown_upload(upload: Upload, chunk: int) -> UploadShape:
    return UploadShape(
        id=upload.id,
        conversation=upload.conversation_id,
        name=upload.name,
        size=upload.size,
        offset=upload.offset,
        chunk=chunk,
    )


def shown_conversation(conversation: Conversation) -> ConversationShape:
    return ConversationShape(
        id=conversation.id,
        title=str(conversation),
        dataset=conversation.dataset_id,
        created=conversation.created,
        updated=conversation.updated,
    )


def shown_run(run: Run) -> RunShape:
    return RunShape(
        id=run.id,
        kind=run.kind,
        status=run.status,
        question=run.question,
        dataset=run.dataset_id,
        created=run.created,
        started=run.started,
        finished=run.finished,
        seconds=run.seconds,
        peak_memory_mb=run.peak_memory_mb,
        isolation=run.isolation,
        script_sha256=run.script_sha256,
        data_sha256=run.data_sha256,
        versions=run.versions,
        error=run.error,
    )


def shown_message(message: Message) -> MessageShape:
    """A message with all that it stands on; of one still worked on, what stands in."""
    shape = MessageShape(
        id=message.id,
        conversation=message.conversation_id,
        status="said",
        created=message.created,
        client_id=message.client_id,
        text=message.text,
    )
    reply, run = message.reply, message.run
    if message.role == Message.Role.USER or reply is None:
        return shape
    shape.question = message.question.text if message.question else ""
    shape.run = run.id if run is not None else None
    if run is not None and run.is_active:
        shape.status = "working"
        shape.reply = reply.model_dump(mode="json")
        return shape
    told = answered_by(message.id, message.conversation, shape.question, message)
    content = plain(told.as_json())
    shape.status = content["status"]
    shape.task, shape.result = content["task"], content["result"]
    shape.reply, shape.script = content["reply"], content["script"]
    return shape


def shown_model(model: TrainedModel) -> ModelShape:
    plan = model.plan
    metric = model.result.get("metric")
    return ModelShape(
        id=model.id,
        name=model.name,
        version=model.version,
        estimator=model.estimator,
        kind=plan.kind,
        target=model.target,
        features=plain([_feature(name, role) for name, role in _inputs(model)]),
        dataset=model.dataset_id,
        data_sha256=model.data_sha256,
        metric=metric,
        scores=plain(model.result.get("scores", {})),
        size=model.size,
        created=model.created,
    )


def _inputs(model: TrainedModel) -> list[tuple[str, str]]:
    """What a row must have to be predicted for, and what each is to the model."""
    plan = model.plan
    return list((plan.inputs or plan.roles).items())


def _feature(name: str, role: str) -> dict[str, str]:
    return {"name": name, "role": role}
