"""What is broken on purpose is noticed by the checks that every run makes."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.base.operation import Operation

# As a module: its tests must not be collected here once more.
from tests.analysis import test_operations as checks

# An operation, and two pieces of its file: guards that are gone, formulas that are wrong.
BREAKS = [
    ("paired_t", "    if std == 0:", "    if False:"),
    ("violin_plot", "        if not drawn:", "        if False:"),
    ("kruskal_wallis", "    if found is None:", "    if False:"),
    ("variance_equality", "    if found is None:", "    if False:"),
    ("repeated_anova", "    if found is None:", "    if False:"),
    ("pair_plot", "    if len(varying) < 2:", "    if False:"),
    ("equivalence_test", "float(first.var(ddof=1))", "float(first.var(ddof=0))"),
    ("cochran_q", "q = (k - 1) * k *", "q = k * k *"),
    ("chi_square_fit", "/ awaited).sum())", "/ counts).sum())"),
    ("poisson_regression", "/ fit.fitted).sum())", "/ counts).sum())"),
    ("principal_components", "used.var(axis=0, ddof=1)", "used.var(axis=0, ddof=0)"),
]


@contextmanager
def broken(name: str, right: str, wrong: str) -> Iterator[Operation]:
    """The operation as its file would make it with one piece exchanged."""
    module = importlib.import_module(f"analysis.operations.{name}")
    text = Path(str(module.__file__)).read_text()
    assert right in text, f"{name} has changed: give another piece of it"
    before = dict(vars(module))
    exec(compile(text.replace(right, wrong, 1), str(module.__file__), "exec"),
         vars(module))  # fmt: skip
    try:
        yield module.operation
    finally:
        vars(module).clear()
        vars(module).update(before)


def complaints(check: Callable[..., None], *given: object) -> list[str]:
    try:
        check(*given)
    except Exception as error:  # assertions and all that a fault can raise
        return [type(error).__name__]
    return []


def noticed(operation: Operation) -> list[str]:
    """What the checks of an everyday run say of an operation."""
    tables = [table for table in checks.TABLES if checks.meets(operation.name, table)]
    difficult = checks.test_a_difficult_table_gives_a_result_or_a_clear_error
    return [
        *(found for one in tables for found in complaints(difficult, operation, one)),
        *(
            found
            for one in operation.language.examples
            for found in complaints(
                checks.test_an_example_can_be_carried_out, operation, one
            )
        ),
        *(
            found
            for one in operation.references
            for found in complaints(
                checks.test_published_values_are_reproduced, operation, one
            )
        ),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "right", "wrong"), BREAKS)
def test_a_broken_operation_is_noticed(name: str, right: str, wrong: str):
    with broken(name, right, right) as sound:
        assert noticed(sound) == []
    with broken(name, right, wrong) as operation:
        assert noticed(operation) != []
