"""An answer as a Jupyter notebook (nbformat 4.5) that computes it again."""

from __future__ import annotations

import ast
import hashlib
import json
from typing import Any

_METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def notebook(question: str, answer: str, script: str, file: str) -> str:
    """The notebook's JSON.

    Args:
        question: what was asked. answer: the reply as Markdown.
        script: what computed it. file: the table's name; the notebook reads it from the
            folder it lies in.
    """
    asked = " ".join(question.split()) or "A script"
    head = f"# {_plain(asked)}\n\n{answer}\n\nPut this notebook beside the file and run all cells."
    chosen = f"import sys\n\n# The table, in the folder of this notebook.\nsys.argv = ['script.py', {file!r}]"
    cells = [_markdown(head), _code(chosen), *map(_code, _parts(script))]
    for number, cell in enumerate(cells):
        cell["id"] = _identity(number, cell["source"])
    made = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join("\\" + c if c in "\\`*_{}[]<>()#+!|$~" else c for c in text)


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(text)}


def _code(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": _lines(text),
    }


def _lines(text: str) -> list[str]:
    return text.strip("\n").splitlines(keepends=True)


def _identity(number: int, lines: list[str]) -> str:
    """The same for the same cell, so that equal answers give equal notebooks."""
    return hashlib.sha256(f"{number}\n{''.join(lines)}".encode()).hexdigest()[:12]


def _parts(script: str) -> list[str]:
    """Imports, definitions, and the work, each a cell of its own."""
    body = ast.parse(script).body
    imports = [n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
    definitions = [n for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    ends = [(found[-1].end_lineno or 0) for found in (imports, definitions) if found]
    lines = script.splitlines(keepends=True)
    parts, start = [], 0
    for end in sorted(ends):
        parts.append("".join(lines[start:end]))
        start = end
    parts.append("".join(lines[start:]))
    return [part for part in parts if part.strip()]
