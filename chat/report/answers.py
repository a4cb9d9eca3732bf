"""What can be taken away from one answer, by the names that its files have."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from analysis.base.reply import Chart, Code, KeyValues, Reply, Table, Text
from analysis.tables.export_files import harmless
from chat.models import Message
from chat.render.charts import Picture, chart_png, notice_png
from chat.render.document import render_blocks
from chat.render.latex import render_reply as render_latex
from chat.render.markdown import render_reply
from chat.render.notebook import notebook
from chat.render.surface import worded_reply

logger = logging.getLogger(__name__)
Kind = TypeVar("Kind", Table, Chart)
_NUMBERED = re.compile(r"(?P<what>table|chart)-(?P<number>\d{1,4})\.(?:csv|png)")


@dataclass(frozen=True)
class AnswerFile:
    """A file made of an answer: its name, media type and content."""

    name: str
    media_type: str
    content: str | bytes


class NothingThere(Exception):
    """The answer has no such part."""


def answer_file(message: Message, name: str, *, phone: bool = False) -> AnswerFile:
    """The file of an answer with that name: ``script.py``, ``answer.ipynb``,
    ``answer.md``, ``answer.tex``, ``answer.html``, ``table-0.csv``, ``chart-0.png``.

    Charts are drawn for a small screen where it is for a ``phone``.

    Raises:
        NothingThere: the answer has none.
    """
    if name in _WHOLE:
        media_type, write = _WHOLE[name]
        return AnswerFile(name, media_type, write(message))
    found = _NUMBERED.fullmatch(name)
    if found is None:
        raise NothingThere
    number = int(found["number"])
    if name.endswith(".csv") and found["what"] == "table":
        return AnswerFile("table.csv", "text/csv", _table(message, number))
    if name.endswith(".png") and found["what"] == "chart":
        drawn = _chart(message, number, "phone" if phone else "png")
        return AnswerFile("chart.png", "image/png", drawn)
    raise NothingThere


def script_of(message: Message) -> str:
    """What ran for a message, or else the script that it shows.

    Raises:
        NothingThere: it has none.
    """
    if message.run is not None and message.run.script:
        return message.run.script
    blocks = message.reply.blocks if message.reply else ()
    for block in blocks:
        if isinstance(block, Code) and block.language == "python":
            return block.text
    raise NothingThere


def _notebook(message: Message) -> str:
    text = script_of(message)
    run, reply = message.run, message.reply or Reply(summary="")
    dataset = run.dataset if run else message.conversation.dataset
    question = run.question if run and run.question else _question(message)
    shown = [block for block in reply.blocks if isinstance(block, KeyValues | Text)]
    answer = render_reply(Reply(summary=reply.summary, blocks=tuple(shown)))
    name = dataset.name if dataset else "data.csv"
    return notebook(question, answer, text, name)


def _question(message: Message) -> str:
    return message.question.text if message.question else ""


def _markdown(message: Message) -> str:
    return render_reply(_reply_of(message))


def _latex(message: Message) -> str:
    return render_latex(_reply_of(message))


def _rich_text(message: Message) -> str:
    """For the clipboard: what a word processor takes as text and tables."""
    said = worded_reply(_reply_of(message), "paper").blocks
    shown = [block for block in said if not isinstance(block, Code)]
    return render_blocks(shown, pictures=False)


def _reply_of(message: Message) -> Reply:
    if message.reply is None:
        raise NothingThere
    return message.reply


def _table(message: Message, number: int) -> str:
    block = _block(message, Table, number)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_cell(column.label) for column in block.columns])
    writer.writerows([[_cell(cell) for cell in row] for row in block.rows])
    return "\ufeff" + text.getvalue()


def _cell(value: object) -> object:
    return "" if value is None else harmless(value)


def _chart(message: Message, number: int, size: Picture) -> bytes:
    block = _block(message, Chart, number)
    try:
        return chart_png(block.spec, size)
    except ValueError as problem:
        logger.error("a chart cannot be drawn: %s", type(problem).__name__)
        return notice_png(size)


def _block(message: Message, kind: type[Kind], number: int) -> Kind:
    reply = message.reply
    found = [b for b in reply.blocks if isinstance(b, kind)] if reply else []
    if number >= len(found):
        raise NothingThere
    return found[number]


_WHOLE: dict[str, tuple[str, Callable[[Message], str]]] = {
    "script.py": ("text/x-python", script_of),
    "answer.ipynb": ("application/x-ipynb+json", _notebook),
    "answer.md": ("text/markdown", _markdown),
    "answer.tex": ("application/x-tex", _latex),
    "answer.html": ("text/html", _rich_text),
}
