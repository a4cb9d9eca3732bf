"""Sources of functions as scripts contain them."""

import runpy

import pytest

from analysis.base.errors import DataError
from analysis.base.plain import plain
from analysis.operations import operations
from analysis.scripts.cutting.source import collect

ALL = [item for item in operations().values() if item.function]


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
def test_an_operations_source_stands_alone(operation, tmp_path):
    collected = collect([DataError, plain, operation.function])
    text = "\n".join(
        [
            "from __future__ import annotations",
            *sorted(collected.imports),
            collected.text,
        ]
    )
    path = tmp_path / "alone.py"
    path.write_text(text)

    names = runpy.run_path(str(path))

    assert names[operation.function.__name__].__doc__ == operation.function.__doc__


def test_all_operations_fit_into_one_script():
    collected = collect([item.function for item in ALL])

    assert {item.function.__name__ for item in ALL} <= set(collected.definitions)


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
def test_no_project_type_is_left_in_a_signature(operation):
    text = collect([operation.function]).definitions[operation.function.__name__]

    head = text[: text.index('"""')]
    for word in ("NumericColumn", "AnyColumn", "GroupColumn", "AllColumns", "Literal["):
        assert word not in head
    assert not head.startswith("@")


def test_only_what_is_needed_is_collected():
    collected = collect([DataError])

    assert list(collected.definitions) == ["DataError"]
