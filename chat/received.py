"""What comes from outside, as values that can be stored: JSON objects, numbers, words.

A body may be anything: no JSON, nested without end, numbers without an end, halves of
characters. None of it may get further than here.
"""

from __future__ import annotations

import json
from typing import Any

# Of what a database keeps as a number of a row, or of bytes.
LARGEST = 2**63 - 1


def json_object(text: str | bytes) -> dict[str, Any] | None:
    """The JSON object that a text holds; None if it holds anything else."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def whole_number(value: object, default: int | None = None) -> int | None:
    """A number from 0 to ``LARGEST``, given as one or in its digits; else the default."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value) if len(value) < 20 else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return default
    return value if 0 <= value <= LARGEST else default


def storable(text: str) -> str:
    """The text as any database and file keeps it: whole characters, no null ones."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
