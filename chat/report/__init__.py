"""A conversation to take away: as a notebook, a script, a document, as Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from chat.models import Conversation
from chat.report.document import as_html
from chat.report.notebook import as_notebook, as_script
from chat.report.text import as_markdown
from chat.report.turns import Turn, turns_of

__all__ = ["FORMATS", "Exported", "Turn", "exported", "turns_of"]

Write = Callable[[Conversation, list[Turn]], str]


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending is its name in addresses and commands."""

    title: str
    media_type: str
    write: Write


FORMATS: dict[str, Format] = {
    "ipynb": Format("Notebook", "application/x-ipynb+json", as_notebook),
    "html": Format("Report (HTML, PDF)", "text/html", as_html),
    "md": Format("Markdown", "text/markdown", as_markdown),
    "py": Format("One script", "text/x-python", as_script),
}


@dataclass(frozen=True)
class Exported:
    """A file's name, type and text."""

    name: str
    media_type: str
    text: str


def exported(conversation: Conversation, ending: str) -> Exported:
    """The conversation as a file.

    Raises:
        KeyError: there is no such format.
    """
    format = FORMATS[ending]
    text = format.write(conversation, turns_of(conversation))
    return Exported(f"{_slug(str(conversation))}.{ending}", format.media_type, text)


def _slug(title: str) -> str:
    """A title as a file's name: plain letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:60] or "analysis"
