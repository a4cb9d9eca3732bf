"""A reply as typed blocks: content that does not know where it will be shown.

Numbers stay unrounded numbers with a format beside them; only renderers round. Blocks
are stored as JSON on the message, so history renders through the same functions.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Format = Literal[
    "text",  # shown as it is
    "code",  # a column name or value, in monospace
    "integer",  # 1,234
    "number",  # four significant digits or so, as the size demands
    "percent",  # the value is a fraction: 0.25 is 25 %
    "p_value",  # never 0: "< 0.001"
    "seconds",
    "bytes",
]
Cell = str | int | float | bool | None


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Block):
    kind: Literal["heading"] = "heading"
    text: str


class Text(_Block):
    """A paragraph. Inline marks: ``**strong**``, ``*emphasis*`` and backquoted code."""

    kind: Literal["text"] = "text"
    text: str
    muted: bool = False


class Item(_Block):
    label: str
    value: Cell
    format: Format = "number"
    note: str = ""


class KeyValues(_Block):
    """Labelled values; as tiles the first one is the answer and drawn large."""

    kind: Literal["key_values"] = "key_values"
    items: tuple[Item, ...]
    style: Literal["tiles", "list"] = "list"
    title: str = ""


class TableColumn(_Block):
    label: str
    format: Format = "number"


class Table(_Block):
    """Rows of cells. ``n_total`` is given when only the first rows are held here."""

    kind: Literal["table"] = "table"
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    note: str = ""
    n_total: int | None = None


class Chart(_Block):
    """A Vega-Lite 6 specification with its data inline (at most about 2,000 marks).

    It names no colours, fonts or sizes: those are the theme of each surface. ``alt``
    says in words what the picture shows.
    """

    kind: Literal["chart"] = "chart"
    title: str
    spec: dict[str, Any]
    alt: str
    subtitle: str = ""


class Option(_Block):
    """A button. Pressing it is the same as sending ``value`` as a message."""

    label: str
    value: str
    style: Literal["normal", "primary", "danger"] = "normal"


class Choices(_Block):
    kind: Literal["choices"] = "choices"
    options: tuple[Option, ...]
    prompt: str = ""
    role: Literal["question", "next"] = "question"


class Curve(_Block):
    """A course of numbers so far, as a training's loss by epoch."""

    label: str
    values: tuple[float, ...]


class Progress(_Block):
    """A run on its way; ``fraction`` from 0 to 1 where it is known.

    ``note`` is what is known already ("Best so far: …"); ``curves`` share one picture.
    """

    kind: Literal["progress"] = "progress"
    run: str
    label: str
    fraction: float | None = None
    note: str = ""
    curves: tuple[Curve, ...] = ()


class File(_Block):
    """Something to download; ``reference`` is resolved by the surface to a link."""

    kind: Literal["file"] = "file"
    name: str
    reference: str
    size: int | None = None
    description: str = ""


class Code(_Block):
    kind: Literal["code"] = "code"
    text: str
    title: str = "Script"
    language: str = "python"
    filename: str = ""
    collapsed: bool = True


class Notice(_Block):
    """Something to know (info), to mind (warning) or to mend (error), with the way out."""

    kind: Literal["notice"] = "notice"
    text: str
    level: Literal["info", "warning", "error"] = "info"
    fix: str = ""


Block = Annotated[
    Heading
    | Text
    | KeyValues
    | Table
    | Chart
    | Choices
    | Progress
    | File
    | Code
    | Notice,
    Field(discriminator="kind"),
]


class Reply(_Block):
    """What a person gets. ``summary`` is one plain sentence that holds the answer."""

    summary: str
    blocks: tuple[Block, ...] = ()
    schema_version: int = 1
