"""A column read as another kind."""

from __future__ import annotations

import re

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base.items import as_formula

_PLAIN = re.compile(r"\s*[-+]?[\d.,]*\d(?:e[-+]?\d+)?\s*", re.IGNORECASE)
_LEADING = re.compile(r"[^\d\w]*[-+]?[\d.,]*\d")


def conversion(column: Column, kind: str) -> Step:
    """The step that makes a column of that kind.

    Of text that only begins with a number ("630308[495000-801000]") the number is taken;
    a plain conversion would leave those values empty.
    """
    values = [str(level) for level, _ in column.levels]
    plain = all(_PLAIN.fullmatch(value) for value in values)
    starts = bool(values) and all(_LEADING.match(value) for value in values)
    if kind in ("number", "integer") and not column.is_numeric and starts and not plain:
        formula = f"number({as_formula(column.name)})"
        return Step(
            operation="add_column",
            params={"name": column.name, "expression": formula},
        )
    return Step(operation="convert_column", params={"column": column.name, "to": kind})
