"""The sandboxed Jinja2 environment of script templates, and what may stand in them.

In a strict environment every value must pass a filter that makes it harmless where it
stands: ``literal`` in code, ``comment`` and ``docstring`` in words. What the program
itself has made of such values is :class:`Code`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "scripts"
_CACHED = 200


class Code(str):
    """Source text that may stand in a script as it is."""

    __slots__ = ()


class UnfilteredValue(jinja2.TemplateRuntimeError):
    """A value was put into a script without ``literal``, ``comment`` or ``docstring``."""


def literal(value: Any) -> Code:
    """A plain value as Python source; quotes as formatters write them.

    Raises:
        TypeError: the value is none of JSON's.
    """
    if isinstance(value, str):
        simple = value.isprintable() and not set(value) & set("\"'\\")
        return Code(f'"{value}"' if simple else repr(str(value)))
    if isinstance(value, list | tuple):
        return Code("[" + ", ".join(literal(item) for item in value) + "]")
    if isinstance(value, dict):
        items = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return Code("{" + ", ".join(items) + "}")
    if value is None or isinstance(value, bool | int | float):
        return Code(repr(value))
    raise TypeError(f"{type(value).__name__} cannot stand in a script")


def one_line(text: str) -> Code:
    """Text for a comment: nothing in it can end the line."""
    return Code(" ".join("".join(c if c.isprintable() else " " for c in text).split()))


def in_docstring(text: str) -> Code:
    """Text for the inside of a docstring: nothing in it can end the string."""
    line = one_line(text).replace("\\", "\\\\").replace('"', "'")
    return Code(line[:400].rstrip("\\"))


def _only_code(value: Any) -> Any:
    if isinstance(value, bool | int | Code | jinja2.Undefined):
        return value
    raise UnfilteredValue(
        "a value stands in the script without a filter: write {{ name | literal }}"
    )


@cache
def environment(*, strict: bool = True) -> ImmutableSandboxedEnvironment:
    """The environment of all templates; compiled ones are kept, the latest used first."""
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        cache_size=_CACHED,
        finalize=_only_code if strict else None,
    )
    made.filters["literal"] = literal
    made.filters["comment"] = one_line
    made.filters["docstring"] = in_docstring
    return made
