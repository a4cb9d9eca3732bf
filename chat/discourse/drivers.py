"""What drives a column: a regression on all others that can be predictors."""

from __future__ import annotations

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from analysis.base.wording import names_of
from analysis.operations import operation_named

_MOST_LEVELS = 12
_ROWS_EACH = 10  # rows that each coefficient wants


def drivers_of(target: Column, schema: Schema) -> Task | None:
    """The task for a column of numbers, or of two values; none for others.

    Each predictor is judged beside the others, words by their levels. Where the rows are
    too few for that, columns of numbers are correlated with it one by one.
    """
    fit = [
        c for c in schema.columns if c.name != target.name and _can_predict(c, schema)
    ]
    used = fit if _room(fit, schema) else [c for c in fit if c.is_numeric]
    left = [c.name for c in schema.columns if c.name != target.name and c not in used]
    binary = target.n_unique == 2
    if not binary and not target.is_numeric:
        return None
    if len(used) >= 2 and _room(used, schema):
        operation = "logistic_regression" if binary else "linear_regression"
        params = {"outcome": target.name, "predictors": [c.name for c in used]}
        said = ["each column is judged beside the others; they need be no causes"]
        if left:
            said.append(
                f"without {names_of(left)}: keys, dates, texts, or too many values for the rows"
            )
        return _task(Step(operation=operation, params=params), said)
    if not target.is_numeric:
        return None
    step = Step(operation="correlation", params={"target": target.name})
    return _task(
        step, ["how well a column predicts is its correlation, each taken alone"]
    )


def _task(step: Step, said: list[str]) -> Task:
    words = operation_named(step.operation).words(step.params)
    return Task(
        steps=(step,), confidence=0.9, understood=(words,), assumptions=tuple(said)
    )


def _can_predict(column: Column, schema: Schema) -> bool:
    if column.kind in ("identifier", "datetime", "text") or column.n_unique < 2:
        return False
    if column.is_numeric:
        low, high = column.minimum, column.maximum
        if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
            return True
        # 1 to n says only which row it is.
        return column.n_unique != schema.n_rows or high - low != schema.n_rows - 1
    return column.n_unique <= _MOST_LEVELS


def _room(columns: list[Column], schema: Schema) -> bool:
    """Whether the rows carry a coefficient for each number and each level but one."""
    terms = sum(1 if c.is_numeric else c.n_unique - 1 for c in columns)
    complete = schema.n_rows - max((c.n_missing for c in columns), default=0)
    return complete >= _ROWS_EACH * (terms + 1)
