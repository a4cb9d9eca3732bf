"""Every operation on difficult tables and on a million rows: the table of SPEC S12."""

from __future__ import annotations

import time
import warnings
from typing import Any

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError, TaskError
from analysis.base.operation import Operation
from analysis.base.parameters import ExpressionRole, WhereRole
from analysis.formulas.conditions import check_where
from analysis.formulas.expressions import check_expression
from analysis.operations import operations
from statagent_site.benchmarks.measure import Row
from statagent_site.benchmarks.travellers import DIFFICULT, travellers

N_ROWS = 1_000_000


def run() -> list[Row]:
    """Seconds of the first example on a million rows; beside it how many examples
    gave a result, how many a clear error, on each difficult table."""
    tables = {name: make() for name, make in DIFFICULT.items()}
    large = travellers(N_ROWS)
    rows = []
    for operation in operations().values():
        seconds, word = _timed(operation, large)
        notes = [
            f"{name}: {_outcomes(operation, data)}" for name, data in tables.items()
        ]
        what = f"{operation.name} on {N_ROWS:,} rows ({word})"
        rows.append(Row(what, seconds, "s", "; ".join(notes)))
    return rows


def _timed(operation: Operation, data: pd.DataFrame) -> tuple[float, str]:
    params = dict(operation.language.examples[0].params)
    start = time.perf_counter()
    word = _outcome(operation, data, params)
    return time.perf_counter() - start, word


def _outcomes(operation: Operation, data: pd.DataFrame) -> str:
    """``3 results, 2 errors`` of the operation's examples; anything else is a fault."""
    words = [
        _outcome(operation, data, dict(example.params))
        for example in operation.language.examples
    ]
    counts = {word: words.count(word) for word in dict.fromkeys(words)}
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def _outcome(operation: Operation, data: pd.DataFrame, params: dict[str, Any]) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if operation.statements:
                _check_formulas(operation, data, params)
            operation.carried_out(data, params)
    except (DataError, TaskError):
        return "clear error"
    except Exception as error:
        return f"FAULT {type(error).__name__}: {error}"
    return "result"


def _check_formulas(
    operation: Operation, data: pd.DataFrame, params: dict[str, Any]
) -> None:
    """What is checked before a script is written: the kinds of the columns named."""
    columns = tuple(
        Column(name=str(name), kind="category" if kind == "str" else "number")
        for name, kind in data.dtypes.items()
    )
    schema = Schema(name="table", n_rows=len(data), columns=columns)
    for name, parameter in operation.parameters.items():
        if name in params and isinstance(parameter.role, WhereRole):
            check_where(params[name], schema)
        if name in params and isinstance(parameter.role, ExpressionRole):
            check_expression(params[name], schema)
