"""Importing a file that a stranger may have made: in the sandbox, and checked.

The file is opened, unpacked, sniffed, typed and profiled by a job of the fork server.
This process takes the receipt and the Parquet copy, and believes neither: a file that
got hold of its reader can have written anything.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from analysis.base.errors import TaskError
from sandbox.again import once_available
from sandbox.client import run_script
from sandbox.limits import Limits
from sandbox.outcome import Outcome

from .allowance import Allowance, allowance_for
from .receipt import Receipt
from .recipe import Recipe

logger = logging.getLogger(__name__)
Progress = Callable[[float], None]

_SCRIPT = """\
import json
import sys

from analysis.reading.behind import carry_out

result = carry_out(json.loads(sys.argv[1]))
"""
# The reader of a text file looks at its name in few cases only.
_TELLING_NAMES = re.compile(r"\.(csv|tsv|xls|xlsx|xlsm|xlsb|ods)", re.IGNORECASE)
# A receipt of the widest table, of long names, has about 20 MB.
_RECEIPT_BYTES = 64 * 2**20
_FOOTER_BYTES = 64 * 2**20
_SMALLER = "Upload fewer rows or columns, or the same table saved as CSV or Parquet."
_SAVE_AGAIN = (
    "Open it in the program that wrote it and save it again, or save it as CSV."
)


class ReadingStopped(Exception):
    """The import was cancelled."""


def import_sandboxed(
    path: str | Path,
    *,
    name: str,
    parquet_path: str | Path | None,
    overrides: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    allow_empty: bool = False,
) -> Receipt:
    """Read any table file in the sandbox and put its Parquet copy in place.

    The arguments and the receipt are those of :func:`.importing.import_table`;
    ``cancelled`` is asked several times a second.

    Raises:
        TaskError: the file is no table, is too large to be read within its allowance,
            broke its reader, or there is no sandbox here.
        ReadingStopped: ``cancelled`` said so.
        OSError: the file cannot be read.
    """
    path = Path(path)
    allowance = allowance_for(path)
    suffix = path.suffix or Path(name).suffix
    file = "upload" + (suffix.lower() if _TELLING_NAMES.fullmatch(suffix) else "")
    target = Path(parquet_path) if parquet_path is not None else None
    request = {
        "file": file,
        "name": name,
        "keep": "" if target is None else f"{secrets.token_hex(8)}.parquet",
        "overrides": dict(overrides or {}),
        "allow_empty": allow_empty,
        "allowance": asdict(allowance),
    }
    folder = path.parent if target is None else target.parent
    outcome = _run(path, request, allowance, folder, progress, cancelled)
    copy = outcome.files.get(str(request["keep"]))
    try:
        receipt = _receipt(outcome, allowance)
        if target is not None:
            if copy is None or not _agrees(copy, receipt):
                logger.warning("a reader's table differs from its receipt: %s", name)
                raise _broken()
            copy.replace(target)
    finally:
        if copy is not None:
            copy.unlink(missing_ok=True)
    return receipt.model_copy(update={"seconds": outcome.seconds})


def _run(
    path: Path,
    request: dict[str, Any],
    allowance: Allowance,
    folder: Path,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Outcome:
    def told(event: dict[str, Any]) -> None:
        share = event.get("progress")
        if progress is not None and isinstance(share, int | float):
            progress(min(1.0, max(0.0, float(share))))

    limits = Limits(
        wall_seconds=allowance.seconds,
        memory_mb=allowance.memory_mb,
        disk_mb=allowance.disk_mb,
        result_bytes=_RECEIPT_BYTES,
    )
    return once_available(
        lambda: run_script(
            _SCRIPT,
            inputs={request["file"]: path},
            argv=[json.dumps(request)],
            limits=limits,
            profile="reading",
            on_progress=told,
            cancelled=cancelled,
            collect=(request["keep"],) if request["keep"] else (),
            collect_into=folder,
            check=False,
        ),
        cancelled,
    )


def _receipt(outcome: Outcome, allowance: Allowance) -> Receipt:
    """The receipt in what the job left; everything else is said in words."""
    if outcome.status != "succeeded":
        raise _unfinished(outcome, allowance)
    said = outcome.result
    if isinstance(said, dict) and "refusal" in said:
        raise _refusal(said["refusal"])
    if isinstance(said, dict) and "receipt" in said:
        try:
            return Receipt.model_validate(said["receipt"])
        except ValidationError:
            logger.warning("a reader's receipt is none")
    else:
        logger.error("a reader failed: %s\n%s", said, outcome.stderr[-4000:])
    raise _broken()


def _refusal(said: Any) -> TaskError:
    if not isinstance(said, dict):
        return _broken()
    options = said.get("options")
    return TaskError(
        str(said.get("message", ""))[:1000],
        str(said.get("hint", ""))[:1000],
        tuple(str(option) for option in options[:50])
        if isinstance(options, list)
        else (),
    )


def _broken() -> TaskError:
    return TaskError(
        "This file is damaged, or not what it says it is: it cannot be read.",
        _SAVE_AGAIN,
    )


def _unfinished(outcome: Outcome, allowance: Allowance) -> TaskError | ReadingStopped:
    if outcome.status == "cancelled":
        return ReadingStopped()
    if outcome.status == "unavailable":
        return TaskError("Files cannot be read on this server at the moment.",
                         outcome.error)  # fmt: skip
    starved = "memory allocation of" in outcome.stderr
    if outcome.status == "out_of_memory" or starved:
        return TaskError(
            "The table in this file is too large: reading it takes more than the "
            f"{allowance.memory_mb:,} MB of memory that a file of its size may use.",
            _SMALLER,
        )
    if outcome.status == "timed_out":
        return TaskError(
            f"Reading this file took longer than {allowance.seconds:.0f} seconds and "
            "was stopped.",
            _SMALLER,
        )
    if "No space left" in outcome.error + outcome.stderr or "to disk" in outcome.error:
        return TaskError(
            f"The file unpacks to more than the {allowance.disk_mb:,} MB that a file of"
            " its size may use.",
            _SMALLER,
        )
    logger.error("a reader ended: %s\n%s", outcome.error, outcome.stderr[-4000:])
    return _broken()


_ARROW: Mapping[str, Callable[[pa.DataType], bool]] = {
    "int64": pa.types.is_int64,
    "Int64": pa.types.is_int64,
    "float64": pa.types.is_float64,
    "bool": pa.types.is_boolean,
    "boolean": pa.types.is_boolean,
    "datetime64[us]": pa.types.is_timestamp,
}


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
    )


def _agrees(copy: Path, receipt: Receipt) -> bool:
    """Whether the copy is a Parquet file of the receipt's rows, columns and types."""
    if copy.stat().st_size < 12 or _footer_bytes(copy) > _FOOTER_BYTES:
        return False
    recipe: Recipe = receipt.recipe
    try:
        found = pq.read_metadata(copy)
        schema = found.schema.to_arrow_schema()
    except (pa.ArrowException, OSError, ValueError):
        return False
    names = [column.name for column in recipe.columns]
    return (
        found.num_rows == receipt.n_rows
        and schema.names == names
        and [column.name for column in receipt.columns] == names
        and all(
            _ARROW.get(column.dtype, _is_text)(kind)
            for column, kind in zip(recipe.columns, schema.types, strict=True)
        )
    )


def _footer_bytes(copy: Path) -> int:
    with copy.open("rb") as file:
        file.seek(-8, 2)
        return int.from_bytes(file.read(4), "little")
