"""What runs behind the sandbox's wall: one import, and its end as plain JSON.

The fork server's process that reads files has this module in memory. Nothing here or
below may need Django, a network or a file other than the upload.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any, get_args

from analysis.base.errors import TaskError

from .allowance import Allowance
from .importing import import_table
from .recipe import Dtype
from .stored import pandas_types

TABLE = "table.parquet"


def carry_out(request: dict[str, Any]) -> dict[str, Any]:
    """Import the file that the request names; the copy is written as ``TABLE``.

    Returns ``{"receipt": …}``, ``{"refusal": {message, hint, options}}`` for what is no
    table, or ``{"fault": …}`` where a reader failed in a way that is not known; then
    the traceback goes to stderr. Running out of memory is left to the sandbox.
    """
    try:
        receipt = import_table(
            request["file"],
            name=request["name"],
            parquet_path=TABLE if request["keep"] else None,
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


_WARM = (
    """name,age,day,member,amount
Ada,36,2024-01-02,true,"1,5"
Alan,41,2024-02-03,false,"2,25"
"""
    + "Grace,,2024-03-04,true,\n" * 40
)


def warm_up() -> None:
    """Read a small table, so that whatever is made at the first reading is there."""
    file = Path("warm.csv")
    file.write_text(_WARM, encoding="utf-8")
    import_table(file, name="warm", parquet_path=TABLE)
    pandas_types({kind: kind for kind in get_args(Dtype)})
    for left in (file, Path(TABLE)):
        left.unlink(missing_ok=True)


def _tell(share: float) -> None:
    print(json.dumps({"progress": share}), file=sys.stderr, flush=True)
