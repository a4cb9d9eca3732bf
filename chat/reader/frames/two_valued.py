"""What a model tells apart has two values: "AUC of dose for cured" scores cured by dose.

Which of two columns is scored and which scores is said by their values, whatever the
order of the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.base.columns import Column

if TYPE_CHECKING:
    from chat.reader.frames.frame import Frame

_TELLING_APART = ("logistic_regression", "roc_curve")
_TWO = 2


def can_be_told_apart(operation: str, column: Column) -> bool:
    """Whether a column can be the outcome of an operation that tells two values apart."""
    return operation not in _TELLING_APART or column.n_unique == _TWO


def settle_two_values(frame: Frame) -> None:
    """Sets the one column of two values as the outcome of what tells two values apart."""
    outcome = str(frame.params.get("outcome"))
    if outcome not in frame.columns:
        return
    if can_be_told_apart(frame.operation.name, frame.columns[outcome]):
        return
    held = {
        name
        for group in frame.said.groups
        if "adjusting" in group.markers
        for name in group.names
    }
    predictors = list(frame.params.get("predictors") or ())
    found = [
        name
        for name in predictors
        if name not in held and frame.columns[name].n_unique == _TWO
    ]
    if len(found) != 1:
        return
    frame.params["outcome"] = found[0]
    frame.params["predictors"] = [outcome, *(n for n in predictors if n != found[0])]
