"""Signs of life of a running script, on its standard error."""

from __future__ import annotations

import json
import sys
from typing import Any


def report(progress: float, message: str, **details: Any) -> None:
    """One line of JSON: how far (0 to 1), what is being done, and what is known."""
    line = {"progress": round(min(max(progress, 0.0), 1.0), 4), "message": message}
    print(json.dumps({**line, **details}), file=sys.stderr, flush=True)
