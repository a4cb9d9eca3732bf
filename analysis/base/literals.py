"""Values as Python source text."""

from __future__ import annotations

from typing import Any


def literal(value: Any) -> str:
    """``repr``, with double quotes around text where that needs no escapes."""
    text = repr(value)
    if isinstance(value, str) and text == f"'{value}'" and '"' not in value:
        return f'"{value}"'
    return text


def column_code(name: str) -> str:
    """A column of the table ``data``."""
    return f"data[{literal(name)}]"
