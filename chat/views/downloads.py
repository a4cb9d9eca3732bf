"""What can be taken away from an answer."""

from __future__ import annotations

import csv
import gzip
import io
import logging
import uuid
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from analysis.base.reply import Chart, Code, KeyValues, Reply, Table, Text
from analysis.tables.export_files import harmless
from chat.models import Conversation, Message
from chat.people.owners import owner_of
from chat.render.charts import (
    VEGA_VERSION,
    Picture,
    chart_png,
    notice_png,
    vega_bundle,
)
from chat.render.document import render_blocks
from chat.render.latex import render_reply as render_latex
from chat.render.markdown import render_reply
from chat.render.notebook import notebook
from chat.render.surface import worded_reply
from chat.report import FORMATS, exported
from chat.tables.attached import Attached, dataset_file, exported_data, model_bundle
from chat.views.access import conversation_of, message_of

logger = logging.getLogger(__name__)
Kind = TypeVar("Kind", Table, Chart)


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def script(request: HttpRequest, message_id: int) -> HttpResponse:
    text = _script_of(message_of(request, message_id))
    return _file(text, "text/x-python; charset=utf-8", "script.py")


@require_GET
def answer_notebook(request: HttpRequest, message_id: int) -> HttpResponse:
    message = message_of(request, message_id)
    text = _script_of(message)
    run, reply = message.run, message.reply or Reply(summary="")
    dataset = run.dataset if run else message.conversation.dataset
    question = run.question if run and run.question else _question(message)
    shown = [block for block in reply.blocks if isinstance(block, KeyValues | Text)]
    answer = render_reply(Reply(summary=reply.summary, blocks=tuple(shown)))
    name = dataset.name if dataset else "data.csv"
    made = notebook(question, answer, text, name)
    return _file(made, "application/x-ipynb+json; charset=utf-8", "answer.ipynb")


def _script_of(message: Message) -> str:
    """What ran for a message, or else the script that it shows."""
    if message.run is not None and message.run.script:
        return message.run.script
    blocks = message.reply.blocks if message.reply else ()
    for block in blocks:
        if isinstance(block, Code) and block.language == "python":
            return block.text
    raise Http404


def _question(message: Message) -> str:
    return message.question.text if message.question else ""


@require_GET
def markdown(request: HttpRequest, message_id: int) -> HttpResponse:
    reply = _reply_of(message_of(request, message_id))
    return _file(render_reply(reply), "text/markdown; charset=utf-8", "answer.md")


@require_GET
def table(request: HttpRequest, message_id: int, number: int) -> HttpResponse:
    block = _block(message_of(request, message_id), Table, number)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_cell(column.label) for column in block.columns])
    writer.writerows([[_cell(cell) for cell in row] for row in block.rows])
    return _file("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", "table.csv")


def _cell(value: object) -> object:
    return "" if value is None else harmless(value)


@require_GET
def chart(request: HttpRequest, message_id: int, number: int) -> HttpResponse:
    """The chart as a picture; ``?for=phone`` draws it for a small screen."""
    block = _block(message_of(request, message_id), Chart, number)
    phone = request.GET.get("for") == "phone"
    size: Picture = "phone" if phone else "png"
    try:
        picture = chart_png(block.spec, size)
    except ValueError as problem:
        logger.error("a chart cannot be drawn: %s", type(problem).__name__)
        picture = notice_png(size)
    return _file(picture, "image/png", "chart.png")


def _block(message: Message, kind: type[Kind], number: int) -> Kind:
    reply = message.reply
    found = [b for b in reply.blocks if isinstance(b, kind)] if reply else []
    if number >= len(found):
        raise Http404
    return found[number]


@require_GET
def latex(request: HttpRequest, message_id: int) -> HttpResponse:
    text = render_latex(_reply_of(message_of(request, message_id)))
    return _file(text, "application/x-tex; charset=utf-8", "answer.tex")


@require_GET
def rich_text(request: HttpRequest, message_id: int) -> HttpResponse:
    """For the clipboard: what a word processor takes as text and tables."""
    reply = _reply_of(message_of(request, message_id))
    said = worded_reply(reply, "paper").blocks
    shown = [block for block in said if not isinstance(block, Code)]
    made = render_blocks(shown, pictures=False)
    return _file(made, "text/html; charset=utf-8", "answer.html")


def _reply_of(message: Message) -> Reply:
    if message.reply is None:
        raise Http404
    return message.reply


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
    made = exported(asked, ending)
    return _file(made.text, f"{made.media_type}; charset=utf-8", made.name)


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
    content = attached.content
    stream = content.open("rb") if isinstance(content, Path) else io.BytesIO(content)
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=attached.name,
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    return response


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
