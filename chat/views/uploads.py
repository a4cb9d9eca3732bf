"""Files come in by chunks, as the page sends them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from analysis.base.errors import TaskError
from chat.received import json_object, whole_number
from chat.uploads import (
    Elsewhere,
    Gone,
    TooLarge,
    Unusable,
    add_chunk,
    begin_upload,
    end_upload,
)
from chat.views.access import conversation_of, upload_of

_STATUS: dict[type[TaskError], int] = {TooLarge: 413, Unusable: 400, Gone: 410}


def _problem(error: TaskError) -> JsonResponse:
    status = _STATUS.get(type(error), 429)
    return JsonResponse({"error": error.message, "hint": error.hint}, status=status)


@require_POST
def begin(request: HttpRequest, conversation_id: uuid.UUID) -> JsonResponse:
    conversation = conversation_of(request, conversation_id)
    asked = json_object(request.body) or {}
    name, size = asked.get("name"), whole_number(asked.get("size"))
    if not isinstance(name, str) or size is None:
        text = "The upload was announced without a name and a size."
        return _problem(Unusable(text))
    try:
        upload = begin_upload(conversation, name, size)
    except TaskError as error:
        return _problem(error)
    chunk = settings.UPLOAD_CHUNK_BYTES
    return JsonResponse({"id": str(upload.id), "offset": 0, "chunk": chunk}, status=201)


@require_http_methods(["GET", "PUT"])
def chunk(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    upload = upload_of(request, upload_id)
    if request.method == "GET":
        return JsonResponse({"offset": upload.offset})
    offset = whole_number(request.GET.get("offset"))
    try:
        return JsonResponse({"offset": add_chunk(upload, offset, request.body)})
    except Elsewhere as stands:
        return JsonResponse({"offset": stands.offset}, status=409)
    except TaskError as error:
        return _problem(error)


@require_POST
def done(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    upload = upload_of(request, upload_id)
    try:
        end_upload(upload)
    except Elsewhere as stands:
        return JsonResponse({"offset": stands.offset}, status=409)
    except TaskError as error:
        return _problem(error)
    return JsonResponse({}, status=202)
