"""Files come in by chunks: a broken upload goes on where it stopped."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from analysis.base.errors import TaskError
from chat.keeping.forgetting import upload_path
from chat.models import Upload
from chat.orchestrator import take_in
from chat.people.quotas import check_upload
from chat.received import json_object, storable, whole_number
from chat.tables.datasets import linked_dataset, remove_files
from chat.views.access import conversation_of, upload_of


def _part(upload: Upload) -> Path:
    path = upload_path(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _problem(status: int, error: str, hint: str = "") -> JsonResponse:
    return JsonResponse({"error": error, "hint": hint}, status=status)


@require_POST
def begin(request: HttpRequest, conversation_id: uuid.UUID) -> JsonResponse:
    conversation = conversation_of(request, conversation_id)
    asked = json_object(request.body) or {}
    name, size = asked.get("name"), whole_number(asked.get("size"))
    if not isinstance(name, str) or size is None:
        return _problem(400, "The upload was announced without a name and a size.")
    name = storable(name)
    most = settings.UPLOAD_MAX_BYTES
    if size > most:
        return _problem(
            413,
            f"“{name}” is larger than the {most // 1024**2} MB that are allowed.",
            "Take fewer rows or columns, or save it as Parquet, which is smaller.",
        )
    if size == 0:
        return _problem(400, f"“{name}” is empty.", "Choose a file with a table in it.")
    try:
        check_upload(conversation.owner, size)
    except TaskError as error:
        return _problem(429, error.message, error.hint)
    with transaction.atomic():
        upload = Upload.objects.create(
            owner=conversation.owner,
            conversation=conversation,
            name=Path(name.replace("\\", "/")).name[:255] or "table",
            size=size,
        )
        _part(upload).touch()
    chunk = settings.UPLOAD_CHUNK_BYTES
    return JsonResponse({"id": str(upload.id), "offset": 0, "chunk": chunk}, status=201)


@require_http_methods(["GET", "PUT"])
def chunk(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    upload = upload_of(request, upload_id)
    if request.method == "GET":
        return JsonResponse({"offset": upload.offset})
    offset = request.GET.get("offset", "")
    body = request.body
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(id=upload.id)
        if upload.done or offset != str(upload.offset):
            return JsonResponse({"offset": upload.offset}, status=409)
        if upload.offset + len(body) > upload.size:
            return _problem(400, f"“{upload.name}” is longer than was announced.")
        try:
            with _part(upload).open("r+b") as file:
                file.seek(upload.offset)
                file.write(body)
        except FileNotFoundError:
            return _gone(upload)
        upload.offset += len(body)
        upload.save(update_fields=["offset"])
    return JsonResponse({"offset": upload.offset})


@require_POST
def done(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    upload = upload_of(request, upload_id)
    if upload.offset != upload.size:
        return JsonResponse({"offset": upload.offset}, status=409)
    if not upload.done:
        try:
            _take_over(upload)
        except FileNotFoundError:
            upload.refresh_from_db()
            if not upload.done:
                return _gone(upload)
    return JsonResponse({}, status=202)


def _gone(upload: Upload) -> JsonResponse:
    """What had arrived was cleaned away, a long time after it did."""
    text = f"“{upload.name}” waited too long for its rest."
    return _problem(410, text, "Upload it again.")


def _take_over(upload: Upload) -> None:
    """Make the file a dataset, all or nothing.

    A process that ends in the midst of it leaves an upload that can be ended again.
    """
    dataset = linked_dataset(upload.owner, upload.name, _part(upload))
    try:
        with transaction.atomic():
            taken = Upload.objects.filter(id=upload.id, done=False).update(done=True)
            if taken:
                dataset.save()
                take_in(upload.conversation, dataset, f"Uploaded {upload.name}")
    except BaseException:
        remove_files(dataset)
        raise
    if taken:
        _part(upload).unlink(missing_ok=True)
    else:
        remove_files(dataset)
