"""Several datasets made one: the plan, its script, its run, and where it came from.

A combination names its tables by their place; the rows of a joined table come from
two, those of an appended one from as many as are named. What a dataset keeps of it
(its ``origin``) is the plan with the names, hashes and sizes of the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from analysis.base.errors import DataError
from analysis.base.plain import plain
from analysis.base.task import Step
from analysis.base.templating import Code, environment
from analysis.base.wording import names_of
from analysis.execution import Table
from analysis.operations import operation_named
from analysis.reading.emit import reader_for
from analysis.scripts.cutting.source import collect
from analysis.scripts.writing import (
    Script,
    call,
    import_block,
    library_versions,
    product_version,
    rendered_step,
    statement_imports,
    tidy,
)
from analysis.statistics.appending import append_tables
from analysis.statistics.joining import join_tables
from analysis.tables.export_files import write_parquet_file
from sandbox.again import once_available
from sandbox.client import run_script
from sandbox.limits import Limits
from sandbox.outcome import Outcome
from sandbox.validator import validate

COMBINED = "combined.parquet"
LIMITS = Limits(wall_seconds=120.0, disk_mb=1024)
HOW_WORDS = {
    "left": "Left join",
    "right": "Right join",
    "inner": "Inner join",
    "outer": "Full join",
}


class Combination(BaseModel):
    """What to make of some tables.

    ``keys`` pairs the columns of a join, ``assumed`` tells what nobody said. ``prepared``
    are, for each table, the changes that come before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["join", "append"]
    names: tuple[str, ...]
    how: Literal["left", "right", "inner", "outer"] = "left"
    keys: tuple[tuple[str, str], ...] = ()
    mark_source: bool = False
    prepared: tuple[tuple[Step, ...], ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """ "Left join of orders.csv with customers.csv on customer_id"."""
        if self.kind == "append":
            return f"The rows of {names_of(self.names)} below each other"
        keys = names_of(a if a == b else f"{a} = {b}" for a, b in self.keys)
        left, right = self.names
        return f"{HOW_WORDS[self.how]} of {left} with {right} on {keys}"


@dataclass(frozen=True)
class Combined:
    """A run that made a table, or did not: ``file`` is None then."""

    script: Script
    outcome: Outcome
    info: dict[str, Any]
    file: Path | None

    @property
    def error(self) -> dict[str, str] | None:
        """What is wrong with the data; None where all went well."""
        found: dict[str, str] | None = self.info.get("error")
        return found


def stem_of(name: str) -> str:
    """A dataset's name without its ending."""
    return Path(name.replace("/", "_")).stem or "table"


def combined_name(plan: Combination) -> str:
    """``"orders_customers.parquet"``, ``"february_and_2_more.parquet"``."""
    first, second = stem_of(plan.names[0]), stem_of(plan.names[1])
    if plan.kind == "append" and len(plan.names) > 2:
        return f"{first[:100]}_and_{len(plan.names) - 1}_more.parquet"
    joint = "_and_" if plan.kind == "append" else "_"
    return f"{first[:100]}{joint}{second[:100]}.parquet"


def input_names(n_tables: int) -> list[str]:
    """What the tables are called beside the script."""
    return [f"data_{number}.parquet" for number in range(1, n_tables + 1)]


def combine_script(plan: Combination, tables: Sequence[Table], title: str) -> Script:
    """The script that reads the tables, changes and combines them, and writes one."""
    readers = [reader_for(table.recipe, list(table.schema.names)) for table in tables]
    prepared = plan.prepared or ((),) * len(tables)
    steps = [step for steps in prepared for step in steps]
    used = [operation_named(step.operation).function for step in steps]
    combine = join_tables if plan.kind == "join" else append_tables
    collected = collect(
        [
            DataError,
            plain,
            *(function for reader in readers for function in reader.functions),
            *(function for function in used if function is not None),
            combine,
            write_parquet_file,
        ]
    )
    statements = {
        "import json",
        "import sys",
        "import pandas as pd",
        *(line for reader in readers for line in reader.imports),
        *collected.imports,
        *map(statement_imports, steps),
    } - {""}
    values = {
        "title": title,
        "tables": [
            {
                "name": table.name,
                "n_rows": table.schema.n_rows,
                "sha256": table.sha256[:16],
                "read_call": Code(reader.call("path").replace("\n", "\n    ")),
                "steps": [
                    rendered_step(operation_named(step.operation), step)
                    for step in before
                ],
            }
            for table, reader, before in zip(tables, readers, prepared, strict=True)
        ],
        "files": " ".join(plan.names),
        "file": COMBINED,
        "version": product_version(),
        "versions": library_versions(),
        "imports": Code(import_block(statements)),
        "combine_call": Code(_call(plan)),
    }
    frame = environment().get_template("combine.py.j2")
    text, alone = (
        tidy(frame.render(**values, definitions=Code(definitions)))
        for definitions in (collected.text, "")
    )
    return Script(text, alone)


def _call(plan: Combination) -> str:
    if plan.kind == "append":
        arguments: dict[str, Any] = {"names": list(plan.names)}
        if plan.mark_source:
            arguments["mark_source"] = True
        return call("append_tables", "tables", arguments, indent=4)
    left, right = map(stem_of, plan.names)
    arguments = {
        "left_keys": [one for one, _ in plan.keys],
        "right_keys": [two for _, two in plan.keys],
        "how": plan.how,
        "left_name": left,
        "right_name": right if right != left else f"{right}_2",
    }
    return call("join_tables", "*tables", arguments, indent=4)


def combine(
    plan: Combination,
    tables: Sequence[Table],
    title: str,
    into: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> Combined:
    """Make the table in the sandbox and put it into the folder ``into``.

    Never raises for what the data or the script do: that is in the result.
    """
    script = combine_script(plan, tables, title)
    if violations := validate(script.frame):
        raise ValueError(f"a generated script was refused: {violations[0]}")
    names = input_names(len(tables))
    outcome = once_available(
        lambda: run_script(
            script.text,
            inputs=dict(zip(names, [table.parquet for table in tables], strict=True)),
            argv=names,
            limits=LIMITS,
            cancelled=cancelled,
            collect=(COMBINED,),
            collect_into=into,
            check=False,
        ),
        cancelled,
    )
    info = outcome.result if isinstance(outcome.result, dict) else {}
    return Combined(script, outcome, info, outcome.files.get(COMBINED))
