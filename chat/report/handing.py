"""Files as HTTP hands them over: to be kept, by nobody in between."""

from __future__ import annotations

import io
from pathlib import Path

from django.http import FileResponse, HttpResponse

from chat.report import Exported
from chat.report.answers import AnswerFile
from chat.tables.attached import Attached


def made_file(made: AnswerFile | Exported) -> HttpResponse:
    """A file that was made of an answer or a conversation."""
    content = made.content if isinstance(made, AnswerFile) else made.text
    kind = made.media_type
    if isinstance(content, str):
        kind = f"{kind}; charset=utf-8"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def handed_over(attached: Attached) -> FileResponse:
    """A file that lies here, or was put together."""
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
