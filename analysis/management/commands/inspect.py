"""``manage.py inspect FILE …``: the import receipt of files, without keeping them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from analysis.base.errors import TaskError
from analysis.reading.receipt import Receipt
from analysis.reading.sandboxed import import_sandboxed


class Command(BaseCommand):
    """One receipt for each file; a bad file does not stop the others."""

    help = "Read files and say how: rows, columns, kinds, encoding, warnings."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one object per file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the receipts; the exit status is 1 where a file could not be read."""
        failed = False
        for file in options["files"]:
            try:
                found = _as_json(file, _inspect(file))
            except TaskError as error:
                failed = True
                found = _failure(file, f"{error.message} {error.hint}".strip())
            if options["json"]:
                self.stdout.write(json.dumps(found, ensure_ascii=False))
            else:
                self.stdout.write(_as_text(found))
        if failed:
            raise SystemExit(1)


def _inspect(file: str) -> Receipt:
    path = Path(file)
    if not path.is_file():
        raise TaskError(f"There is no file {file}.")
    return import_sandboxed(path, name=path.stem, parquet_path=None, allow_empty=True)


def _as_json(file: str, receipt: Receipt) -> dict[str, Any]:
    return {
        "file": file,
        "status": "ok",
        "rows": receipt.n_rows,
        "columns": [
            {"name": column.name, "kind": column.kind, "missing": column.n_missing}
            for column in receipt.columns
        ],
        "encoding": receipt.encoding or None,
        "delimiter": receipt.delimiter or None,
        "decimal": receipt.decimal,
        "sheet": receipt.sheet or None,
        "warnings": list(receipt.warnings),
        "doubts": [
            f"{d.what}; taken: {d.choice}" for d in receipt.ambiguities if not d.quiet
        ],
        "error": None,
    }


def _failure(file: str, error: str) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("rows", "columns", "encoding", "delimiter", "decimal", "sheet")
    )
    return {
        "file": file,
        "status": "error",
        **empty,
        "warnings": [],
        "doubts": [],
        "error": error,
    }


def _as_text(found: dict[str, Any]) -> str:
    if found["status"] == "error":
        return f"{found['file']}: {found['error']}\n"
    columns = found["columns"]
    facts = [f"{found['rows']:,} rows × {len(columns):,} columns"]
    facts += [
        f"{key} {found[key]!r}"
        for key in ("encoding", "delimiter", "decimal", "sheet")
        if found[key]
    ]
    width = max((len(column["name"]) for column in columns), default=0)
    lines = [f"{found['file']}: {', '.join(facts)}"]
    for column in columns:
        missing = f"  {column['missing']:,} missing" if column["missing"] else ""
        lines.append(f"  {column['name']:<{width}}  {column['kind']:<10}{missing}")
    lines += [f"  ! {warning}" for warning in found["warnings"]]
    lines += [f"  ? {doubt}" for doubt in found["doubts"]]
    return "\n".join(lines) + "\n"
