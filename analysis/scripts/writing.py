"""From a task to the script that answers it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from textwrap import indent
from typing import Any

from analysis.base.errors import DataError
from analysis.base.operation import Operation
from analysis.base.plain import plain
from analysis.base.task import Step, Task
from analysis.base.templating import Code, literal
from analysis.operations import operation_named
from analysis.reading.emit import reader_for
from analysis.reading.recipe import Recipe
from analysis.reading.spelled import in_order
from analysis.scripts.cutting.source import collect
from analysis.scripts.cutting.specialising import Call, specialised
from analysis.scripts.script_templates import Template, template_for

__all__ = ["LIBRARIES", "Script", "Source", "call", "literal", "write_script"]

LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn", "statsmodels")
_LINE = 88
_CUT = "# StatAgent's own functions, without what the settings below never reach."


@dataclass(frozen=True)
class Source:
    """The table that a script reads, as far as the script must know it."""

    name: str
    n_rows: int
    sha256: str
    recipe: Recipe


@dataclass(frozen=True)
class Script:
    """A script's text; equal requests of equal data give equal texts.

    ``frame`` is the same text without the project's own functions: what came from
    outside (names, values, a template) is all in it.
    """

    text: str
    frame: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def write_script(
    task: Task,
    source: Source,
    columns: Iterable[str],
    title: str,
    *,
    template: Template | None = None,
    further: Sequence[Call] = (),
    **values: Any,
) -> Script:
    """The script of a task.

    Args:
        task: the steps, in order.
        source: the table's name, hash and how its file is read.
        columns: which columns of the file the steps need, in file order.
        title: what was asked, for the head of the script.
        template: the frame; without, the one that the task names.
        further: what the frame calls besides the steps. values: what it names.

    Raises:
        TaskError: the task's template is not there any more.
        TemplateFault: the template gives no script for these steps.
    """
    used = [operation_named(step.operation) for step in task.steps]
    calls = [
        Call(operation.function, step.params)
        for operation, step in zip(used, task.steps, strict=True)
        if operation.function
    ]
    imports = {statement_imports(step) for step in task.steps}
    written = zip(used, task.steps, strict=True)
    helpers = [each for pair in written for each in statement_helpers(*pair)]
    return framed(
        template or template_for(task),
        source,
        list(columns),
        title,
        calls=[*calls, *further],
        imports=imports,
        helpers=helpers,
        **values,
        steps=[
            rendered_step(operation, step)
            for operation, step in zip(used, task.steps, strict=True)
        ],
    )


def framed(
    template: Template,
    source: Source,
    columns: list[str],
    title: str,
    *,
    calls: Sequence[Call] = (),
    imports: Iterable[str] = (),
    helpers: Iterable[Callable[..., Any]] = (),
    **values: Any,
) -> Script:
    """A template with the reading of the table and what the functions need.

    ``values`` are what the template's own lines name.

    Raises:
        TemplateFault: the template does not give a script with these values.
    """
    reader = reader_for(source.recipe, columns)
    read = [source.recipe[name] for name in columns]
    orders: dict[str, object] = {}
    if ordered := [column for column in read if column.order]:
        orders["orders"] = {column.name: list(column.order) for column in ordered}
    if around := tuple(column.name for column in ordered if column.around):
        orders["around"] = around
    functions = [call.function for call in calls]
    # The lines of an administrator's template may use the functions in other ways.
    texts = specialised(calls) if template.own else {}
    ordering = [in_order] if orders else []
    needed = [*reader.functions, *ordering, *helpers, *functions]
    collected = collect([DataError, plain, *needed], texts)
    statements = {
        "import json",
        "import sys",
        "import pandas as pd",
        *reader.imports,
        *collected.imports,
        *imports,
    } - {""}
    known: dict[str, Any] = dict(
        title=title,
        source=source.name,
        n_rows=source.n_rows,
        sha256=source.sha256[:16],
        version=product_version(),
        versions=library_versions(),
        imports=Code(import_block(statements)),
        stored_call=Code(
            _ordered(
                call("pd.read_parquet", "path", {"columns": columns}, indent=8), orders
            )
        ),
        read_call=Code(_ordered(reader.call("path").replace("\n", "\n    "), orders)),
        **values,
    )
    whole = f"{_CUT}\n\n{collected.text}" if texts else collected.text
    text, frame = (
        tidy(template.render(**known, definitions=Code(definitions)))
        for definitions in (whole, "")
    )
    return Script(text, frame)


def _ordered(read: str, orders: Mapping[str, object]) -> str:
    """The reading of the table, its words put into their order."""
    return call("in_order", read, orders, indent=8) if orders else read


def tidy(text: str) -> str:
    """A script with at most two empty lines in a row."""
    return re.sub(r"\n{4,}", "\n\n\n", text).strip() + "\n"


def rendered_step(operation: Operation, step: Step) -> dict[str, Any]:
    """What a template shows of a step: its words, and its statements or its call."""
    statements = operation.statements(**step.params) if operation.statements else ""
    function = operation.function.__name__ if operation.function else ""
    return {
        "name": operation.name,
        "kind": operation.kind,
        "words": operation.words(step.params),
        "statements": Code(indent(statements, "    ")),
        "call": Code(call(function, "data", step.params, indent=4) if function else ""),
    }


def statement_helpers(operation: Operation, step: Step) -> list[Callable[..., Any]]:
    """The project's functions that a step written as statements calls."""
    if operation.statements is None:
        return []
    return operation.helpers_in(operation.statements(**step.params))


def statement_imports(step: Step) -> str:
    """The import that a step written as statements needs; empty for none."""
    statements = operation_named(step.operation).statements
    if statements is not None and "np." in statements(**step.params):
        return "import numpy as np"
    return ""


def call(
    function: str, first: str, arguments: Mapping[str, Any], indent: int = 0
) -> str:
    """A call with keyword arguments as literals, broken where a line grows too long."""
    parts = [first, *(f"{name}={literal(value)}" for name, value in arguments.items())]
    line = f"{function}({', '.join(parts)})"
    if len(line) + indent + 12 <= _LINE:
        return line
    gap = "\n" + " " * (indent + 4)
    return f"{function}({gap}{f',{gap}'.join(parts)},\n{' ' * indent})"


def import_block(statements: set[str]) -> str:
    """Import statements, joined by module: standard library first, then the others."""
    modules: dict[str, set[str]] = {}
    plain_imports = set()
    for statement in statements:
        match = re.fullmatch(r"from (\S+) import (.+)", statement)
        if match is None:
            plain_imports.add(statement)
        elif match[1] != "__future__":
            modules.setdefault(match[1], set()).update(match[2].split(", "))
    lines = plain_imports | {
        f"from {module} import {', '.join(sorted(names))}"
        for module, names in modules.items()
    }
    outside = {line for line in lines if line.split()[1].partition(".")[0] in _OUTSIDE}
    blocks = [sorted(part) for part in (lines - outside, outside) if part]
    return "\n\n".join("\n".join(block) for block in blocks)


_OUTSIDE = {
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "statsmodels",
    "tensorflow",
    "keras",
    "pyarrow",
    "joblib",
    "patsy",
}


@cache
def library_versions() -> str:
    """The libraries of scripts as installed, for a script's head."""
    return ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


@cache
def product_version() -> str:
    """StatAgent's own version."""
    from analysis import VERSION

    return VERSION
