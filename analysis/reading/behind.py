"""What runs behind the sandbox's wall: one import, and its end as plain JSON.

The fork server's process that reads files has this module in memory. Nothing here or
below may need Django, a network or a file other than the upload.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from analysis.base.errors import TaskError

from .allowance import Allowance
from .importing import import_table
from .recipe import Dtype
from .stored import pandas_types


def carry_out(request: dict[str, Any]) -> dict[str, Any]:
    """Import the file that the request names; the copy is written as ``keep``.

    Returns ``{"receipt": …}``, ``{"refusal": {message, hint, options}}`` for what is no
    table, or ``{"fault": …}`` where a reader failed in a way that is not known; then
    the traceback goes to stderr. Running out of memory is left to the sandbox.
    """
    try:
        receipt = import_table(
            request["file"],
            name=request["name"],
            parquet_path=request["keep"] or None,
            overrides=request["overrides"],
            progress=_tell,
            allow_empty=request["allow_empty"],
            allowance=Allowance(**request["allowance"]),
        )
    except TaskError as refused:
        return {
            "refusal": {
                "message": refused.message,
                "hint": refused.hint,
                "options": refused.options,
            }
        }
    except MemoryError:
        raise
    except BaseException as problem:
        # A panic of native code is not an Exception.
        if "memory" in str(problem).lower():
            raise MemoryError from problem
        traceback.print_exc()
        return {"fault": type(problem).__name__}
    return {"receipt": receipt.model_dump(mode="json")}


_WARM_ROWS = 60
# A column of each kind that tables usually have, by the number of the row.
_WARM_COLUMNS: Mapping[str, Callable[[int], str]] = {
    "id": str,
    "name": lambda n: f"name {n * 7 % 53}",
    "group": lambda n: ("low", "middle", "high")[n % 3],
    "Sub Group": lambda n: f"level {n * n % 11}",
    "member": lambda n: ("true", "false")[n * n % 2],
    "sold": lambda n: ("yes", "no")[n // 3 % 2],
    "day": lambda n: f"20{n % 24:02}-{1 + n % 12:02}-{1 + n % 28:02}",
    "seen at": lambda n: f"2024-03-{1 + n % 28:02} {n % 24:02}:15:00",
    "count": lambda n: str(n * n % 23),
    "age": lambda n: "" if n % 9 == 4 else str(20 + n * 5 % 61),
    "code": lambda n: f"{n * 7919:07}",
    "quarter": lambda n: f"2024-Q{1 + n % 4}",
    "share": lambda n: f"{n % 100} %",
    "price": lambda n: f"{3 * n}.{n * 37 % 100:02}",
    "area": lambda n: "NA" if n % 13 == 5 else f"{100 + n * 17 % 41}.{n % 10}",
    "height": lambda n: f"{1.5 + n * 31 % 47 / 100:.3f}",
    "change": lambda n: f"{n * 13 % 29 - 14}.{n % 8}",
}


def _warm_table() -> str:
    rows: list[Iterable[str]] = [_WARM_COLUMNS]
    rows += [
        [cell(n) for cell in _WARM_COLUMNS.values()] for n in range(1, _WARM_ROWS + 1)
    ]
    return "".join(",".join(row) + "\n" for row in rows)


def warm_up() -> None:
    """Read a usual table, so that whatever is made at the first reading is there."""
    file, table = Path("warm.csv"), Path("warm.parquet")
    file.write_text(_warm_table(), encoding="utf-8")
    receipt = import_table(file, name="warm", parquet_path=table)
    json.dumps(receipt.model_dump(mode="json"))
    pandas_types({kind: kind for kind in get_args(Dtype)})
    for left in (file, table):
        left.unlink(missing_ok=True)


def _tell(share: float) -> None:
    print(json.dumps({"progress": share}), file=sys.stderr, flush=True)
