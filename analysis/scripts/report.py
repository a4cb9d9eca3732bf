"""The reply to somebody who asked for a script: what ran, what it found, the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from analysis.answer import Facts
from analysis.base.reply import (
    Block,
    Cell,
    Choices,
    Code,
    File,
    Heading,
    Item,
    KeyValues,
    Notice,
    Reply,
    Table,
    TableColumn,
    Text,
)
from analysis.scripts.script_templates import Template
from sandbox.validator import SecuritySummary, Violation, security_summary

DONE = "Script executed successfully"
SCRIPT_FILE, NOTEBOOK_FILE = "script.py", "answer.ipynb"
_MOST_ROWS = 200
_MOST_ITEMS = 60
_MOST_OUTPUT = 20_000
_MOST_NOTES = 5


def reported(
    reply: Reply, template: Template, operation: str, script: str, facts: Facts
) -> Reply:
    """An answer as the result of a script: the facts before it, the code open below.

    The script is one of ours, whose frame was validated before it ran. What may be done
    next stays the last.
    """
    results = [
        block
        for block in reply.blocks
        if not (isinstance(block, Code) and block.language == "python")
    ]
    following = [
        block
        for block in results
        if isinstance(block, Choices) and block.role == "next"
    ]
    results = [block for block in results if block not in following]
    return Reply(
        summary=f"{DONE}. {reply.summary}",
        blocks=(
            Heading(text=DONE),
            _facts(template, operation, security_summary(script, ()), facts),
            *results,
            *taken_away(script),
            *following,
        ),
    )


def script_reply(
    result: Any,
    stdout: str,
    template: Template | None,
    script: str,
    facts: Facts,
    *,
    checked: bool = False,
) -> Reply:
    """The reply to a script that is no operation's: its result as it left it.

    With ``checked`` the validator has looked at its frame, and not at all of it.
    """
    security = security_summary(script, () if checked else None)
    operation = template.header.title if template else "Your own script"
    shown = tuple(_shown(result))
    if not shown and stdout.strip():
        shown = (
            Code(text=stdout[:_MOST_OUTPUT], title="Output", language="text",
                 collapsed=False),
        )  # fmt: skip
    return Reply(
        summary=f"{DONE}: {operation}.",
        blocks=(
            Heading(text=DONE),
            _facts(template, operation, security, facts),
            *(shown or (Text(text="The script left no `result`.", muted=True),)),
            *_noted(security),
            *taken_away(script),
        ),
    )


def _facts(
    template: Template | None,
    operation: str,
    security: SecuritySummary,
    facts: Facts,
) -> KeyValues:
    named = (
        f"{template.name}, version {template.header.version}" if template else "none"
    )
    if template and not template.own:
        named += " (this server’s administrator)"
    return KeyValues(
        items=(
            Item(label="Operation", value=operation, format="text"),
            Item(label="Template", value=named, format="text"),
            Item(label="Execution time", value=facts.seconds, format="seconds"),
            Item(
                label="Peak memory",
                value=round(facts.peak_memory_mb * 1024**2),
                format="bytes",
                note="beyond the preloaded libraries",
            ),
            Item(label="Security", value=str(security), format="text"),
            Item(label="Isolation", value=facts.isolation, format="text"),
        )
    )


def _noted(security: SecuritySummary) -> Iterator[Notice]:
    """What was let through, and may not do here what one would expect."""
    for note in security.notes[:_MOST_NOTES]:
        yield Notice(text=f"Line {note.line}: {note.message}.")


def taken_away(script: str) -> tuple[Code, File, File]:
    """The code, open, and the two files to take it away in."""
    return (
        Code(text=script, filename=SCRIPT_FILE, collapsed=False),
        File(
            name=SCRIPT_FILE,
            reference=SCRIPT_FILE,
            size=len(script.encode()),
            description="Python script: `python script.py your-file`",
        ),
        File(
            name=NOTEBOOK_FILE,
            reference=NOTEBOOK_FILE,
            description="Notebook: put it beside your file and run all cells",
        ),
    )


def refusal(violations: Sequence[Violation], script: str) -> Reply:
    """A script that the validator refused: what is forbidden, and where."""
    count = "1 thing" if len(violations) == 1 else f"{len(violations)} things"
    summary = f"The script was refused: {count} in it may not be done. Nothing ran."
    lines = script.splitlines()
    rows = tuple(
        (found.line, found.message, _line(lines, found.line)) for found in violations
    )
    columns = (
        TableColumn(label="Line", format="integer"),
        TableColumn(label="Forbidden", format="text"),
        TableColumn(label="In the script", format="code"),
    )
    fix = (
        "Scripts compute with tables and files of their own: no other files, no"
        " processes, no network, no way into the interpreter."
    )
    table = Table(columns=columns, rows=rows[:_MOST_ROWS], n_total=len(rows))
    return Reply(
        summary=summary, blocks=(Notice(text=summary, level="error", fix=fix), table)
    )


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].strip()[:120] if 0 < number <= len(lines) else ""


def _shown(result: Any) -> Iterator[Block]:
    """Plain JSON as values and tables."""
    if isinstance(result, list):
        yield from _table("", result)
    elif isinstance(result, dict):
        plain = {k: v for k, v in result.items() if not isinstance(v, list | dict)}
        if plain:
            yield KeyValues(items=tuple(islice(map(_item, plain.items()), _MOST_ITEMS)))
        for name, value in result.items():
            if isinstance(value, list):
                yield from _table(name, value)
            elif isinstance(value, dict):
                rows = [{"": key, "value": item} for key, item in value.items()]
                yield from _table(name, rows)


def _item(pair: tuple[str, Any]) -> Item:
    return Item(label=pair[0], value=pair[1], format=_format([pair[1]]))


def _table(title: str, values: Sequence[Any]) -> Iterator[Table]:
    if not values:
        return
    rows = [row if isinstance(row, dict) else {"value": row} for row in values]
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(name)) for name in names] for row in rows[:_MOST_ROWS]]
    formats = [_format([row[place] for row in cells]) for place in range(len(names))]
    yield Table(
        title=title,
        columns=tuple(
            TableColumn(label=name, format=kind)
            for name, kind in zip(names, formats, strict=True)
        ),
        rows=tuple(map(tuple, cells)),
        n_total=len(rows),
    )


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)[:200]


def _format(values: Sequence[Any]) -> Any:
    found = [value for value in values if value is not None]
    if any(isinstance(value, str | bool) for value in found):
        return "text"
    return "integer" if all(isinstance(value, int) for value in found) else "number"
