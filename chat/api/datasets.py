"""Datasets: files in, how they were read, corrections, files out."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, Router
from ninja.files import UploadedFile
from ninja.responses import Status as Answer

from analysis.models import Dataset
from chat.api.door import DATA, READ, Asked
from chat.api.problems import Problem
from chat.api.reach import begin, conversation_for, conversation_of, dataset_of
from chat.api.reach import upload_of as reached_upload
from chat.api.shapes import (
    Correction,
    Datasets,
    DatasetShape,
    Limit,
    Received,
    UploadOrder,
    UploadShape,
    Wait,
    Whole,
    answers,
)
from chat.api.shown import shown_dataset, shown_upload
from chat.api.waiting import awaited
from chat.commands import Import
from chat.models import Conversation, Message, Run, Upload
from chat.orchestrator import carry_out
from chat.report.handing import handed_over
from chat.tables.attached import dataset_file
from chat.tables.datasets import check_unused, discard
from chat.uploads import Elsewhere, add_chunk, begin_upload, end_upload

router = Router(tags=["datasets"])
_CHUNK = 1024 * 1024


@router.get("/datasets", response=answers(Datasets), auth=READ, url_name="datasets")
def list_datasets(
    request: Asked, limit: Limit = 30, offset: Whole = 0
) -> dict[str, Any]:
    """Your datasets, the newest first."""
    theirs = Dataset.objects.of(request.auth.owner)
    found = theirs[offset : offset + limit]
    return {"total": theirs.count(), "items": [shown_dataset(one) for one in found]}


@router.post("/datasets", response=answers(Received, 201, 202), auth=DATA)
def upload_dataset(
    request: Asked,
    file: File[UploadedFile],
    conversation: Form[uuid.UUID | None] = None,
    wait: Wait = 30.0,
) -> Answer[Any]:
    """A file of at most 4 MB in one request (larger ones: ``/uploads``).

    It is read in the conversation that is named, else in a new one. 202 if it is still
    being read after ``wait`` seconds.
    """
    if file.size is None or file.size > settings.UPLOAD_CHUNK_BYTES:
        most = settings.UPLOAD_CHUNK_BYTES // 1024**2
        text = f"Files of more than {most} MB come in by chunks."
        raise Problem(413, text, "Begin with POST /uploads.")
    into = _conversation(request, conversation)
    upload = begin_upload(into, file.name or "table", file.size)
    for chunk in file.chunks(_CHUNK):
        upload.offset = add_chunk(upload, upload.offset, chunk)
    return _received(request, upload, end_upload(upload), wait)


def _conversation(request: Asked, number: uuid.UUID | None) -> Conversation:
    owner = request.auth.owner
    return conversation_of(owner, number) if number else begin(owner)


def _received(
    request: Asked, upload: Upload, message: Message | None, wait: float
) -> Answer[Any]:
    """The upload's dataset and its message; the same again if it was ended before."""
    if message is None:
        message = Message.objects.filter(
            conversation=upload.conversation_id,
            run__kind=Run.Kind.IMPORT,
            run__dataset__name=upload.name,
        ).last()
    if message is None or message.run is None or message.run.dataset is None:
        raise Problem(
            410, f"“{upload.name}” is not there any more.", "Upload it again."
        )
    shown = awaited(request, message, wait)
    dataset = dataset_of(request.auth.owner, message.run.dataset.id)
    content = {"dataset": shown_dataset(dataset), "message": shown}
    return Answer(202 if shown.status == "working" else 201, content)


@router.post("/uploads", response=answers(UploadShape, 201), auth=DATA,
             url_name="uploads")  # fmt: skip
def begin_chunks(request: Asked, order: UploadOrder) -> Answer[UploadShape]:
    """Announce a file; its bytes follow by PUT, its reading by POST …/done."""
    into = _conversation(request, order.conversation)
    upload = begin_upload(into, order.name, order.size)
    return Answer(201, shown_upload(upload, settings.UPLOAD_CHUNK_BYTES))


@router.get("/uploads/{uuid:upload_id}", response=answers(UploadShape), auth=DATA,
            url_name="upload")  # fmt: skip
def see_upload(request: Asked, upload_id: uuid.UUID) -> UploadShape:
    """How much of a file is there."""
    found = reached_upload(request.auth.owner, upload_id)
    return shown_upload(found, settings.UPLOAD_CHUNK_BYTES)


@router.put("/uploads/{uuid:upload_id}", response=answers(UploadShape), auth=DATA)
def put_chunk(request: Asked, upload_id: uuid.UUID, offset: Whole) -> UploadShape:
    """The bytes from ``offset`` on, as the body; 409 tells where the upload stands."""
    upload = reached_upload(request.auth.owner, upload_id)
    try:
        upload.offset = add_chunk(upload, offset, request.body)
    except Elsewhere as stands:
        raise _elsewhere(stands) from None
    return shown_upload(upload, settings.UPLOAD_CHUNK_BYTES)


@router.post("/uploads/{uuid:upload_id}/done", response=answers(Received, 201, 202),
             auth=DATA, url_name="upload-done")  # fmt: skip
def end_chunks(request: Asked, upload_id: uuid.UUID, wait: Wait = 30.0) -> Answer[Any]:
    """All bytes are there: the file becomes a dataset and is read."""
    upload = reached_upload(request.auth.owner, upload_id)
    try:
        message = end_upload(upload)
    except Elsewhere as stands:
        raise _elsewhere(stands) from None
    return _received(request, upload, message, wait)


def _elsewhere(stands: Elsewhere) -> Problem:
    text = f"{stands.offset} bytes of this file are there."
    return Problem(409, text, "Go on from there.", offset=stands.offset)


@router.get("/datasets/{uuid:dataset_id}", response=answers(DatasetShape), auth=READ,
            url_name="dataset")  # fmt: skip
def see_dataset(request: Asked, dataset_id: uuid.UUID) -> DatasetShape:
    """A dataset with its columns."""
    return shown_dataset(dataset_of(request.auth.owner, dataset_id))


@router.delete("/datasets/{uuid:dataset_id}", response=answers(None, 204), auth=DATA)
def delete_dataset(request: Asked, dataset_id: uuid.UUID) -> Answer[None]:
    """Delete a dataset for good; its answers stay."""
    dataset = dataset_of(request.auth.owner, dataset_id)
    check_unused(dataset)
    discard(dataset)
    return Answer(204, None)


@router.get("/datasets/{uuid:dataset_id}/receipt", response=answers(dict[str, Any]),
            auth=READ, url_name="receipt")  # fmt: skip
def see_receipt(request: Asked, dataset_id: uuid.UUID) -> HttpResponse:
    """How the file was read, column by column, and what else could be meant."""
    dataset = dataset_of(request.auth.owner, dataset_id)
    if not dataset.is_read:
        raise Problem(409, f"{dataset.name} is not read yet.", "Wait for its message.")
    content = dataset.receipt.model_dump_json()
    return HttpResponse(content, content_type="application/json; charset=utf-8")


@router.post("/datasets/{uuid:dataset_id}/corrections", auth=DATA,
             response=answers(Received, 201, 202), url_name="corrections")  # fmt: skip
def correct_dataset(
    request: Asked, dataset_id: uuid.UUID, order: Correction, wait: Wait = 30.0
) -> Answer[Any]:
    """Read the file again with other kinds of columns, or other choices."""
    dataset = dataset_of(request.auth.owner, dataset_id)
    into = conversation_for(request.auth.owner, order.conversation, dataset_id)
    kinds = {f"kind:{name}": str(kind) for name, kind in order.kinds.items()}
    changed = {**kinds, **order.choices}
    if not changed:
        raise Problem(422, "There is nothing to correct.", "Name kinds or choices.")
    said = ", ".join(f"{name}={value}" for name, value in changed.items())
    asked = Import(dataset, {**dataset.overrides, **changed})
    text = f"Read {dataset.name} with {said}"
    message = carry_out(into, text, asked, client_id=order.client_id)
    shown = awaited(request, message, wait)
    content = {
        "dataset": shown_dataset(dataset_of(request.auth.owner, dataset_id)),
        "message": shown,
    }
    return Answer(202 if shown.status == "working" else 201, content)


@router.get("/datasets/{uuid:dataset_id}/file", auth=READ, url_name="dataset-file",
            response=answers(None))  # fmt: skip
def original_file(request: Asked, dataset_id: uuid.UUID) -> HttpResponseBase:
    """The file as it came in, or as a prediction wrote it."""
    attached = dataset_file(request.auth.owner, dataset_id)
    if attached is None:
        raise Http404
    return handed_over(attached)
