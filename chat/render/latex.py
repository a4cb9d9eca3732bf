"""A reply as LaTeX: tables with booktabs, to be pasted into a paper."""

from __future__ import annotations

from typing import assert_never

from analysis.base.reply import (
    Block,
    Chart,
    Choices,
    Code,
    File,
    Heading,
    Item,
    KeyValues,
    Notice,
    Progress,
    Reply,
    Table,
    Text,
)
from chat.render.marks import Span, spans
from chat.render.numbers import format_cell, format_column
from chat.render.paper import on_paper

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "−": "$-$",
    "×": r"$\times$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "α": r"$\alpha$",
    "β": r"$\beta$",
    "η": r"$\eta$",
    "ρ": r"$\rho$",
    "τ": r"$\tau$",
    "χ": r"$\chi$",
    "ω": r"$\omega$",
    "²": r"\textsuperscript{2}",
    "…": r"\dots{}",
}
_COMMANDS = {"strong": "textbf", "emphasis": "emph", "code": "texttt"}


def render_reply(reply: Reply) -> str:
    """The whole reply; its tables want ``\\usepackage{booktabs}``."""
    return on_paper(reply, render_block, _escaped)


def render_block(block: Block) -> str:
    match block:
        case Heading():
            return rf"\subsection*{{{_line(block.text)}}}"
        case Text():
            return "".join(_span(span) for span in spans(block.text))
        case KeyValues():
            return _key_values(block)
        case Table():
            return _table(block)
        case Chart():
            return rf"\textbf{{{_line(block.title)}.}} {_escaped(block.alt)}"
        case Choices() | Progress() | Code():
            return ""
        case File():
            return f"{_line(block.name)} {_line(block.description)}".strip()
        case Notice():
            return f"{_line(block.text)} {_line(block.fix)}".strip()
        case _:
            assert_never(block)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _span(span: Span) -> str:
    text = _escaped(span.text)
    return text if span.mark == "plain" else rf"\{_COMMANDS[span.mark]}{{{text}}}"


def _line(text: str) -> str:
    """Marked text on one line."""
    return " ".join("".join(_span(span) for span in spans(text)).split())


def _cell(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _key_values(block: KeyValues) -> str:
    rows = [f"{_line(item.label)} & {_value(item)}" for item in block.items]
    return _tabular("lr", [], rows, _line(block.title), "")


def _value(item: Item) -> str:
    note = f" ({_line(item.note)})" if item.note else ""
    return _cell(format_cell(item.value, item.format, minus="−")) + note


def _table(table: Table) -> str:
    if not table.columns:
        return ""
    texts = [
        format_column([row[index] for row in table.rows], column.format, minus="−")
        for index, column in enumerate(table.columns)
    ]
    places = "".join(
        "l" if column.format in ("text", "code") else "r" for column in table.columns
    )
    heads = [_line(column.label) for column in table.columns]
    rows = [" & ".join(map(_cell, row)) for row in zip(*texts, strict=True)]
    notes = [_line(table.note)] if table.note else []
    if table.n_total is not None and table.n_total > len(table.rows):
        notes.append(f"First {len(table.rows):,} of {table.n_total:,} rows.")
    return _tabular(places, heads, rows, _line(table.title), " ".join(notes))


def _tabular(
    places: str, heads: list[str], rows: list[str], caption: str, note: str
) -> str:
    top = [" & ".join(heads) + r" \\", r"\midrule"] if heads else []
    # A row that begins with a bracket would be taken for an option of the break before.
    body = [("{}" if row.startswith(("[", "*")) else "") + row + r" \\" for row in rows]
    lines = [
        r"\begin{table}[htbp]",
        r"\centering",
        *([rf"\caption{{{caption}}}"] if caption else []),
        rf"\begin{{tabular}}{{{places}}}",
        r"\toprule",
        *top,
        *body,
        r"\bottomrule",
        r"\end{tabular}",
        *([rf"\par\smallskip\footnotesize {note}"] if note else []),
        r"\end{table}",
    ]
    return "\n".join(lines)
