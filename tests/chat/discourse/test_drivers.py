"""What drives a column is asked of all others side by side."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.discourse.drivers import drivers_of


def house(n_rows: int) -> Schema:
    def number(name: str) -> Column:
        return Column(name=name, kind="number", n_unique=n_rows // 2)

    words = tuple((word, n_rows // 3) for word in ("north", "south", "west"))
    return Schema(
        name="houses.csv",
        n_rows=n_rows,
        columns=(
            Column(name="id", kind="identifier", n_unique=n_rows),
            number("price"),
            number("size"),
            number("age"),
            Column(name="area", kind="category", n_unique=3, levels=words),
            Column(name="sold", kind="boolean", n_unique=2),
            Column(name="day", kind="datetime", n_unique=n_rows),
        ),
    )


@pytest.mark.parametrize(
    ("target", "n_rows", "operation", "predictors"),
    [
        ("price", 300, "linear_regression", ["size", "age", "area", "sold"]),
        ("sold", 300, "logistic_regression", ["price", "size", "age", "area"]),
        ("price", 20, "correlation", None),
    ],
)
def test_all_that_can_predict_stand_side_by_side(target, n_rows, operation, predictors):
    schema = house(n_rows)
    task = drivers_of(schema[target], schema)
    assert task is not None
    (step,) = task.steps
    assert (step.operation, step.params.get("predictors")) == (operation, predictors)


def test_what_is_left_out_is_said():
    schema = house(300)
    task = drivers_of(schema["price"], schema)
    assert task is not None
    assert any("without id and day" in said for said in task.assumptions)


def test_words_of_several_values_have_no_drivers():
    schema = house(300)
    assert drivers_of(schema["area"], schema) is None
