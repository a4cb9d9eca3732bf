"""What can be taken away from an answer."""

from __future__ import annotations

import gzip
import uuid
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from chat.models import Conversation
from chat.people.owners import owner_of
from chat.render.charts import VEGA_VERSION, vega_bundle
from chat.report import FORMATS, exported
from chat.report.answers import NothingThere, answer_file
from chat.report.handing import handed_over, made_file
from chat.tables.attached import Attached, dataset_file, exported_data, model_bundle
from chat.views.access import conversation_of, message_of


def _part(request: HttpRequest, message_id: int, name: str) -> HttpResponse:
    """A file of an answer; ``?for=phone`` draws a chart for a small screen."""
    message = message_of(request, message_id)
    phone = request.GET.get("for") == "phone"
    try:
        return made_file(answer_file(message, name, phone=phone))
    except NothingThere:
        raise Http404 from None


@require_GET
def script(request: HttpRequest, message_id: int) -> HttpResponse:
    return _part(request, message_id, "script.py")


@require_GET
def answer_notebook(request: HttpRequest, message_id: int) -> HttpResponse:
    return _part(request, message_id, "answer.ipynb")


@require_GET
def markdown(request: HttpRequest, message_id: int) -> HttpResponse:
    return _part(request, message_id, "answer.md")


@require_GET
def table(request: HttpRequest, message_id: int, number: int) -> HttpResponse:
    return _part(request, message_id, f"table-{number}.csv")


@require_GET
def chart(request: HttpRequest, message_id: int, number: int) -> HttpResponse:
    return _part(request, message_id, f"chart-{number}.png")


@require_GET
def latex(request: HttpRequest, message_id: int) -> HttpResponse:
    return _part(request, message_id, "answer.tex")


@require_GET
def rich_text(request: HttpRequest, message_id: int) -> HttpResponse:
    return _part(request, message_id, "answer.html")


@require_GET
def conversation(
    request: HttpRequest, conversation_id: uuid.UUID, ending: str
) -> HttpResponse:
    return _export(conversation_of(request, conversation_id), ending)


@require_GET
def conversation_of_message(
    request: HttpRequest, message_id: int, ending: str
) -> HttpResponse:
    """What the files of the command ``/report`` lead to."""
    return _export(message_of(request, message_id).conversation, ending)


def _export(asked: Conversation, ending: str) -> HttpResponse:
    if ending not in FORMATS:
        raise Http404
    return made_file(exported(asked, ending))


@require_GET
def dataset_original(request: HttpRequest, dataset_id: uuid.UUID) -> HttpResponseBase:
    """A dataset's file as it came in, or as a prediction wrote it."""
    owner = owner_of(request.session)
    return _handed_over(dataset_file(owner, dataset_id) if owner else None)


@require_GET
def exported_file(request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
    """A prepared dataset as a file, as a run of ``/export`` wrote it."""
    owner = owner_of(request.session)
    return _handed_over(exported_data(owner, run_id) if owner else None)


@require_GET
def bundle(request: HttpRequest, model_id: uuid.UUID) -> HttpResponseBase:
    """A trained model as a file to take away."""
    owner = owner_of(request.session)
    return _handed_over(model_bundle(owner, model_id) if owner else None)


def _handed_over(attached: Attached | None) -> HttpResponseBase:
    if attached is None:
        raise Http404
    return handed_over(attached)


@require_GET
def vega(request: HttpRequest, version: str) -> HttpResponse:
    """The chart library, made once from the wheel that draws the pictures too."""
    if version != VEGA_VERSION:
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    bundle = _packed_bundle() if packed else vega_bundle(settings.VAR_DIR)
    response = HttpResponse(bundle, content_type="text/javascript; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@cache
def _packed_bundle() -> bytes:
    return gzip.compress(vega_bundle(settings.VAR_DIR), mtime=0)
