"""How formulas spell columns."""

from __future__ import annotations

import keyword
import re

from analysis.formulas.expression_functions import FUNCTIONS

_LONGEST_NAME = 60
_RESERVED = frozenset(FUNCTIONS) | {"and", "or", "not"}


def column_term(name: str) -> str:
    """A column as an expression spells it."""
    if name.isidentifier() and not keyword.iskeyword(name) and name not in _RESERVED:
        return name
    return f"`{name}`"


def column_name(name: str) -> str:
    """A column as a message spells it so that no other can be meant."""
    return name if re.fullmatch(r"[^\W\d]\w*", name) else f"`{name}`"


def spelled_out(expression: str) -> str:
    """A name for a column that was given none."""
    words = {"+": "plus", "-": "minus", "*": "times", "/": "per", "**": "power"}
    spelled = re.sub(r"\*\*|[-+*/]", lambda m: f" {words[m[0]]} ", expression)
    return "_".join(re.findall(r"\w+", spelled))[:_LONGEST_NAME]
