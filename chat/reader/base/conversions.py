"""A column read as another kind."""

from __future__ import annotations

import re

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base.items import as_formula

_PLAIN = re.compile(r"\s*[-+]?[\d.,]*\d(?:e[-+]?\d+)?\s*", re.IGNORECASE)
_LEADING = re.compile(r"[^\d\w]*[-+]?[\d.,]*\d")

_MOST = 0.8  # of the values begin with a number; the others ("null bhp") have none


def holds_numbers(column: Column) -> bool:
    """Whether a column of text holds numbers with something behind them ("1248 CC")."""
    values = [str(level) for level, _ in column.levels]
    leading = [value for value in values if _LEADING.match(value)]
    return bool(values) and len(leading) >= _MOST * len(values)


def conversion(column: Column, kind: str) -> Step:
    """The step that makes a column of that kind.

    Of text that only begins with a number ("630308[495000-801000]") the number is taken;
    a plain conversion would leave those values empty.
    """
    values = [str(level) for level, _ in column.levels]
    plain = all(_PLAIN.fullmatch(value) for value in values)
    starts = holds_numbers(column)
    if kind in ("number", "integer") and not column.is_numeric and starts and not plain:
        formula = f"number({as_formula(column.name)})"
        return Step(
            operation="add_column",
            params={"name": column.name, "expression": formula},
        )
    return Step(operation="convert_column", params={"column": column.name, "to": kind})
