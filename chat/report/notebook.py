"""A conversation as a notebook and as one script; both compute every number again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from analysis.base.errors import TaskError
from analysis.models import Dataset
from chat.models import Conversation, Run
from chat.models.details import PredictionDetails, asked_of
from chat.render.marks import unmarked
from chat.report.scripts import Session
from chat.report.text import answer_lines, plain
from chat.report.turns import Turn
from chat.runs.script import model_of_run
from mlmodels.prediction import row_table

_METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
_FILES = '''from __future__ import annotations

import hashlib
import sys
from pathlib import Path

# The tables, where they lie: as they were uploaded, beside this {place}.
FILES = {files}


def file_named(name: str, sha256: str) -> str:
    """The file's path, if it is still the table that was asked."""
    path = FILES[name]
    found = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    if found != sha256:
        raise ValueError(f"{{path}} is not the file that was asked; the numbers would differ")
    return path


def row_file(text: str) -> str:
    """A file of the row that was typed."""
    path = Path("typed_row.csv")
    path.write_text(text, encoding="utf-8")
    return str(path)'''


class Cell(NamedTuple):
    """Text or code, in the order of the conversation."""

    kind: str
    text: str


def as_notebook(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """The notebook's JSON (nbformat 4.5); equal conversations give equal notebooks."""
    made = [
        _as_json(number, cell)
        for number, cell in enumerate(_cells(conversation, turns, "notebook"))
    ]
    whole = {"cells": made, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_script(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """The same as one Python file, with the marks (``# %%``) that editors know."""
    parts: list[str] = []
    for cell in _cells(conversation, turns, "script"):
        if cell.kind == "code":
            parts.append(cell.text if not parts else f"# %%\n{cell.text}")
        elif parts:
            parts.append("# %% [markdown]\n" + _remark(cell.text))
        else:
            parts.append(_remark(cell.text))
    return "\n\n\n".join(parts) + "\n"


def _remark(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def _cells(
    conversation: Conversation, turns: Sequence[Turn], place: str
) -> Iterator[Cell]:
    names = _file_names(turns)
    yield Cell("markdown", _head(conversation, names, place))
    yield Cell("code", _FILES.format(place=place, files=_mapping(names)))
    session = Session()
    for number, turn in enumerate(turns, start=1):
        yield Cell("markdown", "\n\n".join(_telling(number, turn)))
        if turn.run is None:
            continue
        needed, work = session.add(turn.run.script)
        if needed:
            yield Cell("code", needed)
        yield Cell("code", f"sys.argv = {_arguments(turn, names)}\n{work}")


def _head(conversation: Conversation, names: dict[Any, str], place: str) -> str:
    files = ", ".join(f"`{name}`" for name in names.values())
    beside = f"Put {files} beside this {place} and run all of it." if files else ""
    return f"# {plain(str(conversation))}\n\n{beside}".strip()


def _telling(number: int, turn: Turn) -> Iterator[str]:
    yield f"## {number}. {plain(turn.question or unmarked(turn.summary))}"
    yield from answer_lines(turn, tables=False)


def _file_names(turns: Sequence[Turn]) -> dict[Any, str]:
    """A name for each table; tables of the same name get a number."""
    names: dict[Any, str] = {}
    for turn in turns:
        dataset = turn.dataset
        if dataset is None or dataset.id in names:
            continue
        name, number = dataset.name, 2
        while name in names.values():
            name, number = f"{number}-{dataset.name}", number + 1
        names[dataset.id] = name
    return names


def _mapping(names: dict[Any, str]) -> str:
    lines = [f"    {name!r}: {name!r}," for name in names.values()]
    return "\n".join(["{", *lines, "}"]) if lines else "{}"


def _arguments(turn: Turn, names: dict[Any, str]) -> str:
    dataset: Dataset | None = turn.dataset
    if dataset is None:
        row = _typed_row(turn.run)
        return f'["script.py", row_file({row!r})]' if row else '["script.py"]'
    return f'["script.py", file_named({names[dataset.id]!r}, {dataset.sha256!r})]'


def _typed_row(run: Run | None) -> str:
    """The row that a prediction is of, as CSV with all that its model reads."""
    if run is None or run.kind != Run.Kind.PREDICTION:
        return ""
    values = asked_of(run, PredictionDetails).values
    if values is None:
        return ""
    try:
        return str(row_table(model_of_run(run), values).to_csv(index=False))
    except TaskError:  # the model was deleted since
        return ""


def _as_json(number: int, cell: Cell) -> dict[str, Any]:
    lines = cell.text.strip("\n").splitlines(keepends=True)
    made: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": hashlib.sha256(f"{number}\n{cell.text}".encode()).hexdigest()[:12],
        "metadata": {},
        "source": lines,
    }
    if cell.kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made
